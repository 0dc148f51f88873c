"""Who holds a seat when, and how many there are, minute by minute; shared by rule and cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.audit_time import Stretch, stretch_of

if TYPE_CHECKING:
    from scheduler.people import PastShift
    from scheduler.problem import Problem
    from scheduler.roster import Roster, Shift
    from scheduler.sites import SeatLimit, Site

Minutes = NDArray[np.int64]

NO_LIMIT = np.iinfo(np.int64).max
"""Stands for any number of seats."""


@dataclass(frozen=True, eq=False)
class SeatUse:
    """
    Seats of a site, from the plan's start to the last minute in which one is held. Shape ``(minutes,)`` each.

    Parameters
    ----------
    on_shift
        Agents on shift who take a seat.
    held
        Seats that are held: theirs, and those that are being turned around.
    seats
        Seats that can be used.
    lately
        The most that could be used since a seat that is being turned around now was left.
    """

    on_shift: Minutes
    held: Minutes
    seats: Minutes
    lately: Minutes

    @property
    def beyond(self) -> Minutes:
        """Agents on shift without a seat that can be used."""
        beyond: Minutes = np.maximum(self.on_shift - self.seats, 0) * (self.seats < self.lately)
        return beyond

    @property
    def lacking(self) -> Minutes:
        """Seats that are lacking for those who hold one."""
        lacking: Minutes = np.maximum(self.held - self.lately, 0)
        return lacking

    @property
    def hours(self) -> Fraction:
        """What is priced where seats are soft."""
        return Fraction(int((self.beyond + self.lacking).sum()), 60)


def seat_use(site: Site, roster: Roster, problem: Problem) -> SeatUse:
    """Seats of a site and who holds them."""
    spans, turnaround = _spans(site, roster, problem), site.turnaround_minutes
    last = max([problem.horizon.num_minutes, *(end + turnaround for _, end in spans)])
    seats = _seats(site, problem, last)
    held = _count([(start, end + turnaround) for start, end in spans], last)
    return SeatUse(_count(spans, last), held, seats, _lately(seats, turnaround))


def seated_agents(site: Site, problem: Problem) -> set[str]:
    """Agents who take a seat at a site."""
    return {agent.agent for agent in problem.agents if agent.site == site.site and not agent.works_from_home}


def sitting_shifts(site: Site, roster: Roster, problem: Problem) -> Iterator[Shift | PastShift]:
    """Shifts in which a seat of a site is held, with those of the history."""
    agents = seated_agents(site, problem)
    for agent in sorted(agents):
        yield from roster.tours.get(agent, ())
    yield from (past for past in problem.history if past.agent in agents)


def _spans(site: Site, roster: Roster, problem: Problem) -> list[Stretch]:
    """Minutes of these shifts, from the plan's start on."""
    spans = [stretch_of(shift, problem.horizon) for shift in sitting_shifts(site, roster, problem)]
    return [(max(0, start), end) for start, end in spans if end + site.turnaround_minutes > 0]


def _count(held: list[Stretch], last: int) -> Minutes:
    """How many of these spans each minute lies in. Shape ``(last,)``."""
    changes = np.zeros(last + 1, dtype=np.int64)
    for start, end in held:
        if end > start:
            changes[start] += 1
            changes[end] -= 1
    return np.cumsum(changes[:-1])


def _lately(seats: Minutes, turnaround: int) -> Minutes:
    """Largest number in this minute and in as many before it as a turnaround takes. Shape ``(minutes,)``."""
    largest = seats.copy()
    for back in range(1, turnaround + 1):
        largest[back:] = np.maximum(largest[back:], seats[:-back])
    return largest


def _seats(site: Site, problem: Problem, last: int) -> Minutes:
    """Seats in each minute. Shape ``(last,)``."""
    horizon = problem.horizon
    seats = np.full(last, NO_LIMIT, dtype=np.int64)
    last_day = horizon.day(horizon.instant(last).date())
    for day in range(-1, last_day + 1):
        for window in site.seats:
            if not _holds_on(window, problem, day):
                continue
            until = window.end if window.end > window.start else window.end + 24 * 60
            start, end = max(0, horizon.minute_at(day, window.start)), max(0, horizon.minute_at(day, until))
            seats[start:end] = np.minimum(seats[start:end], window.seats)
    return seats


def _holds_on(window: SeatLimit, problem: Problem, day: int) -> bool:
    """Whether a window starts on a day of the horizon."""
    date = problem.horizon.date(day)
    if window.valid_from is not None and date < window.valid_from:
        return False
    if window.valid_to is not None and date > window.valid_to:
        return False
    return any(date.weekday() == weekday.number for weekday in window.days_of_week)
