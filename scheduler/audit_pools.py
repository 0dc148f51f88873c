"""Who holds a seat or a unit of equipment when, and how many there are, minute by minute; shared by rules and costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.audit_time import Stretch, stretch_of
from scheduler.audit_units import stays_in

if TYPE_CHECKING:
    from scheduler.equipment import EquipmentPool
    from scheduler.people import Agent, PastShift, Span
    from scheduler.problem import Problem
    from scheduler.roster import Activity, Roster, Shift
    from scheduler.sites import SeatLimit, Site

Minutes = NDArray[np.int64]

NO_LIMIT = np.iinfo(np.int64).max
"""Stands for any number of seats."""


@dataclass(frozen=True, eq=False)
class PoolUse:
    """
    Units of a pool, from the plan's start to the last minute in which one is held. Shape ``(minutes,)`` each.

    Parameters
    ----------
    in_use
        Agents who use a unit.
    held
        Units that are held: theirs, and seats that are being turned around.
    units
        Units that can be used.
    lately
        The most that could be used since a seat that is being turned around now was left.
    """

    in_use: Minutes
    held: Minutes
    units: Minutes
    lately: Minutes

    @property
    def beyond(self) -> Minutes:
        """Agents who use a unit where there is none that can be used."""
        beyond: Minutes = np.maximum(self.in_use - self.units, 0) * (self.units < self.lately)
        return beyond

    @property
    def lacking(self) -> Minutes:
        """Units that are lacking for those who hold one."""
        lacking: Minutes = np.maximum(self.held - self.lately, 0)
        return lacking

    @property
    def hours(self) -> Fraction:
        """What is priced where limits are soft."""
        return Fraction(int((self.beyond + self.lacking).sum()), 60)


@dataclass(frozen=True, eq=False)
class NamedUse:
    """
    What is held of a pool that has a name.

    Parameters
    ----------
    kind
        ``seats`` or ``equipment``.
    name
        Of the site, or of the equipment pool.
    use
        What is held of it.
    """

    kind: str
    name: str
    use: PoolUse


def pool_uses(roster: Roster, problem: Problem) -> Iterator[NamedUse]:
    """Seats of each site that has a limit, then each equipment pool, in the plan's order."""
    for site in problem.sites:
        if site.seats:
            yield NamedUse("seats", site.site, seat_use(site, roster, problem))
    for pool in problem.pools:
        yield NamedUse("equipment", pool.pool, equipment_use(pool, roster, problem))


def seat_use(site: Site, roster: Roster, problem: Problem) -> PoolUse:
    """Seats of a site and who holds them."""
    spans, turnaround = _spans(site, roster, problem), site.turnaround_minutes
    last = max([problem.horizon.num_minutes, *(end + turnaround for _, end in spans)])
    seats = _seats(site, problem, last)
    held = _count([(start, end + turnaround) for start, end in spans], last)
    return PoolUse(_count(spans, last), held, seats, _lately(seats, turnaround))


def equipment_use(pool: EquipmentPool, roster: Roster, problem: Problem) -> PoolUse:
    """Units of equipment and who holds them."""
    needing = {agent.agent for agent in problem.agents if _needs(agent, pool)}
    spans = list(_equipment_spans(pool, needing, roster, problem))
    last = max([problem.horizon.num_minutes, *(end for _, end in spans)])
    stays = [(start, min(end, last)) for start, end in stays_in(pool.pool, roster, problem)]
    held, units = _count(spans, last), pool.units + _count(stays, last)
    return PoolUse(held, held, units, units)


def _needs(agent: Agent, pool: EquipmentPool) -> bool:
    if pool.sites and agent.site not in pool.sites:
        return False
    return not pool.only_for or any(attribute in pool.only_for for attribute in agent.attributes)


def _equipment_spans(pool: EquipmentPool, needing: set[str], roster: Roster, problem: Problem) -> Iterator[Stretch]:
    """Minutes, from the plan's start on, in which one of these agents holds a unit."""
    parts: list[Span | Shift | Activity] = [past for past in problem.history if _reaches_in(past, pool, problem)]
    if pool.queues:
        parts += [activity for activity in roster.activities if activity.queue in pool.queues]
    else:
        parts += [shift for tour in roster.tours.values() for shift in tour]
    for part in parts:
        start, end = stretch_of(part, problem.horizon)
        if part.agent in needing and end > 0:
            yield max(0, start), end


def _reaches_in(past: PastShift, pool: EquipmentPool, problem: Problem) -> bool:
    """Whether a past shift, which works the agent's first queue, needs a unit."""
    return not pool.queues or problem.agent_named[past.agent].skills[0].queue in pool.queues


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
            start, end = horizon.window(day, window.start, window.end)
            open_now = slice(max(0, start), max(0, end))
            seats[open_now] = np.minimum(seats[open_now], window.seats)
    return seats


def _holds_on(window: SeatLimit, problem: Problem, day: int) -> bool:
    """Whether a window starts on a day of the horizon."""
    date = problem.horizon.date(day)
    if window.valid_from is not None and date < window.valid_from:
        return False
    if window.valid_to is not None and date > window.valid_to:
        return False
    return any(date.weekday() == weekday.number for weekday in window.days_of_week)
