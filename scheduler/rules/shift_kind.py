"""Which shifts a rule is about, in words of the clock and of the calendar."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from scheduler.records import Name, Record, TimeOfDay, Weekday


class Window(Record):
    """
    A window of local time, every date, that a shift reaches into.

    Parameters
    ----------
    start, end
        From ``start`` to before ``end``; an ``end`` at or before ``start`` lies on the next date.
    minutes
        Elapsed minutes of the shift, breaks included, in one such window at least.
    """

    start: TimeOfDay
    end: TimeOfDay
    minutes: Annotated[int, Field(ge=1, le=1500)] = 1


class ShiftKind(Record):
    """
    A kind of shift; a shift is of the kind when it meets everything that is stated, and any shift is when nothing is.

    Parameters
    ----------
    patterns
        One of these patterns allows its start and its length.
    windows
        It reaches into each of these windows: a night shift by ``{start = "23:00", end = "06:00", minutes = 180}``.
    earliest_start, latest_start
        Local time of its start, both ends included.
    minimum_hours, maximum_hours
        Hours from its start to its end, both ends included.
    days_of_week
        Weekdays of its shift date.
    touches_days
        It has time on such a weekday, from midnight to midnight.
    public_holiday
        Whether it has time on a public holiday at the agent's site.
    """

    patterns: tuple[Name, ...] = ()
    windows: tuple[Window, ...] = ()
    earliest_start: TimeOfDay | None = None
    latest_start: TimeOfDay | None = None
    minimum_hours: Annotated[Decimal, Field(ge=0, le=48)] | None = None
    maximum_hours: Annotated[Decimal, Field(ge=0, le=48)] | None = None
    days_of_week: tuple[Weekday, ...] = ()
    touches_days: tuple[Weekday, ...] = ()
    public_holiday: bool | None = None
