"""How many units of a pool agents hold at least at times of their choice, because their shifts have to reach so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Block, IntArray, ModelData, SumRow

Mask = NDArray[np.bool_]
Reach = tuple[int, int]
"""Half-open span of intervals."""


class Days(NamedTuple):
    """Days of a plan from ``first`` to ``last``."""

    first: int
    last: int

    def is_within(self, other: Days) -> bool:
        """Whether all of them are days of others."""
        return other.first <= self.first and self.last <= other.last


class Held(NamedTuple):
    """
    What some agents hold of a pool in some days, for each of several times of day.

    Parameters
    ----------
    least
        Units held at least, all days together. Shape ``(N,)``.
    places
        Units that can be held then. Shape ``(N,)``.
    """

    least: IntArray
    places: IntArray


def is_any_pool_overfilled(data: ModelData) -> bool:
    """Whether agents hold more of a pool at least than there is, seen at the busiest interval of each day."""
    return any(
        (held.least > held.places).any()
        for pool in limited_pools(data)
        for held in least_held(data, pool, _busiest(data, pool)).values()
    )


def limited_pools(data: ModelData) -> list[int]:
    """Pools with a hard limit, to which nobody brings units."""
    brought = {hold.pool for block in data.blocks for hold in block.holds if hold.units < 0}
    is_limited = (data.pools.price < 0) & (data.pools.capacity >= 0).any(axis=1)
    return [pool for pool in np.flatnonzero(is_limited).tolist() if pool not in brought]


def _busiest(data: ModelData, pool: int) -> IntArray:
    """Of each day the interval with a limit over which most shifts reach, and where they exceed it most."""
    load = np.zeros((data.num_days, data.num_intervals + 1))
    for block in data.blocks:
        units, after = _held_by_shifts(block, pool)
        if units > 0 and len(block.shifts):
            day, number = block.shifts.day, np.bincount(block.shifts.day)
            weight = units * len(block.members) / number[day]
            np.add.at(load, (day, block.shifts.start), weight)
            np.add.at(load, (day, np.minimum(block.shifts.end + after, data.num_intervals)), -weight)
    capacity = data.pools.capacity[pool]
    here = np.where(capacity < 0, -np.inf, np.cumsum(load, axis=1)[:, :-1])
    return np.array([here.argmax(axis=1), (here - np.maximum(capacity, 0)).argmax(axis=1)])


def least_held(data: ModelData, pool: int, times: IntArray) -> dict[Days, Held]:
    """
    What agents hold at least of a pool, because rows ask for more than shifts give that do not hold it at a time.

    Each row is looked at alone, with at most one shift a day; nothing else is asked for. So where less can be held than
    is held at least, there is no roster.

    Parameters
    ----------
    data
        The problem.
    pool
        Number of a pool.
    times
        Intervals of several times of day, one on each date; -1 where there is none.
        Shape ``(N, n)``.

    Returns
    -------
    By the days on which rows ask for shifts.
    """
    counted = _counted(data, pool, times)
    blocks = [own for block in data.blocks if (own := _of_block(data, block, pool, counted)) is not None]
    reach: dict[Days, Reach] = {}
    for own in blocks:
        for days, (first, stop) in own.reach.items():
            known = reach.get(days, (first, stop))
            reach[days] = min(known[0], first), max(known[1], stop)
    found = {}
    for days in reach:
        inside = [reach[other] for other in reach if other.is_within(days)]
        around = min(first for first, _ in inside), max(stop for _, stop in inside)
        least: IntArray = np.sum([own.within(days, len(times)) for own in blocks], axis=0)
        found[days] = Held(least, _places(data, pool, times, around))
    return found


class _OfBlock(NamedTuple):
    """
    What the members of a block hold.

    Parameters
    ----------
    units
        Of all members who are on a shift.
    least
        On how many days a member works a shift that meets each time, by the days of a row. Shape ``(N,)`` each.
    reach
        Intervals from the start of the first shift of these days to where the last one gives back what it holds.
    """

    units: int
    least: dict[Days, IntArray]
    reach: dict[Days, Reach]

    def within(self, days: Days, number: int) -> IntArray:
        """Units held in some days at least, by rows of days within these that share no day. Shape ``(N,)``."""
        total, last = np.zeros(number, dtype=np.int64), days.first - 1
        for own in sorted((own for own in self.least if own.is_within(days)), key=lambda own: own.last):
            if own.first > last:
                total, last = total + self.least[own], own.last
        return self.units * np.maximum(total, self.least.get(days, 0))


def _of_block(data: ModelData, block: Block, pool: int, counted: IntArray) -> _OfBlock | None:
    """What the members of a block hold; ``None`` where that is nothing."""
    units, after = _held_by_shifts(block, pool)
    if units <= 0 or not len(block.shifts):
        return None
    ends = np.minimum(block.shifts.end + after, data.num_intervals)
    least = _least_days(block, counted[:, ends] > counted[:, block.shifts.start])
    reach = {}
    for days in least:
        on = (block.shifts.day >= days.first) & (block.shifts.day <= days.last)
        reach[days] = int(block.shifts.start[on].min()), int(ends[on].max())
    return _OfBlock(units * len(block.members), least, reach)


def _counted(data: ModelData, pool: int, times: IntArray) -> IntArray:
    """How many of the intervals of each time with a limit come before each interval. Shape ``(N, T + 1)``."""
    is_counted = np.zeros((len(times), data.num_intervals), dtype=np.int64)
    for number, own in enumerate(times):
        is_counted[number, own[own >= 0]] = 1
    is_counted[:, data.pools.capacity[pool] < 0] = 0
    return np.concatenate([np.zeros((len(times), 1), dtype=np.int64), np.cumsum(is_counted, axis=1)], axis=1)


def _held_by_shifts(block: Block, pool: int) -> tuple[int, int]:
    """Units of a pool that a shift holds from its start, and for how long after its end; none where it holds none."""
    own = [hold for hold in block.holds if hold.pool == pool and hold.queue < 0]
    return (sum(hold.units for hold in own), min(hold.after for hold in own)) if own else (0, 0)


def _least_days(block: Block, meets: Mask) -> dict[Days, IntArray]:
    """On how many days a member works at least a shift that meets each time, by the days of a row. Shape ``(N,)``."""
    found: dict[Days, IntArray] = {}
    for row in _asking(block):
        on = block.shifts.day[row.shifts]
        days = Days(int(on.min()), int(on.max()))
        least = _least(row, on, meets[:, row.shifts])
        found[days] = np.maximum(found.get(days, 0), least)
    return found


def _asking(block: Block) -> Iterator[SumRow]:
    """Hard rows that shifts have to fill; those without any shift cannot be kept at all, which others tell."""
    for row in block.rows:
        if isinstance(row, SumRow) and len(row.shifts) and row.slack < 0 and row.lower is not None and row.lower > 0:
            yield row


def _least(row: SumRow, on: IntArray, meets: Mask) -> IntArray:
    """Fewest days with a shift that meets each time, all other days filled with what does not. Shape ``(N,)``."""
    assert row.lower is not None
    anything, free = (np.zeros((len(meets), len(np.unique(on))), dtype=np.int64) for _ in range(2))
    for place, day in enumerate(np.unique(on).tolist()):
        here = on == day
        # No shift is worth nothing.
        worth = np.maximum(row.coefficients[here], 0)
        anything[:, place] = worth.max()
        free[:, place] = np.where(meets[:, here], 0, worth).max(axis=1)
    gains = -np.sort(free - anything, axis=1)
    reached = free.sum(axis=1)[:, None] + np.cumsum(gains, axis=1)
    least: IntArray = (reached < row.lower).sum(axis=1) + 1
    # Nothing reaches it: then the agent has no tour, which others tell.
    least = np.minimum(least, anything.shape[1])
    return np.where(free.sum(axis=1) >= row.lower, 0, least)


def _places(data: ModelData, pool: int, times: IntArray, reach: Reach) -> IntArray:
    """Units that can be held at each time, from where the first shift starts to where the last ends. Shape ``(N,)``."""
    capacity, used = data.pools.capacity[pool], data.pools.fixed_use[pool]
    left = np.append(np.where(capacity < 0, 0, np.maximum(0, capacity - used)), 0)
    total: IntArray = left[np.where((times >= reach[0]) & (times < reach[1]), times, -1)].sum(axis=1)
    return total
