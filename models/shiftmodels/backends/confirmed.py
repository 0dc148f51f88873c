"""CP-SAT, asked twice before it is believed that there is no solution."""

from __future__ import annotations

import threading
from typing import Any

from shiftmodels.backends.answer import Answer
from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.clock import clock
from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.status import ModelStatus

LEAST_SECONDS = 5.0
"""Granted to the second run."""


def solve_confirmed(
    linear: LinearModel[Any],
    limit_seconds: float,
    *,
    seed: int,
    workers: int,
    stop: threading.Event,
    hint: IntArray | None = None,
    first_only: bool = False,
) -> tuple[Answer, tuple[str, ...]]:
    """
    Solve a model; where CP-SAT calls it infeasible, ask again without presolve, by one worker.

    CP-SAT has called feasible models infeasible (or-tools issue 5003).

    Parameters
    ----------
    linear, limit_seconds, seed, workers, stop, hint, first_only
        See ``solve_cp_sat``.

    Returns
    -------
    The answer, and what is to be told about it.
    """
    end = clock.now() + limit_seconds
    answer = solve_cp_sat(
        linear, limit_seconds, seed=seed, workers=workers, stop=stop, hint=hint, first_only=first_only
    )
    if answer.status is not ModelStatus.INFEASIBLE or stop.is_set():
        return answer, ()
    left = max(LEAST_SECONDS, end - clock.now())
    again = solve_cp_sat(linear, left, seed=seed, workers=1, stop=stop, presolve=False, first_only=first_only)
    if again.values is not None:
        return again, ("CP-SAT called the plan infeasible at first; a second run without presolve solved it.",)
    if again.status is not ModelStatus.INFEASIBLE:
        return again, ("CP-SAT called the plan infeasible, but a second run without presolve did not confirm it.",)
    return again, ()
