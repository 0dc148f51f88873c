"""The planning period on two clocks: elapsed minutes for arithmetic, local wall time for people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.records import MINUTES_PER_DAY


def minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    """Elapsed minutes between two instants."""
    # Aware subtraction within one zone is wall-clock arithmetic; timestamps are elapsed time.
    return round((end.timestamp() - start.timestamp()) / 60)


@dataclass(frozen=True)
class Horizon:
    """
    The dates of a plan and the grid of its requirement.

    All arithmetic is done in *minutes*: elapsed minutes since local midnight of the first date. They run on
    through clock changes, so that rest and hours are always elapsed time; a local day has 1380 or 1500 of
    them where the clocks change.

    Parameters
    ----------
    start_date
        First local date.
    days
        Number of local dates.
    interval_minutes
        Length of an interval of the requirement.
    time_zone
        IANA name of the zone in which the plan's local times are meant.
    """

    start_date: dt.date
    days: int
    interval_minutes: int
    time_zone: str

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def origin(self) -> dt.datetime:
        """The instant from which minutes are counted, in UTC."""
        midnight = dt.datetime.combine(self.start_date, dt.time(), self.zone)
        return midnight.astimezone(dt.UTC)

    @cached_property
    def _origin_seconds(self) -> float:
        return self.origin.timestamp()

    @cached_property
    def num_minutes(self) -> int:
        """Elapsed minutes from the first to the end of the last date."""
        return self.day_start(self.days)

    @cached_property
    def num_intervals(self) -> int:
        """Intervals of the requirement."""
        return self.num_minutes // self.interval_minutes

    def date(self, day: int) -> dt.date:
        """Date of day ``day`` (0 is the first; negative and later days are allowed)."""
        return self.start_date + dt.timedelta(days=day)

    def day(self, date: dt.date) -> int:
        """Index of a date; negative before the horizon."""
        return (date - self.start_date).days

    def day_start(self, day: int) -> int:
        """Minute at which local day ``day`` begins."""
        return self.minute_at(day, 0)

    def minute(self, instant: dt.datetime) -> int:
        """Minute of an aware instant, rounded down to whole minutes."""
        return int((instant.timestamp() - self._origin_seconds) // 60)

    def instant(self, minute: int) -> dt.datetime:
        """Aware local time of a minute."""
        return (self.origin + dt.timedelta(minutes=minute)).astimezone(self.zone)

    def date_at(self, instant: dt.datetime) -> dt.date:
        """Local date of an aware instant, whatever its own offset."""
        return instant.astimezone(self.zone).date()

    def local_minute(self, minute: int) -> int:
        """Minutes after local midnight that the wall clock shows at a minute."""
        if minute not in self._local_minutes:
            local = self.instant(minute)
            self._local_minutes[minute] = local.hour * 60 + local.minute
        return self._local_minutes[minute]

    # Shifts of all agents begin at the same few thousand moments, and looking them up on the clock takes long.

    @cached_property
    def _local_minutes(self) -> dict[int, int]:
        return {}

    @cached_property
    def _minutes(self) -> dict[tuple[int, int], int]:
        return {}

    def minute_at(self, day: int, minute_of_day: int) -> int:
        """
        Minute at which the wall clock of local day ``day`` shows a time.

        A time that occurs twice means its first occurrence. A time skipped by a clock change is read with
        the offset before the change, so it falls after the gap; ask ``exists`` where that matters.
        """
        key = day, minute_of_day
        if key not in self._minutes:
            date = self.date(day + minute_of_day // 1440)
            wall = dt.datetime.combine(date, dt.time(minute_of_day % 1440 // 60, minute_of_day % 60), self.zone)
            self._minutes[key] = self.minute(wall.astimezone(dt.UTC))
        return self._minutes[key]

    def window(self, day: int, start: int, end: int) -> tuple[int, int]:
        """
        Minutes from one time to before another, as the wall clock of local day ``day`` shows them.

        Parameters
        ----------
        day
            Day index of the start.
        start, end
            Minutes of the day; an ``end`` at or before ``start`` lies on the next date.

        Returns
        -------
        Never of negative length; of none where a clock change swallows the window.
        """
        begin = self.minute_at(day, start)
        # A start that is skipped falls after the gap, where an end soon after it may have been before.
        return begin, max(begin, self.minute_at(day, end if end > start else end + MINUTES_PER_DAY))

    def exists(self, day: int, minute_of_day: int) -> bool:
        """Whether the wall clock of local day ``day`` ever shows this time."""
        return self.local_minute(self.minute_at(day, minute_of_day)) == minute_of_day % 1440

    def week_of(self, day: int, week_start: int) -> int:
        """
        Day index at which the week of ``day`` begins.

        Parameters
        ----------
        day
            Day index, negative before the horizon.
        week_start
            First weekday of a week, 0 for Monday.
        """
        return day - (self.date(day).weekday() - week_start) % 7

    def weeks(self, week_start: int) -> list[int]:
        """First day of each week that touches the horizon; the first can be negative."""
        first = self.week_of(0, week_start)
        return list(range(first, self.days, 7))
