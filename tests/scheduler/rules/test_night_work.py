"""Length of single night shifts."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity
from scheduler.rules.night_work import NightWork
from tests.builders import at, breaches, make_past, make_pattern, make_problem, make_roster, make_shift
from tests.scheduler.rules.agreement import check_agreement

NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}
"""A night shift of the Working Time Regulations: 3 hours or more between 23:00 and 06:00."""

MEAL = make_pattern(breaks=({"name": "meal", "minutes": 30},))


def _problem(parameters: dict[str, Any], **overrides: Any) -> Problem:
    return make_problem(rules={"night_work": {"night": NIGHT, "maximum_hours": 8} | parameters}, **overrides)


def _found(problem: Problem, *shifts: list[Activity]) -> list[Violation]:
    return [found for found in breaches(problem, *shifts) if found.rule == "night_work"]


@pytest.mark.parametrize(("start", "end", "count"), [
    ("22:00", "06:00", 0),  # exactly 8 h
    ("21:30", "06:00", 1),
    ("16:00", "01:30", 0),  # 2 h 30 min of the night
    ("16:00", "02:00", 1),  # exactly 3 h of it
    ("03:30", "12:30", 0),
    ("03:00", "12:00", 1),
])  # fmt: skip
def test_eight_hours_a_night(start: str, end: str, count: int) -> None:
    """A shift with 3 h of the night has at most 8 h, all of it counted."""
    assert len(_found(_problem({}), make_shift("anna", f"2026-12-01 {start}", end))) == count


def test_message_and_amount() -> None:
    """From 21:00 to 06:00 are 9 h, an hour more than 8 h."""
    (found,) = _found(_problem({}), make_shift("anna", "2026-12-01 21:00", "06:00"))
    assert (found.rule, found.severity, found.agent, found.amount) == ("night_work", "hard", "anna", 60)
    assert (found.start, found.end) == (at("2026-12-01 21:00"), at("2026-12-02 06:00"))
    assert found.message == (
        "Anna has a night shift Tue 2026-12-01 21:00-Wed 2026-12-02 06:00 with 9 h of work, at most 8 h are allowed."
    )


@pytest.mark.parametrize(("counts", "paid", "amount"), [
    ("work", False, 30),
    ("work", True, 30),
    ("paid", False, 30),
    ("paid", True, 60),
    ("span", False, 60),
])  # fmt: skip
def test_what_counts(counts: str, paid: bool, amount: int) -> None:
    """21:00 to 06:00 with half an hour of break: 9 h of span, 8 h 30 min of work."""
    night = make_shift("anna", "2026-12-01 21:00", "06:00", [("meal", "01:00", "01:30", paid)])
    (found,) = _found(_problem({"counts": counts}, patterns=(MEAL,)), night)
    assert found.amount == amount


@pytest.mark.parametrize(("date", "start", "amount"), [
    ("2026-03-28", "22:00", 0),  # 7 h: clocks go forward
    ("2026-03-28", "21:00", 0),
    ("2026-03-28", "20:30", 30),
    ("2026-10-24", "22:00", 60),  # 9 h: clocks go back
    ("2026-10-24", "23:00", 0),
])  # fmt: skip
def test_clock_changes(date: str, start: str, amount: int) -> None:
    """Until 06:00; hours are elapsed time."""
    first = dt.date.fromisoformat(date) - dt.timedelta(days=5)
    found = _found(_problem({}, start_date=first), make_shift("anna", f"{date} {start}", "06:00"))
    assert sum(violation.amount for violation in found) == amount


@pytest.mark.parametrize(("end", "count"), [("02:30", 0), ("03:00", 1)])
def test_night_of_a_clock_change(end: str, count: int) -> None:
    """The hour from 01:00 to 02:00 does not exist: from 16:00 to 03:00 are 10 h, of them 3 h of the night."""
    problem = _problem({}, start_date=dt.date(2026, 3, 23))
    assert len(_found(problem, make_shift("anna", "2026-03-28 16:00", end))) == count


def test_first_and_last_night_of_the_plan() -> None:
    """Shifts of the history are not looked at; one that ends after the plan counts in full."""
    problem = _problem({}, history=(make_past("anna", "2026-11-29 20:00", "08:00", 720),))
    assert _found(problem) == []
    (found,) = _found(problem, make_shift("anna", "2026-12-06 20:00", "08:00"))
    assert found.amount == 240


def test_parts_of_a_minute() -> None:
    """A limit of 8.01 h is 480.6 min, so that 481 min are one minute beyond the last whole one."""
    problem = _problem({"maximum_hours": "8.01", "severity": "warning"})
    assert _found(problem, make_shift("anna", "2026-12-01 22:00", "06:00")) == []
    (found,) = _found(problem, make_shift("anna", "2026-12-01 22:00", "06:01"))
    assert (found.severity, found.amount) == ("warning", 1)


def test_cost() -> None:
    """Half an hour and an hour beyond at 12 an hour cost 18."""
    problem = _problem({"severity": "cost", "price": 12})
    nights = make_shift("anna", "2026-11-30 21:30", "06:00"), make_shift("anna", "2026-12-02 21:00", "06:00")
    term = audit(make_roster(*nights), problem).cost_terms["rule:night_work"]
    assert (term.amount, term.cost) == (1.5, 18)


@pytest.mark.parametrize("parameters", [
    {"maximum_hours": 8},
    {"night": NIGHT},
    {"night": NIGHT, "maximum_hours": 0},
    {"night": NIGHT, "maximum_hours": 49},
    {"night": NIGHT, "maximum_hours": 8, "counts": "breaks"},
    {"night": NIGHT, "maximum_hours": 8, "severity": "cost"},
])  # fmt: skip
def test_bad_parameters(parameters: dict[str, Any]) -> None:
    """What a night is, a limit within range and a price for a cost are needed."""
    with pytest.raises(ValidationError):
        NightWork(**parameters)


def _rules(draw: random.Random) -> dict[str, dict[str, Any]]:
    parameters = {
        "kind": "night_work",
        "night": {"windows": [{"start": "23:00", "end": "06:00", "minutes": draw.choice([1, 120, 180])}]},
        "maximum_hours": draw.choice([4, 8, 9.5, "9.51"]),
        "counts": draw.choice(["work", "paid", "span"]),
    }
    return {"nights": parameters | draw.choice([{}, {"severity": "cost", "price": 3}])}


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_rules, seed, 20) for seed in range(12))
    assert 0 < broken < 12 * 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_rules, seed, 100)
