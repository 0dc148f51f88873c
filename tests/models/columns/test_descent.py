"""Prices by descent."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.columns.column import Column
from shiftmodels.columns.descent import Descent
from shiftmodels.columns.mixing import Bends, averaged_slopes, costs
from shiftmodels.data import IntArray, ModelData
from shiftmodels.feasibility import softened
from tests.models.columns.problems import (
    coupled_data,
    generation_of,
    has_tours,
    lagrangian,
    least_cost,
    linear_optimum,
    pricing_of,
    soon,
)
from tests.random_plans import random_plan


def _descent(data: ModelData) -> Descent:
    return Descent(pricing_of(data))


@pytest.mark.parametrize("seed", range(20))
def test_the_optimum_lies_between_bound_and_objective(seed: int) -> None:
    """The bound is that of the prices it keeps, and no less than at prices of nought."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    descent, optimum = _descent(data), linear_optimum(data)
    first = lagrangian(descent.pricing, descent.prices)
    assert descent.run(soon())
    assert descent.bound is not None
    assert first <= descent.bound <= np.ceil(optimum - 1e-6) <= least_cost(data)
    assert descent.bound == lagrangian(descent.pricing, descent.prices)
    assert descent.objective >= optimum - 1e-5


def test_descent_comes_near_the_optimum() -> None:
    """It ends within a cost unit; where not, the mixture costs little more, as a share of what prices can gain."""
    over = []
    for seed in range(40):
        data = coupled_data(seed)
        if not has_tours(data):
            continue
        descent, optimum = _descent(data), linear_optimum(data)
        gain = max(1.0, optimum - lagrangian(descent.pricing, descent.prices))
        descent.run(soon())
        over.append(max(0.0, descent.objective - optimum - 1) / gain)
    assert len(over) > 30
    assert np.mean(over) < 0.001
    assert max(over) < 0.02


def test_descent_comes_near_the_lp_of_plans() -> None:
    """On eight plans its bound gains nine tenths of what column generation gains, on average."""
    shares = []
    for seed in range(8):
        data = softened(compile_problem(random_plan(seed, agents=3, days=2)).data)
        descent, generation = _descent(data), generation_of(data)
        first = lagrangian(descent.pricing, descent.prices)
        assert generation.run(soon())
        assert generation.bound is not None
        descent.run(soon())
        assert descent.bound is not None
        assert descent.bound <= generation.bound <= np.ceil(descent.objective - 1e-6)
        shares.append((descent.bound - first) / max(1, generation.bound - first))
    assert np.mean(shares) > 0.9


@pytest.mark.parametrize("seed", range(5))
def test_descent_repeats_itself(seed: int) -> None:
    """The same seed gives the same prices, in one run or in slices."""
    data = softened(compile_problem(random_plan(seed, agents=3, days=2)).data)
    one, other = _descent(data), _descent(data)
    assert one.run(soon())
    assert other.run(soon())
    assert (one.bound, one.objective, one.rounds) == (other.bound, other.objective, other.rounds)
    assert np.array_equal(one.prices, other.prices)
    assert np.array_equal(one.center, other.center)


@pytest.mark.parametrize("seed", range(5))
def test_the_mixture_is_one_of_all_agents(seed: int) -> None:
    """Its weights add up to the agents of each block, and its tours pay in a master as much as it says."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    descent, generation = _descent(data), generation_of(data)
    descent.run(soon())
    for mixed, block in zip(descent._mixed, data.blocks, strict=True):
        assert mixed.weights.sum() == pytest.approx(len(block.members))
        assert (mixed.weights >= 0).all()
    generation.master.add(descent.columns)
    assert generation.master.solve()
    assert linear_optimum(data) - 1e-5 <= generation.master.objective


@pytest.mark.parametrize("is_bound_known", [True, False])
def test_a_block_of_which_no_tour_is_found(is_bound_known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bound counts where there is one, and the mixture then stands for nothing; else it is left out."""
    data = next(data for data in map(coupled_data, range(20)) if has_tours(data) and len(data.blocks) > 1)
    descent = _descent(data)
    cheapest = descent.pricing.cheapest

    def without(block: int, prices: IntArray) -> tuple[int, Column | None] | None:
        found = cheapest(block, prices)
        if block > 0 or found is None:
            return found
        return (found[0], None) if is_bound_known else None

    monkeypatch.setattr(descent.pricing, "cheapest", without)
    assert descent.run(soon())
    assert np.isinf(descent.objective) == is_bound_known
    assert {column.block for column in descent.columns} == set(range(1, len(data.blocks)))
    if is_bound_known:
        assert descent.bound == lagrangian(descent.pricing, descent.prices)
        assert descent.bound <= np.ceil(linear_optimum(data) - 1e-6)


def test_no_time_at_all() -> None:
    """Prices of nought and no bound."""
    descent = _descent(coupled_data(0))
    assert not descent.run(0.0)
    assert descent.bound is None
    assert not descent.prices.any()


@pytest.mark.parametrize("seed", range(10))
def test_slopes_are_those_of_the_mean_cost(seed: int) -> None:
    """Averaged slopes are differences of costs at both ends of the window, at any supply."""
    curves, draw = pricing_of(coupled_data(seed)).curves, np.random.default_rng(seed)
    for width in (0.3, 1.0, 4.0):
        supply = curves.fixed + draw.uniform(-2.0, 6.0, len(curves))
        slopes = averaged_slopes(supply, width, Bends.of(curves))
        for row in range(len(curves)):
            ends = [supply.copy(), supply.copy()]
            ends[0][row], ends[1][row] = supply[row] - width, supply[row] + width
            difference = costs(curves, ends[1]) - costs(curves, ends[0])
            assert slopes[row] == pytest.approx(difference / (2 * width))
