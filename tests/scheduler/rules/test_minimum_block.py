"""No fluttering between queues."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.contracts import Break
from scheduler.demand import Queue
from scheduler.problem import Problem
from scheduler.roster import Activity
from tests.builders import at, breaches, make_pattern, make_problem, make_shift

QUEUES = (Queue(queue="phone", minimum_block_minutes=120), Queue(queue="chat", minimum_block_minutes=60))


def _problem(**overrides: object) -> Problem:
    return make_problem(queues=QUEUES, **overrides)


def _with_meal() -> Problem:
    return _problem(patterns=(make_pattern(breaks=(Break(name="meal", minutes=30),)),))


@pytest.mark.parametrize(("end", "count"), [("12:00", 0), ("11:30", 1)])
def test_block_between_two_changes(end: str, count: int) -> None:
    """An hour of chat is a block, half an hour is not; it is found once although it changes at both ends."""
    found = breaches(_problem(), make_shift("anna", "2026-12-01 09:00", "17:00", [("chat", "11:00", end)]))
    assert [item.rule for item in found] == ["minimum_block"] * count
    if count:
        assert found[0].message == (
            "Anna changes queue after 30 min on chat, Tue 2026-12-01 11:00-11:30; 1 h are required."
        )


def test_each_queue_has_its_own_minimum() -> None:
    """An hour on the phone before an hour of chat is too short, two hours are not."""
    (found,) = breaches(_problem(), make_shift("anna", "2026-12-01 09:00", "17:00", [("chat", "10:00", "11:00")]))
    assert (found.start, found.end) == (at("2026-12-01 09:00"), at("2026-12-01 10:00"))


def test_last_block_of_the_plan() -> None:
    """The block that ends with the shift began with a change: half an hour of chat to midnight is too short."""
    (found,) = breaches(_problem(), make_shift("anna", "2026-12-06 18:00", "00:00", [("chat", "23:30", "00:00")]))
    assert found.start == at("2026-12-06 23:30")


def test_a_meal_may_end_any_block() -> None:
    """Half an hour of chat between two meals or before the end is no direct change."""
    parts = [("meal", "12:00", "12:30"), ("chat", "12:30", "13:00")]
    assert breaches(_with_meal(), make_shift("anna", "2026-12-01 07:00", "13:00", parts)) == []


def test_rows_of_one_queue_are_one_block() -> None:
    """Two rows of half an hour of chat are a block of an hour."""
    parts = [("chat", "11:00", "11:30"), ("chat", "11:30", "12:00")]
    assert breaches(_problem(), make_shift("anna", "2026-12-01 09:00", "17:00", parts)) == []


def test_change_of_shift_is_no_change_of_queue() -> None:
    """Two shifts that touch at midnight are two shifts."""
    evening = make_shift("anna", "2026-12-01 23:30", "00:00", queue="chat")
    assert breaches(_problem(), evening, make_shift("anna", "2026-12-02 00:00", "08:00")) == []


@pytest.mark.parametrize(("date", "count"), [("2026-03-29", 1), ("2026-12-06", 0)])
def test_spring_hour_is_missing(date: str, count: int) -> None:
    """Chat from 00:30 to 02:00 lasts 90 min; on 2026-03-29 it lasts 30, because 01:00 to 02:00 is skipped."""
    monday = dt.date.fromisoformat(date) - dt.timedelta(days=6)
    saturday = monday + dt.timedelta(days=5)
    shift = make_shift("anna", f"{saturday} 20:00", "05:00", [("chat", f"{date} 00:30", f"{date} 02:00")])
    assert len(breaches(_problem(start_date=monday), shift)) == count


def test_autumn_hour_counts_twice() -> None:
    """Phone from the first 01:00 to 02:00 lasts 2 h on 2026-10-25."""
    parts = [("chat", "2026-10-25 00:00", "2026-10-25 01:00"), ("phone", "2026-10-25 01:00", "2026-10-25 02:00")]
    rows: list[Activity] = make_shift("anna", "2026-10-24 22:00", "03:00", parts, queue="phone")
    chat_end = make_shift("anna", "2026-10-24 22:00", "03:00", [*parts, ("chat", "2026-10-25 02:00", "03:00")])
    problem = _problem(start_date=dt.date(2026, 10, 19))
    assert breaches(problem, rows) == []
    assert breaches(problem, chat_end) == []
