"""The roster: who does what when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scheduler.horizon import minutes_between
from scheduler.people import Pin

SET_UP = "set-up"
"""What a roster calls the time between two queues, of a transfer."""


@dataclass(frozen=True, slots=True)
class Activity:
    """
    A part of a shift.

    Parameters
    ----------
    agent
        Identifier of the agent.
    shift_date
        Local date on which the shift starts.
    activity
        Name of the queue, of the break, or of another activity.
    start, end
        Aware instants in the plan's time zone.
    paid
        Whether it counts as paid time.
    queue
        Queue that it covers; empty for breaks and other activities.
    """

    agent: str
    shift_date: dt.date
    activity: str
    start: dt.datetime
    end: dt.datetime
    paid: bool
    queue: str = ""

    @property
    def minutes(self) -> int:
        """Elapsed length."""
        return minutes_between(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Shift:
    """One agent's working period on one shift date, as activities in order of time (at least one)."""

    agent: str
    shift_date: dt.date
    activities: tuple[Activity, ...]

    @property
    def start(self) -> dt.datetime:
        """Start of the first activity."""
        return self.activities[0].start

    @property
    def end(self) -> dt.datetime:
        """Latest end of an activity."""
        # Instants: times of one zone compare by the clock face, which an hour that clocks repeat shows twice.
        return max((activity.end for activity in self.activities), key=dt.datetime.timestamp)

    @property
    def minutes(self) -> int:
        """Elapsed minutes from start to end."""
        return minutes_between(self.start, self.end)

    @property
    def paid_minutes(self) -> int:
        """Sum of the paid activities."""
        return sum(activity.minutes for activity in self.activities if activity.paid)

    @property
    def pin(self) -> Pin:
        """The pin that fixes it as a whole, whatever is done in it."""
        return Pin(agent=self.agent, start=self.start, end=self.end, shift_date=self.shift_date)


@dataclass(frozen=True)
class Roster:
    """
    All tours: every activity of every agent, and where equipment is that is not always in one place.

    Parameters
    ----------
    activities
        In any order; they are sorted by agent, shift date and start.
    stays
        The same of units of equipment: ``agent`` is the unit, ``shift_date`` the date of its window, ``queue`` the pool
        in which it is, empty on the way to another.
    """

    activities: tuple[Activity, ...]
    stays: tuple[Activity, ...]

    def __init__(self, activities: Iterable[Activity], stays: Iterable[Activity] = ()) -> None:
        object.__setattr__(self, "activities", _ordered(activities))
        object.__setattr__(self, "stays", _ordered(stays))

    @cached_property
    def tours(self) -> dict[str, tuple[Shift, ...]]:
        """Shifts of each agent who has any, in order of their dates."""
        return _tours(self.activities)

    @cached_property
    def held_units(self) -> dict[str, tuple[Shift, ...]]:
        """When each unit of equipment that is held at all is held, in order of dates."""
        return _tours(self.stays)

    def shifts(self) -> Iterator[Shift]:
        """All shifts, agent by agent."""
        for tour in self.tours.values():
            yield from tour


def _ordered(parts: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(sorted(parts, key=lambda part: (part.agent, part.shift_date, part.start.timestamp(), part.activity)))


def _tours(activities: tuple[Activity, ...]) -> dict[str, tuple[Shift, ...]]:
    parts: defaultdict[tuple[str, dt.date], list[Activity]] = defaultdict(list)
    for activity in activities:
        parts[activity.agent, activity.shift_date].append(activity)
    tours: defaultdict[str, list[Shift]] = defaultdict(list)
    for (agent, date), some in parts.items():
        tours[agent].append(Shift(agent, date, tuple(some)))
    return {agent: tuple(shifts) for agent, shifts in tours.items()}
