"""Starts on consecutive days."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.candidates import Offers, candidates_of
from scheduler.problem import Problem
from scheduler.rules.similar_starts import SimilarStarts
from tests.builders import at, breaches, make_past, make_pattern, make_problem, make_roster, make_shift


def _problem(rule: dict[str, Any] | None = None, **overrides: Any) -> Problem:
    return make_problem(rules={"similar_starts": {"tolerance_minutes": 120, **(rule or {})}}, **overrides)


def _at(*starts: str) -> list[Any]:
    """Shifts of four hours."""
    return [make_shift("anna", start, f"{(int(start[11:13]) + 4) % 24:02d}:{start[14:]}") for start in starts]


@pytest.mark.parametrize(("start", "both", "forward"), [
    ("09:00", 0, 0),
    ("11:00", 0, 0),
    ("11:30", 1, 0),
    ("07:00", 0, 0),
    ("06:30", 1, 1),
])  # fmt: skip
def test_the_day_after_nine(start: str, both: int, forward: int) -> None:
    """Two hours either way are free; where only an earlier start counts, any later one is."""
    shifts = _at("2026-12-01 09:00", f"2026-12-02 {start}")
    assert len(breaches(_problem(), *shifts)) == both
    assert len(breaches(_problem({"later_only": True}), *shifts)) == forward


def test_the_clock_does_not_wrap() -> None:
    """From 19:00 to 01:00 is 18 hours earlier in the day, not 6 hours later."""
    (found,) = breaches(_problem({"later_only": True}), *_at("2026-12-01 19:00", "2026-12-02 01:00"))
    assert found.message.startswith("Anna starts at 01:00 on Wed 2026-12-02 and at 19:00 on the day before, 18 h apart")


def test_a_day_off_starts_afresh() -> None:
    """Only consecutive dates are compared."""
    assert breaches(_problem(), *_at("2026-12-01 06:00", "2026-12-03 14:00")) == []


def test_each_later_shift_is_one_breach() -> None:
    """Of four shifts that swing by four hours, three start too far from the one before; the last on the last date."""
    found = breaches(_problem(), *_at("2026-12-03 08:00", "2026-12-04 12:00", "2026-12-05 08:00", "2026-12-06 12:00"))
    assert [violation.start for violation in found] == [
        at("2026-12-04 12:00"), at("2026-12-05 08:00"), at("2026-12-06 12:00")
    ]  # fmt: skip
    assert {violation.amount for violation in found} == {1}


@pytest.mark.parametrize(("start", "count"), [("07:00", 0), ("06:30", 1), ("11:30", 1)])
def test_history_counts(start: str, count: int) -> None:
    """A past shift from 09:00 on the day before the plan; one two days before it plays no part."""
    past = make_past("anna", "2026-11-28 20:00", "22:00"), make_past("anna", "2026-11-29 09:00", "17:00")
    assert len(breaches(_problem(history=past), *_at(f"2026-11-30 {start}"))) == count


def test_history_alone_is_no_breach() -> None:
    """Two past shifts far apart are not the roster's doing."""
    past = make_past("anna", "2026-11-28 06:00", "10:00"), make_past("anna", "2026-11-29 16:00", "20:00")
    assert breaches(_problem(history=past)) == []


@pytest.mark.parametrize(("monday", "saturday", "sunday"), [
    ("2026-03-23", "2026-03-28", "2026-03-29"),
    ("2026-10-19", "2026-10-24", "2026-10-25"),
])  # fmt: skip
def test_clock_changes(monday: str, saturday: str, sunday: str) -> None:
    """09:00 and 11:00 are two hours apart on the clock, though the night between has an hour more or less."""
    problem = _problem(start_date=monday)
    assert breaches(problem, *_at(f"{saturday} 09:00", f"{sunday} 11:00")) == []
    assert len(breaches(problem, *_at(f"{saturday} 09:00", f"{sunday} 11:30"))) == 1
    assert len(breaches(problem, *_at(f"{saturday} 09:00", f"{sunday} 06:30"))) == 1


def test_warning() -> None:
    """It names both starts and both numbers."""
    (found,) = breaches(_problem({"severity": "warning"}), *_at("2026-12-01 09:00", "2026-12-02 13:30"))
    assert (found.severity, found.start, found.end) == ("warning", at("2026-12-02 13:30"), at("2026-12-02 17:30"))
    assert found.message == (
        "Anna starts at 13:30 on Wed 2026-12-02 and at 09:00 on the day before, 4 h 30 min apart; 2 h are allowed."
    )


def test_price() -> None:
    """Two shifts too far from the one before cost the price twice."""
    problem = _problem({"severity": "cost", "price": 5})
    shifts = _at("2026-12-01 08:00", "2026-12-02 12:00", "2026-12-03 08:00")
    assert audit(make_roster(*shifts), problem).cost_terms["rule:similar_starts"].cost == 10


def test_rows_that_cannot_bind_are_left_out() -> None:
    """Starts from 08:00 to 10:00 never differ by more than two hours, so that there is no row."""
    pattern = make_pattern(earliest_start="08:00", latest_start="10:00", lengths_minutes=(240,))
    problem = make_problem(patterns=(pattern,))
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    assert list(SimilarStarts(tolerance_minutes=120).rows(candidates)) == []
    assert list(SimilarStarts(tolerance_minutes=119).rows(candidates))


@pytest.mark.parametrize(("past", "rows"), [("07:00", 0), ("06:30", 1), ("11:00", 0), ("11:30", 1)])
def test_row_of_the_first_day(past: str, rows: int) -> None:
    """Shifts start at 09:00; one of the day before the plan two hours off says nothing, half an hour more does."""
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(240,))
    problem = make_problem(patterns=(pattern,), history=(make_past("anna", f"2026-11-29 {past}", "13:00"),))
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    assert len(list(SimilarStarts(tolerance_minutes=120).rows(candidates))) == rows


@pytest.mark.parametrize("parameters", [{}, {"tolerance_minutes": -1}, {"tolerance_minutes": 1441}])
def test_parameters_that_are_refused(parameters: dict[str, Any]) -> None:
    """A tolerance is stated, and is one within a day."""
    with pytest.raises(ValidationError):
        SimilarStarts(**parameters)


def test_look_back() -> None:
    """The day before the plan."""
    assert SimilarStarts(tolerance_minutes=0).look_back_days == 1
