"""Numbers of shifts, working days and weekends in windows of days."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.candidates import Offers, candidates_of
from scheduler.result import Violation
from scheduler.roster import Activity
from scheduler.rules.count_limit import CountLimit
from scheduler.rules.limit import AllowanceSum, Limit
from tests.builders import at, make_contract, make_pattern, make_roster
from tests.scheduler.rules.agreement import MakeRules, check_agreement
from tests.scheduler.rules.working_plans import (
    KNOWN,
    MONDAY,
    draw_plan,
    draw_window,
    found_in,
    make_plan,
    on_days,
    past_days,
)

SIX_DAYS = {"window_days": 7, "maximum": 6}
NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 121}]}
SUNDAYS = {"counted": "weekends", "weekend_days": ["sunday"], "weekend_by": "time"}


def _found(parameters: dict[str, Any], *shifts: list[Activity], **plan: Any) -> list[Violation]:
    return found_in(make_plan("count_limit", parameters, **plan), *shifts)


def _amounts(parameters: dict[str, Any], *shifts: list[Activity], **plan: Any) -> list[int]:
    return [found.amount for found in _found(parameters, *shifts, **plan)]


@pytest.mark.parametrize(("days", "amounts"), [(range(6), []), (range(1, 7), []), (range(7), [1])])
def test_six_days_a_week(days: range, amounts: list[int]) -> None:
    """Code du travail L3132-1: one day of a week is free, its first or its last."""
    found = _found(SIX_DAYS, *on_days(days, "08:00", "12:00"))
    assert [violation.amount for violation in found] == amounts
    assert [violation.message for violation in found] == [
        "Anna has 7 shifts in the week from Mon 2026-11-30, at most 6 are allowed."
    ] * len(found)
    assert [(violation.start, violation.end) for violation in found] == [
        (at("2026-11-30 00:00"), at("2026-12-07 00:00"))
    ] * len(found)


def test_twelve_days_over_two_weeks() -> None:
    """Each of two fixed weeks has six days, while 7 of any 7 days in a row are too many."""
    shifts = on_days(range(1, 13), "08:00", "12:00")
    assert _amounts(SIX_DAYS, *shifts, days=14) == []
    assert _amounts({**SIX_DAYS, "anchor": "rolling"}, *shifts, days=14) == [1]
    assert _amounts({**SIX_DAYS, "anchor": "rolling"}, *shifts[:6], days=14) == []


@pytest.mark.parametrize(("past", "amounts"), [(46, []), (47, [1]), (60, [1])])
def test_nights_of_a_year(past: int, amounts: list[int]) -> None:
    """ArbZG § 2(5): the 48th night of a calendar year makes a night worker; beyond, each new one is one too many."""
    rule = {"calendar": "year", "maximum": 47, "shifts": NIGHT}
    history = past_days(range(-4 * past, 0, 4), 480, "22:00", "06:00")
    assert _amounts(rule, *on_days([3], "22:00", "06:00"), history=history) == amounts
    assert _amounts(rule, *on_days([3], "08:00", "16:00"), history=history) == []


@pytest.mark.parametrize(("end", "amounts"), [("01:00", []), ("01:01", [1])])
def test_more_than_two_hours_are_a_night(end: str, amounts: list[int]) -> None:
    """From 23:00 to 01:00 are two hours, no night yet."""
    assert _amounts({"calendar": "year", "maximum": 0, "shifts": NIGHT}, *on_days([2], "18:00", end)) == amounts


def test_message_of_a_kind() -> None:
    """One shift where none is allowed."""
    (found,) = _found({"window_days": 1, "maximum": 0, "shifts": NIGHT}, *on_days([2], "22:00", "06:00"))
    assert found.message == "Anna has 1 shift of the kind in question on Wed 2026-12-02, at most 0 are allowed."


@pytest.mark.parametrize(("first", "amounts"), [(-8, [1]), (-9, [])])
def test_long_nights_of_a_fortnight(first: int, amounts: list[int]) -> None:
    """Arbeidstijdenwet 5:8: 5 long nights in any 14 days; from day -8 to day 5 are 14 days, from day -9 15."""
    history = past_days([first, -5, -4, -3], 600, "20:00", "06:00")
    rule = {"window_days": 14, "anchor": "rolling", "maximum": 5, "shifts": {"minimum_hours": 10}}
    assert _amounts(rule, *on_days([4, 5], "20:00", "06:00"), history=history, **KNOWN) == amounts
    assert _amounts(rule, *on_days([4], "20:00", "06:00"), *on_days([5], "20:00", "05:30"), history=history) == []


def test_first_and_last_day_of_the_month() -> None:
    """A night of 30 November counts in November, one of 31 December in December."""
    rule = {"calendar": "month", "maximum": 0}
    found = _found(rule, *on_days([0, 31, 32], "22:00", "06:00"), days=33)
    assert [violation.message.split(" days ")[0][-2:] for violation in found] == ["30", "31", "31"]


@pytest.mark.parametrize(("days", "cost"), [(4, 0), (3, 20), (2, 40), (6, 0), (7, 20), (9, 60)])
def test_total_assignments(days: int, cost: int) -> None:
    """INRC-II, S6: 4 to 6 assignments over the horizon; each below or above costs 20."""
    rule = {"calendar": "horizon", "minimum": 4, "maximum": 6, "severity": "cost", "price": 20}
    problem = make_plan("count_limit", rule, days=14, history=past_days(range(-10, 0), 480))
    term = audit(make_roster(*on_days(range(14 - days, 14), "08:00", "12:00")), problem).cost_terms["rule:rule"]
    assert term.cost == cost


def test_agents_without_shifts() -> None:
    """Who does not work misses the whole minimum, and no maximum."""
    history = past_days(range(-10, 0), 480)
    (found,) = _found({"calendar": "horizon", "minimum": 3, "maximum": 6, "severity": "warning"}, history=history)
    assert (found.severity, found.amount) == ("warning", 3)
    assert found.message == "Anna has 0 shifts in the week from Mon 2026-11-30, at least 3 are required."
    assert _amounts({"window_days": 28, "maximum": 6}, history=history) == []


def test_days() -> None:
    """4 days before a plan from Friday on and 3 in it are the 7 of the week."""
    plan = {"start_date": MONDAY + dt.timedelta(days=4), "days": 3, "history": past_days(range(4), 240)}
    rule = {**SIX_DAYS, "counted": "days"}
    assert _amounts(rule, *on_days([4, 6], "08:00", "12:00"), **plan) == []
    (found,) = _found(rule, *on_days([4, 5, 6], "08:00", "12:00"), **plan)
    assert found.message.startswith("Anna has 7 working days in the week from Mon 2026-11-30")


@pytest.mark.parametrize(("days", "amounts"), [([5, 6, 12], []), ([5, 13, 19], [1]), ([4, 7, 5, 6, 12, 20], [1])])
def test_two_weekends(days: list[int], amounts: list[int]) -> None:
    """A weekend counts once, whether one of its days is worked or both; Friday and Monday are none."""
    rule = {"calendar": "horizon", "counted": "weekends", "maximum": 2}
    found = _found(rule, *on_days(days, "08:00", "16:00"), days=21)
    assert [violation.amount for violation in found] == amounts
    for violation in found:
        assert " has 3 worked weekends in the 21 days from " in violation.message


@pytest.mark.parametrize(("past", "amounts"), [([5], []), ([-2], [1]), ([-2, 5], []), ([-2, -1], [1]), ([], [])])
def test_weekend_that_began_before_the_plan(past: list[int], amounts: list[int]) -> None:
    """From a Sunday on: where its Saturday was worked the weekend is worked already, and the roster adds none."""
    rule = {"window_days": 28, "anchor": "rolling", "counted": "weekends", "maximum": 1}
    plan = {"start_date": MONDAY + dt.timedelta(days=6), "history": past_days(past, 480), **KNOWN}
    assert _amounts(rule, *on_days([6], "08:00", "16:00"), **plan) == amounts


@pytest.mark.parametrize(("past", "amounts"), [([], [1]), ([5], []), ([4], [1])])
def test_weekend_reaches_into_the_plan(past: list[int], amounts: list[int]) -> None:
    """A weekend of which the plan has the Sunday alone is one of the plan's."""
    rule = {"calendar": "horizon", "counted": "weekends", "maximum": 0}
    plan = {"start_date": MONDAY + dt.timedelta(days=6), "history": past_days(past, 480)}
    assert _amounts(rule, *on_days([6], "08:00", "16:00"), **plan) == amounts


