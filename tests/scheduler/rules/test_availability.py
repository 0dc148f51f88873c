"""Agents work when they can."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.people import Availability
from scheduler.problem import Problem
from tests.builders import at, breaches, make_problem, make_shift


def _problem(*spans: tuple[str, str, str], **overrides: object) -> Problem:
    rows = tuple(Availability(agent="anna", start=at(start), end=at(end), kind=kind) for start, end, kind in spans)
    return make_problem(availability=rows, **overrides)


DAY = ("2026-12-01 08:00", "2026-12-01 18:00", "available")


@pytest.mark.parametrize(
    ("start", "end", "count"), [("08:00", "18:00", 0), ("07:30", "17:00", 1), ("10:00", "18:30", 1)]
)
def test_inside_and_outside(start: str, end: str, count: int) -> None:
    """A shift may fill the span and not leave it."""
    found = breaches(_problem(DAY), make_shift("anna", f"2026-12-01 {start}", end))
    assert [item.rule for item in found] == ["availability"] * count


def test_shift_that_leaves_at_both_ends_is_one_breach() -> None:
    """07:30 to 18:30 leaves the span for half an hour at each end."""
    (found,) = breaches(_problem(DAY), make_shift("anna", "2026-12-01 07:30", "18:30"))
    assert (found.start, found.end) == (at("2026-12-01 07:30"), at("2026-12-01 18:30"))
    assert found.message == ("Anna is not available for 1 h of the shift Tue 2026-12-01 07:30-18:30, from 07:30.")


def test_spans_that_touch_are_one() -> None:
    """Two available spans that meet at noon hold a shift across noon."""
    halves = (
        ("2026-12-01 08:00", "2026-12-01 12:00", "available"),
        ("2026-12-01 12:00", "2026-12-01 18:00", "available"),
    )
    assert breaches(_problem(*halves), make_shift("anna", "2026-12-01 09:00", "17:00")) == []


def test_other_dates_and_other_agents() -> None:
    """One available span shuts all other times, but only for its agent."""
    tuesday, others = make_shift("anna", "2026-12-02 09:00", "17:00"), make_shift("ben", "2026-12-02 09:00", "17:00")
    (found,) = breaches(_problem(DAY), tuesday, others)
    assert found.agent == "anna"


@pytest.mark.parametrize(("start", "count"), [("12:00", 0), ("11:30", 1)])
def test_unavailable_is_taken_off(start: str, count: int) -> None:
    """Without available spans all times but the unavailable ones are free; with them they are taken off."""
    shut = ("2026-12-01 06:00", "2026-12-01 12:00", "unavailable")
    shift = make_shift("anna", f"2026-12-01 {start}", "17:00")
    assert len(breaches(_problem(shut), shift)) == count
    assert len(breaches(_problem(shut, DAY), shift)) == count


@pytest.mark.parametrize(("end", "count"), [("06:00", 0), ("05:30", 1)])
def test_night_shift_in_the_last_night(end: str, count: int) -> None:
    """The part after midnight and beyond the plan counts: a shift until 06:00 needs the span until then."""
    span = ("2026-12-06 20:00", f"2026-12-07 {end}", "available")
    assert len(breaches(_problem(span), make_shift("anna", "2026-12-06 22:00", "06:00"))) == count


def test_autumn_hour_that_occurs_twice() -> None:
    """A span until the first 01:30 does not hold a shift until the second."""
    start = dt.date(2026, 10, 19)
    rows = (Availability(agent="anna", start=at("2026-10-24 20:00"), end=at("2026-10-25 01:30")),)
    (row,) = night = make_shift("anna", "2026-10-24 22:00", "01:30")
    late = [replace(row, end=at("2026-10-25 01:30", fold=1))]
    problem = make_problem(start_date=start, availability=rows)
    assert breaches(problem, night) == []
    (found,) = breaches(problem, late)
    assert found.message.startswith("Anna is not available for 1 h of the shift")
