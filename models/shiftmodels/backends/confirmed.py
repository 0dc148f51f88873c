"""CP-SAT, asked twice before it is believed that there is no solution."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from shiftmodels.backends.answer import Answer, OnFound
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
    on_found: OnFound | None = None,
    presolve: bool = True,
    first_only: bool = False,
) -> tuple[Answer, tuple[str, ...]]:
    """
    Solve a model; where CP-SAT calls it infeasible, ask again without presolve, by one worker.

    CP-SAT has called feasible models infeasible (or-tools issue 5003).

    Parameters
    ----------
    linear, limit_seconds, seed, workers, stop, hint, on_found, presolve, first_only
        See ``solve_cp_sat``.

    Returns
    -------
    The answer, ``infeasible`` only where both runs say so, and what is to be told about it.
    """
    end = clock.now() + limit_seconds
    ask = partial(solve_cp_sat, linear, seed=seed, stop=stop, on_found=on_found, first_only=first_only)
    answer = ask(limit_seconds, workers=workers, presolve=presolve, hint=hint)
    if answer.status is not ModelStatus.INFEASIBLE:
        return answer, ()
    if stop.is_set():
        return Answer(ModelStatus.UNKNOWN, None, None, None), ()
    again = ask(max(LEAST_SECONDS, end - clock.now()), workers=1, presolve=False)
    if again.values is not None:
        return again, ("CP-SAT called the plan infeasible at first; a second run without presolve solved it.",)
    if again.status is not ModelStatus.INFEASIBLE:
        return again, ("CP-SAT called the plan infeasible, but a second run without presolve did not confirm it.",)
    return again, ()
