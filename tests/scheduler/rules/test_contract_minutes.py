"""Paid time in a contract week."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.compile import compile_problem
from scheduler.contracts import Break
from scheduler.people import Absence
from scheduler.problem import Problem
from scheduler.records import Weekday
from scheduler.roster import Activity
from shiftmodels.data import SumRow
from tests.builders import at, breaches, make_contract, make_past, make_pattern, make_problem, make_shift


def _problem(lowest: int = 0, highest: int | None = None, **overrides: object) -> Problem:
    contract = make_contract(minimum_minutes_per_week=lowest * 60, maximum_minutes_per_week=highest and highest * 60)
    agents = make_problem().agents[:1]
    return make_problem(contracts=(contract,), agents=agents, **overrides)


def _days(first: str, count: int, end: str = "17:00") -> list[list[Activity]]:
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=offset) for offset in range(count)]
    return [make_shift("anna", f"{date} 09:00", end) for date in dates]


def test_exactly_the_hours() -> None:
    """Five shifts of 8 h are 40 h, neither too few nor too many."""
    assert breaches(_problem(40, 40), *_days("2026-11-30", 5)) == []


def test_too_few() -> None:
    """Four shifts are 32 h of 40 h."""
    (found,) = breaches(_problem(40), *_days("2026-11-30", 4))
    assert (found.rule, found.start, found.end) == (
        "contract_minutes",
        at("2026-11-30 00:00"),
        at("2026-12-07 00:00"),
    )
    assert found.message == (
        "Anna has 32 h of paid time in the week from Mon 2026-11-30, contract full asks for at least 40 h."
    )


def test_too_many_on_the_last_date() -> None:
    """Half an hour on Sunday is half an hour too much."""
    sunday = make_shift("anna", "2026-12-06 09:00", "09:30")
    (found,) = breaches(_problem(0, 40), *_days("2026-11-30", 5), sunday)
    assert "40 h 30 min" in found.message


def test_no_shift_at_all() -> None:
    """An agent without a tour has too few."""
    assert [found.rule for found in breaches(_problem(1))] == ["contract_minutes"]


def test_only_paid_time_counts() -> None:
    """Five shifts of 8 h with an unpaid meal of an hour are 35 h."""
    pattern = make_pattern(breaks=(Break(name="meal", minutes=60),))
    days = [make_shift("anna", f"2026-12-0{day} 09:00", "17:00", [("meal", "12:00", "13:00")]) for day in range(1, 6)]
    assert breaches(_problem(35, 35, patterns=(pattern,)), *days) == []


@pytest.mark.parametrize(("shifts", "count"), [(2, 0), (3, 1)])
def test_history_counts_towards_the_maximum(shifts: int, count: int) -> None:
    """In a plan that starts on Thursday, three past shifts and two are 40 h, and three are 48 h."""
    past = tuple(make_past("anna", f"2026-{date} 09:00", "17:00") for date in ("11-30", "12-01", "12-02"))
    problem = _problem(40, 40, start_date=dt.date(2026, 12, 3), history=past, days=4)
    assert len(breaches(problem, *_days("2026-12-03", shifts))) == count


def test_history_alone_is_no_breach() -> None:
    """Too many past hours are not the roster's doing, until it adds to them."""
    past = (make_past("anna", "2026-12-01 09:00", "17:00", paid_minutes=1440),)
    problem = _problem(0, 20, start_date=dt.date(2026, 12, 3), history=past, days=4)
    assert breaches(problem) == []
    assert len(breaches(problem, *_days("2026-12-03", 1))) == 1


def test_minimum_only_in_whole_weeks() -> None:
    """A plan from Wednesday to Tuesday contains no whole week; with weeks from Wednesday it is one."""
    assert breaches(_problem(40, start_date=dt.date(2026, 12, 2))) == []
    assert len(breaches(_problem(40, start_date=dt.date(2026, 12, 2), week_start=Weekday.WEDNESDAY))) == 1


@pytest.mark.parametrize(
    ("dates", "count"),
    [
        ({}, 1),
        ({"valid_from": "2026-11-30", "valid_to": "2026-12-06"}, 1),
        ({"valid_from": "2026-12-01"}, 0),
        ({"valid_to": "2026-12-05"}, 0),
        ({"valid_from": "2020-01-01", "valid_to": "2027-01-01"}, 1),
    ],
)
def test_minimum_only_in_weeks_of_employment(dates: dict[str, str], count: int) -> None:
    """Who joins on Tuesday or leaves on Saturday has no whole week, on both sides of the check, and can be rostered."""
    plan = _problem(40)
    agents = (plan.agents[0].model_validate(plan.agents[0].model_dump() | dates),)
    problem = Problem.model_validate(plan.model_dump() | {"agents": agents})
    assert len(breaches(problem)) == count
    (block,) = compile_problem(problem).data.blocks
    assert any(isinstance(row, SumRow) and bool(row.lower) for row in block.rows) is (count == 1)


@pytest.mark.parametrize(("credit", "counts"), [(480, (0, 0)), (450, (1, 0)), (510, (0, 1))])
def test_credit_counts_in_the_week_in_which_the_absence_starts(credit: int, counts: tuple[int, int]) -> None:
    """Four shifts of 8 h and 8 h of credited leave are 40 h, whatever the week in which the leave ends."""
    leave = Absence(agent="anna", start=at("2026-12-04 00:00"), end=at("2026-12-09 00:00"), credited_minutes=credit)
    week = _days("2026-11-30", 4)
    assert len(breaches(_problem(40, absences=(leave,)), *week)) == counts[0]
    assert len(breaches(_problem(0, 40, absences=(leave,)), *week)) == counts[1]


def test_night_shift_counts_on_its_shift_date() -> None:
    """A night shift of Sunday counts wholly in the week that ends on Sunday."""
    night = make_shift("anna", "2026-12-06 22:00", "06:00")
    (found,) = breaches(_problem(8, days=14), night)
    assert found.start == at("2026-12-07 00:00")


@pytest.mark.parametrize(("monday", "hours"), [("2026-03-23", 7), ("2026-10-19", 9), ("2026-11-30", 8)])
def test_clock_changes(monday: str, hours: int) -> None:
    """22:00 to 06:00 is paid as 7 h when clocks go forward and as 9 h when they go back."""
    saturday = dt.date.fromisoformat(monday) + dt.timedelta(days=5)
    problem = _problem(hours, hours, start_date=dt.date.fromisoformat(monday))
    assert breaches(problem, make_shift("anna", f"{saturday} 22:00", "06:00")) == []
