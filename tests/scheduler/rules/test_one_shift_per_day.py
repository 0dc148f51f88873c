"""Shifts and their parts follow each other without overlaps or holes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from scheduler.people import PastShift
from scheduler.roster import Activity
from tests.builders import at, breaches, make_past, make_problem, make_shift


def _work(start: str, end: str, date: str = "2026-12-01") -> Activity:
    return Activity("anna", dt.date.fromisoformat(date), "phone", at(start), at(end), True, "phone")


def test_contiguous_parts_are_legal() -> None:
    """A shift of two rows that touch is one shift."""
    rows = [_work("2026-12-01 09:00", "2026-12-01 12:00"), _work("2026-12-01 12:00", "2026-12-01 17:00")]
    assert breaches(make_problem(), rows) == []


def test_hole_between_parts() -> None:
    """Two rows with half an hour between them are a shift with a hole; so are two shifts on a date."""
    rows = [_work("2026-12-01 09:00", "2026-12-01 12:00"), _work("2026-12-01 12:30", "2026-12-01 17:00")]
    (found,) = breaches(make_problem(), rows)
    assert (found.rule, found.start, found.end) == (
        "one_shift_per_day",
        at("2026-12-01 12:00"),
        at("2026-12-01 12:30"),
    )
    assert found.message.startswith("Anna has nothing to do for 30 min from 12:00, between phone and phone")


def test_overlapping_parts() -> None:
    """A row that starts before the one before it ends is found once."""
    rows = [_work("2026-12-01 09:00", "2026-12-01 12:30"), _work("2026-12-01 12:00", "2026-12-01 17:00")]
    (found,) = breaches(make_problem(), rows)
    assert (found.rule, found.start, found.end) == (
        "one_shift_per_day",
        at("2026-12-01 12:00"),
        at("2026-12-01 12:30"),
    )


def test_part_without_length() -> None:
    """A row that ends when it starts is reported and does no harm otherwise."""
    rows = [_work("2026-12-01 09:00", "2026-12-01 12:00"), _work("2026-12-01 12:00", "2026-12-01 12:00")]
    (found,) = breaches(make_problem(), rows)
    assert "ends before or when it starts" in found.message


def test_times_off_the_grid_are_found_together() -> None:
    """Two rows that meet at 12:07 are one breach."""
    rows = [_work("2026-12-01 09:00", "2026-12-01 12:07"), _work("2026-12-01 12:07", "2026-12-01 17:00")]
    (found,) = breaches(make_problem(), rows)
    assert found.rule == "one_shift_per_day"
    assert "off the 30-minute grid (12:07)" in found.message


def test_seconds_are_off_the_grid() -> None:
    """Half a minute past twelve is off the grid although times are read to the minute."""
    noon = at("2026-12-01 12:00") + dt.timedelta(seconds=30)
    rows = [
        replace(_work("2026-12-01 09:00", "2026-12-01 12:00"), end=noon),
        replace(_work("2026-12-01 12:00", "2026-12-01 17:00"), start=noon),
    ]
    assert [found.rule for found in breaches(make_problem(), rows)] == ["one_shift_per_day"]


def test_wrong_shift_date() -> None:
    """A shift that starts at 00:00 belongs to that date, not to the evening before."""
    rows = [_work("2026-12-02 00:00", "2026-12-02 08:00", date="2026-12-01")]
    found = [item for item in breaches(make_problem(), rows) if item.rule == "one_shift_per_day"]
    assert [item.message for item in found] == ["Anna starts work on Wed 2026-12-02 in the shift on Tue 2026-12-01."]


def test_night_shift_into_the_next_shift() -> None:
    """A night shift until 06:30 and a shift from 06:00 overlap; until 06:00 they only touch."""
    morning = make_shift("anna", "2026-12-06 06:00", "14:00")
    assert breaches(make_problem(), make_shift("anna", "2026-12-05 22:00", "06:00"), morning) == []
    (found,) = breaches(make_problem(), make_shift("anna", "2026-12-05 22:00", "06:30"), morning)
    assert (found.rule, found.start, found.end) == (
        "one_shift_per_day",
        at("2026-12-06 06:00"),
        at("2026-12-06 06:30"),
    )


def test_past_shift_that_reaches_in() -> None:
    """A past night shift until 06:00 and a first shift from 05:30 overlap."""
    problem = make_problem(history=(make_past("anna", "2026-11-29 22:00", "06:00"),))
    assert breaches(problem, make_shift("anna", "2026-11-30 06:00", "14:00")) == []
    (found,) = breaches(problem, make_shift("anna", "2026-11-30 05:30", "13:30"))
    assert found.rule == "one_shift_per_day"


def test_autumn_hour_that_occurs_twice() -> None:
    """Rows that meet at the second 01:30 have no hole, although the wall clock goes back between them."""
    second = at("2026-10-25 01:30", fold=1)
    rows = [
        Activity("anna", dt.date(2026, 10, 24), "phone", at("2026-10-24 22:00"), second, True, "phone"),
        Activity("anna", dt.date(2026, 10, 24), "phone", second, at("2026-10-25 06:00"), True, "phone"),
    ]
    problem = make_problem(start_date=dt.date(2026, 10, 19))
    assert breaches(problem, rows) == []
    (found,) = breaches(problem, [rows[0], replace(rows[1], start=at("2026-10-25 01:30"))])
    assert found.rule == "one_shift_per_day"
    assert found.message.startswith("Anna has phone before phone has ended")


def test_past_shifts_alone() -> None:
    """Two past shifts that overlap are not the roster's doing."""
    past = PastShift(
        agent="anna",
        shift_date=dt.date(2026, 11, 28),
        start=at("2026-11-28 22:00"),
        end=at("2026-11-29 21:00"),
        paid_minutes=480,
    )
    assert breaches(make_problem(history=(past, make_past("anna", "2026-11-29 20:00", "04:00")))) == []
