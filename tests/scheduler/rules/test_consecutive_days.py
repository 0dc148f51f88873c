"""Days worked in a row."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.problem import Problem
from scheduler.roster import Activity
from tests.builders import at, breaches, make_past, make_problem, make_shift


def _problem(**overrides: object) -> Problem:
    return make_problem(rules={"consecutive_days": {"maximum": 5}}, **overrides)


def _days(first: str, count: int, start: str = "09:00", end: str = "17:00") -> list[list[Activity]]:
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=offset) for offset in range(count)]
    return [make_shift("anna", f"{date} {start}", end) for date in dates]


def test_five_days_are_enough() -> None:
    """Exactly the maximum is legal."""
    assert breaches(_problem(), *_days("2026-11-30", 5)) == []


def test_six_days_are_found_once_at_the_sixth() -> None:
    """The sixth day is one too many."""
    (found,) = breaches(_problem(), *_days("2026-11-30", 6))
    assert (found.rule, found.start, found.end) == (
        "consecutive_days",
        at("2026-12-05 09:00"),
        at("2026-12-05 17:00"),
    )
    assert found.message == ("Anna works 6 days in a row from Mon 2026-11-30 to Sat 2026-12-05, at most 5 are allowed.")


def test_place_of_several_days_too_many() -> None:
    """Of seven days the sixth and the seventh are too many: one breach from Saturday to Sunday."""
    (found,) = breaches(_problem(), *_days("2026-11-30", 7))
    assert (found.start, found.end) == (at("2026-12-05 09:00"), at("2026-12-06 17:00"))


def test_row_that_ends_on_the_last_date() -> None:
    """Tuesday to Sunday are six days."""
    (found,) = breaches(_problem(), *_days("2026-12-01", 6))
    assert found.start == at("2026-12-06 09:00")


def test_a_free_day_starts_a_new_row() -> None:
    """Three days, a free one and three days are two rows of three."""
    assert breaches(_problem(), *_days("2026-11-30", 3), *_days("2026-12-04", 3)) == []


@pytest.mark.parametrize(("days", "count"), [(2, 0), (3, 1)])
def test_history_counts(days: int, count: int) -> None:
    """Three past days and two make five, and three make six."""
    past = tuple(make_past("anna", f"2026-11-{day} 09:00", "17:00") for day in (27, 28, 29))
    assert len(breaches(_problem(history=past), *_days("2026-11-30", days))) == count


def test_history_alone_is_no_breach() -> None:
    """Six past days and a free Monday are not the roster's doing."""
    past = tuple(make_past("anna", f"2026-11-{day} 09:00", "17:00") for day in range(24, 30))
    assert breaches(_problem(history=past), *_days("2026-12-01", 5)) == []


def test_night_shifts_count_on_the_date_on_which_they_start() -> None:
    """Five nights from Monday end on Saturday morning and are five days."""
    assert breaches(_problem(), *_days("2026-11-30", 5, "22:00", "06:00")) == []


@pytest.mark.parametrize("monday", ["2026-03-23", "2026-10-19"])
def test_clock_changes_do_not_break_a_row(monday: str) -> None:
    """Dates follow each other however long the days are."""
    problem = _problem(start_date=dt.date.fromisoformat(monday))
    (found,) = breaches(problem, *_days(monday, 7))
    assert found.message.startswith("Anna works 7 days in a row")
