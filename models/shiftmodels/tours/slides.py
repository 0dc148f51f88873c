"""
Breaks and transfers of one agent that slide by a few intervals.

They change few rows, and cost a hundredth of what it takes to lay all breaks and queues of a shift anew: as many more
can be tried, with the chance that simulated annealing gives each.
"""

from __future__ import annotations

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.solution import BREAK
from shiftmodels.tours.blocks_of_work import are_blocks_legal, change_activities
from shiftmodels.tours.chance import Chance
from shiftmodels.tours.laid_shifts import below, is_accepted
from shiftmodels.tours.moved_rows import Days, Mover, Rows, own_cost

FARTHEST = 4
"""Intervals by which anything slides at most."""


@njit(cache=True)
def slide_all(mover: Mover, rows: Rows, tour: Days, chance: Chance, temperature: float) -> tuple[int, int]:
    """
    Try to slide each break and each transfer of an agent once.

    Parameters
    ----------
    mover, rows
        The agent's block, and what everybody does.
    tour
        His rows of ``Assignment``; breaks and activities are changed.
    chance, temperature
        See ``move_days``.

    Returns
    -------
    By how many cost units coupling rows, their corners as they are now, and the agent's own costs changed.
    """
    shift, breaks, activity = tour
    coupled, own = 0, 0
    for day in range(len(shift)):
        number = shift[day]
        if number < 0 or not mover.is_open[day] or mover.setup > 0:
            continue
        for place in range(mover.counts[mover.program[number]]):
            change, more = _slide_break(mover, rows, number, breaks[day], place, activity, chance, temperature)
            coupled, own = coupled + change, own + more
        for time in range(mover.start[number] + 1, mover.end[number]):
            if activity[time] >= 0 and activity[time - 1] >= 0 and activity[time] != activity[time - 1]:
                change, more = _slide_transfer(mover, rows, number, time, activity, chance, temperature)
                coupled, own = coupled + change, own + more
    return coupled, own


@njit(cache=True)
def _slide_break(
    mover: Mover,
    rows: Rows,
    number: int,
    breaks: IntArray,
    place: int,
    activity: IntArray,
    chance: Chance,
    temperature: float,
) -> tuple[int, int]:
    """A break elsewhere, and work beside it where it was; by how much coupling rows and own costs changed."""
    old, length = breaks[place], mover.breaks[mover.program[number], place, 0]
    new = old + _some_way(chance)
    beside = old - 1 if new > old else old + length
    if not _may_begin(mover, number, breaks, place, new) or not _is_work(mover, number, activity, beside):
        return 0, 0
    begin, end, before = min(old, new), max(old, new) + length, own_cost(mover, number, activity)
    kept, queue = activity[begin:end].copy(), activity[beside]
    if new > old:
        activity[old : min(old + length, new)] = queue
    else:
        activity[max(old, new + length) : old + length] = queue
    activity[new : new + length] = BREAK
    change, more, is_done = _decide(mover, rows, number, activity, begin, kept, before, chance, temperature)
    breaks[place] = new if is_done else old
    return change, more


@njit(cache=True)
def _slide_transfer(
    mover: Mover, rows: Rows, number: int, old: int, activity: IntArray, chance: Chance, temperature: float
) -> tuple[int, int]:
    """A transfer earlier or later; by how much coupling rows and own costs changed."""
    new = old + _some_way(chance)
    begin, end = min(old, new), max(old, new)
    queue = activity[old - 1] if new > old else activity[old]
    if begin < mover.start[number] or end > mover.end[number] or (activity[begin:end] < 0).any():
        return 0, 0
    kept, before = activity[begin:end].copy(), own_cost(mover, number, activity)
    activity[begin:end] = queue
    change, more, _ = _decide(mover, rows, number, activity, begin, kept, before, chance, temperature)
    return change, more


@njit(cache=True)
def _some_way(chance: Chance) -> int:
    """By how many intervals something slides, at least one in either direction."""
    way = below(chance, 2 * FARTHEST) - FARTHEST
    return way if way < 0 else way + 1


@njit(cache=True)
def _may_begin(mover: Mover, number: int, breaks: IntArray, place: int, begin: int) -> bool:
    """Whether a break may begin then: in its window, and with enough work between it and those beside it."""
    program = mover.program[number]
    windows, offset, end = mover.breaks[program], begin - mover.start[number], begin + mover.breaks[program, place, 0]
    if not windows[place, 1] <= offset <= windows[place, 2] or end > mover.end[number]:
        return False
    if place > 0 and begin - breaks[place - 1] - windows[place - 1, 0] < windows[place, 3]:
        return False
    return bool(place + 1 == mover.counts[program] or breaks[place + 1] - end >= windows[place + 1, 3])


@njit(cache=True, inline="always")
def _is_work(mover: Mover, number: int, activity: IntArray, time: int) -> bool:
    """Whether a queue is worked in an interval of a shift."""
    return bool(mover.start[number] <= time < mover.end[number] and activity[time] >= 0)


@njit(cache=True)
def _decide(
    mover: Mover,
    rows: Rows,
    number: int,
    activity: IntArray,
    begin: int,
    kept: IntArray,
    before: int,
    chance: Chance,
    temperature: float,
) -> tuple[int, int, bool]:
    """Take what has been written over what is kept, or put that back; changes of costs, and whether it is taken."""
    end = begin + len(kept)
    if are_blocks_legal(mover, number, activity, begin, end):
        change = change_activities(mover, rows, begin, kept, activity[begin:end])
        more = own_cost(mover, number, activity) - before
        if is_accepted(change + more, temperature, chance):
            return change, more, True
        change_activities(mover, rows, begin, activity[begin:end], kept)
    activity[begin:end] = kept
    return 0, 0, False