@pytest.mark.parametrize(("start", "end", "by_date", "by_time"), [
    ("16:00", "00:00", 0, 0),
    ("16:00", "00:30", 0, 1),
])  # fmt: skip
def test_sundays(start: str, end: str, by_date: int, by_time: int) -> None:
    """ArbZG § 11(1): a night from Saturday into Sunday works the Sunday, to midnight it does not."""
    rule = {"calendar": "year", "maximum": 0} | SUNDAYS
    shifts = on_days([5], start, end)
    assert len(_found({**rule, "weekend_by": "date"}, *shifts)) == by_date
    assert len(_found(rule, *shifts)) == by_time


def test_days_to_which_weekends_belong() -> None:
    """A Sunday that a night of the last date works lies after the plan; one that began before it, on its first date."""
    rule = {"window_days": 1, "maximum": 0} | SUNDAYS
    (found,) = _found(rule, *on_days([5], "22:00", "06:00"), days=6)
    assert found.start == at("2026-12-06 00:00")
    plan = {"start_date": MONDAY + dt.timedelta(days=6)}
    (found,) = _found(rule | {"weekend_days": ["saturday", "sunday"]}, *on_days([6], "08:00", "12:00"), **plan)
    assert found.message.endswith(" 1 worked weekend on Sun 2026-12-06, at most 0 are allowed.")


