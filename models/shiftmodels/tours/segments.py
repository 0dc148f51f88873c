"""
The best queues of a segment of work, between two breaks, under prices by queue and interval.

A segment is one block of work on a queue, or several with a transfer between each two. Blocks beside a transfer last
their minimum at least; a segment without one may be shorter. Where transfers are limited, costs are kept for each
number of them. Solved exactly by dynamic programming over the ends of blocks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.solution import SETUP

NEVER = 2**58
"""Cost of what cannot be; far above all others, and sums of a few still fit."""
FIXED = 2**48
"""What it is worth to do what has to be done, a day or an interval: far more than anything else, far less than
``NEVER``."""


class Segments(NamedTuple):
    """
    Parameters
    ----------
    prefix
        Sum of the prices of each queue before each interval. Shape ``(Q, T + 1)``.
    minimum
        Least intervals of a block of each queue beside a transfer, at least 1. Shape ``(Q,)``.
    change
        Cost of a transfer from each queue to each other, ``NEVER`` where there can be none. Shape ``(Q, Q)``.
    setup
        Intervals of a transfer.
    step
        1 where transfers are counted, else 0.
    table
        Cost of the best queues by first interval, length and number of transfers; where these are not counted, the
        last is 0 for any. Shape ``(T + 1, longest + 1, N)``.
    """

    prefix: IntArray
    minimum: IntArray
    change: IntArray
    setup: int
    step: int
    table: IntArray


def segments_of(block: Block, prices: IntArray, scale: int, reach: IntArray, longest: int) -> Segments:
    """
    Costs of all segments of work of a block.

    Parameters
    ----------
    block
        The block.
    prices
        Price of an agent on each of its queues in each interval. Shape ``(n, T)``.
    scale
        Units of these prices that are worth a cost unit.
    reach
        Intervals of the longest segment that may begin at each; 0 where none may. Shape ``(T,)``.
    longest
        Intervals of the longest shift.
    """
    prefix, minimum = prefix_sums(prices), np.maximum(1, block.minimum_block)
    change, layers = block.transfer_costs(scale, NEVER), layers_of(block, longest)
    return segments_under(prefix, minimum, change, block.transfers.setup, layers, reach, longest)


def layers_of(block: Block, longest: int) -> int:
    """Numbers of transfers for which costs are kept, in shifts of at most so many intervals; 0: they do not count."""
    is_counted = block.transfers.most >= 0 and len(block.queues) > 1
    return min(block.transfers.most, longest) + 1 if is_counted else 0


@njit(cache=True)
def segments_under(
    prefix: IntArray,
    minimum: IntArray,
    change: IntArray,
    setup: int,
    layers: int,
    reach: IntArray,
    longest: int,
) -> Segments:
    """
    Costs of all segments under sums of prices.

    Parameters
    ----------
    prefix, minimum, change, setup
        See ``Segments``.
    layers
        See ``layers_of``.
    reach, longest
        See ``segments_of``.
    """
    if layers:
        table = _counted_costs(prefix, minimum, change, setup, layers, reach, longest)
        return Segments(prefix, minimum, change, setup, 1, table)
    plain = _segment_costs(prefix, minimum, change, setup, reach, longest)
    return Segments(prefix, minimum, change, setup, 0, plain.reshape((len(plain), longest + 1, 1)))


def prefix_sums(prices: IntArray) -> IntArray:
    """Sums before each interval. Shape ``(..., T + 1)``."""
    zero = np.zeros((*prices.shape[:-1], 1), dtype=np.int64)
    return np.concatenate([zero, np.cumsum(prices, axis=-1)], axis=-1)


@njit(cache=True)
def _segment_costs(
    prefix: IntArray, minimum: IntArray, change: IntArray, setup: int, reach: IntArray, longest: int
) -> IntArray:
    """``Segments.table`` where transfers are not counted, of shape ``(T + 1, longest + 1)``: in half the time."""
    queues, intervals = prefix.shape[0], prefix.shape[1] - 1
    table = np.full((intervals + 1, longest + 1), NEVER)
    table[:, 0] = 0
    ended = np.full((queues, longest + 1), NEVER)
    entry = np.full(queues, NEVER)
    # Before that no block has ended that another one could follow.
    soonest = setup + minimum.min() if queues else 0
    alike, cheapest = _price_of_all(change), np.full(longest + 1, NEVER)
    first, second = np.full(longest + 1, -1), np.full(longest + 1, NEVER)
    for start in range(intervals):
        if reach[start] == 0:
            continue
        entry[:] = NEVER
        for length in range(1, min(reach[start], intervals - start) + 1):
            end = start + length
            best = NEVER
            for queue in range(queues):
                # A block of this queue that has its least length may have begun at ``least``.
                least = length - minimum[queue]
                before = 0 if least == 0 else NEVER
                if least >= soonest and alike >= 0:
                    ends = least - setup
                    before = min(before, (second[ends] if first[ends] == queue else cheapest[ends]) + alike)
                elif least >= soonest:
                    for other in range(queues):
                        if other != queue and ended[other, least - setup] + change[other, queue] < before:
                            before = ended[other, least - setup] + change[other, queue]
                if before < NEVER and before - prefix[queue, start + least] < entry[queue]:
                    entry[queue] = before - prefix[queue, start + least]
                ended[queue, length] = NEVER if entry[queue] >= NEVER else entry[queue] + prefix[queue, end]
                best = min(best, ended[queue, length], prefix[queue, end] - prefix[queue, start])
            if alike >= 0:
                first[length], cheapest[length], second[length] = _two_least(ended[:, length])
            table[start, length] = best
    return table


@njit(cache=True)
def _price_of_all(change: IntArray) -> int:
    """What any change of queue costs, -1 where they differ."""
    price = change[0, 1] if len(change) > 1 else 0
    for one in range(len(change)):
        for other in range(len(change)):
            if one != other and change[one, other] != price:
                return -1
    return int(price)


@njit(cache=True)
def _two_least(values: IntArray) -> tuple[int, int, int]:
    """Place of the least value, that value, and the next one."""
    place, least, next_one = -1, NEVER, NEVER
    for other in range(len(values)):
        if values[other] < least:
            place, least, next_one = other, values[other], least
        elif values[other] < next_one:
            next_one = values[other]
    return place, least, next_one


@njit(cache=True)
def _counted_costs(
    prefix: IntArray,
    minimum: IntArray,
    change: IntArray,
    setup: int,
    layers: int,
    reach: IntArray,
    longest: int,
) -> IntArray:
    """``Segments.table`` where transfers are counted."""
    queues, intervals = prefix.shape[0], prefix.shape[1] - 1
    table = np.full((intervals + 1, longest + 1, layers), NEVER)
    table[:, 0, 0] = 0
    ended = np.full((queues, longest + 1, layers), NEVER)
    entry = np.full((queues, layers), NEVER)
    for start in range(intervals):
        if reach[start] == 0:
            continue
        entry[:] = NEVER
        for length in range(1, min(reach[start], intervals - start) + 1):
            end = start + length
            for queue in range(queues):
                least = length - minimum[queue]
                if least == 0:
                    entry[queue, 0] = min(entry[queue, 0], -prefix[queue, start])
                for layer in range(1, layers if least > setup else 0):
                    before = NEVER
                    for other in range(queues):
                        before = min(before, ended[other, least - setup, layer - 1] + change[other, queue])
                    if before < NEVER:
                        entry[queue, layer] = min(entry[queue, layer], before - prefix[queue, start + least])
                for layer in range(layers):
                    cost = NEVER if entry[queue, layer] >= NEVER else entry[queue, layer] + prefix[queue, end]
                    ended[queue, length, layer] = cost
                    table[start, length, layer] = min(table[start, length, layer], cost)
                table[start, length, 0] = min(table[start, length, 0], prefix[queue, end] - prefix[queue, start])
    return table


def cut_segments(table: IntArray, cuts: list[tuple[int, int]], worth: int) -> None:
    """
    Put fixed activities that cover no queue into segments, which they interrupt like a break.

    Parameters
    ----------
    table
        See ``Segments``; changed in place.
    cuts
        Intervals of the activities, in order.
    worth
        What each of their intervals is worth; a segment that ends inside one cannot be.
    """
    for start, end in reversed(cuts):
        _cut(table, start, end, worth * (end - start))


@njit(cache=True)
def _cut(table: IntArray, start: int, end: int, worth: int) -> None:
    longest, layers = table.shape[1] - 1, table.shape[2]
    for first in range(max(0, start - longest), end):
        for last in range(max(first, start) + 1, min(first + longest, len(table) - 1) + 1):
            table[first, last - first] = NEVER
            for before in range(layers if first <= start and last >= end else 0):
                for after in range(layers - before):
                    both = table[first, start - first, before] + table[end, last - end, after] - worth
                    if both < table[first, last - first, before + after]:
                        table[first, last - first, before + after] = both


def segment_reach(data: ModelData, block: Block) -> IntArray:
    """Intervals of the longest segment of work that may begin at each in a block's shifts; 0: none. Shape ``(T,)``."""
    reach, shifts = np.zeros(data.num_intervals + 1, dtype=np.int64), block.shifts
    for number, program in enumerate(data.programs):
        some = shifts.program == number
        starts, ends = shifts.start[some], shifts.end[some]
        until = [*(starts + latest for latest in program.latest), ends]
        np.maximum.at(reach, starts, until[0] - starts)
        for place, length in enumerate(program.lengths):
            for offset in range(program.earliest[place] + length, program.latest[place] + length + 1):
                begins = np.minimum(starts + offset, data.num_intervals)
                np.maximum.at(reach, begins, np.maximum(until[place + 1] - begins, 0))
    return reach[:-1]


