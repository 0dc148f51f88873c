"""What is fixed stays fixed."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.contracts import Break
from scheduler.people import Pin
from scheduler.problem import Problem
from tests.builders import at, breaches, make_pattern, make_problem, make_shift

MEAL = Break(name="meal", minutes=30)


def _problem(activity: str, start: str, end: str, breaks: tuple[Break, ...] = ()) -> Problem:
    begins, ends = at(f"2026-12-01 {start}"), at(f"2026-12-01 {end}")
    pin = Pin(agent="anna", shift_date=dt.date(2026, 12, 1), start=begins, end=ends, activity=activity)
    return make_problem(pins=(pin,), patterns=(make_pattern(breaks=breaks),))


@pytest.mark.parametrize(
    ("start", "end", "count"), [("09:00", "17:00", 0), ("09:00", "16:30", 1), ("08:30", "17:00", 1)]
)
def test_whole_shift(start: str, end: str, count: int) -> None:
    """A pin of the whole shift fixes its start and its end."""
    found = breaches(_problem("", "09:00", "17:00"), make_shift("anna", f"2026-12-01 {start}", end))
    assert [item.rule for item in found] == ["pins"] * count


def test_no_shift_on_the_date() -> None:
    """A pin is broken by a free day, once."""
    (found,) = breaches(_problem("", "09:00", "17:00"), make_shift("anna", "2026-12-02 09:00", "17:00"))
    assert (found.start, found.end) == (at("2026-12-01 09:00"), at("2026-12-01 17:00"))
    assert found.message == (
        "A shift is pinned for Anna on Tue 2026-12-01 09:00-17:00 (shift date Tue 2026-12-01), "
        "but Anna has no shift on that date."
    )


@pytest.mark.parametrize(("end", "count"), [("12:00", 0), ("11:30", 1)])
def test_queue(end: str, count: int) -> None:
    """A pinned queue is worked throughout, and may be worked in more than one row and for longer."""
    parts = [("chat", "09:30", "10:30"), ("chat", "10:30", end)]
    found = breaches(_problem("chat", "10:00", "12:00"), make_shift("anna", "2026-12-01 09:00", "17:00", parts))
    assert [item.rule for item in found] == ["pins"] * count


@pytest.mark.parametrize(("start", "count"), [("12:00", 0), ("12:30", 1)])
def test_break(start: str, count: int) -> None:
    """A pinned break lies exactly there."""
    end = (at(f"2026-12-01 {start}") + dt.timedelta(minutes=30)).strftime("%H:%M")
    shift = make_shift("anna", "2026-12-01 09:00", "17:00", [("meal", start, end)])
    found = breaches(_problem("meal", "12:00", "12:30", (MEAL,)), shift)
    assert [item.rule for item in found] == ["pins"] * count


def test_other_activity() -> None:
    """Training is on duty, paid, covers no queue, and takes place where it is pinned."""
    problem = _problem("training", "10:00", "11:00")
    right = [("training", "10:00", "11:00", True)]
    assert breaches(problem, make_shift("anna", "2026-12-01 09:00", "17:00", right)) == []
    (found,) = breaches(problem, make_shift("anna", "2026-12-01 09:00", "17:00"))
    assert found.rule == "pins"
    assert found.message.endswith("but Anna does not have training throughout.")


def test_unpaid_training_is_found_by_the_breaks() -> None:
    """A wrong paid flag is one breach, not two."""
    shift = make_shift("anna", "2026-12-01 09:00", "17:00", [("training", "10:00", "11:00", False)])
    (found,) = breaches(_problem("training", "10:00", "11:00"), shift)
    assert (found.rule, found.message) == (
        "breaks",
        "Anna has training written as unpaid, which is paid time (Tue 2026-12-01 10:00-11:00).",
    )


@pytest.mark.parametrize(("monday", "end", "count"), [("2026-03-23", "06:00", 0), ("2026-10-19", "05:30", 1)])
def test_pinned_night_of_a_clock_change(monday: str, end: str, count: int) -> None:
    """A pinned shift across the change is compared as instants."""
    date = dt.date.fromisoformat(monday) + dt.timedelta(days=5)
    morning = date + dt.timedelta(days=1)
    pin = Pin(agent="anna", shift_date=date, start=at(f"{date} 22:00"), end=at(f"{morning} 06:00"))
    problem = make_problem(start_date=dt.date.fromisoformat(monday), pins=(pin,))
    assert len(breaches(problem, make_shift("anna", f"{date} 22:00", end))) == count
