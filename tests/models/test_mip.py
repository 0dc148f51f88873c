"""The MIP against brute force and CP-SAT, by Pyomo and as a file, and the engine when its process dies."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pyomo.environ as pyo
import pytest

from scheduler.compile import compile_problem
from shiftmodels.backends.answer import SolverMissingError
from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.backends.pyomo import pyomo_model, write_model
from shiftmodels.backends.pyomo_solve import find_solver, solve_pyomo
from shiftmodels.data import ModelData
from shiftmodels.engines import mip
from shiftmodels.engines.isolated import INEXACT_PROOF, Report
from shiftmodels.engines.mip import MipTask
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import cost_of
from shiftmodels.status import ModelStatus
from tests.models.brute_force import optimum
from tests.models.random_data import random_data
from tests.profiles import every
from tests.random_plans import random_plan

SOLVERS = [name for name in ("highs", "appsi_highs") if pyo.SolverFactory(name).available(exception_flag=False)]
LIMIT = 200.0
"""Seconds for a tiny problem."""


@pytest.fixture(autouse=True)
def _own_threads() -> Iterator[None]:
    """HiGHS keeps the number of threads of a process's first run; solvers here do not all take one thread."""
    highspy.Highs.resetGlobalScheduler(True)
    yield
    highspy.Highs.resetGlobalScheduler(True)


def _agree(data: ModelData) -> ModelStatus:
    """Both solvers end with the same proof: of the cost of a legal roster, or that there is none."""
    formulation = Formulation(data, individually=True)
    mip_answer = solve_highs(formulation.model, LIMIT, HighsOptions(relative_gap=0.0))
    exact = solve_cp_sat(formulation.model, 200.0, seed=0, workers=1, stop=threading.Event())
    assert mip_answer.status is exact.status
    if mip_answer.values is not None and exact.values is not None:
        assert mip_answer.cost == mip_answer.bound == exact.cost
        for values in (mip_answer.values, exact.values):
            found = formulation.read(values)
            assert is_feasible(data, found)
            assert cost_of(data, found) == exact.cost
    return exact.status


@pytest.mark.parametrize("chunk", every(3, range(15)))
def test_mip_and_cp_sat_agree_on_tiny_problems(chunk: int) -> None:
    """Every kind of row, hard and soft, with and without a solution: the optimum of brute force."""
    seen = set()
    for seed in range(20 * chunk, 20 * chunk + 20):
        data = random_data(seed)
        status, best = _agree(data), optimum(data)
        assert status is (ModelStatus.INFEASIBLE if best is None else ModelStatus.OPTIMAL)
        written = solve_pyomo(pyomo_model(Formulation(data, individually=True).model), LIMIT, "highs")
        assert (written.status, written.cost) == (status, best)
        seen.add(status)
    assert ModelStatus.OPTIMAL in seen


@pytest.mark.parametrize("chunk", every(3, range(20)))
def test_mip_and_cp_sat_agree_on_plans(chunk: int) -> None:
    """Two or three agents with breaks, two queues, least blocks, seats and wishes."""
    for seed in range(10 * chunk, 10 * chunk + 10):
        _agree(compile_problem(random_plan(seed, agents=2 + seed % 2, days=2)).data)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(50))
def test_mip_and_cp_sat_agree_on_many_plans(chunk: int) -> None:
    """Five thousand plans of two to four agents."""
    for seed in range(1000 + 100 * chunk, 1000 + 100 * chunk + 100):
        _agree(compile_problem(random_plan(seed, agents=2 + seed % 3, days=2)).data)


def _of_plan(seed: int) -> tuple[ModelData, Formulation]:
    data = compile_problem(random_plan(seed, agents=3, days=2)).data
    return data, Formulation(data, individually=True)


def _best(formulation: Formulation) -> int | None:
    return solve_highs(formulation.model, LIMIT, HighsOptions(relative_gap=0.0)).cost