@njit(cache=True)
def write_queues(segments: Segments, start: int, end: int, transfers: int, queues: IntArray) -> None:
    """
    Write the best queue of each interval of a segment, or ``SETUP``.

    Parameters
    ----------
    segments
        Where the segment is one.
    start, end
        Its span.
    transfers
        How many there are in it, where they are counted; else 0.
    queues
        Takes the numbers of the queues. Shape ``(T,)``.
    """
    prefix, length = segments.prefix, end - start
    if length <= 0:
        return
    single = 0
    for queue in range(prefix.shape[0]):
        if prefix[queue, end] - prefix[queue, start] < prefix[single, end] - prefix[single, start]:
            single = queue
    # Most segments are work on a single queue, for which nothing needs to be traced back.
    alone = prefix[single, end] - prefix[single, start]
    if prefix.shape[0] == 1 or (transfers == 0 and segments.table[start, length, 0] >= alone):
        queues[start:end] = single
        return
    ended, begin = _best_blocks(segments, start, length, transfers + 1)
    last = int(np.argmin(ended[:, length, transfers]))
    reached, layer = length, transfers
    while reached > 0:
        first = begin[last, reached, layer]
        queues[start + first : start + reached] = last
        if first == 0:
            break
        layer -= segments.step
        reached = first - segments.setup
        queues[start + reached : start + first] = SETUP
        last = int(np.argmin(ended[:, reached, layer] + segments.change[:, last]))


