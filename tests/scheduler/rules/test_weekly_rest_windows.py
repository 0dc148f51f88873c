"""Long rests in windows other than the weeks of the plan, with history, and the rows of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest

from scheduler.candidates import Offers, candidates_of
from scheduler.people import PastShift
from scheduler.problem import Problem
from scheduler.roster import Activity
from scheduler.rules.limit import Limit
from scheduler.rules.weekly_rest import WeeklyRest
from shiftmodels.data import Gaps
from tests.builders import at, breaches, make_past, make_pattern, make_problem, make_shift

FORTNIGHT = {"hours": 24, "parts": 2, "window_days": 14}
"""SI 1998/1833 reg 11(2)."""

ANY_WEEK = {"hours": 36, "anchor": "rolling"}
"""Arbeidstijdenwet 5:5(2)."""


def _problem(rule: dict[str, Any], **overrides: object) -> Problem:
    return make_problem(rules={"weekly_rest": rule}, **overrides)


def _days(first: str, *, skip: tuple[int, ...] = (), count: int = 7) -> list[list[Activity]]:
    """Shifts 09:00-17:00 on consecutive dates, some left out."""
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=offset) for offset in range(count) if offset not in skip]
    return [make_shift("anna", f"{date} 09:00", "17:00") for date in dates]


def _past(first: str, days: int) -> tuple[PastShift, ...]:
    """Past shifts 09:00-17:00 on consecutive dates."""
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=day) for day in range(days)]
    return tuple(make_past("anna", f"{date} 09:00", "17:00") for date in dates)


@pytest.mark.parametrize(("start", "known", "count"), [
    ("04:00", "2026-11-30", 0),
    ("03:30", "2026-11-30", 1),
    ("03:30", "2026-12-01", 0),  # the work of Monday is not known throughout
])  # fmt: skip
def test_week_that_begins_in_the_history(start: str, known: str, count: int) -> None:
    """A plan from Wednesday: Tuesday 17:00 to Thursday 04:00 is 35 h; the other days are worked."""
    plan: dict[str, Any] = {"start_date": dt.date(2026, 12, 2), "days": 5, "history_from": dt.date.fromisoformat(known)}
    shifts = [make_shift("anna", f"2026-12-03 {start}", "12:00"), *_days("2026-12-04", count=3)]
    found = breaches(_problem({"hours": 35}, history=_past("2026-11-30", 2), **plan), *shifts)
    assert [(violation.start, violation.end) for violation in found] == count * [
        (at("2026-12-02 00:00"), at("2026-12-07 00:00"))
    ]


def test_what_the_history_made_impossible() -> None:
    """A plan of one Sunday: from Saturday 17:00 to midnight after it there are 31 h, whatever the roster does."""
    problem = _problem({"hours": 35}, start_date=dt.date(2026, 11, 29), days=1, history=_past("2026-11-23", 6))
    assert breaches(problem, *_days("2026-11-29", count=1)) == []


@pytest.mark.parametrize(("free", "amounts"), [
    ((2, 9), []),  # 40 h twice
    ((2, 3), []),  # 64 h are two rests of 24 h
    ((2,), [1]),
    ((), [2]),
])  # fmt: skip
def test_twice_in_a_fortnight(free: tuple[int, ...], amounts: list[int]) -> None:
    """The fortnight from Monday 2026-11-30, the 77th since 2024-01-01."""
    found = breaches(_problem(FORTNIGHT, days=14), *_days("2026-11-30", skip=free, count=14))
    assert [violation.amount for violation in found] == amounts
    if amounts == [1]:
        assert found[0].message == (
            "Anna has 1 of the rests of 24 h from Mon 2026-11-30 to Sun 2026-12-13, 2 are required."
        )


@pytest.mark.parametrize(("start", "count"), [("17:00", 0), ("16:30", 1)])
def test_two_rests_may_follow_each_other(start: str, count: int) -> None:
    """Tuesday 17:00 to Thursday 17:00 is 48 h, the same as twice 24 h."""
    shifts = [*_days("2026-11-30", skip=(2, 3), count=14), make_shift("anna", f"2026-12-03 {start}", "20:00")]
    assert len(breaches(_problem(FORTNIGHT, days=14), *shifts)) == count


@pytest.mark.parametrize(("rest", "found"), [
    ((0, 1, 2, 4, 5, 6), []),  # Sunday 17:00 to Thursday 09:00, and Thursday 17:00 to the last midnight
    ((0, 1, 3, 5, 6), [1]),  # only Sunday 17:00 to Wednesday 09:00 is 60 h
])  # fmt: skip
def test_what_the_history_left(rest: tuple[int, ...], found: list[int]) -> None:
    """The first of two weeks was worked throughout: the second has room for two rests of 60 h, not for three."""
    rule = {"hours": 60, "parts": 3, "window_days": 14}
    problem = _problem(rule, start_date=dt.date(2026, 12, 7), history=_past("2026-11-30", 7))
    violations = breaches(problem, *_days("2026-12-07", skip=rest))
    assert [violation.amount for violation in violations] == found
    assert all(violation.message.endswith(", 3 are required (the history left 2).") for violation in violations)


def test_any_seven_days() -> None:
    """Ten days in a row between two free ones: lawful in fixed weeks, not in any; found once in seven days."""
    days = _days("2026-11-30", skip=(0, 1, 12, 13), count=14)
    assert breaches(_problem({"hours": 36}, days=14), *days) == []
    (found,) = breaches(_problem(ANY_WEEK, days=14), *days)
    assert (found.start, found.amount) == (at("2026-12-01 00:00"), 1)


@pytest.mark.parametrize(("known", "free", "starts"), [
    ("2026-11-23", (0, 1, 2), []),  # the week up to Monday had no chance: Sunday 17:00 to Monday 24:00 is 31 h
    ("2026-11-26", (2, 3), ["2026-11-30"]),  # Tuesday 17:00 to Wednesday 24:00 is 31 h; without the roster it is more
    ("2026-11-27", (2, 3), []),  # the first week of which all is known ends on Thursday
])  # fmt: skip
def test_any_seven_days_with_history(known: str, free: tuple[int, ...], starts: list[str]) -> None:
    """All of the week before the plan was worked."""
    history = tuple(past for past in _past("2026-11-23", 7) if str(past.shift_date) >= known)
    problem = _problem(ANY_WEEK, history=history, history_from=dt.date.fromisoformat(known))
    found = breaches(problem, *_days("2026-11-30", skip=free))
    assert [str(violation.start.date()) for violation in found] == starts


@pytest.mark.parametrize(("rule", "days", "start"), [
    ({"hours": 35, "window_days": 10}, 16, "2026-12-06"),  # 1070 days after 2024-01-01
    ({"hours": 35, "window_days": 14, "week_start": "sunday"}, 28, "2026-12-06"),  # 152 weeks after 2024-01-07
    ({"hours": 35, "week_start": "wednesday"}, 9, "2026-12-02"),
])  # fmt: skip
def test_where_windows_begin(rule: dict[str, Any], days: int, start: str) -> None:
    """All days are worked; only one window lies wholly in the plan."""
    (found,) = breaches(_problem(rule, days=days), *_days("2026-11-30", count=days))
    assert found.start == at(f"{start} 00:00")


def _gaps(rule: WeeklyRest, days: Iterable[int]) -> list[int]:
    """How many gaps the rows of the model choose from; shifts of 8 h start at 8:00 and 10:00 on some days."""
    pattern = make_pattern(earliest_start="08:00", latest_start="10:00", start_step_minutes=120, lengths_minutes=(480,))
    problem = make_problem(days=14, patterns=(pattern,))
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    limits = rule.rows(candidates.keep(np.isin(candidates.day, list(days))))
    return [len(limit.row.options) for limit in limits if isinstance(limit, Limit) and isinstance(limit.row, Gaps)]


def test_gaps_of_the_model() -> None:
    """35 h from 18:00 on Monday to Friday: each other gap is broken by more. No row where rest is certain."""
    week = WeeklyRest(hours=35)
    assert _gaps(week, range(14)) == [5, 5]
    assert _gaps(week, [*range(7), 13]) == [5]
    assert _gaps(week, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]) == []
    assert _gaps(WeeklyRest(hours=24, parts=2, window_days=14), [*range(6), *range(7, 13)]) == []
