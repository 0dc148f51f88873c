"""
Queues of one agent after another, exactly, given what all others do.

For the shifts and breaks of an agent the best legal queues are found by dynamic programming; going round the agents
until nobody gains turns any assignment into one that obeys the minimum blocks and what transfers take.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np

from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.feasibility import softened
from shiftmodels.solution import BREAK, OTHER, Assignment
from shiftmodels.tours.insertion import Couplings
from shiftmodels.tours.segments import FIXED, segments_of
from shiftmodels.tours.work import write_shift

ROUNDS = 3
"""Times every agent is looked at, at most."""
_NO_CUTS = np.zeros((0, 2), dtype=np.int64)


def settle_queues(data: ModelData, found: Assignment) -> Assignment:
    """
    An assignment with the same shifts and breaks in which queues are changed as agents may.

    Parameters
    ----------
    data
        The problem.
    found
        An assignment; its queues are where the search begins.
    """
    settled = Assignment(found.shift, found.breaks, found.activity.copy())
    couplings = Couplings(softened(data), settled)
    for _ in range(ROUNDS):
        changed = False
        for block in (block for block in data.blocks if block.restricts_transfers):
            for agent in block.members:
                changed |= _settle(couplings, block, settled, agent)
        if not changed:
            break
    return settled


def _settle(couplings: Couplings, block: Block, settled: Assignment, agent: int) -> bool:
    """Give an agent his best queues; returns whether they changed."""
    shift, row = settled.shift[agent], settled.activity[agent]
    before = row.copy()
    couplings.change(block, shift, row, -1)
    prices = _prices(couplings, block)
    for index in shift[shift >= 0].tolist():
        span = slice(int(block.shifts.start[index]), int(block.shifts.end[index]))
        row[span] = _best_queues(block, prices[:, span], before[span])
    couplings.change(block, shift, row, 1)
    return not np.array_equal(before, row)


def _prices(couplings: Couplings, block: Block) -> IntArray:
    """What the cost changes when the agent works each of his queues, interval by interval. Shape ``(n, T)``."""
    prices = couplings.prices(block) + block.queue_cost[:, None]
    for hold, price in zip(block.holds, couplings.pool_prices(block), strict=True):
        prices[block.queues == hold.queue] += price
    for work in (work for work in block.fixed_work if work.queue >= 0):
        prices[block.queues == work.queue, work.start : work.end] -= FIXED
    return prices


def _best_queues(block: Block, prices: IntArray, before: IntArray) -> IntArray:
    """Codes of a shift whose breaks and other activities stay where they are. Shape ``(n,)``."""
    length, pauses = len(before), _pauses(before)
    reach = np.zeros(length, dtype=np.int64)
    reach[[0, *(end for _, end in pauses if end < length)]] = length
    breaks = np.array([(end - start, start, start, 0) for start, end in pauses], dtype=np.int64).reshape(-1, 4)
    places, taken = np.zeros(length, dtype=np.int64), np.zeros(len(pauses), dtype=np.int64)
    segments = segments_of(block, prices, 1, reach, length)
    write_shift(0, length, len(pauses), breaks, segments, _NO_CUTS, taken, places)
    codes = np.where(places >= 0, block.queues[np.maximum(places, 0)], places)
    return np.where(np.isin(before, (BREAK, OTHER)), before, codes)


def _pauses(codes: IntArray) -> list[tuple[int, int]]:
    """Spans of a shift in which no queue is worked, whatever is decided."""
    places = enumerate(np.isin(codes, (BREAK, OTHER)).tolist())
    runs = ((paused, [place for place, _ in run]) for paused, run in groupby(places, key=lambda place: place[1]))
    return [(run[0], run[-1] + 1) for paused, run in runs if paused]