def test_a_sunday_counts_once() -> None:
    """The night into a Sunday and a shift on it are one Sunday; the last Sunday begins after the plan."""
    rule = {"calendar": "year", "maximum": 1} | SUNDAYS
    shifts = [*on_days([5], "22:00", "06:00"), *on_days([6], "20:00", "23:00")]
    assert _amounts(rule, *shifts) == []
    assert _amounts(rule, *shifts, *on_days([12], "22:00", "06:00"), days=13) == [1]


@pytest.mark.parametrize(("known", "amounts"), [(-21, []), (-20, [1])])
def test_counts_that_shrink(known: int, amounts: list[int]) -> None:
    """Of 7 nights in 8 weeks 22 known days, which are 4 weeks, allow 3, and 21 days, 3 weeks, allow 2."""
    rule = {"window_days": 56, "anchor": "rolling", "maximum": 7, "missing_history": "shrink"}
    plan = {"history_from": MONDAY + dt.timedelta(days=known)}
    assert _amounts(rule, *on_days([0], "22:00", "06:00"), history=past_days([-3, -2], 480), **plan) == amounts


def test_limits_that_are_equal() -> None:
    """Exactly three shifts in the plan."""
    rule = {"calendar": "horizon", "minimum": 3, "maximum": 3}
    assert [len(_found(rule, *on_days(range(count), "08:00", "12:00"))) for count in (2, 3, 4)] == [1, 0, 1]


def _early_and_late(**rule: Any) -> dict[str, Any]:
    """Parameters of a rule, and patterns for shifts of 4 hours in the morning, in the evening, and at either time."""
    names = {"early": ("08:00", "08:00"), "late": ("16:00", "16:00"), "short": ("08:00", "16:00")}
    patterns = tuple(
        make_pattern(pattern=name, earliest_start=first, latest_start=last, lengths_minutes=(240,))
        for name, (first, last) in names.items()
    )
    contracts = (make_contract(patterns=tuple(names)),)
    return {"parameters": {"calendar": "horizon", **rule}, "patterns": patterns, "contracts": contracts}


