"""
Where units of equipment are in an LP of tours, as whole units: one after the other stays where most is left of them.

Units and those who use them have to move together, which no search of a few at a time finds. The LP has both; so its
units are placed first, and everybody else beside them.
"""

from __future__ import annotations

import numpy as np

from shiftmodels.columns.generation import Generation, Pricing
from shiftmodels.columns.master import FloatArray
from shiftmodels.data import Block, IntArray
from shiftmodels.solution import Assignment
from shiftmodels.tours.insertion import Tour

WORTH = 0.5
"""What an interval with a whole unit left is worth, in units of a transfer or of four times what holding one costs."""


def place_units(generation: Generation) -> Assignment | None:
    """
    Place all units of equipment as the LP does; nobody else works.

    Parameters
    ----------
    generation
        Column generation whose LP has been solved for the columns that there are.

    Returns
    -------
    ``None`` where there are no such units, or one of them has no tour.
    """
    data = generation.pricing.data
    equipment = [number for number, block in enumerate(data.blocks) if block.is_equipment]
    if not equipment:
        return None
    placed, values = Assignment.empty(data), generation.master.values()
    for number in equipment:
        left = _stays(generation, number, values)
        for member in data.blocks[number].members:
            tour = _follow(generation.pricing, number, left)
            if tour is None:
                return None
            placed.shift[member], placed.breaks[member] = tour.shift, tour.breaks
            placed.activity[member] = tour.activity
            for place, queue in enumerate(data.blocks[number].queues.tolist()):
                left[place] -= tour.activity == queue
    return placed


def _stays(generation: Generation, number: int, values: FloatArray) -> FloatArray:
    """How many units of a block the LP has in each of its pools. Shape ``(n, T)``."""
    data, block = generation.pricing.data, generation.pricing.data.blocks[number]
    stays = np.zeros((len(block.queues), data.num_intervals))
    for column, value in zip(generation.master.columns, values.tolist(), strict=True):
        if column.block == number and value > 0:
            stays += value * (column.tour.activity == block.queues[:, None])
    return stays


def _follow(pricing: Pricing, number: int, left: FloatArray) -> Tour | None:
    """The tour that stays where units are left."""
    block, curves = pricing.data.blocks[number], pricing.curves
    prices: IntArray = np.zeros(len(curves), dtype=np.int64)
    worth = np.clip(left, 0.0, 1.0) * _worth(block) * pricing.scale
    for hold in block.holds:
        rows = curves.pool_row_of[hold.pool]
        (place,) = np.flatnonzero(block.queues == hold.queue)
        prices[rows[rows >= 0]] = np.rint(worth[place, rows >= 0]).astype(np.int64)
    found = pricing.cheapest(number, prices)
    return None if found is None or found[1] is None else found[1].tour


def _worth(block: Block) -> float:
    """Cost units."""
    lengths = np.maximum(1, block.shifts.end - block.shifts.start)
    holding = float((block.shifts.cost / lengths).max(initial=0.0))
    return WORTH * max(2.0, block.transfers.cost, 4.0 * holding)
