"""
What one more agent costs or saves: the best breaks and queues of each shift under prices by queue and interval.

Solved exactly by dynamic programming over the starts of breaks; between two of them lies a segment of work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import Block, BreakProgram, FixedBreak, IntArray
from shiftmodels.solution import BREAK, OTHER
from shiftmodels.tours.segments import FIXED, NEVER, Segments, write_queues


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
    key
        The same for versions with the same spans and breaks.
    """

    shift: IntArray
    program: IntArray
    count: IntArray
    breaks: IntArray
    key: bytes

    @classmethod
    def of(cls, programs: tuple[BreakProgram, ...], block: Block) -> Versions:
        """Versions of the shifts of a block."""
        every = list(programs)
        shift, program = _with_pinned(every, block)
        longest = max((program.num_breaks for program in programs), default=0)
        breaks = np.zeros((len(every), longest, 4), dtype=np.int64)
        for place, one in enumerate(every):
            columns = (one.lengths, one.earliest, one.latest, one.gaps)
            breaks[place, : one.num_breaks] = np.array(columns, dtype=np.int64).T
        count = np.array([program.num_breaks for program in every], dtype=np.int64)
        arrays = shift, program, count, breaks, block.shifts.start, block.shifts.end
        return cls(shift, program, count, breaks, b"".join(array.tobytes() for array in arrays))


def _with_pinned(programs: list[BreakProgram], block: Block) -> tuple[IntArray, IntArray]:
    """Shift and program of each version; programs with pinned breaks are added to the others."""
    shifts = block.shifts
    if not block.fixed_breaks:
        return np.arange(len(shifts)), shifts.program.astype(np.int64)
    pairs = []
    for shift, day in enumerate(shifts.day.tolist()):
        fixed = [part for part in block.fixed_breaks if part.day == day]
        number, start = int(shifts.program[shift]), int(shifts.start[shift])
        variants = _pinned(programs[number], start, fixed) if fixed else []
        pairs += [(shift, len(programs) + place) for place in range(len(variants))] if fixed else [(shift, number)]
        programs += variants
    own = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return np.ascontiguousarray(own[:, 0]), np.ascontiguousarray(own[:, 1])


def _pinned(program: BreakProgram, start: int, fixed: list[FixedBreak]) -> list[BreakProgram]:
    """The program with each choice of breaks that start where breaks of their kinds are fixed."""
    variants = [program]
    for part in fixed:
        offset = part.start - start
        variants = [
            replace(one, earliest=_put(one.earliest, place, offset), latest=_put(one.latest, place, offset))
            for one in variants
            for place, kind in enumerate(one.kinds)
            if kind in part.kinds and one.lengths[place] == part.length
            if one.earliest[place] <= offset <= one.latest[place]
        ]
    return variants


def _put(values: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*values[:place], value, *values[place + 1 :])


@njit(cache=True)
def shift_costs(
    start: IntArray, end: IntArray, program: IntArray, count: IntArray, breaks: IntArray, table: IntArray
) -> IntArray:
    """
    Cost of each shift with its best breaks.

    Parameters
    ----------
    start, end, program
        Versions of shifts. Shape ``(V,)`` each.
    count, breaks
        See ``Versions``.
    table
        See ``Segments``.

    Returns
    -------
    Shape ``(V,)``.
    """
    costs = np.empty(len(start), dtype=np.int64)
    if table.shape[2] == 1:
        plain, row = table[:, :, 0], np.empty((breaks.shape[1] + 1, table.shape[1] + 1), dtype=np.int64)
        for shift in range(len(start)):
            number = program[shift]
            if count[number] == 0:
                costs[shift] = plain[start[shift], end[shift] - start[shift]]
            else:
                costs[shift] = _cost(start[shift], end[shift], count[number], breaks[number], plain, row)
        return costs
    best = np.empty((breaks.shape[1] + 1, table.shape[1] + 1, table.shape[2]), dtype=np.int64)
    total = np.empty(table.shape[2], dtype=np.int64)
    for shift in range(len(start)):
        number = program[shift]
        _fill(start[shift], end[shift], count[number], breaks[number], table, best, total)
        costs[shift] = total.min()
    return costs


