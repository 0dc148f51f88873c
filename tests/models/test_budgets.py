"""Budgets against brute force: the cheapest of the assignments that cost no more than is allowed by other prices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.engines import cpsat, mip
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import cost_of
from shiftmodels.status import ModelStatus
from tests.models.brute_force import optimum
from tests.models.exact import exact_answer
from tests.models.random_data import random_data, with_budget
from tests.profiles import every

OPTIONS = SolveOptions(200.0, seed=0, workers=1)


@pytest.mark.parametrize("chunk", every(3, range(3)))
def test_budgets_are_those_of_brute_force(chunk: int) -> None:
    """Both solvers end at the optimum of the assignments that keep the budget; it binds in many."""
    bound = 0
    for seed in range(8 * chunk, 8 * chunk + 8):
        data = with_budget(random_data(seed), seed)
        budget = data.budgets[0]
        free = optimum(data)
        best = optimum(data, lambda found, budget=budget: cost_of(budget.prices, found) <= budget.most)
        formulation = Formulation(data, individually=True)
        answer = solve_highs(formulation.model, 200.0, HighsOptions(relative_gap=0.0))
        exact = exact_answer(data, OPTIONS)
        assert (answer.cost, exact.cost) == (best, best)
        bound += best != free
        if answer.values is not None:
            found = formulation.read(answer.values)
            tighter = replace(budget, most=cost_of(budget.prices, found) - 1)
            assert is_feasible(data, found)
            assert not is_feasible(replace(data, budgets=(tighter,)), found)
    assert bound > 1


@pytest.mark.parametrize("engine", [cpsat, mip])
def test_engines_begin_with_a_start(engine: object) -> None:
    """With no time to find anything, the start is the answer; with time, the answer is no worse."""
    data = next(data for data in map(random_data, range(9)) if optimum(data) is not None)
    start = exact_answer(data, OPTIONS).assignment
    assert start is not None
    solve = cpsat.solve if engine is cpsat else mip.solve
    solution = solve(data, replace(OPTIONS, start=start))
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.progress[0].cost == solution.cost == optimum(data)
