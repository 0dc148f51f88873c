"""Blocks that differ in wishes only, priced as one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.columns.ascent import Ascent
from shiftmodels.columns.coarse import with_least_costs
from shiftmodels.columns.curves import Curves
from shiftmodels.columns.generation import Pricing
from shiftmodels.data import ModelData
from shiftmodels.feasibility import softened
from shiftmodels.tours.search import insertions
from tests.models.columns.problems import generation_of, lagrangian, soon
from tests.random_plans import random_plan


def _pricing(data: ModelData) -> Pricing:
    found = [insertion for insertion in insertions(data) if insertion is not None]
    assert len(found) == len(data.blocks)
    return Pricing(data, Curves.of(data), tuple(found))


def _with_wishes(data: ModelData, seed: int) -> ModelData:
    """Each agent a block of his own, and a second one like him who wishes other shifts."""
    draw, blocks = np.random.default_rng(seed), []
    for agent in range(data.num_agents):
        block = data.blocks[data.block_of[agent]]
        for place in (2 * agent, 2 * agent + 1):
            cost = block.shifts.cost + draw.integers(0, 20, len(block.shifts))
            blocks.append(replace(block, members=(place,), shifts=replace(block.shifts, cost=cost)))
    return replace(data, num_agents=2 * data.num_agents, blocks=tuple(blocks), spreads=(), budgets=())


@pytest.mark.parametrize("seed", range(20))
def test_the_coarse_problem_is_a_relaxation(seed: int) -> None:
    """It has at most half of the blocks, and under any prices its bound is no more, but near: wishes are cheap."""
    data = _with_wishes(softened(compile_problem(random_plan(seed)).data), seed)
    pricing = _pricing(data)
    coarse, draw = with_least_costs(pricing), np.random.default_rng(seed)
    assert len(coarse.data.blocks) <= len(data.blocks) // 2
    assert coarse.scale == pricing.scale
    dearest = int(pricing.curves.slopes.max(initial=1)) * pricing.scale
    for _ in range(10):
        prices = draw.integers(-dearest, dearest + 1, len(pricing.curves))
        if any(pricing.cheapest(block, prices) is None for block in range(len(data.blocks))):
            pytest.skip("an agent has no legal tour")
        least, exact = lagrangian(coarse, prices), lagrangian(pricing, prices)
        assert exact - 20 * data.num_days * data.num_agents <= least <= exact


def test_the_coarse_problem_is_the_problem_where_nobody_wishes() -> None:
    """Two agents alike are one block of two, and the bounds of their LPs are the same."""
    data = softened(compile_problem(random_plan(1, agents=1)).data)
    block = data.blocks[0]
    twice = replace(data, num_agents=2, blocks=(block, replace(block, members=(1,))), spreads=(), budgets=())
    coarse = with_least_costs(_pricing(twice))
    assert [one.members for one in coarse.data.blocks] == [(0, 1)]
    exact, merged = generation_of(twice), Ascent(coarse, np.zeros(len(coarse.curves), dtype=np.int64))
    assert exact.run(soon())
    assert exact.bound is not None
    merged.run(soon(), exact.bound)
    assert merged.bound is not None
    assert merged.bound <= exact.bound
    assert merged.bound >= exact.bound - max(2, abs(exact.bound) // 10)


def test_agents_who_differ_in_more_are_not_merged() -> None:
    """Other queues, another absence, another proficiency: blocks of their own."""
    data = softened(compile_problem(random_plan(2)).data)
    block = data.blocks[0]
    second = replace(block, members=(1,), proficiency=block.proficiency + 1)
    two = replace(data, num_agents=2, blocks=(replace(block, members=(0,)), second), spreads=(), budgets=())
    assert len(with_least_costs(_pricing(two)).data.blocks) == 2