@njit(cache=True)
def _best_blocks(segments: Segments, start: int, length: int, layers: int) -> tuple[IntArray, IntArray]:
    """Cost of blocks up to the end of one of each queue, and where that begins. Shape ``(Q, length + 1, N)`` each."""
    prefix, setup, step = segments.prefix, segments.setup, segments.step
    count = prefix.shape[0]
    ended = np.full((count, length + 1, layers), NEVER)
    begin = np.zeros((count, length + 1, layers), dtype=np.int64)
    entered = np.full((count, length + 1, layers), NEVER)
    for reached in range(1, length + 1):
        for queue in range(count):
            last = reached - segments.minimum[queue]
            if last < 0:
                continue
            ended[queue, reached, 0] = prefix[queue, start + reached] - prefix[queue, start]
            for first in range(setup + 1, last + 1):
                work = prefix[queue, start + reached] - prefix[queue, start + first]
                for layer in range(step, layers):
                    before = entered[queue, first, layer]
                    if before < NEVER and before + work < ended[queue, reached, layer]:
                        ended[queue, reached, layer] = before + work
                        begin[queue, reached, layer] = first
        # What it costs to be ready for each queue a set-up later.
        for queue in range(count if reached + setup <= length else 0):
            for layer in range(step, layers):
                for other in range(count):
                    before = ended[other, reached, layer - step] + segments.change[other, queue]
                    entered[queue, reached + setup, layer] = min(entered[queue, reached + setup, layer], before)
    return ended, begin