@pytest.mark.parametrize(("early", "late", "amounts"), [
    ([0, 1, 2, 3], [5], []),
    ([1, 2], [0, 6], []),
    ([0, 1, 2], [5, 6], [1]),
    ([0, 1], [4, 5, 6], [2]),
])  # fmt: skip
def test_points(early: list[int], late: list[int], amounts: list[int]) -> None:
    """A late shift counts 2 and an early one, which is not named, 1: 2 and 2 are 6, 3 and 2 are 7."""
    plan = _early_and_late(maximum=6, points={"late": 2})
    shifts = [*on_days(early, "08:00", "12:00"), *on_days(late, "16:00", "20:00")]
    total = len(early) + 2 * len(late)
    found = _found(plan.pop("parameters"), *shifts, **plan)
    assert [violation.amount for violation in found] == amounts
    for violation in found:
        assert violation.message.startswith(f"Anna has {total} points in the week from Mon 2026-11-30, at most 6 ")


@pytest.mark.parametrize(("days", "amounts"), [(7, []), (6, [240]), (0, [1680])])
def test_minimum_of_points(days: int, amounts: list[int]) -> None:
    """Points may be minutes, of which a breach has as many as are missing."""
    plan = _early_and_late(minimum=1680, points={"early": 240, "late": 240})
    assert _amounts(plan.pop("parameters"), *on_days(range(days), "08:00", "12:00"), **plan) == amounts


def test_points_of_several_patterns_of_history_and_of_a_kind() -> None:
    """A shift that fits two named patterns counts the more, in the history too; one that counts 0 is free."""
    plan = _early_and_late(maximum=0, points={"late": 5, "short": 3})
    assert _amounts(plan["parameters"], *on_days([2], "16:00", "20:00"), **_without(plan)) == [5]
    assert _amounts(plan["parameters"], *on_days([2], "08:00", "12:00"), **_without(plan)) == [3]
    kind = {**plan["parameters"], "shifts": {"patterns": ["early"]}}
    assert _amounts(kind, *on_days([2], "16:00", "20:00"), **_without(plan)) == []
    free = {**plan["parameters"], "points": {"short": 0}}
    assert _amounts(free, *on_days(range(7), "16:00", "20:00"), **_without(plan)) == []
    year = {"calendar": "year", "maximum": 6, "points": {"late": 5}}
    history = past_days([-2], 240, "16:00", "20:00")
    assert _amounts(year, *on_days([2], "16:00", "20:00"), history=history, **_without(plan)) == [4]


def _without(plan: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plan.items() if name != "parameters"}


def test_points_of_an_unknown_pattern() -> None:
    """A mistyped pattern is named, with the nearest that there is."""
    with pytest.raises(ValueError, match="pattern 'lat' does not exist"):
        make_plan("count_limit", **_early_and_late(maximum=6, points={"lat": 2}))


@pytest.mark.parametrize("parameters", [
    {"window_days": 7},
    {"maximum": 6},
    {"maximum": -1, "window_days": 7},
    {"maximum": 1_000_001, "window_days": 7},
    {"minimum": 0, "window_days": 7},
    {"minimum": 1_000_001, "window_days": 7},
    {"maximum": 6, "minimum": 7, "window_days": 7},
    {"maximum": 6, "window_days": 7, "calendar": "month"},
    {"maximum": 6, "minimum": 1, "calendar": "month", "counted": "weekends"},
    {"maximum": 6, "calendar": "month", "counted": "weekends", "weekend_days": []},
    {"maximum": 6, "calendar": "month", "counted": "hours"},
    {"maximum": 6, "calendar": "month", "counted": "days", "points": {"night": 2}},
    {"maximum": 6, "calendar": "month", "points": {"night": -1}},
    {"maximum": 6, "calendar": "month", "points": {"night": 1_000_001}},
    {"maximum": 6, "calendar": "month", "points": {"night": 1.5}},
    {"maximum": 6, "calendar": "month", "severity": "cost"},
])  # fmt: skip
def test_bad_parameters(parameters: dict[str, Any]) -> None:
    """What is missing, out of range or contradicts itself is refused."""
    with pytest.raises(ValidationError):
        CountLimit(**parameters)


