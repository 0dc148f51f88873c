"""Agents do not work when they are absent."""

from __future__ import annotations

import pytest

from scheduler.people import Absence
from scheduler.problem import Problem
from tests.builders import at, breaches, make_problem, make_shift


def _problem(start: str, end: str) -> Problem:
    return make_problem(absences=(Absence(agent="anna", start=at(start), end=at(end), kind="dentist"),))


@pytest.mark.parametrize(
    ("start", "end", "count"), [("12:00", "17:00", 0), ("11:30", "17:00", 1), ("06:00", "10:00", 0)]
)
def test_just_inside_and_outside(start: str, end: str, count: int) -> None:
    """A shift may touch the ends of an absence from 10:00 to 12:00, and not share time with it."""
    problem = _problem("2026-12-01 10:00", "2026-12-01 12:00")
    found = breaches(problem, make_shift("anna", f"2026-12-01 {start}", end))
    assert [item.rule for item in found] == ["absences"] * count
    if count:
        assert (found[0].start, found[0].end) == (at("2026-12-01 11:30"), at("2026-12-01 12:00"))
        assert found[0].message == (
            "Anna is absent (dentist) Tue 2026-12-01 10:00-12:00 and has a shift Tue 2026-12-01 11:30-17:00."
        )


@pytest.mark.parametrize(("end", "count"), [("00:00", 0), ("00:30", 1)])
def test_leave_from_midnight(end: str, count: int) -> None:
    """Leave on the last date begins at midnight: a late shift of the date before must have ended."""
    problem = _problem("2026-12-06 00:00", "2026-12-07 00:00")
    assert len(breaches(problem, make_shift("anna", "2026-12-05 18:00", end))) == count


def test_one_breach_for_each_shift() -> None:
    """Leave over two worked dates is broken twice, and not by somebody else's shift."""
    problem = _problem("2026-12-01 00:00", "2026-12-03 00:00")
    shifts = [make_shift(agent, f"2026-12-0{day} 09:00", "17:00") for agent in ("anna", "ben") for day in (1, 2, 3)]
    assert [item.agent for item in breaches(problem, *shifts)] == ["anna", "anna"]
