"""Shifts are shifts that the contract knows."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.people import Pin
from scheduler.problem import Problem
from scheduler.roster import Activity
from tests.builders import at, breaches, make_pattern, make_problem, make_shift


def _problem(start: str = "2026-11-30", **overrides: object) -> Problem:
    pattern = make_pattern(
        earliest_start="08:00",
        latest_start="10:00",
        start_step_minutes=60,
        lengths_minutes=(240, 480),
        days_of_week=("monday", "tuesday"),
    )
    return make_problem(patterns=(pattern,), start_date=dt.date.fromisoformat(start), **overrides)


@pytest.mark.parametrize(("start", "count"), [("07:00", 1), ("08:00", 0), ("08:30", 1), ("10:00", 0), ("11:00", 1)])
def test_starts(start: str, count: int) -> None:
    """Both ends of the window are starts; half hours between them are not."""
    end = f"{int(start[:2]) + 8:02}{start[2:]}"
    found = breaches(_problem(), make_shift("anna", f"2026-12-01 {start}", end))
    assert [item.rule for item in found] == ["shift_pattern"] * count


@pytest.mark.parametrize(("end", "count"), [("11:30", 1), ("12:00", 0), ("14:00", 1), ("16:00", 0), ("16:30", 1)])
def test_lengths(end: str, count: int) -> None:
    """From 08:00 a shift ends at 12:00 or at 16:00."""
    found = breaches(_problem(), make_shift("anna", "2026-12-01 08:00", end))
    assert [item.rule for item in found] == ["shift_pattern"] * count
    if count:
        assert found[0].message.endswith("shifts of contract full that start then last 4 h, 8 h.")


def test_days_of_the_week() -> None:
    """The pattern starts on Mondays and Tuesdays, not on Wednesdays."""
    shifts = [make_shift("anna", f"{date} 08:00", "16:00") for date in ("2026-11-30", "2026-12-01", "2026-12-02")]
    (found,) = breaches(_problem(), *shifts)
    assert found.start == at("2026-12-02 08:00")
    assert found.message.endswith("no pattern of contract full starts then.")


def test_whole_pin_explains_a_shift() -> None:
    """A shift that equals a pin needs no pattern; one that is longer does, and breaks the pin as well."""
    pin = Pin(agent="anna", shift_date=dt.date(2026, 12, 4), start=at("2026-12-04 13:00"), end=at("2026-12-04 15:00"))
    problem = _problem(pins=(pin,))
    assert breaches(problem, make_shift("anna", "2026-12-04 13:00", "15:00")) == []
    found = breaches(problem, make_shift("anna", "2026-12-04 13:00", "15:30"))
    assert [item.rule for item in found] == ["pins", "shift_pattern"]


@pytest.mark.parametrize(
    ("monday", "evening", "hours"),
    [("2026-03-23", "2026-03-28", 7), ("2026-10-19", "2026-10-24", 9), ("2026-11-30", "2026-12-05", 8)],
)
def test_lengths_are_elapsed(monday: str, evening: str, hours: int) -> None:
    """From 22:00 to 06:00 it is 7 h when clocks go forward, 9 h when they go back and 8 h otherwise."""
    shift = make_shift("anna", f"{evening} 22:00", "06:00")
    for length in (7, 8, 9):
        pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(length * 60,))
        problem = make_problem(start_date=dt.date.fromisoformat(monday), patterns=(pattern,))
        assert len(breaches(problem, shift)) == (0 if length == hours else 1)


@pytest.mark.parametrize(("fold", "count"), [(0, 0), (1, 1)])
def test_start_that_occurs_twice_is_its_first(fold: int, count: int) -> None:
    """Clocks go back at 02:00 on 2026-10-25: a shift may start at the first 01:30, not at the second."""
    start = at("2026-10-25 01:30", fold=fold)
    row = Activity("anna", dt.date(2026, 10, 25), "phone", start, at("2026-10-25 08:00"), True, "phone")
    assert len(breaches(make_problem(start_date=dt.date(2026, 10, 19)), [row])) == count


def test_times_in_another_zone_are_the_same_instants() -> None:
    """A roster that another tool wrote in UTC is read in the plan's zone."""
    row = Activity(
        "anna",
        dt.date(2026, 7, 7),
        "phone",
        dt.datetime(2026, 7, 7, 7, tzinfo=dt.UTC),
        dt.datetime(2026, 7, 7, 15, tzinfo=dt.UTC),
        True,
        "phone",
    )
    assert breaches(_problem("2026-07-06"), [row]) == []  # 07:00 UTC is 08:00 in London in July
