"""Days worked in a contract week."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.candidates import Offers, candidates_of
from scheduler.people import Absence
from scheduler.problem import Problem
from scheduler.roster import Activity
from scheduler.rules.contract_days import ContractDays
from tests.builders import at, breaches, make_contract, make_past, make_problem, make_shift


def _problem(lowest: int = 0, highest: int = 7, **overrides: object) -> Problem:
    contract = make_contract(minimum_days_per_week=lowest, maximum_days_per_week=highest)
    return make_problem(contracts=(contract,), agents=make_problem().agents[:1], **overrides)


def _days(first: str, count: int, start: str = "09:00", end: str = "17:00") -> list[list[Activity]]:
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=offset) for offset in range(count)]
    return [make_shift("anna", f"{date} {start}", end) for date in dates]


@pytest.mark.parametrize(("days", "agreed"), [(3, "at least 4"), (4, ""), (5, ""), (6, "at most 5")])
def test_just_inside_and_outside(days: int, agreed: str) -> None:
    """Four or five days are agreed."""
    found = breaches(_problem(4, 5), *_days("2026-11-30", days))
    assert [item.message for item in found] == [
        f"Anna has {days} working days in the week from Mon 2026-11-30, contract full asks for {agreed}."
    ] * bool(agreed)


def test_last_date_counts() -> None:
    """The sixth day is the Sunday on which the plan ends, and its shift ends on the Monday after."""
    (found,) = breaches(_problem(0, 5), *_days("2026-12-01", 6, "22:00", "06:00"))
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-07 00:00"))


def test_no_shift_at_all() -> None:
    """An agent without a tour works no day."""
    assert [found.rule for found in breaches(_problem(1))] == ["contract_days"]


@pytest.mark.parametrize(("days", "count"), [(2, 0), (3, 1)])
def test_history_counts_towards_the_maximum(days: int, count: int) -> None:
    """In a plan from Thursday, three past days and two are five, and three are six; the minimum does not hold."""
    past = tuple(make_past("anna", f"2026-{date} 09:00", "17:00") for date in ("11-30", "12-01", "12-02"))
    problem = _problem(5, 5, start_date=dt.date(2026, 12, 3), days=4, history=past)
    assert len(breaches(problem, *_days("2026-12-03", days))) == count


def test_past_shift_that_reaches_in_belongs_to_its_date() -> None:
    """A past night shift of Sunday is no day of the week that begins on Monday."""
    past = make_past("anna", "2026-11-29 22:00", "06:00")
    assert breaches(_problem(0, 5, history=(past,)), *_days("2026-12-01", 5)) == []


@pytest.mark.parametrize(("start", "count"), [("2026-12-03 00:00", 0), ("2026-12-03 00:30", 1)])
def test_days_wholly_absent_count_towards_the_minimum(start: str, count: int) -> None:
    """Three days of work and leave on Thursday and Friday are five; from half past midnight only four."""
    leave = Absence(agent="anna", start=at(start), end=at("2026-12-05 00:00"))
    assert len(breaches(_problem(5, absences=(leave,)), *_days("2026-11-30", 3))) == count


@pytest.mark.parametrize(("noon", "count"), [("12:00", 0), ("12:30", 1)])
def test_absences_that_touch_cover_their_date(noon: str, count: int) -> None:
    """Sick until noon on Friday and on leave from then on: with four days of work that is a fifth day, in build too."""
    sick = Absence(agent="anna", start=at("2026-12-04 00:00"), end=at("2026-12-04 12:00"), kind="sick")
    leave = Absence(agent="anna", start=at(f"2026-12-04 {noon}"), end=at("2026-12-05 00:00"), kind="leave")
    problem = _problem(5, absences=(leave, sick))
    assert len(breaches(problem, *_days("2026-11-30", 4))) == count
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    asked = [limit.row.lower for limit in ContractDays().rows(candidates) if limit.row.lower is not None]
    assert asked == [4 + count]


def test_absence_does_not_count_towards_the_maximum() -> None:
    """Five days of work and two of leave are five."""
    leave = Absence(agent="anna", start=at("2026-12-05 00:00"), end=at("2026-12-07 00:00"))
    assert breaches(_problem(0, 5, absences=(leave,)), *_days("2026-11-30", 5)) == []


@pytest.mark.parametrize("monday", ["2026-03-23", "2026-10-19"])
def test_leave_on_the_date_of_a_clock_change(monday: str) -> None:
    """The Sunday of 23 or 25 hours is covered from midnight to midnight."""
    first = dt.date.fromisoformat(monday)
    sunday = at(f"{first + dt.timedelta(days=6)} 00:00")
    for minutes, count in ((0, 0), (30, 1)):
        start, end = sunday + dt.timedelta(minutes=minutes), sunday + dt.timedelta(days=1)
        leave = Absence(agent="anna", start=start, end=end)
        problem = _problem(5, start_date=first, absences=(leave,))
        assert len(breaches(problem, *_days(monday, 4))) == count


@pytest.mark.parametrize(
    ("dates", "count"), [({}, 1), ({"valid_from": "2026-12-01"}, 0), ({"valid_to": "2026-12-05"}, 0)]
)
def test_minimum_only_in_weeks_of_employment(dates: dict[str, str], count: int) -> None:
    """Who joins on Tuesday or leaves on Saturday has no whole week."""
    plan = _problem(5)
    agents = (plan.agents[0].model_validate(plan.agents[0].model_dump() | dates),)
    assert len(breaches(Problem.model_validate(plan.model_dump() | {"agents": agents}))) == count


def test_minimum_only_in_whole_weeks() -> None:
    """Of the weeks that a plan of ten days touches, only the first is whole."""
    (found,) = breaches(_problem(1, days=10))
    assert found.start == at("2026-11-30 00:00")
