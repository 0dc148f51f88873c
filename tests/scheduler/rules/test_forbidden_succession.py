"""Shifts that may not follow some others."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.problem import Problem
from scheduler.rules.forbidden_succession import ForbiddenSuccession
from tests.builders import at, breaches, make_past, make_problem, make_roster, make_shift

NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}
EARLY = {"latest_start": "10:00"}


def _problem(rule: dict[str, Any] | None = None, **overrides: Any) -> Problem:
    rules = {"forbidden_succession": {"before": NIGHT, "after": EARLY, **(rule or {})}}
    return make_problem(rules=rules, **overrides)


def _night(date: str) -> Any:
    return make_shift("anna", f"{date} 22:00", "06:00")


def _shift(date: str, start: str) -> Any:
    """Six hours."""
    return make_shift("anna", f"{date} {start}", f"{int(start[:2]) + 6}{start[2:]}")


@pytest.mark.parametrize(("date", "start", "count"), [
    # The next date, at the last time that is early and after it; two dates later; before the night.
    ("2026-12-02", "10:00", 1),
    ("2026-12-02", "10:30", 0),
    ("2026-12-03", "10:00", 0),
    ("2026-11-30", "10:00", 0),
])  # fmt: skip
def test_an_early_shift_after_a_night(date: str, start: str, count: int) -> None:
    """The night of Tuesday until Wednesday 06:00; a shift from 10:00 has four hours of rest, but that is not asked."""
    assert len(breaches(_problem(), _night("2026-12-01"), _shift(date, start))) == count


@pytest.mark.parametrize(("days", "date", "count"), [
    (2, "2026-12-03", 1),
    (2, "2026-12-04", 0),
    (3, "2026-12-04", 1),
    # The last date of the plan.
    (5, "2026-12-06", 1),
    (4, "2026-12-06", 0),
])  # fmt: skip
def test_several_days(days: int, date: str, count: int) -> None:
    """The night of Tuesday, and an early shift so many dates later."""
    assert len(breaches(_problem({"days": days}), _night("2026-12-01"), _shift(date, "08:00"))) == count


def test_a_shift_that_follows_two_is_one_breach() -> None:
    """Two nights, then early on each of the two dates after: two shifts, two breaches."""
    shifts = _night("2026-11-30"), _night("2026-12-01"), _shift("2026-12-02", "07:00"), _shift("2026-12-03", "07:00")
    found = breaches(_problem({"days": 3}), *shifts)
    assert [(violation.start, violation.amount) for violation in found] == [
        (at("2026-12-02 07:00"), 1),
        (at("2026-12-03 07:00"), 1),
    ]


@pytest.mark.parametrize(("past", "days", "count"), [
    ("2026-11-29", 1, 1),
    ("2026-11-28", 1, 0),
    ("2026-11-28", 2, 1),
])  # fmt: skip
def test_history_counts(past: str, days: int, count: int) -> None:
    """A past night, and an early shift on the first date of the plan."""
    problem = _problem({"days": days}, history=(make_past("anna", f"{past} 22:00", "06:00"),))
    assert len(breaches(problem, _shift("2026-11-30", "07:00"))) == count


def test_history_alone_is_no_breach() -> None:
    """A past night and a past early shift are not the roster's doing."""
    past = make_past("anna", "2026-11-28 22:00", "06:00"), make_past("anna", "2026-11-29 09:00", "17:00")
    assert breaches(_problem(history=past), _shift("2026-12-01", "07:00")) == []


def test_any_shift() -> None:
    """Where nothing is stated of the later shift, any that follows a night is one."""
    assert len(breaches(_problem({"after": {}}), _night("2026-12-01"), _night("2026-12-02"))) == 1
    assert breaches(_problem({"after": {}})) == []


@pytest.mark.parametrize(("monday", "saturday", "sunday"), [
    ("2026-03-23", "2026-03-28", "2026-03-29"),
    ("2026-10-19", "2026-10-24", "2026-10-25"),
])  # fmt: skip
def test_clock_changes(monday: str, saturday: str, sunday: str) -> None:
    """Dates follow each other, however long the night between them is."""
    problem = _problem(start_date=monday)
    assert len(breaches(problem, _night(saturday), _shift(sunday, "10:00"))) == 1
    assert len(breaches(problem, _night(saturday), _shift(sunday, "10:30"))) == 0


def test_warning() -> None:
    """It names both shifts."""
    (found,) = breaches(
        _problem({"severity": "warning", "days": 2}), _night("2026-12-01"), _shift("2026-12-02", "07:00")
    )
    assert (found.severity, found.start, found.end) == ("warning", at("2026-12-02 07:00"), at("2026-12-02 13:00"))
    assert found.message == (
        "Anna works from 07:00 on Wed 2026-12-02 after the shift of Tue 2026-12-01 22:00; such a shift may not follow "
        "within 2 days."
    )


def test_price() -> None:
    """Each shift that follows costs the price once."""
    problem = _problem({"severity": "cost", "price": 12, "days": 2})
    shifts = _night("2026-11-30"), _shift("2026-12-01", "07:00"), _shift("2026-12-02", "07:00")
    assert audit(make_roster(*shifts), problem).cost_terms["rule:forbidden_succession"].cost == 24


@pytest.mark.parametrize("parameters", [{}, {"before": NIGHT}, {"before": NIGHT, "after": EARLY, "days": 0}])
def test_parameters_that_are_refused(parameters: dict[str, Any]) -> None:
    """Both shifts are stated, and the later one is later."""
    with pytest.raises(ValidationError):
        ForbiddenSuccession(**parameters)


def test_look_back() -> None:
    """As many days as the later shift may lie after the earlier."""
    assert ForbiddenSuccession(before=NIGHT, after=EARLY, days=2).look_back_days == 2
