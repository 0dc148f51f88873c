"""
What one more agent costs or saves: the best breaks and queues of each shift under prices by queue and interval.

Between two breaks lies a segment of work. Where a direct change of queue is restricted, blocks that begin or end with
one last ``minimum`` intervals at least; a segment without a change may be shorter. Both are solved exactly by dynamic
programming, segments first, then the starts of breaks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from shiftmodels.data import Block, BreakProgram, FixedBreak, IntArray, ModelData
from shiftmodels.solution import BREAK

NEVER = 2**58
"""Cost of what cannot be; far above all others, and sums of a few still fit."""
FIXED = 2**48
"""What it is worth to do what has to be done, a day or an interval: far more than anything else, far less than
``NEVER``."""


@dataclass(frozen=True, eq=False)
class Versions:
    """
    The shifts of a block, each once for every break that may be the pinned one.

    Parameters
    ----------
    shift, program
        Shift of each version, ascending, and its row in ``count`` and ``breaks``. Shape ``(V,)`` each.
    count
        Breaks of each program. Shape ``(N,)``.
    breaks
        Length, earliest, latest and gap of each. Shape ``(N, K, 4)``.
    """

    shift: IntArray
    program: IntArray
    count: IntArray
    breaks: IntArray

    @classmethod
    def of(cls, programs: tuple[BreakProgram, ...], block: Block) -> Versions:
        """Versions of the shifts of a block."""
        every, pairs = list(programs), []
        for shift, day in enumerate(block.shifts.day.tolist()):
            fixed = [part for part in block.fixed_breaks if part.day == day]
            number, start = int(block.shifts.program[shift]), int(block.shifts.start[shift])
            variants = _pinned(programs[number], start, fixed) if fixed else []
            pairs += [(shift, len(every) + place) for place in range(len(variants))] if fixed else [(shift, number)]
            every += variants
        longest = max((program.num_breaks for program in programs), default=0)
        breaks = np.zeros((len(every), longest, 4), dtype=np.int64)
        for place, program in enumerate(every):
            columns = (program.lengths, program.earliest, program.latest, program.gaps)
            breaks[place, : program.num_breaks] = np.array(columns, dtype=np.int64).T
        own = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return cls(own[:, 0], own[:, 1], np.array([program.num_breaks for program in every], dtype=np.int64), breaks)


def _pinned(program: BreakProgram, start: int, fixed: list[FixedBreak]) -> list[BreakProgram]:
    """The program with each choice of breaks that start where breaks of their kinds are fixed."""
    variants = [program]
    for part in fixed:
        offset = part.start - start
        variants = [
            replace(one, earliest=_put(one.earliest, place, offset), latest=_put(one.latest, place, offset))
            for one in variants
            for place, kind in enumerate(one.kinds)
            if kind in part.kinds and one.earliest[place] <= offset <= one.latest[place]
        ]
    return variants


def _put(values: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*values[:place], value, *values[place + 1 :])


@njit(cache=True)
def segment_costs(prefix: IntArray, minimum: IntArray, begins: NDArray[np.bool_], longest: int) -> IntArray:
    """
    Cost of the best queues in every segment of work.

    Parameters
    ----------
    prefix
        Sum of the prices of each queue before each interval. Shape ``(Q, T + 1)``.
    minimum
        Least intervals of a block of each queue beside a direct change, at least 1. Shape ``(Q,)``.
    begins
        Intervals at which a segment may begin. Shape ``(T,)``.
    longest
        Intervals of the longest segment.

    Returns
    -------
    Cost by first interval and length. Shape ``(T + 1, longest + 1)``.
    """
    queues, intervals = prefix.shape[0], prefix.shape[1] - 1
    table = np.full((intervals + 1, longest + 1), NEVER)
    table[:, 0] = 0
    ended = np.full((queues, longest + 1), NEVER)
    entry = np.full(queues, NEVER)
    for start in range(intervals):
        if not begins[start]:
            continue
        entry[:] = NEVER
        for length in range(1, min(longest, intervals - start) + 1):
            end = start + length
            best = NEVER
            for queue in range(queues):
                # A block of this queue that has its least length may have begun at ``least``.
                least = length - minimum[queue]
                if least >= 0:
                    before = 0 if least == 0 else NEVER
                    for other in range(queues):
                        if other != queue and least > 0 and ended[other, least] < before:
                            before = ended[other, least]
                    if before < NEVER and before - prefix[queue, start + least] < entry[queue]:
                        entry[queue] = before - prefix[queue, start + least]
                ended[queue, length] = NEVER if entry[queue] >= NEVER else entry[queue] + prefix[queue, end]
                best = min(best, ended[queue, length], prefix[queue, end] - prefix[queue, start])
            table[start, length] = best
    return table


@njit(cache=True)
def shift_costs(
    start: IntArray, end: IntArray, program: IntArray, count: IntArray, breaks: IntArray, segments: IntArray
) -> IntArray:
    """
    Cost of each shift with its best breaks.

    Parameters
    ----------
    start, end, program
        Versions of shifts. Shape ``(V,)`` each.
    count, breaks
        See ``Versions``.
    segments
        See ``segment_costs``.

    Returns
    -------
    Shape ``(V,)``.
    """
    costs = np.empty(len(start), dtype=np.int64)
    best = np.empty((breaks.shape[1] + 1, segments.shape[1] + 1), dtype=np.int64)
    for shift in range(len(start)):
        costs[shift] = _fill(start[shift], end[shift], count[program[shift]], breaks[program[shift]], segments, best)
    return costs


@njit(cache=True)
def _fill(start: int, end: int, count: int, breaks: IntArray, segments: IntArray, best: IntArray) -> int:
    """Cost of a shift; ``best[k, s]``: up to break ``k``, which starts ``s`` intervals after the shift."""
    if count == 0:
        return int(segments[start, end - start])
    for place in range(count):
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            value = NEVER
            if place == 0:
                value = segments[start, offset]
            else:
                length = breaks[place - 1, 0]
                for earlier in range(breaks[place - 1, 1], breaks[place - 1, 2] + 1):
                    work = offset - earlier - length
                    if work >= breaks[place, 3]:
                        value = min(value, best[place - 1, earlier] + segments[start + earlier + length, work])
            best[place, offset] = min(value, NEVER)
    total = NEVER
    length = breaks[count - 1, 0]
    for offset in range(breaks[count - 1, 1], breaks[count - 1, 2] + 1):
        rest = end - start - offset - length
        if rest >= 0:
            total = min(total, best[count - 1, offset] + segments[start + offset + length, rest])
    return total


@njit(cache=True)
def break_starts(start: int, end: int, count: int, breaks: IntArray, segments: IntArray) -> IntArray:
    """Starts of the breaks of one shift at its least cost. Shape ``(K,)``, -1 beyond."""
    starts = np.full(breaks.shape[0], -1, dtype=np.int64)
    best = np.empty((breaks.shape[0] + 1, segments.shape[1] + 1), dtype=np.int64)
    left = _fill(start, end, count, breaks, segments, best)
    until = end - start
    for back in range(count):
        place = count - 1 - back
        length = breaks[place, 0]
        least = 0 if back == 0 else breaks[place + 1, 3]
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            work = until - offset - length
            if work >= least and best[place, offset] + segments[start + offset + length, work] == left:
                starts[place] = start + offset
                left = best[place, offset]
                until = offset
                break
    return starts


@njit(cache=True)
def segment_queues(prefix: IntArray, minimum: IntArray, start: int, end: int, queues: IntArray) -> None:
    """Write the best queue of each interval of a segment into ``queues``, of shape ``(T,)``."""
    count, length = prefix.shape[0], end - start
    if length <= 0:
        return
    single = 0
    for queue in range(count):
        if prefix[queue, end] - prefix[queue, start] < prefix[single, end] - prefix[single, start]:
            single = queue
    ended = np.full((count, length + 1), NEVER)
    begin = np.zeros((count, length + 1), dtype=np.int64)
    for reached in range(1, length + 1):
        for queue in range(count):
            for first in range(reached - minimum[queue] + 1):
                before = 0 if first == 0 else NEVER
                for other in range(count):
                    if other != queue and first > 0:
                        before = min(before, ended[other, first])
                cost = before + prefix[queue, start + reached] - prefix[queue, start + first]
                if before < NEVER and cost < ended[queue, reached]:
                    ended[queue, reached] = cost
                    begin[queue, reached] = first
    last = int(np.argmin(ended[:, length]))
    if ended[last, length] >= prefix[single, end] - prefix[single, start]:
        queues[start:end] = single
        return
    reached = length
    while reached > 0:
        first = begin[last, reached]
        queues[start + first : start + reached] = last
        reached = first
        if first > 0:
            best = -1
            for other in range(count):
                if other != last and (best < 0 or ended[other, first] < ended[best, first]):
                    best = other
            last = best


@njit(cache=True)
def write_shift(
    start: int,
    end: int,
    count: int,
    breaks: IntArray,
    segments: IntArray,
    prefix: IntArray,
    minimum: IntArray,
    cuts: IntArray,
    taken: IntArray,
    activity: IntArray,
) -> None:
    """
    Write the best breaks and queues of one shift.

    Parameters
    ----------
    start, end, count, breaks
        The shift, and the breaks of its program. The latter of shape ``(K, 4)``.
    segments, prefix, minimum
        See ``segment_costs``.
    cuts
        Intervals of fixed activities that cover no queue, in order. Shape ``(n, 2)``.
    taken
        Takes the start of each break. Shape ``(K,)``.
    activity
        Takes the number of the queue among those of the block, or ``BREAK``. Shape ``(T,)``.
    """
    taken[:] = break_starts(start, end, count, breaks, segments)
    position = start
    for number in range(count + 1):
        stop = taken[number] if number < count else end
        for cut in range(len(cuts)):
            if position <= cuts[cut, 0] < stop:
                segment_queues(prefix, minimum, position, cuts[cut, 0], activity)
                position = cuts[cut, 1]
        segment_queues(prefix, minimum, position, stop, activity)
        if number < count:
            position = stop + breaks[number, 0]
            activity[stop:position] = BREAK


@njit(cache=True)
def best_versions(count: int, shift: IntArray, program: IntArray, costs: IntArray) -> tuple[IntArray, IntArray]:
    """Cost of the cheapest version of each shift, and its program; ``NEVER`` and -1 where there is none."""
    least, best = np.full(count, NEVER), np.full(count, -1)
    for version in range(len(shift)):
        if costs[version] < least[shift[version]]:
            least[shift[version]], best[shift[version]] = costs[version], program[version]
    return least, best


@njit(cache=True)
def least_of_classes(costs: IntArray, class_of: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """Cost of the cheapest shift of each class, and the shift."""
    least, member = np.full(count, NEVER), np.full(count, -1)
    for shift in range(len(costs)):
        number = class_of[shift]
        if member[number] < 0 or costs[shift] < least[number]:
            least[number], member[number] = costs[shift], shift
    return least, member


def cut_segments(table: IntArray, cuts: list[tuple[int, int]], worth: int) -> None:
    """
    Put fixed activities that cover no queue into segments, which they interrupt like a break.

    Parameters
    ----------
    table
        See ``segment_costs``; changed in place.
    cuts
        Intervals of the activities, in order.
    worth
        What each of their intervals is worth; a segment that ends inside one cannot be.
    """
    longest = table.shape[1] - 1
    for start, end in reversed(cuts):
        for first in range(max(0, start - longest), end):
            for last in range(max(first, start) + 1, min(first + longest, len(table) - 1) + 1):
                whole = first <= start and last >= end
                parts = table[first, start - first] + table[end, last - end] if whole else 0
                table[first, last - first] = parts - worth * (end - start) if whole else NEVER


def segment_begins(data: ModelData, block: Block) -> tuple[NDArray[np.bool_], int]:
    """Where segments of work of a block's shifts may begin, shape ``(T,)``, and the longest shift."""
    begins = np.zeros(data.num_intervals + 1, dtype=bool)
    shifts = block.shifts
    for number, program in enumerate(data.programs):
        starts = np.unique(shifts.start[shifts.program == number])
        begins[starts] = True
        for length, earliest, latest in zip(program.lengths, program.earliest, program.latest, strict=True):
            for offset in range(earliest + length, latest + length + 1):
                begins[np.minimum(starts + offset, data.num_intervals)] = True
    return begins[:-1], int((shifts.end - shifts.start).max(initial=0))
