"""Solving a Pyomo model with any solver that Pyomo drives."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.common.log import LoggingIntercept
from pyomo.contrib.solver.common.factory import SolverFactory
from pyomo.contrib.solver.common.results import SolutionStatus, TerminationCondition

from shiftmodels.backends.answer import Answer, SolverMissingError
from shiftmodels.backends.highs import WHOLE_GAP, whole_bound
from shiftmodels.backends.pyomo import PyomoModel
from shiftmodels.clock import clock
from shiftmodels.status import ModelStatus

NO_SOLVERS = frozenset({"gdpopt", "mindtpy", "mpec_minlp", "mpec_nlp", "multistart", "scipy", "trustregion"})
"""Names in Pyomo, up to a dot, of what solves no linear model by itself; those with ``_`` first are parts of others."""


def solve_pyomo(written: PyomoModel, limit_seconds: float, solver: str) -> Answer:
    """
    Solve a model.

    Parameters
    ----------
    written
        The model.
    limit_seconds
        Wall time.
    solver
        Name of the solver in Pyomo.

    Returns
    -------
    The answer. Its bound is that of the solver, within its tolerances, rounded up to whole cost units.

    Raises
    ------
    SolverMissingError
        When Pyomo does not find the solver.
    """
    opt, limit = find_solver(solver), clock.wall_seconds(max(0.1, limit_seconds))
    return _by_interface(opt, written, limit) if solver in SolverFactory else _by_legacy(opt, written, limit)


def find_solver(name: str) -> Any:
    """
    The interface of a solver in Pyomo, of the newer kind where there is one.

    Raises
    ------
    SolverMissingError
        When Pyomo does not find the solver.
    """
    if name.startswith("_") or name.split(".")[0] in NO_SOLVERS:
        raise SolverMissingError(name)
    # What Pyomo has to say of a solver it writes to standard output, which belongs to the results.
    with LoggingIntercept(io.StringIO(), "pyomo", logging.WARNING):
        opt = SolverFactory(name) if name in SolverFactory else None
        if opt is not None and opt.available():
            return opt
        if opt is None and name in pyo.SolverFactory:
            old = pyo.SolverFactory(name)
            if old.available(exception_flag=False):
                return old
    raise SolverMissingError(name)


def _by_interface(opt: Any, written: PyomoModel, limit_seconds: float) -> Answer:
    """By one of the newer interfaces of Pyomo."""
    results = opt.solve(
        written.model,
        time_limit=limit_seconds,
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


def _by_legacy(opt: Any, written: PyomoModel, limit_seconds: float) -> Answer:
    """By one of the older interfaces, most of which run a program and read the file that it writes."""
    results = opt.solve(written.model, load_solutions=False, timelimit=max(1, round(limit_seconds)))
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
