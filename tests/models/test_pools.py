"""Pools against brute force: units held during shifts, for a while after them, and while a queue is worked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.data import Block, BreakProgram, Cover, Hold, IntArray, ModelData, Pools, Shifts, SumRow
from shiftmodels.engines import staged
from shiftmodels.engines.run import SolveOptions
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import Assignment, cost_of, use
from shiftmodels.status import ModelStatus
from tests.models.brute_force import assembled, held_units, optimum, tours
from tests.models.exact import exact_answer

INTERVALS = 5
OPTIONS = SolveOptions(200.0, seed=0, workers=1)
SOON = SolveOptions(20.0, seed=0, workers=2)


def pooled_data(seed: int, agents: int = 2) -> ModelData:
    """Agents on one day with two queues; seats with a turnaround, and units held on one of the queues."""
    draw = np.random.default_rng(seed)
    shifts = Shifts(
        day=np.zeros(3, dtype=np.int64),
        start=np.array([0, 1, 3]),
        end=np.array([3, 4, 5]),
        cost=draw.integers(0, 3, 3),
        program=np.zeros(3, dtype=np.int64),
    )
    blocks = tuple(_block(draw, agent, shifts) for agent in range(agents))
    shape = (2, INTERVALS)
    zeros, none = np.zeros(shape, dtype=np.int64), np.full(shape, -1)
    under, over = draw.integers(3, 9, shape), np.ones(shape, dtype=np.int64)
    cover = Cover(draw.integers(0, 3, shape), none, none, zeros, under, over, none, zeros[:, 0])
    capacity = np.where(draw.random(shape) < 0.7, draw.integers(0, 3, shape), -1)
    fixed = np.minimum(draw.integers(0, 2, shape), np.maximum(capacity, 0))
    pools = Pools(capacity, fixed, np.array([-1, 2]) if seed % 2 else np.array([3, -1]), zeros[:, 0])
    return ModelData(agents, 1, INTERVALS, (BreakProgram((), (), (), (), ()),), blocks, cover, pools)


def _block(draw: np.random.Generator, agent: int, shifts: Shifts) -> Block:
    one, cost = np.ones(2, dtype=np.int64), draw.integers(0, 3, 2)
    return Block((agent,), shifts, (), np.arange(2), one, one, _holds(draw), queue_cost=cost)


def _holds(draw: np.random.Generator) -> tuple[Hold, ...]:
    units = [-1, 1, 1, 2]
    seat = Hold(int(draw.integers(2)), after=int(draw.integers(0, 3)), units=int(draw.choice(units)))
    licence = Hold(int(draw.integers(2)), queue=int(draw.integers(2)), units=int(draw.choice(units)))
    return tuple(hold for hold in (seat, licence) if draw.random() < 0.8)


@pytest.mark.parametrize("seed", range(30))
def test_pools_are_those_of_brute_force(seed: int) -> None:
    """HiGHS and CP-SAT end at the optimum of all assignments whose hard pools suffice."""
    data = pooled_data(seed)
    best = optimum(data)
    answer = solve_highs(Formulation(data, individually=True).model, 200.0, HighsOptions(relative_gap=0.0))
    exact = exact_answer(data, OPTIONS)
    assert (answer.cost, exact.cost) == (best, best)
    if exact.assignment is not None:
        assert cost_of(data, exact.assignment) == best


@pytest.mark.parametrize("seed", [1, 2, 4, 7])
def test_staged_ends_at_the_same_optimum(seed: int) -> None:
    """Its bound and its rosters know what is held, too."""
    data = pooled_data(seed)
    solution = staged.solve(data, OPTIONS)
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == optimum(data)


@pytest.mark.parametrize("seed", range(10))
def test_use_is_counted_unit_by_unit(seed: int) -> None:
    """Any roster: what each agent holds in each interval, and what is held whatever is decided."""
    data, draw = pooled_data(seed, agents=3), np.random.default_rng(seed)
    found = _any_assignment(data, draw)
    counted = data.pools.fixed_use + sum(_held_by(data, found, agent) for agent in range(3))
    np.testing.assert_array_equal(use(data, found), counted)


def _any_assignment(data: ModelData, draw: np.random.Generator) -> Assignment:
    every = [list(tours(data, data.blocks[data.block_of[agent]])) for agent in range(data.num_agents)]
    return assembled(data, tuple(some[int(draw.integers(len(some)))] for some in every))


def _held_by(data: ModelData, found: Assignment, agent: int) -> IntArray:
    worked = found.shift[agent]
    return held_units(data, data.blocks[data.block_of[agent]], worked[worked >= 0].tolist(), found.activity[agent])


def test_turnaround_by_hand() -> None:
    """One seat, shifts 0-3 and 3-5: both fit without a turnaround, with one of an interval only one does."""
    data = pooled_data(0)
    ones, zeros = np.ones((2, INTERVALS), dtype=np.int64), np.zeros((2, INTERVALS), dtype=np.int64)
    required = np.array([[1], [0]]) * ones
    cover = replace(data.cover, required=required, under_cost=10 * ones, over_cost=zeros)
    shifts = replace(data.blocks[0].shifts, cost=np.zeros(3, dtype=np.int64))
    pools = Pools(ones[:1], zeros[:1], np.array([-1]), np.array([0]))
    for after, cost in ((0, 0), (1, 20)):
        own = {"shifts": shifts, "holds": (Hold(0, after=after),), "queue_cost": np.zeros(2, dtype=np.int64)}
        blocks = tuple(replace(block, **own) for block in data.blocks)
        assert exact_answer(replace(data, blocks=blocks, cover=cover, pools=pools), OPTIONS).cost == cost


def test_too_few_seats_are_proven_by_staged() -> None:
    """Each of three has a tour, and all shifts share an interval, but there are two seats."""
    data = pooled_data(0, agents=3)
    ones, each = np.ones((1, INTERVALS), dtype=np.int64), np.arange(3)
    shifts = replace(data.blocks[0].shifts, start=np.array([0, 1, 2]), end=np.array([3, 4, 5]))
    own = {"shifts": shifts, "rows": (SumRow(each, np.ones(3, dtype=np.int64), 1, 1),), "holds": (Hold(0),)}
    blocks = tuple(replace(block, **own) for block in data.blocks)
    for seats, status in ((3, ModelStatus.OPTIMAL), (2, ModelStatus.INFEASIBLE)):
        pools = Pools(seats * ones, 0 * ones, np.array([-1]), np.array([0]))
        assert staged.solve(replace(data, blocks=blocks, pools=pools), SOON).status is status
