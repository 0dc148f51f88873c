"""One long rest in each week."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.people import PastShift
from scheduler.problem import Problem
from scheduler.roster import Activity
from scheduler.rules.weekly_rest import WeeklyRest
from tests.builders import at, breaches, make_past, make_problem, make_shift
from tests.scheduler.rules.agreement import check_agreement


def _problem(rule: dict[str, Any] | None = None, **overrides: object) -> Problem:
    return make_problem(rules={"weekly_rest": rule or {"hours": 35}}, **overrides)


def _days(first: str, *, skip: tuple[int, ...] = (), count: int = 7) -> list[list[Activity]]:
    """Shifts 09:00-17:00 on consecutive dates, some left out."""
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=offset) for offset in range(count) if offset not in skip]
    return [make_shift("anna", f"{date} 09:00", "17:00") for date in dates]


def test_a_free_day_is_enough() -> None:
    """Wednesday free: Tuesday 17:00 to Thursday 09:00 is 40 h."""
    assert breaches(_problem(), *_days("2026-11-30", skip=(2,))) == []


def test_seven_days_are_found_once() -> None:
    """Without a free day the longest gap is 16 h, 17:00 to 09:00."""
    (found,) = breaches(_problem(), *_days("2026-11-30"))
    assert (found.rule, found.agent) == ("weekly_rest", "anna")
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-07 00:00"))
    assert found.message == (
        "Anna has at most 16 h free of work at a stretch in the week from Mon 2026-11-30, 35 h are required."
    )


@pytest.mark.parametrize(("start", "count"), [("04:00", 0), ("03:30", 1)])
def test_just_inside_and_outside(start: str, count: int) -> None:
    """Tuesday 17:00 to Thursday 04:00 is 35 h, to Thursday 03:30 it is 34 h 30 min."""
    thursday = make_shift("anna", f"2026-12-03 {start}", "12:00")
    assert len(breaches(_problem(), *_days("2026-11-30", skip=(2, 3)), thursday)) == count


@pytest.mark.parametrize(("end", "count"), [("13:00", 0), ("13:30", 1)])
def test_gap_at_the_end_of_the_week(end: str, count: int) -> None:
    """Work until Saturday 13:00 leaves 35 h until the last midnight of the plan."""
    saturday = make_shift("anna", "2026-12-05 09:00", end)
    assert len(breaches(_problem(), *_days("2026-11-30", count=5), saturday)) == count


@pytest.mark.parametrize(("end", "count"), [("06:00", 0), ("06:30", 1)])
def test_past_night_shift_shortens_the_first_gap(end: str, count: int) -> None:
    """A past shift until Monday 06:00 and one from Tuesday 17:00 leave 35 h; half an hour longer, 34 h 30 min."""
    past = PastShift(
        agent="anna",
        shift_date=dt.date(2026, 11, 29),
        start=at("2026-11-29 22:00"),
        end=at(f"2026-11-30 {end}"),
        paid_minutes=480,
    )
    evenings = [make_shift("anna", f"2026-12-0{day} 17:00", "01:00") for day in range(1, 7)]
    assert len(breaches(_problem(history=(past,)), *evenings)) == count


@pytest.mark.parametrize(("end", "count"), [("00:00", 0), ("00:30", 1)])
def test_past_shift_up_to_midnight(end: str, count: int) -> None:
    """A gap lies inside the week: from its first midnight to Tuesday 11:00 is 35 h, from 00:30 it is less."""
    problem = _problem(history=(make_past("anna", "2026-11-29 16:00", end),))
    middays = [make_shift("anna", f"2026-12-0{day} 11:00", "19:00") for day in range(1, 7)]
    assert len(breaches(problem, *middays)) == count


@pytest.mark.parametrize(("start", "count"), [("12:00", 0), ("11:30", 1)])
def test_spring_weekend_is_an_hour_shorter(start: str, count: int) -> None:
    """The last Sunday of March has 23 h: Friday 24:00 to Sunday 12:00 is 35 h elapsed, not 36."""
    problem = _problem(start_date=dt.date(2026, 3, 23))
    friday = make_shift("anna", "2026-03-27 16:00", "00:00")
    sunday = make_shift("anna", f"2026-03-29 {start}", "18:00")
    assert len(breaches(problem, *_days("2026-03-23", count=4), friday, sunday)) == count


def test_autumn_weekend_is_an_hour_longer() -> None:
    """The last Sunday of October has 25 h: Saturday 14:00 to midnight after it is 10 + 25 = 35 h."""
    problem = _problem(start_date=dt.date(2026, 10, 19))
    saturday = make_shift("anna", "2026-10-24 10:00", "14:00")
    assert breaches(problem, *_days("2026-10-19", count=5), saturday) == []


def test_weeks_cut_by_the_plan_are_not_checked() -> None:
    """A plan from Wednesday to Tuesday contains no whole week, and of the week before it nothing is known."""
    assert breaches(_problem(start_date=dt.date(2026, 12, 2)), *_days("2026-12-02")) == []


def test_each_week_counts_alone() -> None:
    """Of two whole weeks only the second lacks its rest."""
    weeks = _days("2026-11-30", skip=(2,)) + _days("2026-12-07")
    (found,) = breaches(_problem(days=14), *weeks)
    assert found.start == at("2026-12-07 00:00")


def test_warning_and_nothing_to_do() -> None:
    """A warning is reported as such; an agent without shifts rests."""
    problem = _problem({"hours": 35, "severity": "warning"})
    (found,) = breaches(problem, *_days("2026-11-30"))
    assert found.severity == "warning"
    assert breaches(problem) == []


@pytest.mark.parametrize("parameters", [
    {"hours": 0},
    {"hours": 168},
    {"hours": 24, "parts": 7},
    {"hours": 24, "parts": 0},
    {"hours": 12, "window_days": 0},
    {"hours": 35, "week_start": "monday", "anchor": "rolling"},
    {"hours": 35, "week_start": "monday", "window_days": 10},
])  # fmt: skip
def test_wrong_parameters(parameters: dict[str, Any]) -> None:
    """Each is refused; 167 h fit into the week in which clocks go forward."""
    assert WeeklyRest(hours=167).hours == 167
    with pytest.raises(ValidationError):
        WeeklyRest(**parameters)


def test_look_back() -> None:
    """The longest window that ends on the first day of the plan, and the night before it."""
    assert WeeklyRest(hours=35).look_back_days == 7
    assert WeeklyRest(hours=24, parts=2, window_days=14).look_back_days == 14


def _draw(draw: random.Random) -> dict[str, dict[str, Any]]:
    hours, parts, days = draw.choice([
        (16, 1, 3), (30, 1, 3), (24, 1, 7), (35, 1, 7), (36, 1, 7), (60, 1, 7), (24, 2, 7), (24, 3, 7), (35, 1, 10),
        (24, 2, 14), (35, 2, 14), (60, 2, 14), (36, 3, 14),
    ])  # fmt: skip
    rule: dict[str, Any] = {"hours": hours, "parts": parts, "window_days": days}
    rule |= draw.choice([{"severity": "hard"}, {"severity": "cost", "price": 7}])
    other_week = {"week_start": draw.choice(["wednesday", "sunday"])} if days % 7 == 0 else {}
    return {"weekly_rest": rule | draw.choice([{}, {"anchor": "rolling"}, other_week])}


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_draw, seed, tours=20) for seed in range(30))
    assert 0 < broken < 30 * 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1050))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_draw, seed, tours=200)
