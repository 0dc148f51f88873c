"""
One shift of an agent at a time: put at the best time of any day, its breaks and queues laid anew.

Breaks and queues of a shift are the best ones under prices to which chance adds something, so that with falling
temperature a search by these moves is simulated annealing (S. Kirkpatrick, C. Gelatt and M. Vecchi 1983,
doi:10.1126/science.220.4598.671) in which each step is as large as a shift. A move costs some hundredths of a
millisecond, a whole tour a hundred times as much.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.solution import BREAK, OFF, SETUP
from shiftmodels.tours.chance import Chance, bell, uniform
from shiftmodels.tours.corners import rounded_change
from shiftmodels.tours.segments import NEVER, Segments, segments_under
from shiftmodels.tours.walk import Walk, soft_cost, soft_costs_of_day
from shiftmodels.tours.work import shift_costs, write_shift

SAME_SHIFT, ELSEWHERE = 0.4, 0.4
"""Chance that only breaks and queues of a shift are laid anew, and that it goes to any other day where they are not."""
DROPPED, ADDED = 0.1, 0.2
"""Chance that a shift is dropped where it is not just laid anew, and that one is added on a free day."""
NOISE = 0.2
"""Standard deviation of what chance adds to the price of an interval, as a share of the temperature."""


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
def move_days(
    mover: Mover,
    rows: Rows,
    shift: IntArray,
    breaks: IntArray,
    activity: IntArray,
    chance: Chance,
    moves: int,
    temperature: float,
) -> tuple[int, int]:
    """
    Make some moves of one agent, each with the chance that simulated annealing gives it.

    Parameters
    ----------
    mover, rows
        The agent's block, and what everybody does.
    shift, breaks, activity
        His rows of ``Assignment``; they are changed. Shapes ``(D,)``, ``(D, K)``, ``(T,)``.
    chance
        Source of chance, which it changes.
    moves
        How many are tried.
    temperature
        Worsening in cost units that is accepted with chance 1/e.

    Returns
    -------
    By how many cost units coupling rows, their corners as they are now, and the agent's own costs changed.
    """
    soft, coupled, own = 0 if mover.stays else soft_cost(mover.walk, shift), 0, 0
    for _ in range(moves):
        day, target, is_open = _choose(mover, shift, chance)
        if day < 0 and target < 0:
            continue
        old = shift[day] if day >= 0 else -1
        # Where a shift is added there is no old one: what is kept is then not put back.
        kept, old_breaks = activity[mover.start[old] : mover.end[old]].copy(), breaks[day].copy()
        spent, change = soft, 0
        if old >= 0:
            spent += mover.cost[old] + _work_cost(mover, old, activity)
            change = _take_out(mover, rows, day, shift, breaks, activity)
        new, new_soft = _put_in(mover, rows, old, target, is_open, soft, (shift, breaks, activity), chance, temperature)
        more = new_soft - spent
        if new >= 0:
            more += mover.cost[new] + _work_cost(mover, new, activity)
            change += change_rows(mover, rows, new, activity, 1)
        if change + more <= 0 or uniform(chance) < np.exp(-(change + more) / max(temperature, 1e-9)):
            coupled, own, soft = coupled + change, own + more, new_soft
            continue
        if new >= 0:
            _take_out(mover, rows, target, shift, breaks, activity)
        if old >= 0:
            shift[day], breaks[day], activity[mover.start[old] : mover.end[old]] = old, old_breaks, kept
            change_rows(mover, rows, old, activity, 1)
    return coupled, own


@njit(cache=True)
def _take_out(mover: Mover, rows: Rows, day: int, shift: IntArray, breaks: IntArray, activity: IntArray) -> int:
    """Take the shift of a day out of a tour; by how many cost units coupling rows get dearer."""
    old = shift[day]
    change = change_rows(mover, rows, old, activity, -1)
    activity[mover.start[old] : mover.end[old]] = OFF
    breaks[day] = -1
    shift[day] = -1
    return change


@njit(cache=True)
def _put_in(
    mover: Mover,
    rows: Rows,
    old: int,
    target: int,
    is_open: bool,
    soft: int,
    tour: tuple[IntArray, IntArray, IntArray],
    chance: Chance,
    temperature: float,
) -> tuple[int, int]:
    """Put the best shift of a day into a tour, the old one where that is not open; it, and soft costs of the tour."""
    shift, breaks, activity = tour
    if target < 0:
        return -1, soft_cost(mover.walk, shift)
    numbers, softs = np.array([old]), np.array([soft])
    if is_open:
        numbers = _some_shifts(mover, target, chance)
        softs = soft_costs_of_day(mover.walk, shift, target, numbers)
    if softs.min() >= NEVER:
        return -1, NEVER
    first, segments = _segments(mover, rows, numbers, NOISE * temperature, chance)
    kind = mover.kind[old] if old >= 0 else 0
    new, new_soft = _best_shift(mover, rows, numbers, softs, first, segments, kind)
    if new >= 0:
        shift[target] = new
        _lay(mover, first, segments, new, breaks[target], activity)
    return new, new_soft


@njit(cache=True)
def _below(chance: Chance, count: int) -> int:
    """A number from 0 to ``count - 1``."""
    return min(count - 1, int(uniform(chance) * count))


@njit(cache=True)
def _some_shifts(mover: Mover, day: int, chance: Chance) -> IntArray:
    """Shifts of a day; where there are many, one taken by chance and those next to it."""
    begin, end = mover.first_of_day[day], mover.first_of_day[day + 1]
    if end - begin > mover.looks:
        middle = begin + _below(chance, end - begin)
        begin = min(max(begin, middle - mover.looks // 2), end - mover.looks)
        end = begin + mover.looks
    return mover.by_day[begin:end]


@njit(cache=True)
def _choose(mover: Mover, shift: IntArray, chance: Chance) -> tuple[int, int, bool]:
    """
    The day of a shift that is moved, and the day to which it goes.

    The first is -1 where one is added, the second where one is dropped, both where nothing is done; and whether another
    shift may be worked then.
    """
    day = _below(chance, len(shift))
    if not mover.is_open[day] or mover.first_of_day[day] == mover.first_of_day[day + 1]:
        return -1, -1, False
    if shift[day] < 0:
        is_added = mover.may_add and uniform(chance) < ADDED
        return -1, day if is_added else -1, True
    if mover.stays or uniform(chance) < SAME_SHIFT:
        return day, day, False
    if mover.may_add and uniform(chance) < DROPPED:
        return day, -1, True
    if uniform(chance) >= ELSEWHERE:
        return day, day, True
    target = _below(chance, len(shift))
    is_empty = mover.first_of_day[target] == mover.first_of_day[target + 1]
    is_taken = target != day and (shift[target] >= 0 or not mover.is_open[target])
    return (-1, -1, False) if is_empty or is_taken else (day, target, True)


@njit(cache=True)
def _best_shift(
    mover: Mover,
    rows: Rows,
    numbers: IntArray,
    softs: IntArray,
    first: int,
    segments: Segments,
    kind: int,
) -> tuple[int, int]:
    """
    The cheapest of some shifts with which the others are a tour, and what the soft rows of that tour cost.

    -1 and ``NEVER`` where there is none.
    """
    programs = mover.program[numbers]
    costs = shift_costs(
        mover.start[numbers] - first, mover.end[numbers] - first, programs, mover.counts, mover.breaks, segments.table
    )
    best, least, best_soft = -1, NEVER, NEVER
    for place in range(len(numbers)):
        number, soft = numbers[place], softs[place]
        if mover.kind[number] != kind or soft >= NEVER:
            continue
        cost = costs[place] + soft + mover.cost[number] + _holding(mover, rows, number)
        if cost < least:
            best, least, best_soft = number, cost, soft
    return best, best_soft


@njit(cache=True)
def _holding(mover: Mover, rows: Rows, number: int) -> int:
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
def change_rows(mover: Mover, rows: Rows, number: int, activity: IntArray, sign: int) -> int:
    """Add (1) or take away (-1) a shift; by how many cost units coupling rows get dearer."""
    total, begin, end = 0, mover.start[number], mover.end[number]
    for time in range(begin, end):
        place = mover.place_of[activity[time]] if activity[time] >= 0 else -1
        if place >= 0:
            queue = activity[time]
            total += _cover_change(rows, queue, time, sign * mover.proficiency[place])
            rows.supplied[queue, time] += sign * mover.proficiency[place]
    for hold in range(len(mover.holds)):
        pool, queue, later, units = (
            mover.holds[hold, 0],
            mover.holds[hold, 1],
            mover.holds[hold, 2],
            mover.holds[hold, 3],
        )
        for time in range(begin, min(end + (later if queue < 0 else 0), rows.used.shape[1])):
            if queue < 0 or activity[time] == queue:
                total += _pool_change(rows, pool, time, sign * units)
                rows.used[pool, time] += sign * units
    return total


@njit(cache=True, inline="always")
def _cover_change(rows: Rows, queue: int, time: int, units: int) -> int:
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


@njit(cache=True)
def _work_cost(mover: Mover, number: int, activity: IntArray) -> int:
    """Cost units of the queues of a shift and of its transfers, see ``work_cost``."""
    total = 0
    for time in range(mover.start[number], mover.end[number]):
        here = activity[time]
        if here >= 0:
            total += mover.queue_cost[mover.place_of[here]]
        before = activity[time - 1] if time > mover.start[number] else OFF
        if before >= 0 and ((here >= 0 and here != before) or here == SETUP):
            total += mover.transfer_cost
    return total


@njit(cache=True)
def _segments(mover: Mover, rows: Rows, numbers: IntArray, noise: float, chance: Chance) -> tuple[int, Segments]:
    """First interval of some shifts, and their segments from there under the prices of one more agent, with noise."""
    starts, ends = mover.start[numbers], mover.end[numbers]
    first, longest = starts.min(), (ends - starts).max()
    length = ends.max() - first
    prices = _prices(mover, rows, first, length)
    prefix = np.zeros((len(mover.queues), length + 1), dtype=np.int64)
    for place in range(len(mover.queues)):
        for time in range(length):
            noisy = prices[place, time] + int(noise * bell(chance))
            prefix[place, time + 1] = prefix[place, time] + noisy
    reach = np.zeros(length, dtype=np.int64)
    for number in numbers:
        _extend_reach(mover, number, mover.start[number] - first, reach)
    change, setup, layers = mover.change, mover.setup, mover.layers
    return first, segments_under(prefix, mover.minimum, change, setup, layers, reach, longest)


@njit(cache=True)
def _lay(mover: Mover, first: int, segments: Segments, number: int, taken: IntArray, activity: IntArray) -> None:
    """Write the best breaks and queues of a shift."""
    begin, end, program = mover.start[number] - first, mover.end[number] - first, mover.program[number]
    codes = np.full(end, BREAK, dtype=np.int64)
    count, own = mover.counts[program], mover.breaks[program]
    write_shift(begin, end, count, own, segments, np.zeros((0, 2), dtype=np.int64), taken, codes)
    for time in range(begin, end):
        activity[first + time] = mover.queues[codes[time]] if codes[time] >= 0 else codes[time]
    taken[:count] += first


@njit(cache=True)
def _prices(mover: Mover, rows: Rows, begin: int, length: int) -> IntArray:
    """Cost units of one more agent on each of his queues, interval by interval. Shape ``(n, length)``."""
    prices = np.empty((len(mover.queues), length), dtype=np.int64)
    for place in range(len(mover.queues)):
        queue, units = mover.queues[place], mover.proficiency[place]
        for time in range(length):
            prices[place, time] = mover.queue_cost[place] + _cover_change(rows, queue, begin + time, units)
        for hold in range(len(mover.holds)):
            if mover.holds[hold, 1] == queue:
                for time in range(length):
                    prices[place, time] += _pool_change(rows, mover.holds[hold, 0], begin + time, mover.holds[hold, 3])
    return prices


@njit(cache=True)
def _extend_reach(mover: Mover, number: int, begin: int, reach: IntArray) -> None:
    """Make room for the segments of a shift that begins there: the longest one from each interval."""
    program, length = mover.program[number], mover.end[number] - mover.start[number]
    count, breaks = mover.counts[program], mover.breaks[program]
    reach[begin] = max(reach[begin], breaks[0, 2] if count else length)
    for place in range(count):
        until = breaks[place + 1, 2] if place + 1 < count else length
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            after = offset + breaks[place, 0]
            if after < length:
                reach[begin + after] = max(reach[begin + after], until - after)
