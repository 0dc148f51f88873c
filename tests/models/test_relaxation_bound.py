"""The bound from row prices."""

from __future__ import annotations

import numpy as np
import pytest

from shiftmodels.backends.highs import _safe_bound, relaxation_bound, solve_highs
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.status import ModelStatus


def _knapsack() -> LinearModel[None]:
    """Minimise 3x + 2y with 2x + y >= 3, x + y <= 3, 0 <= x, y <= 2; the LP optimum is 4.5 at x = 1.5."""
    model: LinearModel[None] = LinearModel()
    x = model.variable(("x", ()), 2, lambda _: 0, cost=3)
    y = model.variable(("y", ()), 2, lambda _: 0, cost=2)
    model.row(("a", ()), [(x, 2), (y, 1)], lower=3)
    model.row(("b", ()), [(x, 1), (y, 1)], upper=3)
    return model


def test_bound_is_the_lp_optimum_rounded_up() -> None:
    """3 x 1.5 = 4.5 is rounded up to 5; the integer optimum is 3 + 2 = 5 at x = y = 1."""
    assert relaxation_bound(_knapsack(), 200.0) == (ModelStatus.UNKNOWN, 5)
    assert solve_highs(_knapsack(), 200.0).cost == 5


@pytest.mark.parametrize("seed", range(50))
def test_any_prices_give_a_valid_bound(seed: int) -> None:
    """Whatever prices a solver returns, also absurd ones, the bound is not above the optimum of 5."""
    prices = np.random.default_rng(seed).normal(scale=10.0 ** (seed % 5), size=2)
    assert _safe_bound(_knapsack(), prices) <= 5


def test_infeasible_lp_is_called_infeasible() -> None:
    """X <= 2 and x >= 3 contradict each other."""
    model: LinearModel[None] = LinearModel()
    model.row(("a", ()), [(model.variable(("x", ()), 2, lambda _: 0), 1)], lower=3)
    assert relaxation_bound(model, 200.0) == (ModelStatus.INFEASIBLE, None)
