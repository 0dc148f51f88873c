"""Length of single shifts."""

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
from scheduler.rules.shift_length import ShiftLength
from tests.builders import at, breaches, make_past, make_pattern, make_problem, make_roster, make_shift
from tests.scheduler.rules.agreement import check_agreement

MEAL = make_pattern(breaks=({"name": "meal", "minutes": 30},))


def _problem(parameters: dict[str, Any], **overrides: Any) -> Problem:
    return make_problem(rules={"shift_length": parameters}, **overrides)


def _found(problem: Problem, *shifts: list[Activity]) -> list[Violation]:
    return [found for found in breaches(problem, *shifts) if found.rule == "shift_length"]


@pytest.mark.parametrize(("end", "count"), [("18:00", 0), ("18:30", 1)])
def test_longest_span(end: str, count: int) -> None:
    """08:00 to 18:00 is exactly 10 h."""
    assert len(breaches(_problem({"maximum_hours": 10}), make_shift("anna", "2026-12-01 08:00", end))) == count


def test_message_and_amount() -> None:
    """From 08:00 to 18:30 are 10 h 30 min, 30 minutes more than 10 h; a shift before it is well."""
    shifts = make_shift("anna", "2026-11-30 08:00", "18:00"), make_shift("anna", "2026-12-01 08:00", "18:30")
    (found,) = breaches(_problem({"maximum_hours": 10}), *shifts)
    assert (found.rule, found.severity, found.agent, found.amount) == ("shift_length", "hard", "anna", 30)
    assert (found.start, found.end) == (at("2026-12-01 08:00"), at("2026-12-01 18:30"))
    assert found.message == (
        "Anna has a shift Tue 2026-12-01 08:00-18:30 with 10 h 30 min from start to end, at most 10 h are allowed."
    )


@pytest.mark.parametrize(("end", "amount"), [("11:00", 0), ("10:30", 30)])
def test_minimum_engagement(end: str, amount: int) -> None:
    """08:00 to 11:00 is exactly 3 h."""
    found = breaches(_problem({"minimum_hours": 3}), make_shift("anna", "2026-12-01 08:00", end))
    assert sum(violation.amount for violation in found) == amount
    assert [violation.message.split(", ")[1] for violation in found] == ["at least 3 h are required."] * len(found)


@pytest.mark.parametrize(("counts", "count"), [("span", 1), ("work", 0), ("paid", 1)])
def test_what_counts(counts: str, count: int) -> None:
    """08:00 to 18:30 with a paid half hour of rest: span and paid time are 10 h 30 min, work is 10 h."""
    shift = make_shift("anna", "2026-12-01 08:00", "18:30", [("meal", "12:00", "12:30", True)])
    problem = _problem({"maximum_hours": 10, "counts": counts}, patterns=(MEAL,))
    assert len(_found(problem, shift)) == count


def test_unpaid_break_is_not_paid() -> None:
    """08:00 to 18:30 without half an hour is 10 h of paid time."""
    shift = make_shift("anna", "2026-12-01 08:00", "18:30", [("meal", "12:00", "12:30")])
    assert _found(_problem({"maximum_hours": 10, "counts": "paid"}, patterns=(MEAL,)), shift) == []


@pytest.mark.parametrize(("start", "end", "date", "amount"), [
    ("22:00", "06:00", "2026-03-28", 0),  # 7 h: clocks go forward
    ("22:00", "06:00", "2026-03-27", 60),
    ("22:00", "06:00", "2026-10-24", 120),  # 9 h: clocks go back
])  # fmt: skip
def test_clock_changes(start: str, end: str, date: str, amount: int) -> None:
    """Hours are elapsed time; 7 h are allowed."""
    first = dt.date.fromisoformat(date) - dt.timedelta(days=5)
    found = breaches(_problem({"maximum_hours": 7}, start_date=first), make_shift("anna", f"{date} {start}", end))
    assert sum(violation.amount for violation in found) == amount