@pytest.mark.parametrize(("maximum", "sums", "days"), [(2, [], []), (1, [1], [5, 6, 12, 13])])
def test_rows_that_bind(maximum: int, sums: list[int], days: list[int]) -> None:
    """Two weekends never break a limit of two; for one there is a row for each day and one sum for the fortnight."""
    patterns = (make_pattern(earliest_start="08:00", latest_start="08:00", lengths_minutes=(480,)),)
    rule = {"calendar": "horizon", "counted": "weekends", "maximum": maximum}
    problem = make_plan("count_limit", rule, days=14, patterns=patterns)
    anna = problem.agent_named["anna"]
    (made,) = (made for made in problem.rule_book.of(anna) if made.label == "rule")
    rows = list(made.rows(candidates_of(problem, anna, Offers(problem))))
    assert [row.upper for row in rows if isinstance(row, AllowanceSum)] == sums
    assert [row.day for row in rows if isinstance(row, Limit)] == days


def _rules(draw: random.Random) -> dict[str, dict[str, Any]]:
    window, days = draw_window(draw)
    limits = {"maximum": draw.choice([1, 3, 5]) * days // 7 + 1, "minimum": max(1, draw.choice([0, 1]) * days // 7)}
    for name in draw.choice([["minimum"], ["minimum"], ["maximum"], []]):
        del limits[name]
    kind = draw.choice([{}, {}, NIGHT, {"patterns": ["long"]}, {"touches_days": ["sunday"]}])
    return {"count": {"kind": "count_limit", "shifts": kind, **window, **limits, **_further(draw)}}


def _rules_of_points(draw: random.Random) -> dict[str, dict[str, Any]]:
    (rule,) = _rules(draw).values()
    rule["points"] = draw.choice([{"long": 2}, {"long": 0}, {"short": 3, "long": 2}, {"long": 60}])
    worth = max(rule["points"].values())
    limits = {name: rule[name] * worth for name in ("minimum", "maximum") if name in rule and worth}
    return {"count": rule | limits}


def _rules_of_weekends(draw: random.Random) -> dict[str, dict[str, Any]]:
    rule = {
        "kind": "count_limit",
        "counted": "weekends",
        "maximum": draw.choice([0, 0, 1]),
        "weekend_days": draw.choice([["saturday", "sunday"], ["sunday"], ["friday", "sunday"], ["monday", "sunday"]]),
        "weekend_by": draw.choice(["date", "time"]),
        "shifts": draw.choice([{}, {}, NIGHT]),
    }
    return {"count": rule | draw_window(draw)[0] | _further(draw)}


def _further(draw: random.Random) -> dict[str, Any]:
    missing: dict[str, Any] = draw.choice([{}, {"missing_history": "nothing"}, {"missing_history": "shrink"}])
    return missing | draw.choice([{}, {"severity": "cost", "price": 3}])


@pytest.mark.parametrize("rules", [_rules, _rules_of_points, _rules_of_weekends])
def test_sides_agree(rules: MakeRules) -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(rules, seed, 10, **draw_plan(seed)) for seed in range(50))
    assert 0 < broken < 50 * 10


@pytest.mark.slow
@pytest.mark.parametrize("rules", [_rules, _rules_of_points, _rules_of_weekends])
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_sides_agree_on_many_tours(seed: int, rules: MakeRules) -> None:
    """The same on ten thousand tours."""
    check_agreement(rules, seed, 25, **draw_plan(seed))
