"""Hours that agents of one queue work on another, and their changes."""

from __future__ import annotations

from scheduler.transfers import Transfer, transfers
from tests.builders import make_problem, make_roster, make_shift

DATE = "2026-12-01"


def test_hours_by_the_local_clock_and_changes() -> None:
    """
    Anna's first queue is the phone: she chats 09:15-11:00 between two direct changes, and 12:30-13:00 after a break.

    09:15-10:00 are 0.75 hours of nine, then an hour of ten, then half an hour of twelve.
    """
    parts = [("chat", "09:15", "11:00"), ("break", "12:00", "12:30"), ("chat", "12:30", "13:00")]
    shift = make_shift("anna", f"{DATE} 08:00", "13:00", parts)
    found, back = transfers(make_roster(shift), make_problem())
    assert (found.lender, found.borrower, found.changes) == ("phone", "chat", 1)
    assert (back.lender, back.borrower, back.total_hours, back.changes) == ("chat", "phone", 0.0, 1)
    assert {hour: hours for hour, hours in enumerate(found.hours) if hours} == {9: 0.75, 10: 1.0, 12: 0.5}
    assert found.total_hours == 2.25


def test_the_way_back_is_a_change_and_no_transfer() -> None:
    """From the chat back to the phone: a change from chat to phone, but no hour of a chat agent."""
    shift = make_shift("anna", f"{DATE} 08:00", "12:00", [("chat", "09:00", "10:00")])
    found = transfers(make_roster(shift), make_problem())
    assert [(one.lender, one.borrower, one.total_hours, one.changes) for one in found] == [
        ("phone", "chat", 1.0, 1), ("chat", "phone", 0.0, 1),
    ]  # fmt: skip


def test_own_queue_only() -> None:
    """Nothing to tell."""
    assert transfers(make_roster(make_shift("anna", f"{DATE} 08:00", "12:00")), make_problem()) == []


def test_hour_that_occurs_twice_counts_twice() -> None:
    """On 25 October 2026 in London the clock shows one o'clock for two hours."""
    problem = make_problem(start_date="2026-10-19")
    shift = make_shift("anna", "2026-10-25 00:00", "03:00", [("chat", "00:00", "03:00")])
    (found,) = transfers(make_roster(shift), problem)
    assert found == Transfer("phone", "chat", tuple([1.0, 2.0, 1.0] + [0.0] * 21), 0)