@pytest.mark.parametrize("solver", SOLVERS)
def test_other_solvers_of_pyomo(solver: str) -> None:
    """A solver behind a newer and one behind an older interface: the same optimum, with a bound."""
    # By Pyomo HiGHS takes all threads, so that none may follow in this process with one.
    formulations = [_of_plan(seed)[1] for seed in range(5)]
    for formulation, best in [(formulation, _best(formulation)) for formulation in formulations]:
        answer = solve_pyomo(pyomo_model(formulation.model), LIMIT, solver)
        assert answer.status is ModelStatus.OPTIMAL
        assert answer.cost == answer.bound == best


def test_a_solver_that_is_not_there(capfd: pytest.CaptureFixture[str]) -> None:
    """It is told before any work, and nothing else is: standard output belongs to the results."""
    for name in ("nosuchsolver", "gurobi_direct", "glpk", "py", "", "_mock_cbc", "mindtpy.oa", "multistart"):
        with pytest.raises(SolverMissingError, match=f"^{name}$"):
            find_solver(name)
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("file_format", ["lp", "mps"])
def test_a_written_model_has_the_same_optimum(tmp_path: Path, file_format: Any) -> None:
    """HiGHS alone reads the file and ends at the same cost."""
    for seed in range(5):
        _, formulation = _of_plan(seed)
        path = tmp_path / f"{seed}.{file_format}"
        write_model(pyomo_model(formulation.model), path, file_format)
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
        highs.run()
        assert highs.getInfo().objective_function_value == pytest.approx(_best(formulation))


def test_solutions_and_bounds_are_told_on_the_way() -> None:
    """A start is a solution; each that follows is legal and cheaper, and bounds only rise, up to the optimum."""
    data, formulation = _of_plan(3)
    told: list[tuple[Any, int | None]] = []
    start = formulation.values(formulation.read(np.zeros(formulation.model.num_variables, dtype=np.int64)))
    answer = solve_highs(
        formulation.model,
        LIMIT,
        HighsOptions(relative_gap=0.0),
        hint=start,
        on_found=lambda values, bound: told.append((values, bound)),
    )
    costs = [cost_of(data, formulation.read(values)) for values, _ in told if values is not None]
    bounds = [bound for _, bound in told if bound is not None]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == answer.cost
    assert bounds == sorted(bounds)
    assert all(bound <= answer.cost for bound in bounds if answer.cost is not None)


OPTIONS = SolveOptions(200.0, seed=0, workers=1)


@pytest.mark.parametrize("seed", range(3))
def test_engine_finds_the_optimum(seed: int) -> None:
    """In a process of its own, with proof; progress only gets better."""
    data = compile_problem(random_plan(seed, agents=2, days=1, units=False)).data
    solution = mip.solve(data, OPTIONS)
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == solution.bound == optimum(data)
    assert solution.messages == ()
    costs = [point.cost for point in solution.progress if point.cost is not None]
    assert costs == sorted(costs, reverse=True)


def test_infeasible_is_confirmed() -> None:
    """The claim of HiGHS is asked of CP-SAT, and not of HiGHS once more."""
    data = next(data for data in map(random_data, range(100)) if optimum(data) is None)
    solution = mip.solve(data, OPTIONS)
    assert solution.status is ModelStatus.INFEASIBLE
    assert solution.messages == (INEXACT_PROOF, "The rest of the time goes to CP-SAT.")


@dataclass(frozen=True)
class Dying(MipTask):
    """A task whose process dies: at once, after its first report, or until presolve is off."""

    how: str = "start"

    def run(self, data: ModelData) -> Iterator[Report]:
        """Do what was asked."""
        if self.how == "start" or (self.how == "presolve" and self.presolve):
            os._exit(1)
        for report in super().run(data):
            yield report
            if self.how == "report":
                os._exit(1)


@pytest.mark.parametrize(("how", "messages"), [("start", 4), ("report", 4), ("presolve", 2)])
def test_a_process_that_dies_is_survived(monkeypatch: pytest.MonkeyPatch, how: str, messages: int) -> None:
    """A second process with safer settings, then CP-SAT: the optimum is found, and what happened is told."""
    monkeypatch.setattr(mip, "MipTask", lambda *settings, **more: Dying(*settings, **more, how=how))
    data = compile_problem(random_plan(1, agents=2, days=1, units=False)).data
    solution = mip.solve(data, OPTIONS)
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == optimum(data)
    assert len(solution.messages) == messages
    assert "exit code 1" in solution.messages[0]
