"""
Engine `mip`: the whole problem as a MIP, person by person, in a process of its own.

HiGHS gets its arrays; other solvers get the same model from Pyomo, which takes half a minute to hand over 100 agents.

A process that dies or hangs costs only its own work: it is asked again with safer settings, then CP-SAT is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from shiftmodels.backends.answer import Answer, OnFound
from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.clock import clock
from shiftmodels.data import IntArray, ModelData
from shiftmodels.engines.cpsat import CpSatTask
from shiftmodels.engines.isolated import Attempt, Report, solve_isolated
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.engines.stream import stream
from shiftmodels.feasibility import is_feasible
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.formulation.parts import Known
from shiftmodels.solution import Assignment, ModelSolution


@dataclass(frozen=True)
class MipTask:
    """
    The whole problem as a MIP, from a roster by best tours where there is one.

    Parameters
    ----------
    limit_seconds
        Wall time.
    solver, seed, threads
        Who solves it.
    presolve
        Whether it may simplify the model first.
    start, first_only
        See ``SolveOptions``.
    """

    limit_seconds: float
    solver: str
    seed: int
    threads: int
    presolve: bool = True
    start: Assignment | None = None
    first_only: bool = False
    is_exact: bool = False

    def run(self, data: ModelData) -> Iterator[Report]:
        """Rosters and bounds as they get better, and the status in the end."""
        until = clock.now() + self.limit_seconds
        return stream(partial(self._solve, data, until))

    def _solve(self, data: ModelData, until: float, tell: Callable[[Report], None]) -> None:
        start = _start(data, self.seed) if self.start is None else self.start
        if start is not None:
            tell(Report(None, start))
            if self.first_only:
                return
        formulation = Formulation(data, individually=True)

        def report(values: IntArray | None, bound: int | None) -> None:
            tell(Report(bound, None if values is None else formulation.read(values)))

        hint = None if start is None else formulation.values(start)
        answer = self._answer(formulation.model, until, hint, report)
        found = None if answer.values is None else formulation.read(answer.values)
        tell(Report(answer.bound, found, answer.status))

    def _answer(self, model: LinearModel[Known], until: float, hint: IntArray | None, report: OnFound) -> Answer:
        if self.solver == SolveOptions.solver:
            options = HighsOptions(
                seed=self.seed,
                relative_gap=0.0,
                threads=self.threads,
                presolve=self.presolve,
                first_only=self.first_only,
            )
            return solve_highs(model, until - clock.now(), options, hint=hint, on_found=report)
        # Pyomo takes a second to import, and tells neither a start nor what is found on the way.
        from shiftmodels.backends.pyomo import pyomo_model
        from shiftmodels.backends.pyomo_solve import solve_pyomo

        return solve_pyomo(pyomo_model(model), until - clock.now(), self.solver)


def _start(data: ModelData, seed: int) -> Assignment | None:
    """A roster by best tours of one agent after the other; ``None`` where it breaks a hard limit."""
    from shiftmodels.tours.search import TourSearch

    search = TourSearch(data, Assignment.empty(data), seed)
    return None if search.construct() or not is_feasible(data, search.found) else search.found


def solve(
    data: ModelData,
    options: SolveOptions,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> ModelSolution:
    """
    Solve a rostering problem as one MIP.

    Parameters
    ----------
    data
        The problem.
    options
        Limits, seed and solver.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep what was found.

    Returns
    -------
    Best assignment, its cost and a bound of the full problem, within the tolerances of the solver.

    Raises
    ------
    SolverMissingError
        When Pyomo does not find the solver.
    """
    run = Run(data, options, on_progress, stop)
    if options.solver != SolveOptions.solver:
        from shiftmodels.backends.pyomo_solve import find_solver

        find_solver(options.solver)
    if options.start is not None:
        run.offer(options.start)
    first = MipTask(
        run.remaining,
        options.solver,
        options.seed,
        options.workers,
        start=options.start,
        first_only=options.first_only,
    )
    safer = replace(first, threads=1, presolve=False)
    other = CpSatTask(run.remaining, options.seed, options.workers, start=options.start, first_only=options.first_only)
    solve_isolated(
        run,
        [
            Attempt("", first),
            Attempt("The model is solved again without presolve, in one thread.", safer),
            Attempt("The rest of the time goes to CP-SAT.", other),
        ],
    )
    return run.solution()
