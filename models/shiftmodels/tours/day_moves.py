"""
Shifts of an agent, one at a time or several: put at the best time of any day, breaks and queues laid anew.

Breaks and queues of a shift are the best ones under prices to which chance adds something, so that with falling
temperature a search by these moves is simulated annealing (S. Kirkpatrick, C. Gelatt and M. Vecchi 1983,
doi:10.1126/science.220.4598.671) in which each step is as large as a shift. A move costs some hundredths of a
millisecond, a whole tour a hundred times as much.
"""

from __future__ import annotations

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.chance import Chance, uniform
from shiftmodels.tours.laid_shifts import NOISE, below, is_accepted, lay, segments_of, some_shifts, take_out
from shiftmodels.tours.least_hours import cost_beyond, worked
from shiftmodels.tours.moved_rows import Days, Mover, Rows, change_rows, holding, own_cost
from shiftmodels.tours.segments import NEVER, Segments
from shiftmodels.tours.several_days import move_several
from shiftmodels.tours.slides import slide_all
from shiftmodels.tours.walk import soft_cost, soft_costs_of_day
from shiftmodels.tours.work import shift_costs

SAME_SHIFT, ELSEWHERE = 0.4, 0.4
"""Chance that only breaks and queues of a shift are laid anew, and that it goes to any other day where they are not."""
DROPPED, ADDED = 0.1, 0.2
"""Chance that a shift is dropped where it is not just laid anew, and that one is added on a free day."""
SEVERAL, SEVERAL_BEYOND = 0.1, 0.5
"""Chance that shifts of several days are moved at once, where they differ in length, and where hours are too many."""


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
    Make some moves of one agent and slide his breaks and transfers, each with the chance of simulated annealing.

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
    tour = shift, breaks, activity
    for _ in range(moves):
        is_beyond = cost_beyond(mover.hours, worked(mover.hours, shift)) > 0
        if mover.varies and uniform(chance) < (SEVERAL_BEYOND if is_beyond else SEVERAL):
            change, more, soft = move_several(mover, rows, tour, soft, chance, temperature)
        else:
            change, more, soft = _move_one(mover, rows, tour, soft, chance, temperature)
        coupled, own = coupled + change, own + more
    change, more = slide_all(mover, rows, tour, chance, temperature)
    return coupled + change, own + more


@njit(cache=True)
def _move_one(
    mover: Mover, rows: Rows, tour: Days, soft: int, chance: Chance, temperature: float
) -> tuple[int, int, int]:
    """Move one shift; by how much coupling rows and own costs changed, and soft costs of the tour afterwards."""
    shift, breaks, activity = tour
    day, target, is_open = _choose(mover, shift, chance)
    if day < 0 and target < 0:
        return 0, 0, soft
    old, spent, change = shift[day] if day >= 0 else -1, soft, 0
    beyond = -cost_beyond(mover.hours, worked(mover.hours, shift))
    # Where a shift is added there is no old one: what is kept is then not put back.
    kept, old_breaks = activity[mover.start[old] : mover.end[old]].copy(), breaks[day].copy()
    if old >= 0:
        spent += own_cost(mover, old, activity)
        change = take_out(mover, rows, day, shift, breaks, activity)
    new, new_soft = _put_in(mover, rows, old, target, is_open, soft, tour, chance, temperature)
    more = new_soft - spent
    if new >= 0:
        more += own_cost(mover, new, activity)
        change += change_rows(mover, rows, new, activity, 1)
    beyond += cost_beyond(mover.hours, worked(mover.hours, shift))
    if is_accepted(change + more + beyond, temperature, chance):
        return change, more, new_soft
    if new >= 0:
        take_out(mover, rows, target, shift, breaks, activity)
    if old >= 0:
        _put_back(mover, rows, day, old, old_breaks, kept, tour)
    return 0, 0, soft


@njit(cache=True)
def _put_back(mover: Mover, rows: Rows, day: int, old: int, old_breaks: IntArray, kept: IntArray, tour: Days) -> None:
    """Put a shift back as it was."""
    shift, breaks, activity = tour
    shift[day], breaks[day], activity[mover.start[old] : mover.end[old]] = old, old_breaks, kept
    change_rows(mover, rows, old, activity, 1)


@njit(cache=True)
def _put_in(
    mover: Mover,
    rows: Rows,
    old: int,
    target: int,
    is_open: bool,
    soft: int,
    tour: Days,
    chance: Chance,
    temperature: float,
) -> tuple[int, int]:
    """Put the best shift of a day into a tour, the old one where that is not open; it, and soft costs of the tour."""
    shift, breaks, activity = tour
    if target < 0:
        return -1, soft_cost(mover.walk, shift)
    numbers, softs = np.array([old]), np.array([soft])
    if is_open:
        numbers = some_shifts(mover, target, -1, chance)
        softs = soft_costs_of_day(mover.walk, shift, target, numbers)
    if softs.min() >= NEVER:
        return -1, NEVER
    first, segments = segments_of(mover, rows, numbers, NOISE * temperature, chance)
    kind = mover.kind[old] if old >= 0 else 0
    others = worked(mover.hours, shift)
    new, new_soft = _best_shift(mover, rows, numbers, softs, first, segments, kind, others)
    if new >= 0:
        shift[target] = new
        lay(mover, first, segments, new, breaks[target], activity)
    return new, new_soft


@njit(cache=True)
def _choose(mover: Mover, shift: IntArray, chance: Chance) -> tuple[int, int, bool]:
    """
    The day of a shift that is moved, and the day to which it goes.

    The first is -1 where one is added, the second where one is dropped, both where nothing is done; and whether another
    shift may be worked then.
    """
    day = below(chance, len(shift))
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
    target = below(chance, len(shift))
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
    others: int,
) -> tuple[int, int]:
    """
    The cheapest of some shifts beside others of so many intervals, and what the soft rows of that tour cost.

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
        cost = costs[place] + soft + mover.cost[number] + holding(mover, rows, number)
        cost += cost_beyond(mover.hours, others + mover.hours.length[number])
        if cost < least:
            best, least, best_soft = number, cost, soft
    return best, best_soft
