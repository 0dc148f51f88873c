"""
Shifts of several days of an agent at once, whose lengths are shared out anew.

Where hours are all used, or no more than have to be worked, no shift alone can be longer, shorter or dropped: others
have to make up for it. The cheapest shift of each length is found for each day, and the lengths are chosen as in a
knapsack (R. Bellman 1957, Dynamic Programming).
"""

from __future__ import annotations

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.chance import Chance, uniform
from shiftmodels.tours.laid_shifts import NOISE, below, is_accepted, lay, segments_of, some_shifts, take_out
from shiftmodels.tours.least_hours import cost_beyond, worked
from shiftmodels.tours.moved_rows import Days, Mover, Rows, change_rows, holding, own_cost
from shiftmodels.tours.segments import NEVER
from shiftmodels.tours.walk import soft_cost
from shiftmodels.tours.work import shift_costs

MOST_DAYS = 5
"""Days at most."""
FEWER = 0.5
"""Chance that there is a shift less, or one more: else the cheapest number of them is nearly always the old one."""
MOST_LONGER, TRIES = 16, 4
"""By how many intervals shifts may be longer or shorter in all, and how many such lengths are tried, the cheapest
first."""


@njit(cache=True)
def move_several(
    mover: Mover, rows: Rows, tour: Days, soft: int, chance: Chance, temperature: float
) -> tuple[int, int, int]:
    """
    Move shifts of some days, taken by chance, with the chance that simulated annealing gives it.

    Parameters
    ----------
    mover, rows
        The agent's block, and what everybody does.
    tour
        What the agent does, which is changed.
    soft
        What the soft rows of his tour cost.
    chance
        Source of chance, which it changes.
    temperature
        Worsening in cost units that is accepted with chance 1/e.

    Returns
    -------
    By how many cost units coupling rows and the agent's own costs changed, and what his soft rows cost afterwards.
    """
    shift, breaks, activity = tour
    days = _some_days(mover, shift, chance)
    if len(days) < 2:
        return 0, 0, soft
    old, old_breaks, old_activity, spent, change = shift.copy(), breaks.copy(), activity.copy(), soft, 0
    beyond = -cost_beyond(mover.hours, worked(mover.hours, shift))
    for day in days:
        if old[day] >= 0:
            spent += own_cost(mover, old[day], activity)
            change += take_out(mover, rows, day, shift, breaks, activity)
    new_soft = _share_out(mover, rows, days, old, shift, chance, temperature)
    more = new_soft - spent
    if new_soft < NEVER:
        for day in days:
            if shift[day] >= 0:
                first, segments = segments_of(mover, rows, shift[day : day + 1], NOISE * temperature, chance)
                lay(mover, first, segments, shift[day], breaks[day], activity)
                more += own_cost(mover, shift[day], activity)
        change += _change_days(mover, rows, days, shift, activity, 1)
        beyond += cost_beyond(mover.hours, worked(mover.hours, shift))
        if is_accepted(change + more + beyond, temperature, chance):
            return change, more, new_soft
        _change_days(mover, rows, days, shift, activity, -1)
    shift[:], breaks[:], activity[:] = old, old_breaks, old_activity
    _change_days(mover, rows, days, shift, activity, 1)
    return 0, 0, soft


@njit(cache=True)
def _change_days(mover: Mover, rows: Rows, days: IntArray, shift: IntArray, activity: IntArray, sign: int) -> int:
    """Add or take away the shifts of some days; by how many cost units coupling rows get dearer."""
    total = 0
    for day in days:
        if shift[day] >= 0:
            total += change_rows(mover, rows, shift[day], activity, sign)
    return total


@njit(cache=True)
def _share_out(
    mover: Mover, rows: Rows, days: IntArray, old: IntArray, shift: IntArray, chance: Chance, temperature: float
) -> int:
    """
    Choose shifts of some days, the cheapest for a length in all near that of the old ones.

    Returns
    -------
    What the soft rows of the tour cost, ``NEVER`` where none was found; shifts are then any.
    """
    best, least = _by_length(mover, rows, days, old, chance, temperature)
    totals, usual = _totals(least), worked(mover.hours, old[days])
    others = worked(mover.hours, old) - usual
    for total in range(totals.shape[1]):
        totals[-1, total] += cost_beyond(mover.hours, others + total)
    for _ in range(TRIES):
        total = _cheapest_total(totals[-1], usual)
        if total < 0:
            break
        totals[-1, total] = NEVER
        _choose_lengths(totals, least, best, days, total, shift)
        soft = soft_cost(mover.walk, shift)
        if soft < NEVER:
            return soft
    return NEVER


