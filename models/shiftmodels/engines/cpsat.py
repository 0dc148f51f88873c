"""Engine `cpsat`: the whole problem in CP-SAT, person by person."""

from __future__ import annotations

import threading

from shiftmodels.backends.answer import Answer
from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.data import ModelData
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import ModelSolution
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
    run = Run(data, options, on_progress, stop)
    formulation = Formulation(data, individually=True)

    def improved(cost: int | None, bound: int | None) -> None:
        run.report(cost=cost, bound=bound)

    answer = solve_cp_sat(
        formulation.model,
        run.remaining,
        seed=options.seed,
        workers=options.workers,
        stop=run.stop,
        on_improved=improved,
    )
    if answer.status is ModelStatus.INFEASIBLE and not run.stop.is_set():
        answer = confirm_infeasible(run, formulation)
    run.report(bound=answer.bound)
    if answer.values is not None:
        run.offer(formulation.read(answer.values))
    return run.solution()


def confirm_infeasible(run: Run, formulation: Formulation) -> Answer:
    """Ask again without presolve: CP-SAT has called feasible models infeasible (or-tools issue 5003)."""
    again = solve_cp_sat(
        formulation.model, max(run.remaining, 5.0), seed=run.options.seed, workers=1, stop=run.stop, presolve=False
    )
    run.infeasible = again.status is ModelStatus.INFEASIBLE
    if again.values is not None:
        run.messages.append("CP-SAT called the plan infeasible at first; a second run without presolve solved it.")
    elif not run.infeasible:
        run.messages.append("CP-SAT called the plan infeasible, but a second run without presolve did not confirm it.")
    return again
