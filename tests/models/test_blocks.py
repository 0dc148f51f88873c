"""Rows of minimum blocks against brute force, with shifts that touch."""

from __future__ import annotations

import numpy as np
import pytest

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.data import Block, BreakProgram, Cover, ModelData, Pools, Shifts
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import BREAK, Assignment, cost_of
from tests.models.brute_force import assembled, optimum, tours
from tests.profiles import every

DAY = 5
"""Intervals of a day, and of its longest shift."""
QUEUES = 3


def _data(seed: int) -> ModelData:
    """One agent on two days, with shifts up to midnight and from midnight, queues of one or of several minima."""
    draw = np.random.default_rng(seed)
    minima = draw.integers(1, 4, QUEUES) if seed % 2 else np.full(QUEUES, draw.integers(2, 4))
    breaks = BreakProgram((1,), (1,), (3,), (0,), (0,))
    shifts = Shifts(
        day=np.array([0, 0, 1, 1]),
        start=np.array([0, 1, DAY, DAY]),
        end=np.array([DAY, DAY, 2 * DAY, 2 * DAY - 1]),
        cost=np.zeros(4, dtype=np.int64),
        program=np.array([0, 1, 0, 1]),
    )
    one = np.ones(QUEUES, dtype=np.int64)
    block = Block((0,), shifts, (), np.arange(QUEUES), one, minima)
    shape = (QUEUES, 2 * DAY)
    cover = Cover(
        required=np.eye(QUEUES, dtype=np.int64)[draw.integers(0, QUEUES, 2 * DAY)].T,
        minimum=np.full(shape, -1),
        maximum=np.full(shape, -1),
        fixed_supply=np.zeros(shape, dtype=np.int64),
        under_cost=draw.integers(2, 9, shape),
        over_cost=np.ones(shape, dtype=np.int64),
        limit_cost=np.full(shape, -1),
        tags=np.zeros(QUEUES, dtype=np.int64),
    )
    none = np.full((1, 2 * DAY), -1)
    pools = Pools(none, np.zeros_like(none), np.array([-1]), np.array([0]))
    return ModelData(1, 2, 2 * DAY, (BreakProgram((), (), (), (), ()), breaks), (block,), cover, pools, ())


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_minimum_blocks_are_those_of_brute_force(seed: int) -> None:
    """The optimum is that of all legal assignments: no block is too short, and none that is legal is left out."""
    data = _data(seed)
    formulation = Formulation(data, individually=True)
    answer = solve_highs(formulation.model, 200.0, HighsOptions(relative_gap=0.0))
    assert answer.values is not None
    assert answer.cost == optimum(data)
    found = formulation.read(answer.values)
    assert cost_of(data, found) == answer.cost
    assert _is_legal(data, found)


def _is_legal(data: ModelData, found: Assignment) -> bool:
    every = (assembled(data, (tour,)) for tour in tours(data, data.blocks[0]))
    return any(np.array_equal(found.activity, other.activity) for other in every)


@pytest.mark.parametrize("seed", range(4))
def test_legal_assignments_obey_every_row(seed: int) -> None:
    """Values that are handed over as a start are a solution."""
    data = _data(seed)
    formulation = Formulation(data, individually=True)
    model = formulation.model
    # What brute force puts together does not tell when breaks begin.
    whole = [tour for tour in tours(data, data.blocks[0]) if len(tour[0]) == 2 and BREAK not in tour[1]]
    assert len(whole) > 8
    for tour in whole[:: 1 + len(whole) // 40]:
        sums = model.matrix @ formulation.values(assembled(data, (tour,)))
        assert (np.array(model.row_lower) <= sums).all()
        assert (sums <= np.array(model.row_upper)).all()
