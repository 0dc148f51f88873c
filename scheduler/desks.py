"""Who sits where: a desk for each shift that takes a seat, given out when the roster stands."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.audit_pools import NO_LIMIT, Minutes, seat_use, seated_agents, sitting_shifts
from scheduler.audit_time import stretch_of

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.problem import Problem
    from scheduler.roster import Roster
    from scheduler.sites import Site


@dataclass(frozen=True)
class DeskUse:
    """
    A desk for a shift, or for a part of it.

    Parameters
    ----------
    agent, shift_date
        Whose shift it is.
    site, desk
        Where; ``desk`` is empty where there are more agents than seats.
    start, end
        From when to when.
    """

    agent: str
    shift_date: dt.date
    site: str
    desk: str
    start: dt.datetime
    end: dt.datetime


def desk_plan(roster: Roster, problem: Problem) -> list[DeskUse]:
    """
    Give out desks at the sites that have seats.

    Where some seats cannot be used for a time, it is those of the last desks. Desks are given out in order of time, so
    that as many suffice as are held at the same time (interval colouring): a desk that can be used to the end of the
    shift, but not much longer; of these the one that the agent had before; else one that nobody else had. Who has to
    leave his desk within a shift moves to another one.

    Parameters
    ----------
    roster, problem
        The roster and its plan.

    Returns
    -------
    By site, in the order of the plan, then by start and agent.
    """
    uses: list[DeskUse] = []
    for site in problem.sites:
        if site.seats:
            given_out = _SiteDesks(site, roster, problem).given_out()
            uses += sorted(given_out, key=lambda use: (use.start.timestamp(), use.agent))
    return uses


class _SiteDesks:
    """Desks of a site, taken and left in order of time."""

    def __init__(self, site: Site, roster: Roster, problem: Problem) -> None:
        self.site, self.problem = site, problem
        use, agents = seat_use(site, roster, problem), seated_agents(site, problem)
        most = int(use.units[use.units < NO_LIMIT].max(initial=0))
        self.seats = use.units
        self.desks = np.arange(max(int(use.held.max(initial=0)), min(most, len(agents))))
        self.free_from = np.zeros(len(self.desks), dtype=np.int64)
        self.owner = np.full(len(self.desks), -1)
        self.number_of = {agent: number for number, agent in enumerate(sorted(agents))}
        self.shifts = list(sitting_shifts(site, roster, problem))
        spans = [stretch_of(shift, problem.horizon) for shift in self.shifts]
        self.waiting = [
            (max(0, start), self.number_of[self.shifts[place].agent], place, end)
            for place, (start, end) in enumerate(spans)
            if end > 0
        ]
        heapq.heapify(self.waiting)

    def given_out(self) -> Iterator[DeskUse]:
        """Desks of all shifts; those that move in the middle of a shift have a row for each part."""
        instant = self.problem.horizon.instant
        while self.waiting:
            start, number, place, end = heapq.heappop(self.waiting)
            desk, until = self._desk(number, start, end)
            if desk >= 0:
                self.free_from[desk] = until + self.site.turnaround_minutes
            if until < end:
                heapq.heappush(self.waiting, (until, number, place, end))
            shift, name = self.shifts[place], self._name(desk)
            yield DeskUse(shift.agent, shift.shift_date, self.site.site, name, instant(start), instant(until))

    def _desk(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Desk from a minute on, and until when; -1 where there is none until the end."""
        until = start + _minutes_in_use(self.seats[start:end], self.desks)
        in_use = until > start
        free = in_use & (self.free_from <= start)
        if not free.any():
            # Seats have just gone out of use, and those that are left are being turned around.
            free = in_use & (self.free_from - self.site.turnaround_minutes <= start)
        if not free.any():
            return -1, end
        lasts = np.where(until >= end, _minutes_in_use(self.seats[end:], self.desks), 0)
        others = (self.owner >= 0) & (self.owner != number)
        order = np.lexsort((self.desks, others, self.owner != number, lasts, -until, ~free))
        desk = int(order[0])
        if number not in self.owner:
            self.owner[desk] = number
        return desk, int(until[desk])

    def _name(self, desk: int) -> str:
        if desk < 0:
            return ""
        return self.site.desks[desk] if desk < len(self.site.desks) else str(desk + 1)


def _minutes_in_use(seats: Minutes, desks: Minutes) -> Minutes:
    """For how many minutes from the first one on each desk can be used: while seats are more than its number."""
    found: Minutes = np.searchsorted(-np.minimum.accumulate(seats), -desks)
    return found
