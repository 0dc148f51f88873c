"""What can be moved of the agents of a block, and what that makes coupling rows cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.solution import OFF, SETUP
from shiftmodels.tours.corners import rounded_change
from shiftmodels.tours.least_hours import Hours
from shiftmodels.tours.walk import Walk

Days = tuple[IntArray, IntArray, IntArray]
"""Shift of each day, breaks and activities of an agent."""


class Mover(NamedTuple):
    """
    What can be moved of the agents of a block.

    Parameters
    ----------
    start, end, cost, program
        Of each shift, see ``Shifts``. Shape ``(S,)``.
    kind
        Number of its weights in spreads. Shape ``(S,)``.
    by_day, first_of_day
        Shifts in the order of days, and where those of each day begin. Shapes ``(S,)`` and ``(D + 1,)``.
    looks
        Shifts of a day that a move looks at.
    is_open
        Whether nothing is pinned on a day. Shape ``(D,)``.
    may_add
        Whether shifts may be added and dropped.
    stays
        Whether shifts stay where they are, as tours cannot be told from the diagram.
    varies
        Whether shifts that may be moved differ in length.
    counts, breaks
        ``count`` and ``breaks`` of ``Versions``.
    queues, proficiency, minimum, change, setup, layers, queue_cost, transfer_cost
        See ``Block`` and ``Segments``; ``layers`` is 0 where transfers are not counted.
    place_of
        Number of each queue among those of the block, or -1. Shape ``(Q,)``.
    holds
        Pool, queue or -1, intervals after the shift, and units of each hold. Shape ``(H, 4)``.
    walk
        Its tours.
    hours
        What has to be worked.
    """

    start: IntArray
    end: IntArray
    cost: IntArray
    program: IntArray
    kind: IntArray
    by_day: IntArray
    first_of_day: IntArray
    looks: int
    is_open: NDArray[np.bool_]
    may_add: bool
    stays: bool
    varies: bool
    counts: IntArray
    breaks: IntArray
    queues: IntArray
    proficiency: IntArray
    minimum: IntArray
    change: IntArray
    setup: int
    layers: int
    queue_cost: IntArray
    transfer_cost: int
    place_of: IntArray
    holds: IntArray
    walk: Walk
    hours: Hours


class Rows(NamedTuple):
    """
    Coupling rows and what is supplied and used, which moves change.

    Parameters
    ----------
    required, minimum, maximum, under_cost, over_cost, limit_cost
        See ``Cover``. Shape ``(Q, T)``.
    capacity, price
        See ``Pools``. Shapes ``(P, T)`` and ``(P,)``.
    supplied, used
        Shapes ``(Q, T)`` and ``(P, T)``.
    corner_price, bend
        See ``Corners``. Shapes ``(Q, T)`` and ``(1,)``.
    """

    required: IntArray
    minimum: IntArray
    maximum: IntArray
    under_cost: IntArray
    over_cost: IntArray
    limit_cost: IntArray
    capacity: IntArray
    price: IntArray
    supplied: IntArray
    used: IntArray
    corner_price: NDArray[np.float64]
    bend: NDArray[np.float64]


@njit(cache=True)
def change_rows(mover: Mover, rows: Rows, number: int, activity: IntArray, sign: int) -> int:
    """Add (1) or take away (-1) a shift; by how many cost units coupling rows get dearer."""
    total, begin, end = 0, mover.start[number], mover.end[number]
    for time in range(begin, end):
        if activity[time] >= 0:
            total += change_work(mover, rows, activity[time], time, sign)
    for hold in range(len(mover.holds)):
        pool, later, units = mover.holds[hold, 0], mover.holds[hold, 2], mover.holds[hold, 3]
        if mover.holds[hold, 1] < 0:
            for time in range(begin, min(end + later, rows.used.shape[1])):
                total += _pool_change(rows, pool, time, sign * units)
                rows.used[pool, time] += sign * units
    return total


@njit(cache=True, inline="always")
def change_work(mover: Mover, rows: Rows, queue: int, time: int, sign: int) -> int:
    """Add (1) or take away (-1) an interval of work on a queue; by how many cost units coupling rows get dearer."""
    place, total = mover.place_of[queue], 0
    if place >= 0:
        total += cover_change(rows, queue, time, sign * mover.proficiency[place])
        rows.supplied[queue, time] += sign * mover.proficiency[place]
    for hold in range(len(mover.holds)):
        if mover.holds[hold, 1] == queue:
            pool, units = mover.holds[hold, 0], mover.holds[hold, 3]
            total += _pool_change(rows, pool, time, sign * units)
            rows.used[pool, time] += sign * units
    return total


@njit(cache=True)
def holding(mover: Mover, rows: Rows, number: int) -> int:
    """By how many cost units what is held from the start of a shift on makes pools dearer."""
    total = 0
    for hold in range(len(mover.holds)):
        pool, units = mover.holds[hold, 0], mover.holds[hold, 3]
        if mover.holds[hold, 1] < 0:
            until = min(mover.end[number] + mover.holds[hold, 2], rows.used.shape[1])
            for time in range(mover.start[number], until):
                total += _pool_change(rows, pool, time, units)
    return total


@njit(cache=True)
def own_cost(mover: Mover, number: int, activity: IntArray) -> int:
    """Cost units of a shift, its queues and its transfers, see ``Shifts`` and ``work_cost``."""
    total = int(mover.cost[number])
    for time in range(mover.start[number], mover.end[number]):
        here = activity[time]
        if here >= 0:
            total += mover.queue_cost[mover.place_of[here]]
        before = activity[time - 1] if time > mover.start[number] else OFF
        if before >= 0 and ((here >= 0 and here != before) or here == SETUP):
            total += mover.transfer_cost
    return total


@njit(cache=True)
def prices_of(mover: Mover, rows: Rows, begin: int, length: int) -> IntArray:
    """Cost units of one more agent on each of his queues, interval by interval. Shape ``(n, length)``."""
    prices = np.empty((len(mover.queues), length), dtype=np.int64)
    for place in range(len(mover.queues)):
        queue, units = mover.queues[place], mover.proficiency[place]
        for time in range(length):
            prices[place, time] = mover.queue_cost[place] + cover_change(rows, queue, begin + time, units)
        for hold in range(len(mover.holds)):
            if mover.holds[hold, 1] == queue:
                for time in range(length):
                    prices[place, time] += _pool_change(rows, mover.holds[hold, 0], begin + time, mover.holds[hold, 3])
    return prices


@njit(cache=True, inline="always")
def cover_change(rows: Rows, queue: int, time: int, units: int) -> int:
    """By how many cost units more units of supply make a queue dearer, see ``cover_costs`` and ``Corners``."""
    limits = (rows.required[queue, time], rows.minimum[queue, time], rows.maximum[queue, time])
    prices = (rows.under_cost[queue, time], rows.over_cost[queue, time], max(0, rows.limit_cost[queue, time]))
    before = rows.supplied[queue, time]
    if rows.bend[0] > 0:
        corner = rows.corner_price[queue, time]
        rounded = round(rounded_change(before - limits[0], units, prices[:2], corner, rows.bend))
        outside = _outside(before + units, limits) - _outside(before, limits)
        return int(rounded) + int(prices[2] * outside)
    return _cover_cost(before + units, limits, prices) - _cover_cost(before, limits, prices)


@njit(cache=True)
def _cover_cost(supplied: int, limits: tuple[int, int, int], prices: tuple[int, int, int]) -> int:
    """Cost of a supply: requirement, minimum and maximum; prices below, above, and outside the latter two."""
    below, above = max(0, limits[0] - supplied), max(0, supplied - limits[0])
    return below * prices[0] + above * prices[1] + _outside(supplied, limits) * prices[2]


@njit(cache=True)
def _outside(supplied: int, limits: tuple[int, int, int]) -> int:
    """Units below the minimum or beyond the maximum."""
    return max(0, limits[1] - supplied) + (max(0, supplied - limits[2]) if limits[2] >= 0 else 0)


@njit(cache=True, inline="always")
def _pool_change(rows: Rows, pool: int, time: int, units: int) -> int:
    """By how many cost units more units of a pool make it dearer."""
    beyond = rows.used[pool, time] - rows.capacity[pool, time]
    more = max(0, beyond + units) - max(0, beyond)
    return max(0, rows.price[pool]) * more if rows.capacity[pool, time] >= 0 else 0
