"""Seats as pools: one pool per site, and a second one where seats go out of use while they are being turned around."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scheduler.cost_terms import ALL, Terms
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.sites import SeatLimit, Site
from shiftmodels.data import Hold, IntArray, Pools

_NO_LIMIT = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class _Seats:
    """
    A pool of seats.

    Parameters
    ----------
    site
        Where they are.
    capacity
        How many, -1 where any number fits. Shape ``(T,)``.
    after
        Intervals for which one is held on after a shift.
    """

    site: Site
    capacity: IntArray
    after: int


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
        self._problem, self._num_intervals, self._counted = problem, num_intervals, counted
        self._pools = [pool for site in problem.sites for pool in self._pools_of(site)]

    def __len__(self) -> int:
        return len(self._pools)

    def holds_of(self, agent: Agent) -> tuple[Hold, ...]:
        """What an agent holds."""
        if agent.works_from_home:
            return ()
        pools = enumerate(self._pools)
        return tuple(Hold(number, after=pool.after) for number, pool in pools if pool.site.site == agent.site)

    def prices(self) -> list[Fraction]:
        """Money for a unit beyond capacity during an interval, pool by pool; 0 where that is hard."""
        hours = Fraction(self._problem.interval_minutes, 60)
        return [
            Fraction(pool.site.limit_cost) * hours * self._counted.has(f"seats:{pool.site.site}")
            if pool.site.limits == "soft"
            else Fraction(0)
            for pool in self._pools
        ]

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
        price = [
            int(price / unit) if pool.site.limits == "soft" else -1
            for pool, price in zip(self._pools, self.prices(), strict=True)
        ]
        capacity = [pool.capacity for pool in self._pools]
        return Pools(
            capacity=np.array(capacity, dtype=np.int64).reshape(len(self._pools), self._num_intervals),
            fixed_use=self._fixed_use(),
            price=np.array(price, dtype=np.int64),
            tags=np.array(tags, dtype=np.int64),
        )

    def _pools_of(self, site: Site) -> list[_Seats]:
        seats = self._seats_of(site)
        after = site.turnaround_minutes // self._problem.interval_minutes
        # A seat that is being turned around may go out of use in that time; nobody is without one for it.
        lately = np.array([seats[max(0, t - after) : t + 1].max() for t in range(len(seats))], dtype=np.int64)
        pools = [_Seats(site, _open(lately), after)]
        if (lately > seats).any():
            pools.append(_Seats(site, _open(np.where(lately > seats, seats, _NO_LIMIT)), 0))
        return pools

    def _seats_of(self, site: Site) -> IntArray:
        """Seats that can be used, a very large number where any number fits. Shape ``(T,)``."""
        seats = np.full(self._num_intervals, _NO_LIMIT, dtype=np.int64)
        for limit in site.seats:
            for start, end in self._windows(limit):
                seats[start:end] = np.minimum(seats[start:end], limit.seats)
        return seats

    def _windows(self, limit: SeatLimit) -> list[tuple[int, int]]:
        """Spans of intervals that a limit touches, from the day before the horizon to the day after."""
        horizon, grid = self._problem.horizon, self._problem.interval_minutes
        weekdays = {weekday.number for weekday in limit.days_of_week}
        end_of_day = limit.end if limit.end > limit.start else limit.end + 24 * 60
        windows = []
        for day in range(-1, horizon.days + 2):
            date = horizon.date(day)
            first, last = limit.valid_from or date, limit.valid_to or date
            if date.weekday() in weekdays and first <= date <= last:
                start = horizon.minute_at(day, limit.start) // grid
                end = -(-horizon.minute_at(day, end_of_day) // grid)
                windows.append((max(0, start), min(self._num_intervals, max(0, end))))
        return windows

    def _fixed_use(self) -> IntArray:
        """What past shifts hold that reach into the horizon. Shape ``(P, T)``."""
        problem, grid = self._problem, self._problem.interval_minutes
        used = np.zeros((len(self._pools), self._num_intervals), dtype=np.int64)
        for past in problem.history:
            start = max(0, problem.horizon.minute(past.start) // grid)
            end = -(-problem.horizon.minute(past.end) // grid)
            for hold in self.holds_of(problem.agent_named[past.agent]):
                used[hold.pool, start : max(0, end + hold.after)] += 1
        return used


def _open(seats: IntArray) -> IntArray:
    return np.where(seats == _NO_LIMIT, -1, seats)
