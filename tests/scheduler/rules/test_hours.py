"""Hours of rules that are a quotient, such as 460 / 60: the same minutes in every rule, for engine and auditor."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from scheduler.audit import audit
from scheduler.contracts import Break
from scheduler.people import Pin
from scheduler.problem import Problem
from scheduler.result import Status
from scheduler.rules.hours import in_minutes, least_minutes, most_minutes
from scheduler.solve import build
from tests.builders import at, make_past, make_pattern, make_problem, make_roster, make_shift

TUESDAY = dt.date(2026, 12, 1)
ABOVE, BELOW = 7.666666666666667, 7.666666666666666
"""460 minutes, written with one digit more or less than they are."""


@pytest.mark.parametrize(
    ("hours", "least", "most"),
    [
        ("7.666666666666667", 460, 460),
        ("7.666666666666666", 460, 460),
        ("7.66", 460, 459),
        ("7.1", 426, 426),
        ("8", 480, 480),
    ],
)
def test_hours_as_minutes(hours: str, least: int, most: int) -> None:
    """A digit more or less is none; 7.66 hours are 459.6 minutes."""
    assert (least_minutes(Decimal(hours)), most_minutes(Decimal(hours))) == (least, most)


def test_something_is_never_nothing() -> None:
    """Rules that ask for hours above zero divide by them."""
    assert least_minutes(Decimal("0.000001")) == 1
    assert in_minutes(Decimal(0)) == 0


def _problem(rules: dict[str, Any], **overrides: Any) -> Problem:
    """A plan in which Anna is pinned to 460 minutes on Tuesday, on a grid of ten."""
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(460,), start_step_minutes=10)
    pin = Pin(agent="anna", shift_date=TUESDAY, start=at("2026-12-01 09:00"), end=at("2026-12-01 16:40"))
    fields = {"interval_minutes": 10, "patterns": (pattern,), "pins": (pin,), "rules": rules}
    return make_problem(**fields | overrides)


def _is_legal(problem: Problem, *parts: tuple[str, str, str]) -> bool:
    """Whether the engine finds a roster and the auditor nothing wrong with this one; they agree."""
    roster = make_roster(make_shift("anna", "2026-12-01 09:00", "16:40", parts))
    is_legal = not audit(roster, problem).violations
    outcome = build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.result.status is (Status.OPTIMAL if is_legal else Status.INFEASIBLE)
    return is_legal


@pytest.mark.parametrize("hours", [ABOVE, BELOW])
@pytest.mark.parametrize(
    ("rule", "field", "further"),
    [
        ("shift_length", "minimum_hours", {}),
        ("shift_length", "maximum_hours", {}),
        ("night_work", "maximum_hours", {"night": {"latest_start": "12:00"}}),
        ("working_hours", "maximum_hours", {"window_days": 1}),
        ("split_shift", "maximum_span_hours", {}),
        ("break_entitlement", "maximum_continuous_hours", {}),
    ],
)
def test_limits_of_a_shift(rule: str, field: str, further: dict[str, Any], hours: float) -> None:
    """The shift lasts exactly as long as may be."""
    assert _is_legal(_problem({rule: {field: hours, **further}}))


@pytest.mark.parametrize("hours", [ABOVE, BELOW])
@pytest.mark.parametrize("field", ["minimum_hours", "maximum_hours"])
def test_kinds_of_shifts(field: str, hours: float) -> None:
    """The shift is of the kind, of which none is allowed."""
    rule = {"maximum": 0, "calendar": "horizon", "shifts": {field: hours}}
    assert not _is_legal(_problem({"count_limit": rule}))


@pytest.mark.parametrize("hours", [ABOVE, BELOW])
def test_tiers_of_breaks(hours: float) -> None:
    """Breaks are due above the length of the shift, or from it on."""
    tiers = {"more_than_hours": False, "at_least_hours": True}
    for field, is_due in tiers.items():
        rule = {"break_entitlement": {"tiers": [{field: hours, "minutes": 10}]}}
        assert _is_legal(_problem(rule)) != is_due


def test_a_break_begins_in_time() -> None:
    """Before 20 minutes: after ten."""
    rest = Break(name="rest", minutes=10, earliest_minutes=10, latest_minutes=10)
    pattern = make_pattern(
        earliest_start="09:00", latest_start="09:00", lengths_minutes=(460,), start_step_minutes=10, breaks=(rest,)
    )
    for hours, is_legal in ((0.33333333333333337, True), (0.16666666666666669, False)):
        tier = {"more_than_hours": 6, "count": 1, "latest_start_hours": hours}
        problem = _problem({"break_entitlement": {"tiers": [tier]}}, patterns=(pattern,))
        assert _is_legal(problem, ("rest", "09:10", "09:20")) == is_legal


@pytest.mark.parametrize("hours", [ABOVE, BELOW])
@pytest.mark.parametrize("rule", [{"daily_rest": {}}, {"weekly_rest": {"window_days": 1}}])
def test_rest_after_history(rule: dict[str, Any], hours: float) -> None:
    """The night before ended at 1:20, 460 minutes before the shift; on Tuesday 440 minutes are left in the evening."""
    past = make_past("anna", "2026-11-29 17:20", "2026-11-30 01:20")
    pin = Pin(
        agent="anna",
        shift_date=dt.date(2026, 11, 30),
        start=at("2026-11-30 09:00"),
        end=at("2026-11-30 16:40"),
    )
    (name,) = rule
    rules = {name: {"hours": hours, **rule[name]}}
    problem = _problem(rules, pins=(pin,), history=(past,))
    shift = make_shift("anna", "2026-11-30 09:00", "16:40")
    assert not audit(make_roster(shift), problem).violations
    assert build(problem, engine="cpsat", time_limit_seconds=200).result.status is Status.OPTIMAL


def test_shifts_of_the_history_are_of_a_kind() -> None:
    """426 minutes are 7.1 hours, which binary fractions are not."""
    past = make_past("anna", "2026-11-30 09:00", "16:06", paid_minutes=426)
    rule = {"maximum": 1, "window_days": 7, "shifts": {"minimum_hours": 7.1}}
    fields = {"start_date": TUESDAY, "days": 6, "history": (past,), "history_from": "2026-11-23"}
    assert not _is_legal(_problem({"count_limit": rule}, **fields))
