"""
Queues of one agent after another, exactly, given what all others do.

A *stretch* is a part of a shift without a break. Within it the queues form runs; either there is one run, or every
run lasts the minimum block of its queue, as it then begins or ends with a direct change. For one agent the best
such runs are found by dynamic programming over the end of the last run; going round the agents until nobody gains
turns any assignment into one that obeys the minimum blocks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.solution import BREAK, OFF, OTHER, Assignment, cover_costs, supply

ROUNDS = 3
"""Times every agent is looked at, at most."""
FORBIDDEN = 1e15
"""Price of a queue that may not be worked; sums of other prices stay exact beside it."""


def settle_queues(data: ModelData, found: Assignment) -> Assignment:
    """
    An assignment with the same shifts and breaks in which every minimum block is kept.

    Parameters
    ----------
    data
        The problem.
    found
        An assignment; its queues are where the search begins.
    """
    settled = Assignment(found.shift, found.breaks, found.activity.copy())
    supplied = supply(data, settled)
    for _ in range(ROUNDS):
        changed = False
        for block in (block for block in data.blocks if block.has_binding_blocks):
            for agent in block.members:
                for start, end in _stretches(data, settled, block, agent):
                    changed |= _settle(data, block, settled.activity[agent], supplied, start, end)
        if not changed:
            break
    return settled


def _stretches(data: ModelData, found: Assignment, block: Block, agent: int) -> list[tuple[int, int]]:
    """Parts of the agent's shifts without break or other activity, as half-open spans."""
    spans = []
    for index in found.shift[agent][found.shift[agent] >= 0]:
        begin = None
        for interval in range(block.shifts.start[index], block.shifts.end[index] + 1):
            inside = interval < block.shifts.end[index]
            works = inside and found.activity[agent, interval] not in (BREAK, OTHER, OFF)
            if works and begin is None:
                begin = interval
            elif not works and begin is not None:
                spans.append((begin, interval))
                begin = None
    return spans


def _settle(data: ModelData, block: Block, row: IntArray, supplied: IntArray, start: int, end: int) -> bool:
    """Give a stretch its best queues; returns whether they changed."""
    before = row[start:end].copy()
    for place, queue in enumerate(block.queues):
        supplied[queue, start:end] -= block.proficiency[place] * (before == queue)
    prices = np.stack([_prices(data, block, place, supplied, start, end) for place in range(len(block.queues))])
    _fix_pinned(block, prices, start, end)
    places = _best_runs(prices, block.minimum_block.tolist())
    row[start:end] = block.queues[places]
    for place, queue in enumerate(block.queues):
        supplied[queue, start:end] += block.proficiency[place] * (row[start:end] == queue)
    return not np.array_equal(before, row[start:end])


def _prices(data: ModelData, block: Block, place: int, supplied: IntArray, start: int, end: int) -> NDArray[np.float64]:
    """What the cost changes when the agent works a queue, interval by interval."""
    part = (block.queues[place], slice(start, end))
    here = supplied[part]
    more = cover_costs(data.cover, part, here + block.proficiency[place])
    return (more - cover_costs(data.cover, part, here)).astype(float)


def _fix_pinned(block: Block, prices: NDArray[np.float64], start: int, end: int) -> None:
    for work in (work for work in block.fixed_work if work.queue >= 0):
        first, last = max(start, work.start), min(end, work.end)
        if first < last:
            prices[block.queues != work.queue, first - start : last - start] = FORBIDDEN


def _best_runs(prices: NDArray[np.float64], least: list[int]) -> IntArray:
    """Place of the queue in each interval of the cheapest legal runs. Shape ``(n,)``."""
    num_queues, length = prices.shape
    sums = np.concatenate([np.zeros((num_queues, 1)), np.cumsum(prices, axis=1)], axis=1)
    single = int(np.argmin(sums[:, -1]))
    best: list[list[tuple[float, int, int]]] = [[(np.inf, -1, -1)] * num_queues for _ in range(length + 1)]
    for end in range(1, length + 1):
        for queue in range(num_queues):
            for begin in range(end - max(1, least[queue]) + 1):
                run = sums[queue, end] - sums[queue, begin] if np.isfinite(sums[queue, end]) else np.inf
                others = [(best[begin][other][0], other) for other in range(num_queues) if other != queue]
                earlier, other = (0.0, -1) if begin == 0 else min(others)
                if earlier + run < best[end][queue][0]:
                    best[end][queue] = (earlier + run, begin, other)
    last = min(range(num_queues), key=lambda queue: best[length][queue][0])
    places = np.full(length, single, dtype=np.int64)
    if best[length][last][0] < sums[single, -1]:
        end, queue = length, last
        while end > 0:
            _, begin, other = best[end][queue]
            places[begin:end] = queue
            end, queue = begin, other
    return places
