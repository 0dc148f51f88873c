"""What transfers take and cost, against brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.data import AtMostOne, Block, BreakProgram, Budget, Cover, Hold, ModelData, Pools, Shifts, Transfers
from shiftmodels.engines import staged
from shiftmodels.engines.run import SolveOptions
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.groups import is_exact
from shiftmodels.restrict import restrict
from shiftmodels.solution import BREAK, cost_of, transfers_of
from shiftmodels.status import ModelStatus
from shiftmodels.stretches import settle_queues
from tests.models.brute_force import assembled, is_legal_row, optimum, tours, transfers
from tests.models.exact import exact_answer
from tests.models.test_stretches import random_transfers
from tests.profiles import every

DAY = 5
"""Intervals of a day."""
OPTIONS = SolveOptions(200.0, seed=0, workers=1)


def transfer_data(seed: int, agents: int = 1) -> ModelData:
    """Agents on two days, with shifts that touch or lie in each other's way, two or three queues and a pool."""
    draw = np.random.default_rng(seed)
    queues = int(draw.integers(2, 4))
    breaks = BreakProgram((1,), (1,), (3,), (0,), (0,))
    second = DAY - int(draw.integers(0, 2))
    shifts = Shifts(
        day=np.array([0, 0, 1, 1]),
        start=np.array([0, 1, second, DAY]),
        end=np.array([DAY, DAY, second + DAY, 2 * DAY - 1]),
        cost=draw.integers(0, 3, 4),
        program=np.array([0, 1, 0, 1]),
    )
    one = np.ones(queues, dtype=np.int64)
    shape = (queues, 2 * DAY)
    blocks = tuple(
        Block(
            (agent,),
            shifts,
            (AtMostOne(np.array([0, 1, 2])),) if second < DAY else (),
            np.arange(queues),
            one,
            draw.integers(1, 3, queues),
            (Hold(0, queue=int(draw.integers(queues))),),
            queue_cost=draw.integers(0, 2, queues),
            transfers=random_transfers(draw, queues),
        )
        for agent in range(agents)
    )
    none, zeros = np.full(shape, -1), np.zeros(shape, dtype=np.int64)
    required = np.eye(queues, dtype=np.int64)[draw.integers(0, queues, 2 * DAY)].T
    cover = Cover(required, none, none, zeros, draw.integers(2, 9, shape), zeros + 1, none, zeros[:, 0])
    capacity = np.where(draw.random((1, 2 * DAY)) < 0.3, 0, -1)
    pools = Pools(capacity, np.zeros_like(capacity), np.array([2]), np.array([0]))
    return ModelData(agents, 2, 2 * DAY, (BreakProgram((), (), (), (), ()), breaks), blocks, cover, pools)


@pytest.mark.parametrize("seed", every(2, range(60), slow=(32,)))
def test_optimum_is_that_of_brute_force(seed: int) -> None:
    """HiGHS and CP-SAT end at the optimum of all legal assignments, with one of them."""
    data = transfer_data(seed)
    best = optimum(data)
    formulation = Formulation(data, individually=True)
    answer = solve_highs(formulation.model, 200.0, HighsOptions(relative_gap=0.0))
    exact = exact_answer(data, OPTIONS)
    assert (answer.cost, exact.cost) == (best, best)
    assert answer.values is not None
    found = formulation.read(answer.values)
    assert cost_of(data, found) == best
    block = data.blocks[0]
    for shift in found.worked(0).tolist():
        row = found.activity[0, block.shifts.start[shift] : block.shifts.end[shift]].tolist()
        assert is_legal_row(row, block)


@pytest.mark.parametrize("is_priced", [False, True])
@pytest.mark.parametrize("seed", every(1, [0, 1, 4, 5], slow=(0, 5)))
def test_budget_by_other_prices_of_transfers(seed: int, is_priced: bool) -> None:
    """Transfers that only a budget prices are counted all the same, and so are those that it does not price."""
    data, free = _with_cost(transfer_data(seed), 3), _with_cost(transfer_data(seed), 0)
    own, prices = (data, free) if is_priced else (free, data)
    least = optimum(prices)
    assert least is not None
    limited = replace(own, budgets=(Budget(prices, least),))
    best = optimum(own, lambda found: cost_of(prices, found) <= least)
    answer = solve_highs(Formulation(limited, individually=True).model, 200.0, HighsOptions(relative_gap=0.0))
    assert (answer.cost, exact_answer(limited, OPTIONS).cost) == (best, best)
    assert not is_exact(limited)


def _with_cost(data: ModelData, cost: int) -> ModelData:
    """The same where nothing but this price restricts transfers."""
    plain = (replace(block, minimum_block=np.ones_like(block.minimum_block)) for block in data.blocks)
    return replace(data, blocks=tuple(replace(block, transfers=Transfers(cost=cost)) for block in plain))


@pytest.mark.parametrize("seed", range(8))
def test_staged_ends_at_the_same_optimum(seed: int) -> None:
    """So do tour columns, for two agents: their bound and their rosters know of transfers."""
    data = transfer_data(seed, agents=2)
    solution = staged.solve(data, OPTIONS)
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == solution.bound == exact_answer(data, OPTIONS).cost


@pytest.mark.parametrize("seed", range(20))
def test_pooled_model_is_a_relaxation(seed: int) -> None:
    """Where agents are not looked at one by one, the optimum is no more than the true one."""
    data = transfer_data(seed)
    formulation = Formulation(data, individually=False)
    answer = solve_highs(formulation.model, 200.0, HighsOptions(relative_gap=0.0))
    best = optimum(data)
    assert answer.cost is not None
    assert best is not None
    assert answer.cost <= best
    assert answer.values is not None
    settled = settle_queues(data, formulation.read(answer.values))
    assert cost_of(data, settled) >= best


@pytest.mark.parametrize("seed", range(6))
def test_legal_assignments_obey_every_row(seed: int) -> None:
    """Values that are handed over as a start are a solution; parts that are held fixed keep their cost."""
    data = transfer_data(seed)
    model = (formulation := Formulation(data, individually=True)).model
    # What brute force puts together does not tell when breaks begin.
    whole = [tour for tour in tours(data, data.blocks[0]) if tour[0] and BREAK not in tour[1]]
    assert whole
    for tour in whole[:: 1 + len(whole) // 40]:
        found = assembled(data, (tour,))
        sums = model.matrix @ formulation.values(found)
        assert (np.array(model.row_lower) <= sums).all()
        assert (sums <= np.array(model.row_upper)).all()
        held = restrict(data, found, np.array([[True, False]]))
        assert cost_of(held.data, held.part_of(found)) == cost_of(data, found)


@pytest.mark.parametrize("seed", range(10))
def test_transfers_are_counted_shift_by_shift(seed: int) -> None:
    """A change of queue from one shift to the next, where these touch, is none."""
    data = transfer_data(seed)
    block = data.blocks[0]
    for tour in list(tours(data, block))[::50]:
        found = assembled(data, (tour,))
        spans = [(int(block.shifts.start[s]), int(block.shifts.end[s])) for s in tour[0].values()]
        counted = sum(len(transfers(found.activity[0, start:end].tolist())) for start, end in spans)
        assert len(transfers_of(block, found.shift[0], found.activity[0])) == counted