@njit(cache=True)
def _cost(start: int, end: int, count: int, breaks: IntArray, table: IntArray, best: IntArray) -> int:
    """What ``_fill`` finds where transfers are not counted, in a third of the time."""
    if count == 0:
        return int(table[start, end - start])
    for place in range(count):
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            value = NEVER
            if place == 0:
                value = table[start, offset]
            else:
                length = breaks[place - 1, 0]
                for earlier in range(breaks[place - 1, 1], breaks[place - 1, 2] + 1):
                    work = offset - earlier - length
                    if work >= breaks[place, 3]:
                        value = min(value, best[place - 1, earlier] + table[start + earlier + length, work])
            best[place, offset] = min(value, NEVER)
    total = NEVER
    length = breaks[count - 1, 0]
    for offset in range(breaks[count - 1, 1], breaks[count - 1, 2] + 1):
        rest = end - start - offset - length
        if rest >= 0:
            total = min(total, best[count - 1, offset] + table[start + offset + length, rest])
    return total


@njit(cache=True)
def _fill(start: int, end: int, count: int, breaks: IntArray, table: IntArray, best: IntArray, total: IntArray) -> None:
    """
    Cost of a shift, by the number of transfers.

    ``best[k, s]``: of what lies before break ``k``, which starts ``s`` intervals after the shift.
    """
    total[:] = NEVER
    if count == 0:
        total[:] = table[start, end - start]
        return
    for place in range(count):
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            if place == 0:
                best[place, offset] = table[start, offset]
                continue
            length = breaks[place - 1, 0]
            best[place, offset] = NEVER
            for earlier in range(breaks[place - 1, 1], breaks[place - 1, 2] + 1):
                work = offset - earlier - length
                if work >= breaks[place, 3]:
                    _add(best[place - 1, earlier], table[start + earlier + length, work], best[place, offset])
    length = breaks[count - 1, 0]
    for offset in range(breaks[count - 1, 1], breaks[count - 1, 2] + 1):
        rest = end - start - offset - length
        if rest >= 0:
            _add(best[count - 1, offset], table[start + offset + length, rest], total)


@njit(cache=True)
def _add(first: IntArray, second: IntArray, least: IntArray) -> None:
    """Note what two parts cost together, by the number of transfers in both."""
    for one in range(len(least)):
        for other in range(len(least) - one):
            least[one + other] = min(least[one + other], first[one] + second[other])


@njit(cache=True)
def break_starts(start: int, end: int, count: int, breaks: IntArray, table: IntArray, transfers: IntArray) -> IntArray:
    """
    Starts of the breaks of one shift at its least cost. Shape ``(K,)``, -1 beyond.

    ``transfers``, of shape ``(K + 1,)``, takes their number in each segment.
    """
    starts = np.full(breaks.shape[0], -1, dtype=np.int64)
    if table.shape[2] == 1:
        _plain_break_starts(start, end, count, breaks, table[:, :, 0], starts)
        return starts
    best = np.empty((breaks.shape[0] + 1, table.shape[1] + 1, table.shape[2]), dtype=np.int64)
    total = np.empty(table.shape[2], dtype=np.int64)
    _fill(start, end, count, breaks, table, best, total)
    layer = int(np.argmin(total))
    left, until = total[layer], end - start
    for place in range(count - 1, -1, -1):
        least = 0 if place == count - 1 else breaks[place + 1, 3]
        starts[place], spent = _last_break(start, until, least, breaks[place], table, best[place], layer, left)
        transfers[place + 1] = spent
        layer -= spent
        until = starts[place] - start
        left = best[place, until, layer]
    transfers[0] = layer
    return starts


