"""Dates of the history and of what was published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.people import PublishedShift
from tests.builders import at, make_past, make_problem
from tests.scheduler.findings import findings_of, the_finding


@pytest.mark.parametrize(
    ("field", "date", "words"),
    [
        ("history_from", "2026-12-01", "lies after the first date of the plan, 2026-11-30. Write the first date from"),
        ("history_from", "0202-11-30", "does not lie between 1970 and 2200. Correct the year."),
        ("published_on", "20261-11-30", None),
        ("published_on", "2200-01-01", "published_on 2200-01-01 does not lie between 1970 and 2200."),
        ("published_on", "1969-12-31", "does not lie between"),
    ],
)
def test_dates_of_the_plan(field: str, date: str, words: str | None) -> None:
    """History begins with the plan at the latest, and years are no typing errors."""
    if words is None:
        with pytest.raises(ValueError, match=field):
            make_problem(**{field: date})
        return
    assert the_finding(**{field: date})[:3] == (field, -1, "")
    assert words in the_finding(**{field: date})[3]


@pytest.mark.parametrize(
    "fields",
    [
        {"history_from": "2026-11-30"},
        {"history_from": "1970-01-01", "published_on": "1970-01-01"},
        {"published_on": "2199-12-31"},
    ],
)
def test_dates_that_are_right(fields: dict[str, Any]) -> None:
    """A plan may be published after it has begun, which is for the rules to judge."""
    assert not findings_of(**fields)


def told(start: str, end: str, date: str = "", agent: str = "anna") -> PublishedShift:
    """Return a published shift."""
    day = dt.date.fromisoformat(date or start[:10])
    return PublishedShift(agent=agent, shift_date=day, start=at(start), end=at(end))


GOOD = told("2026-12-01 09:10", "2026-12-01 17:00")

WRONG: dict[str, tuple[PublishedShift, str, str]] = {
    "before": (
        told("2026-11-29 09:00", "2026-11-29 17:00"), "shift_date",
        "shift_date 2026-11-29 lies outside the plan. Write a date from 2026-11-30 to 2026-12-06, or remove the row.",
    ),
    "after": (told("2026-12-07 09:00", "2026-12-07 17:00"), "shift_date", "2026-12-07 lies outside the plan"),
    "twice": (
        told("2026-12-01 18:00", "2026-12-01 20:00"), "shift_date",
        "'anna' has two shifts on 2026-12-01. Keep one shift per agent and date.",
    ),
    "another date": (
        told("2026-12-02 09:00", "2026-12-02 17:00", "2026-12-03"), "start",
        "The shift of 2026-12-03 starts on 2026-12-02.",
    ),
    "too long": (told("2026-12-02 09:00", "2026-12-03 09:01"), "end", "lasts more than 24 hours"),
    "seconds": (told("2026-12-02 09:00:30", "2026-12-02 17:00"), "start", "has seconds. Write whole minutes."),
    "unknown agent": (told("2026-12-02 09:00", "2026-12-02 17:00", agent="anan"), "agent", "Write 'anna'"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_published_shift_is_complained_of(name: str) -> None:
    """One mistake gives one finding."""
    wrong, field, words = WRONG[name]
    table, index, place, text = the_finding(published=(GOOD, wrong))
    assert (table, index, place) == ("published", 1, field)
    assert words in text


def test_published_shifts_that_are_right() -> None:
    """First and last date, a shift into the next day, of 24 hours, off the grid, and one each for two agents."""
    rows = (
        GOOD,
        told("2026-11-30 00:00", "2026-12-01 00:00"),
        told("2026-12-06 22:00", "2026-12-07 06:00"),
        told("2026-12-01 09:00", "2026-12-01 17:00", agent="ben"),
    )
    assert not findings_of(published=rows)


@pytest.mark.parametrize(("end", "found"), [("06:30", False), ("06:10", True), ("2026-11-29 23:50", False)])
def test_past_shift_that_reaches_in_ends_on_the_grid(end: str, found: bool) -> None:
    """Half an hour is the grid: what it supplies is counted in intervals; before the plan any minute will do."""
    findings = findings_of(history=(make_past("anna", "2026-11-29 22:00", end),))
    assert [finding.field for finding in findings] == (["end"] if found else [])
    for finding in findings:
        assert finding.message == "The shift of 2026-11-29 reaches into the plan and ends off its grid."
        assert finding.remedy == "Write an end on the grid of 30 minutes."