@njit(cache=True)
def _some_days(mover: Mover, shift: IntArray, chance: Chance) -> IntArray:
    """A few days of shifts that may be moved, the first one free where shifts may be added."""
    days, count = np.empty(MOST_DAYS, dtype=np.int64), 0
    wanted = 2 + below(chance, MOST_DAYS - 1)
    for _ in range(2 * wanted):
        day = below(chance, len(shift))
        is_empty = mover.first_of_day[day] == mover.first_of_day[day + 1]
        is_fit = shift[day] >= 0 or (mover.may_add and count == 0)
        if count < wanted and is_fit and mover.is_open[day] and not is_empty and not (days[:count] == day).any():
            days[count], count = day, count + 1
    return days[:count]


@njit(cache=True)
def _by_length(
    mover: Mover, rows: Rows, days: IntArray, old: IntArray, chance: Chance, temperature: float
) -> tuple[IntArray, IntArray]:
    """
    The cheapest of some shifts of each length on each of some days, and its cost, ``NEVER`` where there is none.

    On the first day there may be none at all, of length 0. Shapes ``(n, L + 1)``.
    """
    longest = 0
    for day in days:
        for place in range(mover.first_of_day[day], mover.first_of_day[day + 1]):
            number = mover.by_day[place]
            longest = max(longest, mover.hours.length[number])
    best = np.full((len(days), longest + 1), -1, dtype=np.int64)
    least = np.full((len(days), longest + 1), NEVER, dtype=np.int64)
    is_other = mover.may_add and uniform(chance) < FEWER
    if mover.may_add and not (is_other and old[days[0]] < 0):
        least[0, 0] = 0
    for place, day in enumerate(days):
        if place == 0 and is_other and old[day] >= 0:
            continue
        numbers = some_shifts(mover, day, old[day], chance)
        first, segments = segments_of(mover, rows, numbers, NOISE * temperature, chance)
        starts, ends = mover.start[numbers] - first, mover.end[numbers] - first
        costs = shift_costs(starts, ends, mover.program[numbers], mover.counts, mover.breaks, segments.table)
        for index, number in enumerate(numbers):
            cost = costs[index] + mover.cost[number] + holding(mover, rows, number)
            length = mover.hours.length[number]
            is_like = old[day] < 0 or mover.kind[number] == mover.kind[old[day]]
            if is_like and cost < least[place, length]:
                best[place, length], least[place, length] = number, cost
    return best, least


@njit(cache=True)
def _totals(least: IntArray) -> IntArray:
    """Least cost of the first days whose shifts have a length in all. Shape ``(n + 1, n * L + 1)``."""
    count, lengths = least.shape
    totals = np.full((count + 1, count * (lengths - 1) + 1), NEVER, dtype=np.int64)
    totals[0, 0] = 0
    for place in range(count):
        for length in range(lengths):
            if least[place, length] < NEVER:
                for before in range(place * (lengths - 1) + 1):
                    if totals[place, before] < NEVER:
                        cost = totals[place, before] + least[place, length]
                        totals[place + 1, before + length] = min(totals[place + 1, before + length], cost)
    return totals


@njit(cache=True)
def _cheapest_total(costs: IntArray, usual: int) -> int:
    """The cheapest length of all, of those near the usual one; -1 where there is none."""
    best, least = -1, NEVER
    for total in range(max(0, usual - MOST_LONGER), min(len(costs), usual + MOST_LONGER + 1)):
        if costs[total] < least:
            best, least = total, costs[total]
    return best


@njit(cache=True)
def _choose_lengths(
    totals: IntArray, least: IntArray, best: IntArray, days: IntArray, total: int, shift: IntArray
) -> None:
    """Write the shifts of which some length in all is made up."""
    for place in range(len(days) - 1, -1, -1):
        chosen = -1
        for length in range(min(total, least.shape[1] - 1) + 1):
            if least[place, length] < NEVER and totals[place, total - length] < NEVER:
                cost = totals[place, total - length] + least[place, length]
                if chosen < 0 or cost < totals[place, total - chosen] + least[place, chosen]:
                    chosen = length
        shift[days[place]] = best[place, chosen]
        total -= chosen
