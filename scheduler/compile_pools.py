"""Seats and equipment as pools, and what each agent holds of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scheduler.cost_terms import ALL, Terms
from scheduler.equipment import EquipmentPool
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.sites import SeatLimit, Site
from shiftmodels.data import Hold, IntArray, Pools

NO_LIMIT = np.iinfo(np.int64).max
"""Stands for any number of seats."""


@dataclass(frozen=True, eq=False)
class _Pool:
    """
    Units of a site's seats or of equipment.

    Parameters
    ----------
    source
        Site or equipment.
    capacity
        Units, -1 where any number fits. Shape ``(T,)``.
    after
        Intervals for which one is held on after a shift.
    """

    source: Site | EquipmentPool
    capacity: IntArray
    after: int = 0

    @property
    def rule(self) -> str:
        """What limits it."""
        return "seats" if isinstance(self.source, Site) else "equipment"

    @property
    def name(self) -> str:
        """Of the site or of the equipment; two pools of one site share it."""
        return self.source.site if isinstance(self.source, Site) else self.source.pool

    @property
    def term(self) -> str:
        """Cost term of what is lacking, where the limit is soft."""
        return f"{self.rule}:{self.name}"


class PoolBuilder:
    """
    Parameters
    ----------
    problem
        The plan.
    num_intervals
        Intervals of the model.
    counted
        Cost terms that count.
    """

    def __init__(self, problem: Problem, num_intervals: int, counted: Terms = ALL) -> None:
        self._problem, self._counted = problem, counted
        self.num_intervals = num_intervals
        self._queues = {queue.queue: number for number, queue in enumerate(problem.queues)}
        self._pools = [pool for site in problem.sites if site.seats for pool in self._seat_pools(site)]
        self._pools += [_Pool(pool, np.full(num_intervals, pool.units)) for pool in problem.pools]

    @property
    def rules(self) -> list[str]:
        """The rule that limits each pool."""
        return [pool.rule for pool in self._pools]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """``seats`` or ``equipment``, and the name of each pool."""
        return [(pool.rule, pool.name) for pool in self._pools]

    @property
    def names(self) -> list[str]:
        """The name of each pool."""
        return [pool.name for pool in self._pools]

    def number_of(self, pool: str) -> int:
        """Number of an equipment pool."""
        own = (number for number, one in enumerate(self._pools) if one.rule == "equipment" and one.name == pool)
        return next(own)

    def holds_of(self, agent: Agent) -> tuple[Hold, ...]:
        """What an agent holds."""
        return tuple(hold for number, pool in enumerate(self._pools) for hold in self._holds(number, pool, agent))

    def _holds(self, number: int, pool: _Pool, agent: Agent) -> Iterator[Hold]:
        if isinstance(pool.source, Site):
            if pool.source.site == agent.site and not agent.works_from_home:
                yield Hold(number, after=pool.after)
        elif _needs(pool.source, agent):
            skilled = [skill.queue for skill in agent.skills if skill.queue in pool.source.queues]
            yield from (Hold(number, queue=self._queues[queue]) for queue in skilled)
            if not pool.source.queues:
                yield Hold(number)

    def prices(self) -> list[Fraction]:
        """Money for a unit that is lacking during an interval, pool by pool; 0 where none may be."""
        return [self._price(pool) for pool in self._pools]

    def _price(self, pool: _Pool) -> Fraction:
        if pool.source.limits == "hard" or not self._counted.has(pool.term):
            return Fraction(0)
        return Fraction(pool.source.limit_cost) * Fraction(self._problem.interval_minutes, 60)

    def build(self, unit: Fraction, tags: list[int]) -> Pools:
        """
        Capacity, fixed use and price of each pool.

        Parameters
        ----------
        unit
            Money of a cost unit.
        tags
            Tag of each pool.
        """
        price = [-1 if pool.source.limits == "hard" else int(self._price(pool) / unit) for pool in self._pools]
        return Pools(
            capacity=np.array([pool.capacity for pool in self._pools], dtype=np.int64).reshape(-1, self.num_intervals),
            fixed_use=self._fixed_use(),
            price=np.array(price, dtype=np.int64),
            tags=np.array(tags, dtype=np.int64),
        )

    def _seat_pools(self, site: Site) -> list[_Pool]:
        seats = seats_of(site, self._problem, self.num_intervals)
        after = site.turnaround_minutes // self._problem.interval_minutes
        # A seat that is being turned around may go out of use in that time; nobody is without one for it.
        lately = np.array([seats[max(0, t - after) : t + 1].max() for t in range(len(seats))], dtype=np.int64)
        pools = [_Pool(site, _open(lately), after)]
        if (lately > seats).any():
            pools.append(_Pool(site, _open(np.where(lately > seats, seats, NO_LIMIT))))
        return pools

    def _fixed_use(self) -> IntArray:
        """What past shifts hold that reach into the horizon, on their agent's first queue. Shape ``(P, T)``."""
        problem, grid = self._problem, self._problem.interval_minutes
        used = np.zeros((len(self._pools), self.num_intervals), dtype=np.int64)
        for past in problem.history:
            agent = problem.agent_named[past.agent]
            start = max(0, problem.horizon.minute(past.start) // grid)
            end = -(-problem.horizon.minute(past.end) // grid)
            for hold in self.holds_of(agent):
                if hold.queue in (-1, self._queues[agent.skills[0].queue]):
                    used[hold.pool, start : max(0, end + hold.after)] += 1
        return used


def seats_of(site: Site, problem: Problem, num_intervals: int) -> IntArray:
    """Seats that can be used in each interval, ``NO_LIMIT`` where any number fits. Shape ``(T,)``."""
    seats = np.full(num_intervals, NO_LIMIT, dtype=np.int64)
    for limit in site.seats:
        for start, end in _windows(limit, problem, num_intervals):
            seats[start:end] = np.minimum(seats[start:end], limit.seats)
    return seats


def _windows(limit: SeatLimit, problem: Problem, num_intervals: int) -> list[tuple[int, int]]:
    """Spans of intervals that a limit touches, from the day before the horizon to the day after."""
    horizon, grid = problem.horizon, problem.interval_minutes
    weekdays = {weekday.number for weekday in limit.days_of_week}
    windows = []
    for day in range(-1, horizon.days + 2):
        date = horizon.date(day)
        first, last = limit.valid_from or date, limit.valid_to or date
        if date.weekday() in weekdays and first <= date <= last:
            start, end = horizon.window(day, limit.start, limit.end)
            if start < end:
                windows.append((max(0, start // grid), min(num_intervals, max(0, -(-end // grid)))))
    return windows


def _needs(pool: EquipmentPool, agent: Agent) -> bool:
    here = not pool.sites or agent.site in pool.sites
    return here and (not pool.only_for or not set(pool.only_for).isdisjoint(agent.attributes))


def _open(seats: IntArray) -> IntArray:
    return np.where(seats == NO_LIMIT, -1, seats)
