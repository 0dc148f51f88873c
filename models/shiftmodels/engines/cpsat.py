"""Engine `cpsat`: the whole problem in CP-SAT, person by person, in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from shiftmodels.backends.confirmed import solve_confirmed
from shiftmodels.clock import clock
from shiftmodels.data import IntArray, ModelData
from shiftmodels.engines.isolated import Attempt, Report, solve_isolated
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.engines.stream import stream
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import Assignment, ModelSolution
from shiftmodels.status import ModelStatus


def solve(
    data: ModelData,
    options: SolveOptions,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> ModelSolution:
    """
    Solve a rostering problem with CP-SAT alone.

    Parameters
    ----------
    data
        The problem.
    options
        Limits and seed.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep what was found.

    Returns
    -------
    Best assignment, its cost and a bound of the full problem. ``optimal`` and ``infeasible`` are proofs.
    """
    from shiftmodels.engines.mip import MipTask

    run = Run(data, options, on_progress, stop)
    if options.start is not None:
        run.offer(options.start)
    first = CpSatTask(run.remaining, options.seed, options.workers, start=options.start, first_only=options.first_only)
    safer = replace(first, workers=1, presolve=False)
    solve_isolated(
        run,
        [
            Attempt("", first),
            Attempt("The model is solved again without presolve, by one worker.", safer),
            Attempt(
                "The rest of the time goes to HiGHS.",
                MipTask(run.remaining, "highs", options.seed, 1, start=options.start, first_only=options.first_only),
            ),
        ],
    )
    return run.solution()


@dataclass(frozen=True)
class CpSatTask:
    """
    The whole problem in CP-SAT.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed, workers, presolve
        See ``solve_cp_sat``.
    start, first_only
        See ``SolveOptions``.
    """

    limit_seconds: float
    seed: int
    workers: int
    presolve: bool = True
    start: Assignment | None = None
    first_only: bool = False
    is_exact: bool = True

    def run(self, data: ModelData) -> Iterator[Report]:
        """Rosters and bounds as they get better, and the status in the end."""
        return stream(partial(self._solve, data))

    def _solve(self, data: ModelData, tell: Callable[[Report], None]) -> None:
        work = self.limit_seconds if clock.by_work else None
        options = SolveOptions(
            self.limit_seconds,
            self.seed,
            self.workers,
            work_seconds=work,
            start=self.start,
            first_only=self.first_only,
        )
        run = Run(data, options, None, None)
        run.on_roster = lambda found: tell(Report(found=found))
        solve_here(run, presolve=self.presolve, on_bound=lambda bound: tell(Report(bound)))
        status = ModelStatus.INFEASIBLE if run.infeasible else run.solution().status
        tell(Report(run.bound, None, status, tuple(run.messages)))


def solve_here(
    run: Run, *, presolve: bool = True, on_bound: Callable[[int], None] = lambda bound: None
) -> ModelSolution:
    """
    Solve a problem in this process.

    Parameters
    ----------
    run
        Limits; it takes what is found.
    presolve
        Whether CP-SAT may simplify the model first.
    on_bound
        Called with each better bound.
    """
    formulation = Formulation(run.data, individually=True)

    def found(values: IntArray | None, bound: int | None) -> None:
        run.report(bound=bound)
        if bound is not None:
            on_bound(bound)
        if values is not None:
            run.offer(formulation.read(values))

    options = run.options
    answer, messages = solve_confirmed(
        formulation.model,
        run.remaining,
        seed=options.seed,
        workers=options.workers,
        stop=run.stop,
        hint=None if options.start is None else formulation.values(options.start),
        on_found=found,
        presolve=presolve,
        first_only=options.first_only,
    )
    run.messages += messages
    if answer.status is ModelStatus.INFEASIBLE:
        run.claim_infeasible()
    run.report(bound=answer.bound)
    if answer.values is not None:
        run.offer(formulation.read(answer.values))
    return run.solution()
