"""Engines against brute force and against each other."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.backends.highs import relaxation_bound, solve_highs
from shiftmodels.data import ModelData
from shiftmodels.engines import cpsat, staged
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import ModelSolution, cost_of
from shiftmodels.status import ModelStatus
from tests.models.brute_force import optimum
from tests.models.exact import exact_answer
from tests.profiles import every
from tests.random_plans import random_plan

OPTIONS = SolveOptions(time_limit_seconds=200.0, seed=0, workers=1)


@cache
def _solved(seed: int) -> tuple[ModelData, ModelSolution]:
    """Four agents for three days, and what CP-SAT answers."""
    data = compile_problem(random_plan(seed, agents=4, days=3)).data
    return data, exact_answer(data, OPTIONS)


@pytest.mark.parametrize("seed", range(12))
def test_cpsat_finds_the_brute_force_optimum(seed: int) -> None:
    """One agent more or less on one day: every assignment is tried, and CP-SAT finds the cheapest."""
    data = compile_problem(random_plan(seed, agents=2, days=1, units=False)).data
    solution = cpsat.solve(data, OPTIONS)
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == solution.bound == optimum(data)


@pytest.mark.parametrize("seed", every(1, range(25), slow=(2, 10)))
def test_exact_formulation_is_the_same_for_highs_and_cp_sat(seed: int) -> None:
    """Both solvers minimise the same rows; what they read back costs what they claim and obeys every row."""
    data, exact = _solved(seed)
    formulation = Formulation(data, individually=True)
    mip = solve_highs(formulation.model, 200.0)
    assert exact.cost is not None
    assert exact.assignment is not None
    assert mip.values is not None
    assert mip.cost == pytest.approx(exact.cost, rel=1e-4)
    found = formulation.read(mip.values)
    assert cost_of(data, found) <= mip.cost
    assert is_feasible(data, found)
    assert is_feasible(data, exact.assignment)


@pytest.mark.parametrize("seed", every(1, range(25), slow=(2, 10)))
def test_relaxation_bound_is_never_above_the_optimum(seed: int) -> None:
    """The LP of the pooled relaxation stays at or below the optimum of the exact problem."""
    data, exact = _solved(seed)
    status, bound = relaxation_bound(Formulation(data, individually=False).model, 200.0)
    assert status is ModelStatus.UNKNOWN
    assert exact.status is ModelStatus.OPTIMAL
    assert bound is not None
    assert exact.cost is not None
    assert bound <= exact.cost


@pytest.mark.parametrize("seed", [3, 8])
def test_staged_is_legal_and_between_its_bound_and_the_best(seed: int) -> None:
    """The staged engine's roster obeys every row; its cost is no less than the optimum, its bound no more."""
    data, exact = _solved(seed)
    solution = staged.solve(data, SolveOptions(time_limit_seconds=200.0, seed=0, workers=2))
    assert solution.assignment is not None
    assert solution.cost is not None
    assert solution.bound is not None
    assert exact.cost is not None
    assert is_feasible(data, solution.assignment)
    assert solution.bound <= exact.cost <= solution.cost


def test_same_seed_and_one_worker_give_the_same_assignment() -> None:
    """CP-SAT with one worker repeats itself to the last interval."""
    data = compile_problem(random_plan(5, agents=4, days=3)).data
    first, second = cpsat.solve(data, OPTIONS), cpsat.solve(data, OPTIONS)
    assert first.assignment is not None
    assert second.assignment is not None
    np.testing.assert_array_equal(first.assignment.activity, second.assignment.activity)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 400))
def test_relaxation_bound_on_many_plans(seed: int) -> None:
    """The same on hundreds of plans; a roster that is not proven best still costs no less than the bound."""
    data = compile_problem(random_plan(seed, agents=4, days=3)).data
    _, bound = relaxation_bound(Formulation(data, individually=False).model, 200.0)
    exact = exact_answer(data, OPTIONS)
    assert bound is not None
    assert exact.cost is not None
    assert bound <= exact.cost
