"""Hours in windows of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest

from scheduler.people import Absence, Agent, PastShift, Skill
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity
from tests.builders import at, breaches, make_past, make_problem, make_shift

MONDAY = dt.date(2026, 11, 30)
WEEK = {"window_days": 7}
UK = {"window_days": 119, "anchor": "rolling", "average": True, "absences": "neutral", "maximum_hours": 48}
NETHERLANDS = {"window_days": 112, "anchor": "rolling", "average": True, "absences": "worked", "maximum_hours": 48}
GERMANY = {"window_days": 168, "anchor": "rolling", "average": True, "absences": "neutral", "maximum_hours": 48}
FRANCE = {"window_days": 84, "anchor": "rolling", "average": True, "maximum_hours": 44}
CIVIL_DAY = {"window_days": 1, "counts": "span", "split_at_midnight": True, "maximum_hours": 10}
KNOWN = {"history_from": "2025-01-01"}


def _problem(parameters: dict[str, Any], **overrides: Any) -> Problem:
    return make_problem(rules={"working_hours": parameters}, **overrides)


def _found(parameters: dict[str, Any], *shifts: list[Activity], **overrides: Any) -> list[Violation]:
    problem = _problem(parameters, **overrides)
    return [found for found in breaches(problem, *shifts) if found.rule == "working_hours"]


def _days(days: Iterable[int], start: str, end: str, monday: dt.date = MONDAY) -> list[list[Activity]]:
    """The same shift of Anna on several days of the plan."""
    return [make_shift("anna", f"{monday + dt.timedelta(days=day)} {start}", end) for day in days]


def _past(days: Iterable[int], minutes: int, start: str = "08:00", end: str = "20:00") -> tuple[PastShift, ...]:
    """The same past shift of Anna on several days before the plan, which are negative."""
    return tuple(make_past("anna", f"{MONDAY + dt.timedelta(days=day)} {start}", end, minutes) for day in days)


def _weeks(weeks: int, minutes: int) -> tuple[PastShift, ...]:
    """Monday to Friday of so many weeks before the plan, so many paid minutes each day."""
    return _past((7 * week + day for week in range(-weeks, 0) for day in range(5)), minutes)


def _leave(first: str, last: str, credited: int = 0) -> Absence:
    return Absence(agent="anna", start=at(f"{first} 00:00"), end=at(f"{last} 00:00"), credited_minutes=credited)


def _anna(**fields: Any) -> dict[str, Any]:
    skills = (Skill(queue="phone"), Skill(queue="chat"))
    return {"agents": (Agent(agent="anna", name="Anna", site="office", contract="full", skills=skills, **fields),)}


# Fixed windows


@pytest.mark.parametrize(("end", "count"), [("16:00", 0), ("16:30", 1)])
def test_forty_hours_a_week(end: str, count: int) -> None:
    """5 x 8 h are 40 h; the last half hour lies on Sunday, the last day of the plan."""
    shifts = [*_days(range(3, 7), "08:00", "16:00"), *_days([0], "08:00", end)]
    assert len(_found({**WEEK, "maximum_hours": 40}, *shifts)) == count
    shifts = [*_days(range(4), "08:00", "16:00"), *_days([6], "08:00", end)]
    assert len(_found({**WEEK, "maximum_hours": 40}, *shifts)) == count


def test_message_and_amount() -> None:
    """5 x 8 h and 2 h 30 min are 2 h 30 min more than 40 h."""
    (found,) = _found({**WEEK, "maximum_hours": 40}, *_days(range(5), "08:00", "16:00"), *_days([5], "08:00", "10:30"))
    assert (found.rule, found.severity, found.agent, found.amount) == ("working_hours", "hard", "anna", 150)
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-07 00:00"))
    assert found.message == ("Anna has 42 h 30 min of work in the week from Mon 2026-11-30, at most 40 h are allowed.")


@pytest.mark.parametrize(("end", "amount"), [("16:00", 0), ("15:30", 30)])
def test_at_least_forty_hours_a_week(end: str, amount: int) -> None:
    """4 x 8 h and a shift from 08:00; less than 40 h is too little."""
    shifts = [*_days(range(4), "08:00", "16:00"), *_days([4], "08:00", end)]
    found = _found({**WEEK, "minimum_hours": 40}, *shifts, **_anna())
    assert sum(violation.amount for violation in found) == amount
    assert [violation.message for violation in found] == [
        "Anna has 39 h 30 min of work in the week from Mon 2026-11-30, at least 40 h are required."
    ] * len(found)


def test_agents_without_shifts() -> None:
    """Who does not work breaks no upper limit, whatever the history; a lower one he misses in full."""
    history = _weeks(3, 1000)
    assert _found({**WEEK, "maximum_hours": 40}, history=history) == []
    assert [found.amount for found in _found({**WEEK, "minimum_hours": 40}, history=history)] == [2400, 2400]


@pytest.mark.parametrize(("parameters", "count"), [
    ({}, 1),
    ({"week_start": "thursday"}, 0),
    ({"week_start": "sunday"}, 1),
    ({"week_start": "monday"}, 1),
])  # fmt: skip
def test_weeks_begin_on_week_start(parameters: dict[str, Any], count: int) -> None:
    """Monday to Friday 5 x 9 h are 45 h of a week from Monday; from Thursday they are 27 h and 18 h."""
    assert len(_found({**WEEK, "maximum_hours": 40, **parameters}, *_days(range(5), "08:00", "17:00"))) == count


def test_weeks_begin_as_the_plan_says() -> None:
    """With a plan whose weeks begin on Thursday, 45 h lie in two of them."""
    shifts = _days(range(5), "08:00", "17:00")
    assert _found({**WEEK, "maximum_hours": 40}, *shifts, week_start="thursday") == []
    assert len(_found({**WEEK, "maximum_hours": 40, "week_start": "monday"}, *shifts, week_start="thursday")) == 1


@pytest.mark.parametrize(
    ("days", "begins"),
    [(14, "2026-11-30"), (28, "2026-11-30"), (21, "2026-11-23"), (10, "2026-11-26"), (1, "2026-11-30")],
)
def test_longer_windows_are_counted_from_2024(days: int, begins: str) -> None:
    """From Monday 2024-01-01 to 2026-11-30 are 1064 days: 76 x 14, 38 x 28, 50 x 21 + 14... as ``begins`` says."""
    shifts = _days([0], "08:00", "16:00")
    (found,) = _found({"window_days": days, "maximum_hours": 7}, *shifts, **KNOWN)
    dates = {1: "on Mon 2026-11-30"}.get(days, f"in the {days} days from {_name(begins)} to ")
    assert dates in found.message


def _name(date: str) -> str:
    return f"{dt.date.fromisoformat(date):%a} {date}"
