"""The most that a roster can cost, so that plans whose costs do not fit into 64 bits are refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Block, ModelData, Spread

FloatArray = NDArray[np.float64]


def worst_cost(data: ModelData) -> float:
    """
    More cost units than any roster costs, and than any sum of its terms comes to on the way.

    Nobody is there and everybody is, everybody works the dearest shift of each day, and every soft row is broken as
    much as it can be. As floating-point numbers do not overflow, it is right where whole numbers would not be.
    """
    total = _coverage(data) + _pools(data)
    total += sum(len(block.members) * _tour(data, block) for block in data.blocks)
    return total + sum(_spread(data, spread) for spread in data.spreads)


def _coverage(data: ModelData) -> float:
    """Understaffing with nobody there, and overstaffing with everybody there, in all queues at once."""
    cover = data.cover
    most = cover.fixed_supply.astype(float)
    for block in data.blocks:
        most[block.queues] += len(block.members) * block.proficiency[:, None].astype(float)
    outside = np.maximum(most, cover.minimum) * np.maximum(cover.limit_cost, 0)
    return float((cover.required.astype(float) * cover.under_cost + most * cover.over_cost + outside).sum())


def _pools(data: ModelData) -> float:
    """What pools cost that are held by everybody."""
    pools = data.pools
    most = np.maximum(pools.fixed_use, 0).astype(float)
    for block in data.blocks:
        for hold in block.holds:
            most[hold.pool] += len(block.members) * max(0, hold.units)
    return float((np.where(pools.capacity >= 0, most, 0) * np.maximum(pools.price, 0)[:, None]).sum())


def _tour(data: ModelData, block: Block) -> float:
    """What an agent can cost: shifts, work on queues, transfers, and soft rows."""
    shifts = data.num_days * _largest(block.shifts.cost)
    work = data.num_intervals * (_largest(block.queue_cost) + float(block.transfers.cost))
    return abs(float(block.constant)) + shifts + work + float(block.slacks.price.astype(float) @ block.slacks.upper)


def _spread(data: ModelData, spread: Spread) -> float:
    weight = max((_largest(weights) for weights in spread.weights), default=0.0)
    return max(0, spread.price) * (data.num_days * weight + 2 * _largest(spread.base))


def _largest(values: NDArray[np.int64]) -> float:
    return float(np.abs(values.astype(float)).max(initial=0))
