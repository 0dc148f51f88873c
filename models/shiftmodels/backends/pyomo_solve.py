"""Solving a Pyomo model with HiGHS or any other solver that Pyomo drives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.solver.common.factory import SolverFactory
from pyomo.contrib.solver.common.results import SolutionStatus, TerminationCondition

from shiftmodels.backends.answer import Answer, OnFound, SolverMissingError
from shiftmodels.backends.highs import WHOLE_GAP, Looks, listen, whole_bound
from shiftmodels.backends.pyomo import PyomoModel
from shiftmodels.clock import clock
from shiftmodels.data import IntArray
from shiftmodels.status import ModelStatus


@dataclass(frozen=True)
class PyomoOptions:
    """
    Parameters
    ----------
    limit_seconds
        Wall time.
    solver
        Name of the solver in Pyomo.
    seed, threads
        Passed on where the interface has them: to ``highs``.
    presolve
        Whether HiGHS may simplify the model first.
    """

    limit_seconds: float
    solver: str = "highs"
    seed: int = 0
    threads: int = 1
    presolve: bool = True


def solve_pyomo(
    written: PyomoModel, options: PyomoOptions, hint: IntArray | None = None, on_found: OnFound | None = None
) -> Answer:
    """
    Solve a model.

    Parameters
    ----------
    written
        The model.
    options
        Who solves it and for how long.
    hint
        Values of a known solution, for ``highs``. Shape ``(variables,)``.
    on_found
        Called with each better solution and bound, by ``highs`` alone; others tell in the end.

    Returns
    -------
    The answer. Its bound is that of the solver, within its tolerances, rounded up to whole cost units.

    Raises
    ------
    SolverMissingError
        When Pyomo does not find the solver.
    """
    if options.solver == "highs":
        return _by_highs(written, options, hint, on_found)
    opt = find_solver(options.solver)
    return (
        _by_interface(opt, written, options) if options.solver in SolverFactory else _by_legacy(opt, written, options)
    )


def find_solver(name: str) -> Any:
    """
    The interface of a solver in Pyomo, of the newer kind where there is one.

    Raises
    ------
    SolverMissingError
        When Pyomo does not find the solver.
    """
    opt = SolverFactory(name) if name in SolverFactory else None
    if opt is not None and opt.available():
        return opt
    old = pyo.SolverFactory(name)
    if opt is None and old.available(exception_flag=False):
        return old
    raise SolverMissingError(name)


def _by_highs(written: PyomoModel, options: PyomoOptions, hint: IntArray | None, on_found: OnFound | None) -> Answer:
    opt = SolverFactory("highs")
    opt.set_instance(written.model)
    # The interface passes on neither a start nor solutions on the way: both go to the solver behind it.
    highs, column_of = opt._solver_model, opt._pyomo_var_to_solver_var_map
    known = np.array([column_of.get(id(variable), -1) for variable in written.variables], dtype=np.int64)
    if hint is not None:
        there = np.flatnonzero(known >= 0)
        highs.setSolution(len(there), known[there].astype(np.int32), hint[there].astype(float))
    if on_found is not None:
        listen(highs, on_found, lambda values: np.where(known >= 0, values[known], 0))
    for name, value in (("random_seed", options.seed), ("presolve", "choose" if options.presolve else "off")):
        highs.setOptionValue(name, value)
    opt.config.threads = options.threads
    looks = Looks(highs, options.limit_seconds)
    answer = _by_interface(opt, written, replace(options, limit_seconds=clock.wall_seconds(options.limit_seconds)))
    looks.count()
    return answer


def _by_interface(opt: Any, written: PyomoModel, options: PyomoOptions) -> Answer:
    """By one of the newer interfaces of Pyomo."""
    results = opt.solve(
        written.model,
        time_limit=max(0.1, options.limit_seconds),
        rel_gap=0.0,
        abs_gap=WHOLE_GAP,
        load_solutions=False,
        raise_exception_on_nonoptimal_result=False,
    )
    if results.termination_condition is TerminationCondition.provenInfeasible:
        return Answer(ModelStatus.INFEASIBLE, None, None, None)
    bound = None if results.objective_bound is None else whole_bound(results.objective_bound)
    if results.solution_status not in (SolutionStatus.optimal, SolutionStatus.feasible):
        return Answer(ModelStatus.UNKNOWN, None, None, bound)
    results.solution_loader.load_vars()
    answer = _answer(written, results.solution_status is SolutionStatus.optimal, bound)
    # HiGHS may report a bound one unit short where it has looked at everything; with this gap, solved means proven.
    return replace(answer, bound=answer.cost) if answer.status is ModelStatus.OPTIMAL else answer


def _by_legacy(opt: Any, written: PyomoModel, options: PyomoOptions) -> Answer:
    """By one of the older interfaces, most of which run a program and read the file that it writes."""
    results = opt.solve(written.model, load_solutions=False, timelimit=max(1, round(options.limit_seconds)))
    ended = results.solver.termination_condition
    if ended == pyo.TerminationCondition.infeasible:
        return Answer(ModelStatus.INFEASIBLE, None, None, None)
    lower = results.problem.lower_bound
    bound = whole_bound(lower) if isinstance(lower, float) else None
    if not len(results.solution):
        return Answer(ModelStatus.UNKNOWN, None, None, bound)
    written.model.solutions.load_from(results)
    return _answer(written, ended == pyo.TerminationCondition.optimal, bound)


def _answer(written: PyomoModel, optimal: bool, bound: int | None) -> Answer:
    """The solution that the variables hold; those that no row has stay at 0."""
    values = np.array([variable.value or 0.0 for variable in written.variables])
    cost = round(pyo.value(written.model.cost))
    return Answer(
        ModelStatus.OPTIMAL if optimal else ModelStatus.FEASIBLE, np.rint(values).astype(np.int64), cost, bound
    )
