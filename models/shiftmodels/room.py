"""Units of pools that are left at most for agents who hold them, with everything there that others can bring."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import Block, IntArray, ModelData


def can_be_present(data: ModelData, block: Block) -> IntArray:
    """1 in intervals in which a member of a block can be on shift. Shape ``(T,)``."""
    begun = np.zeros(data.num_intervals + 1, dtype=np.int64)
    np.add.at(begun, block.shifts.start, 1)
    np.add.at(begun, np.minimum(block.shifts.end, data.num_intervals), -1)
    return (np.cumsum(begun)[:-1] > 0).astype(np.int64)


def most_room(data: ModelData) -> IntArray:
    """
    Units of each pool that agents can hold at most, below 0 where more are held already than there can be.

    What brings units (``Hold.units`` below 0) counts wherever it can be, in all its pools at once. Pools without a
    limit are told by their capacity. Shape ``(P, T)``.
    """
    room: IntArray = data.pools.capacity - data.pools.fixed_use
    for block in data.blocks:
        for hold in (hold for hold in block.holds if hold.units < 0):
            room[hold.pool] -= hold.units * len(block.members) * can_be_present(data, block)
    return room