def test_last_shift_of_the_plan_and_history() -> None:
    """A shift that ends after the plan counts in full; one of the history does not."""
    problem = _problem({"maximum_hours": 8}, history=(make_past("anna", "2026-11-28 08:00", "20:00", 720),))
    assert breaches(problem) == []
    (found,) = breaches(problem, make_shift("anna", "2026-12-06 20:00", "08:00"))
    assert found.amount == 240


def test_only_some_shifts() -> None:
    """Of two shifts of 9 h the one on Sunday is meant."""
    problem = _problem({"maximum_hours": 8, "shifts": {"days_of_week": ["sunday"]}})
    shifts = [make_shift("anna", f"2026-12-0{day} 08:00", "17:00") for day in (5, 6)]
    assert [found.start for found in breaches(problem, *shifts)] == [at("2026-12-06 08:00")]


def test_parts_of_a_minute() -> None:
    """A limit of 8.01 h is 480.6 min: 481 min are one minute beyond 480, and 480 min one short of 481."""
    longest = _problem({"maximum_hours": "8.01", "severity": "warning"})
    (found,) = _found(longest, make_shift("anna", "2026-12-01 08:00", "16:01"))
    assert (found.severity, found.amount) == ("warning", 1)
    (found,) = _found(_problem({"minimum_hours": "8.01"}), make_shift("anna", "2026-12-01 08:00", "16:00"))
    assert found.amount == 1
    assert found.message.endswith("at least 8 h 1 min are required.")


def test_cost() -> None:
    """Half an hour and an hour beyond at 12 an hour cost 18."""
    problem = _problem({"maximum_hours": 8, "severity": "cost", "price": 12})
    shifts = make_shift("anna", "2026-11-30 08:00", "16:30"), make_shift("anna", "2026-12-01 08:00", "17:00")
    term = audit(make_roster(*shifts), problem).cost_terms["rule:shift_length"]
    assert (term.amount, term.cost) == (1.5, 18)


@pytest.mark.parametrize("parameters", [
    {},
    {"maximum_hours": 0},
    {"maximum_hours": 49},
    {"minimum_hours": 0},
    {"minimum_hours": 49},
    {"minimum_hours": 9, "maximum_hours": 8},
    {"maximum_hours": 8, "counts": "breaks"},
    {"maximum_hours": 8, "severity": "cost"},
])  # fmt: skip
def test_bad_parameters(parameters: dict[str, Any]) -> None:
    """No limit, limits out of range or the wrong way round, and a cost without a price are refused."""
    with pytest.raises(ValidationError):
        ShiftLength(**parameters)


def test_equal_limits() -> None:
    """Every shift may be asked to last exactly 8 h."""
    problem = _problem({"minimum_hours": 8, "maximum_hours": 8})
    ends = ["15:30", "16:00", "16:30"]
    shifts = [make_shift("anna", f"2026-12-0{day} 08:00", end) for day, end in enumerate(ends, 1)]
    assert [found.amount for found in breaches(problem, *shifts)] == [30, 30]


def _rules(draw: random.Random) -> dict[str, dict[str, Any]]:
    limits: dict[str, Any] = draw.choice([
        {"maximum_hours": draw.choice([8, 9.5, "9.51", 10])},
        {"minimum_hours": draw.choice([4.5, "4.51", 5, 8])},
        {"minimum_hours": 5, "maximum_hours": 10},
    ])  # fmt: skip
    severity = draw.choice([{}, {"severity": "cost", "price": 3}])
    kind = draw.choice([{}, {"windows": [{"start": "23:00", "end": "06:00", "minutes": 60}]}, {"patterns": ["long"]}])
    counts = draw.choice(["span", "work", "paid"])
    return {"length": {"kind": "shift_length", "counts": counts, "shifts": kind, **limits, **severity}}


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_rules, seed, 20) for seed in range(12))
    assert 0 < broken < 12 * 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_rules, seed, 100)
