"""Rest between two shifts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from pydantic import ValidationError

from scheduler.problem import Problem
from scheduler.rules.daily_rest import DailyRest
from tests.builders import at, breaches, make_contract, make_past, make_problem, make_shift


def _problem(**overrides: object) -> Problem:
    return make_problem(rules={"daily_rest": {"hours": 11}}, **overrides)


def test_eleven_hours_are_enough() -> None:
    """Rest of exactly the limit is legal: 20:00 to 07:00 is 11 h."""
    late, early = make_shift("anna", "2026-11-30 12:00", "20:00"), make_shift("anna", "2026-12-01 07:00", "15:00")
    assert breaches(_problem(), late, early) == []


def test_half_an_hour_less_is_found_once() -> None:
    """20:30 to 07:00 is 10 h 30 min; the message names the agent, the shift and both numbers."""
    late, early = make_shift("anna", "2026-11-30 12:30", "20:30"), make_shift("anna", "2026-12-01 07:00", "15:00")
    (found,) = breaches(_problem(), late, early)
    assert (found.rule, found.severity, found.agent) == ("daily_rest", "hard", "anna")
    assert (found.start, found.end) == (at("2026-11-30 20:30"), at("2026-12-01 07:00"))
    assert found.message == (
        "Anna has 10 h 30 min of rest before the shift on Tue 2026-12-01 07:00, 11 h are required."
    )


def test_last_night_of_the_plan() -> None:
    """The pair of the last two dates is checked: Saturday until 23:00, Sunday from 09:30 is 10 h 30 min."""
    late, early = make_shift("anna", "2026-12-05 15:00", "23:00"), make_shift("anna", "2026-12-06 09:30", "17:30")
    (found,) = breaches(_problem(), late, early)
    assert found.rule == "daily_rest"


@pytest.mark.parametrize(("start", "count"), [("08:00", 0), ("07:30", 1)])
def test_history_before_the_first_day(start: str, count: int) -> None:
    """A past shift until Sunday 21:00 asks for rest until Monday 08:00."""
    problem = _problem(history=(make_past("anna", "2026-11-29 13:00", "21:00"),))
    assert len(breaches(problem, make_shift("anna", f"2026-11-30 {start}", "16:00"))) == count


@pytest.mark.parametrize(("start", "count"), [("17:00", 0), ("16:30", 1)])
def test_night_shift_across_midnight(start: str, count: int) -> None:
    """A night shift of Monday until Tuesday 06:00 asks for rest until Tuesday 17:00."""
    night = make_shift("anna", "2026-11-30 22:00", "06:00")
    assert len(breaches(_problem(), night, make_shift("anna", f"2026-12-01 {start}", "23:00"))) == count


@pytest.mark.parametrize(("end", "count"), [("19:00", 0), ("19:30", 1)])
def test_spring_night_is_an_hour_shorter(end: str, count: int) -> None:
    """In the night to 2026-03-29 clocks go forward: 19:00 to 07:00 is 11 h elapsed, 19:30 to 07:00 is 10 h 30 min."""
    problem = _problem(start_date=dt.date(2026, 3, 23))
    saturday = make_shift("anna", "2026-03-28 11:00", end)
    assert len(breaches(problem, saturday, make_shift("anna", "2026-03-29 07:00", "15:00"))) == count


@pytest.mark.parametrize(("start", "count"), [("07:00", 0), ("06:30", 1)])
def test_autumn_night_is_an_hour_longer(start: str, count: int) -> None:
    """In the night to 2026-10-25 clocks go back: 21:00 to 07:00 is 11 h elapsed, to 06:30 it is 10 h 30 min."""
    problem = _problem(start_date=dt.date(2026, 10, 19))
    saturday = make_shift("anna", "2026-10-24 13:00", "21:00")
    assert len(breaches(problem, saturday, make_shift("anna", f"2026-10-25 {start}", "15:00"))) == count


def test_two_past_shifts_are_no_breach() -> None:
    """What happened before the plan is not the roster's doing."""
    history = (make_past("anna", "2026-11-28 14:00", "22:00"), make_past("anna", "2026-11-29 06:00", "14:00"))
    assert breaches(_problem(history=history)) == []


def test_contract_may_ask_for_more() -> None:
    """A parameter of the contract replaces that of the plan: 12 h are required, 11 h are had."""
    problem = _problem(contracts=(make_contract(rules={"daily_rest": {"hours": 12}}),))
    late, early = make_shift("anna", "2026-11-30 12:00", "20:00"), make_shift("anna", "2026-12-01 07:00", "15:00")
    (found,) = breaches(problem, late, early)
    assert found.message.endswith("11 h of rest before the shift on Tue 2026-12-01 07:00, 12 h are required.")


def test_parts_of_hours() -> None:
    """Hours may be decimal: 11.5 h are 11 h 30 min."""
    problem = make_problem(rules={"daily_rest": {"hours": Decimal("11.5"), "severity": "warning"}})
    late, early = make_shift("anna", "2026-11-30 12:00", "20:00"), make_shift("anna", "2026-12-01 07:00", "15:00")
    (found,) = breaches(problem, late, early)
    assert found.severity == "warning"
    assert found.message.endswith("11 h 30 min are required.")


@pytest.mark.parametrize("hours", [0, -1, 169])
def test_hours_out_of_range(hours: int) -> None:
    """No rest, less than none or more than a week is refused."""
    with pytest.raises(ValidationError):
        DailyRest(hours=hours)
