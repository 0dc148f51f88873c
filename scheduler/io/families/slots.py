"""
Kinds of shift without clock times: each is a pattern of one interval in a slot of the day that is its own.

The n-th kind starts n intervals after midnight and lasts one interval, so that what is required of a kind on a day is
the requirement of one interval, and no shift touches another one's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.io.draft import Draft, Location
from scheduler.records import MINUTES_PER_DAY, format_time_of_day
from scheduler.roster import Activity, Roster

if TYPE_CHECKING:
    from scheduler.io.families.lines import Line
    from scheduler.problem import Problem

MONDAY = dt.date(2026, 1, 5)
"""First date of these plans; the families say only that it is a Monday."""

SITE = "site"


class Assignment(NamedTuple):
    """One agent's shift: on a day from 0, of a kind, for a queue."""

    agent: str
    day: int
    kind: str
    queue: str


@dataclass(frozen=True)
class Slots:
    """
    Kinds of shift in slots of the day.

    Parameters
    ----------
    kinds
        The kinds, in order; at most 288.
    """

    kinds: tuple[str, ...]

    @cached_property
    def interval_minutes(self) -> int:
        """The longest interval of which a day has enough."""
        return next(length for length in (60, 30, 15, 10, 5) if len(self.kinds) * length <= MINUTES_PER_DAY)

    @cached_property
    def _start(self) -> dict[str, int]:
        return {kind: number * self.interval_minutes for number, kind in enumerate(self.kinds)}

    def span(self, day: int, kind: str) -> dict[str, dt.datetime]:
        """``start`` and ``end`` of a kind on a day, local."""
        midnight = dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time())
        start = midnight + dt.timedelta(minutes=self._start[kind])
        return {"start": start, "end": start + dt.timedelta(minutes=self.interval_minutes)}

    def per_hour(self, price: int) -> int:
        """Price of an hour, given that of an interval."""
        return price * 60 // self.interval_minutes

    def plan(self, name: str, days: int, queues: Iterable[str]) -> dict[str, Any]:
        """What the plan states beside its people and rows."""
        return {
            "name": name,
            "start_date": MONDAY,
            "days": days,
            "interval_minutes": self.interval_minutes,
            "time_zone": "UTC",
            "sites": [{"site": SITE}],
            "queues": [{"queue": queue} for queue in queues],
            "patterns": [self._pattern(kind) for kind in self.kinds],
        }

    def _pattern(self, kind: str) -> dict[str, Any]:
        start, length = format_time_of_day(self._start[kind]), self.interval_minutes
        grid = {"start_step_minutes": length, "lengths_minutes": [length]}
        return {"pattern": kind, "earliest_start": start, "latest_start": start, **grid}


def whole_day(day: int) -> dict[str, dt.datetime]:
    """``start`` and ``end`` of a day, local."""
    start = dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time())
    return {"start": start, "end": start + dt.timedelta(days=1)}


def succession_rules(followers: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, Any]]:
    """Rules by which some kinds may not follow others on the next day; one for the kinds with the same followers."""
    groups: dict[frozenset[str], list[str]] = {}
    for kind, later in followers.items():
        if later:
            groups.setdefault(frozenset(later), []).append(kind)
    return {
        f"after.{before[0]}": {
            "kind": "forbidden_succession",
            "before": {"patterns": before},
            "after": {"patterns": sorted(after)},
        }
        for after, before in groups.items()
    }


def family_draft(values: dict[str, Any], lines: Mapping[Location, Line], file: str) -> Draft:
    """
    A plan as a draft.

    Parameters
    ----------
    values
        What the plan is made of.
    lines
        The line that each row comes from.
    file
        What is named where there is no such line.
    """

    def locate(location: Location) -> tuple[str, str]:
        line = lines.get(location[:2])
        return (file, "") if line is None else line.place

    return Draft(values, locate)


def roster_of(assignments: Iterable[Assignment], problem: Problem) -> Roster:
    """The roster that consists of some shifts."""
    horizon = problem.horizon
    activities = []
    for agent, day, kind, queue in assignments:
        pattern = problem.pattern_named[kind]
        start = horizon.minute_at(day, pattern.earliest_start)
        span = horizon.instant(start), horizon.instant(start + pattern.lengths_minutes[0])
        activities.append(Activity(agent, horizon.date(day), queue, *span, True, queue))
    return Roster(activities)


def assignments_of(roster: Roster, problem: Problem) -> Iterator[Assignment]:
    """
    The shifts of a roster, in the order of its agents and days.

    Raises
    ------
    KeyError
        A shift starts at no start of a kind.
    """
    horizon = problem.horizon
    kinds = {pattern.earliest_start: pattern.pattern for pattern in problem.patterns}
    for shift in roster.shifts():
        day = horizon.day(shift.shift_date)
        start = horizon.minute(shift.start) - horizon.day_start(day)
        yield Assignment(shift.agent, day, kinds[start], shift.activities[0].queue)
