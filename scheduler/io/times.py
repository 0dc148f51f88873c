"""Points in time and dates of a draft: from text and spreadsheet cells to aware times and dates."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.cross_check_frame import FIRST_YEAR, LAST_YEAR
from scheduler.error_words import show
from scheduler.errors import Complaint
from scheduler.io.draft import Draft, Location, Unclear
from scheduler.io.tables import DATES, INSTANTS, LISTS, PLAN_DATES

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def set_times(draft: Draft, zone: ZoneInfo) -> list[tuple[Location, Complaint]]:
    """
    Replace the times and dates of a draft by Python's own.

    Times become aware, with the offset that the zone has at that moment: comparisons are then of instants, not of
    wall clocks. Without an offset they are local times of the zone; one that occurs twice means its first
    occurrence.

    Parameters
    ----------
    draft
        The draft; its rows are changed in place.
    zone
        Zone of times without offset.

    Returns
    -------
    Complaints about values that are no times, local times that do not exist, and tables that mix both forms.
    """
    found: list[tuple[Location, Complaint]] = []
    found += _set_dates(draft, draft.values, PLAN_DATES, ())
    for table, columns in DATES.items():
        for index, row in _rows(draft, table):
            found += _set_dates(draft, row, columns, (table, index))
    for table, columns in INSTANTS.items():
        found += _set_instants(draft, table, columns, zone)
    return found


def _rows(draft: Draft, table: str) -> list[tuple[int, dict[str, Any]]]:
    rows = draft.values.get(table)
    return [(i, row) for i, row in enumerate(rows) if isinstance(row, dict)] if isinstance(rows, list) else []


def _set_dates(
    draft: Draft, row: dict[str, Any], columns: tuple[str, ...], above: Location
) -> list[tuple[Location, Complaint]]:
    """Convert dates and lists of dates of a row."""
    found: list[tuple[Location, Complaint]] = []
    for column in columns:
        value = row.get(column)
        if column not in LISTS:
            found += [] if value is None else draft.convert(row, column, above, as_date)
        elif isinstance(value, list):
            for index in range(len(value)):
                found += draft.convert(value, index, (*above, column), as_date)
    return found


def _set_instants(
    draft: Draft, table: str, columns: tuple[str, ...], zone: ZoneInfo
) -> list[tuple[Location, Complaint]]:
    found: list[tuple[Location, Complaint]] = []
    clock = _Clock(zone, {}, {})
    for index, row in _rows(draft, table):
        for column in columns:
            clock.at = (table, index, column)
            if row.get(column) is not None:
                found += draft.convert(row, column, (table, index), clock.instant)
    if len(clock.first) == 2:
        with_offset, without = (draft.locate(clock.first[aware])[1] for aware in (True, False))
        message = f"Times with an offset ({with_offset}) and without one ({without}) are mixed."
        later = list(clock.first.values())[1]
        found.append((later, draft.complain(later, message, "Write all times of the table one way.")))
    return found


@dataclass
class _Clock:
    """Reads the times of one table and remembers where it met the two forms."""

    zone: ZoneInfo
    first: dict[bool, Location]
    known: dict[object, dt.datetime]
    at: Location = ()

    def instant(self, value: object) -> dt.datetime:
        time = as_time(value)
        self.first.setdefault(time.tzinfo is not None, self.at)
        if time not in self.known or time.tzinfo is not None:
            self.known[time] = to_zone(time, self.zone)
        return self.known[time]


def as_time(value: object) -> dt.datetime:
    """
    A point in time from text or a spreadsheet cell, naive where it has no offset.

    Raises
    ------
    Unclear
        If it is none.
    """
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        raise Unclear(f"{show(value)} has no time of day.", f"Write it as {value}T00:00.")
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise Unclear(f"{show(value)} is no time: {error}.", "Write it as 2026-11-30T09:00.") from error
    raise Unclear(f"{show(value)} is no point in time.", "Write it as 2026-11-30T09:00.")


def to_zone(time: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """
    The time with the fixed offset that the zone has at that moment.

    Raises
    ------
    Unclear
        If the wall clock never shows a time without offset, or the year is a typing error.
    """
    if not FIRST_YEAR <= time.year < LAST_YEAR:
        raise Unclear(f"The year {time.year} lies outside {FIRST_YEAR} to {LAST_YEAR}.", "Correct the year.")
    aware = time.replace(tzinfo=zone) if time.tzinfo is None else time
    local = aware.astimezone(dt.UTC).astimezone(zone)
    if time.tzinfo is None and local.replace(tzinfo=None, fold=0) != time.replace(fold=0):
        shown = local.replace(tzinfo=None).isoformat(timespec="minutes")
        message = f"{time.isoformat(timespec='minutes')} does not exist in {zone.key}: the clocks go forward."
        raise Unclear(message, f"Write {shown}, or the time with its offset.")
    offset = local.utcoffset()
    assert offset is not None
    return local.replace(tzinfo=dt.timezone(offset), fold=0)


def as_date(value: object) -> dt.date:
    """
    A date from text or a spreadsheet cell.

    Raises
    ------
    Unclear
        If it is none.
    """
    if isinstance(value, dt.datetime) and value.tzinfo is None and value.time() == dt.time():
        return value.date()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise Unclear(f"{show(value)} is no date: {error}.", "Write it as 2026-11-30.") from error
    raise Unclear(f"{show(value)} is no date.", "Write it as 2026-11-30.")
