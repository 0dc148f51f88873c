"""Where agents sit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scheduler.records import Name, Record, TimeOfDay, Weekday


class SeatLimit(Record):
    """
    Seats that can be used at a time of day; a seat is held from the start to the end of a shift.

    Parameters
    ----------
    start, end
        Window in local time, from ``start`` to before ``end``. An ``end`` at or before ``start`` lies on the
        next date.
    seats
        Seats in the window; where windows overlap, the smallest number holds.
    days_of_week
        Dates on which the window starts; all when not given.
    """

    start: TimeOfDay
    end: TimeOfDay
    seats: Annotated[int, Field(ge=0, le=100_000)]
    days_of_week: tuple[Weekday, ...] = tuple(Weekday)


class Site(Record):
    """A place of work. Without seat limits, and outside their windows, any number of agents fits."""

    site: Name
    seats: tuple[SeatLimit, ...] = ()