@njit(cache=True)
def _plain_break_starts(start: int, end: int, count: int, breaks: IntArray, table: IntArray, starts: IntArray) -> None:
    """Write what ``break_starts`` finds where transfers are not counted."""
    best = np.empty((breaks.shape[0] + 1, table.shape[1] + 1), dtype=np.int64)
    left, until, least = _cost(start, end, count, breaks, table, best), end - start, 0
    for place in range(count - 1, -1, -1):
        length = breaks[place, 0]
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            work = until - offset - length
            if work >= least and best[place, offset] + table[start + offset + length, work] == left:
                starts[place], until, left = start + offset, offset, best[place, offset]
                break
        least = breaks[place, 3]


@njit(cache=True)
def _last_break(
    start: int, until: int, least: int, own: IntArray, table: IntArray, best: IntArray, layer: int, left: int
) -> tuple[int, int]:
    """Where a break starts that costs what is left, with the segment after it, and transfers in that segment."""
    for offset in range(own[1], own[2] + 1):
        work = until - offset - own[0]
        for spent in range(layer + 1 if work >= least else 0):
            if best[offset, layer - spent] + table[start + offset + own[0], work, spent] == left:
                return start + offset, spent
    return -1, 0


@njit(cache=True)
def write_shift(
    start: int,
    end: int,
    count: int,
    breaks: IntArray,
    segments: Segments,
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
    segments
        Costs of segments, ``cuts`` included.
    cuts
        Intervals of fixed activities that cover no queue, in order. Shape ``(n, 2)``.
    taken
        Takes the start of each break. Shape ``(K,)``.
    activity
        Takes the number of the queue among those of the block, ``SETUP`` or ``BREAK``. Shape ``(T,)``.
    """
    transfers = np.zeros(len(taken) + 1, dtype=np.int64)
    taken[:] = break_starts(start, end, count, breaks, segments.table, transfers)
    position = start
    for number in range(count + 1):
        stop = taken[number] if number < count else end
        _write_segment(segments, position, stop, transfers[number], cuts, activity)
        if number < count:
            position = stop + breaks[number, 0]
            activity[stop:position] = BREAK


@njit(cache=True)
def write_tour(
    worked: IntArray,
    begins: IntArray,
    ends: IntArray,
    day: IntArray,
    programs: IntArray,
    counts: IntArray,
    breaks: IntArray,
    segments: Segments,
    cuts: IntArray,
    queues: IntArray,
    shift: IntArray,
    taken: IntArray,
    activity: IntArray,
) -> None:
    """
    Write the best breaks and queues of several shifts.

    Parameters
    ----------
    worked
        The shifts. Shape ``(n,)``.
    begins, ends, day, programs
        Of each shift of the block; the last is its break program. Shape ``(S,)``.
    counts, breaks
        See ``Versions``.
    segments, cuts
        See ``write_shift``.
    queues
        Those of the block. Shape ``(Q,)``.
    shift, taken, activity
        Take the rows of ``Assignment``. Shapes ``(D,)``, ``(D, K)``, ``(T,)``.
    """
    for one in worked:
        number, start, end = programs[one], begins[one], ends[one]
        shift[day[one]] = one
        write_shift(start, end, counts[number], breaks[number], segments, cuts, taken[day[one]], activity)
        for time in range(start, end):
            if activity[time] >= 0:
                activity[time] = queues[activity[time]]
    for cut in range(len(cuts)):
        activity[cuts[cut, 0] : cuts[cut, 1]] = OTHER


@njit(cache=True)
def _write_segment(
    segments: Segments, start: int, end: int, transfers: int, cuts: IntArray, activity: IntArray
) -> None:
    """Write the queues of a segment with the fixed activities in it."""
    table, position, left = segments.table, start, transfers
    for cut in range(len(cuts)):
        first, last = cuts[cut]
        if not position <= first < end:
            continue
        spent, worth = 0, FIXED * (last - first)
        for some in range(left + 1):
            both = table[position, first - position, some] + table[last, end - last, left - some] - worth
            if both == table[position, end - position, left]:
                spent = some
        write_queues(segments, position, first, spent, activity)
        position, left = last, left - spent
    write_queues(segments, position, end, left, activity)


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
