"""Whether a linear model has any solution."""

from __future__ import annotations

import threading

from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.clock import clock
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.formulation.parts import Known
from shiftmodels.status import ModelStatus

SMALL_ROWS = 3000
"""Rows up to which a model is quicker without presolve."""


def is_feasible(model: LinearModel[Known], limit_seconds: float) -> bool | None:
    """Whether a model has a solution; that it has none is confirmed without presolve (or-tools issue 5003)."""
    if model.num_variables == 0:
        rows = zip(model.row_lower, model.row_upper, strict=True)
        return all(low <= 0 <= high for low, high in rows)
    until = clock.now() + limit_seconds
    for presolve in (False,) if model.num_rows <= SMALL_ROWS else (True, False):
        left = max(0.1, until - clock.now())
        stop = threading.Event()
        answer = solve_cp_sat(model, left, seed=0, workers=1, stop=stop, presolve=presolve, first_only=True)
        if answer.status in (ModelStatus.OPTIMAL, ModelStatus.FEASIBLE):
            return True
        if answer.status is ModelStatus.UNKNOWN:
            return None
    return False
