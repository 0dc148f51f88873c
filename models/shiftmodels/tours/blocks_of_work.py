"""Blocks of work in a shift: whether they are as long as they have to be, and what they make coupling rows cost."""

from __future__ import annotations

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.moved_rows import Mover, Rows, change_work
from shiftmodels.tours.segments import NEVER


@njit(cache=True)
def are_blocks_legal(mover: Mover, number: int, activity: IntArray, begin: int, end: int) -> bool:
    """
    Whether blocks of work are long enough in some time, and on to breaks on both sides of it, and transfers allowed.

    Transfers that take time are not looked at.
    """
    if mover.layers and _transfers(mover, number, activity) >= mover.layers:
        return False
    first, last = begin, end
    while first > mover.start[number] and activity[first - 1] >= 0:
        first -= 1
    while last < mover.end[number] and activity[last] >= 0:
        last += 1
    segment, block, place = first, first, -1
    for time in range(first, last + 1):
        here = mover.place_of[activity[time]] if time < last and activity[time] >= 0 else -1
        if here == place:
            continue
        is_whole = block == segment and here < 0
        if place >= 0 and not is_whole and time - block < mover.minimum[place]:
            return False
        if place >= 0 and here >= 0 and mover.change[place, here] >= NEVER:
            return False
        segment = time if place < 0 else segment
        block, place = time, here
    return True


@njit(cache=True)
def _transfers(mover: Mover, number: int, activity: IntArray) -> int:
    """How often a queue follows on another one in a shift."""
    total = 0
    for time in range(mover.start[number] + 1, mover.end[number]):
        total += activity[time] >= 0 and activity[time - 1] >= 0 and activity[time] != activity[time - 1]
    return total


@njit(cache=True)
def change_activities(mover: Mover, rows: Rows, begin: int, before: IntArray, after: IntArray) -> int:
    """Put activities in place of others from an interval on; by how many cost units coupling rows get dearer."""
    total = 0
    for place in range(len(before)):
        if before[place] != after[place]:
            if before[place] >= 0:
                total += change_work(mover, rows, before[place], begin + place, -1)
            if after[place] >= 0:
                total += change_work(mover, rows, after[place], begin + place, 1)
    return total
