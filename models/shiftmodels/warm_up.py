"""
Compile what is compiled, once after installing: ``python -m shiftmodels.warm_up``.

Nothing needs it, but the first run would else spend part of its time limit on it.
"""

from __future__ import annotations

import numpy as np

from shiftmodels.data import Block, BreakProgram, Cover, ModelData, Pools, Shifts
from shiftmodels.solution import Assignment
from shiftmodels.tours.insertion import Couplings, Insertion


def smallest() -> ModelData:
    """One agent, one day, one shift with a break: enough to reach every compiled function."""
    shape, one = (1, 4), np.ones(1, dtype=np.int64)
    shifts = Shifts(0 * one, 0 * one, 4 * one, 0 * one, 0 * one)
    block = Block((0,), shifts, (), 0 * one, one, one)
    required, none = np.ones(shape, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    cover = Cover(required, none, none, 0 * required, required, required, none, 0 * one)
    pools = Pools(np.zeros((0, 4), np.int64), np.zeros((0, 4), np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    return ModelData(1, 1, 4, (BreakProgram((1,), (1,), (2,), (0,), (0,)),), (block,), cover, pools)


def main() -> None:
    """Find the one tour that there is."""
    data = smallest()
    Insertion(data, data.blocks[0]).best(Couplings(data, Assignment.empty(data)))


if __name__ == "__main__":
    main()
