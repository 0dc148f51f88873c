"""A column adds to each row what its tour adds to supply and use."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.columns.curves import Curves
from shiftmodels.data import ModelData
from shiftmodels.feasibility import softened
from shiftmodels.solution import Assignment, cost_of, supply, use
from shiftmodels.tour import slack_cost
from tests.models.columns.problems import coupled_data, pricing_of
from tests.random_plans import random_plan


def _rows(data: ModelData, curves: Curves, found: Assignment) -> np.ndarray:
    """Supply and use of an assignment, in the order of the rows of the curves."""
    rows = np.zeros(len(curves), dtype=np.int64)
    for row_of, amount in ((curves.row_of, supply(data, found)), (curves.pool_row_of, use(data, found))):
        rows[row_of[row_of >= 0]] = amount[row_of >= 0]
    return rows


def _check(data: ModelData, seed: int) -> None:
    """Cheapest tours under random prices, as columns and as assignments of one agent."""
    pricing, draw = pricing_of(data), np.random.default_rng(seed)
    curves, nobody = pricing.curves, Assignment.empty(data)
    for agent in range(data.num_agents):
        prices = draw.integers(-10, 10, len(curves)) * pricing.scale
        cheapest = pricing.cheapest(int(data.block_of[agent]), prices)
        if cheapest is None:
            continue
        cost, column = cheapest
        alone = Assignment.empty(data)
        tour = column.tour
        alone.shift[agent], alone.breaks[agent], alone.activity[agent] = tour.shift, tour.breaks, tour.activity
        added = np.zeros(len(curves), dtype=np.int64)
        np.add.at(added, column.rows, column.amounts)
        np.testing.assert_array_equal(added, _rows(data, curves, alone) - _rows(data, curves, nobody))
        assert cost == pricing.scale * tour.own + int(prices @ added)
        idle = slack_cost(data.blocks[column.block], nobody.worked(agent))
        change = cost_of(data, alone) - cost_of(data, nobody) + idle
        assert change == tour.own + int(curves.costs(curves.fixed + added).sum() - curves.costs(curves.fixed).sum())


@pytest.mark.parametrize("seed", range(20))
def test_amounts_with_breaks_and_two_queues(seed: int) -> None:
    """Half a unit on one queue and none on a break, a seat all along; the price is own cost and that of the amounts."""
    _check(softened(compile_problem(random_plan(seed, agents=3, days=2)).data), seed)


@pytest.mark.parametrize("seed", range(20))
def test_amounts_with_soft_rows(seed: int) -> None:
    """The own cost of a tour holds what its soft rows cost, whatever a unit of price is."""
    _check(coupled_data(seed), seed)
