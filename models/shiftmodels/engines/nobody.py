"""Problems without agents and units: the roster in which nobody works is the only one."""

from __future__ import annotations

import threading
from typing import Protocol

from shiftmodels.data import ModelData
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, ModelSolution


class Engine(Protocol):
    """Whoever solves a rostering problem, see ``staged.solve``."""

    def __call__(
        self,
        data: ModelData,
        options: SolveOptions,
        on_progress: OnProgress | None = None,
        stop: threading.Event | None = None,
    ) -> ModelSolution:
        """Best assignment, its cost and a bound."""


def unless_nobody(engine: Engine) -> Engine:
    """
    An engine that is asked only where there is somebody: none of them is made for problems without blocks.

    Parameters
    ----------
    engine
        The engine.
    """

    def solve(
        data: ModelData,
        options: SolveOptions,
        on_progress: OnProgress | None = None,
        stop: threading.Event | None = None,
    ) -> ModelSolution:
        return engine(data, options, on_progress, stop) if data.blocks else _of_nobody(data, options, on_progress, stop)

    return solve


def _of_nobody(
    data: ModelData, options: SolveOptions, on_progress: OnProgress | None, stop: threading.Event | None
) -> ModelSolution:
    """The empty roster, which is best, or that there is none where it breaks a hard limit."""
    run, nobody = Run(data, options, on_progress, stop), Assignment.empty(data)
    if is_feasible(data, nobody):
        run.offer(nobody)
        run.report(bound=run.best_cost)
    else:
        run.claim_infeasible()
    return run.solution()
