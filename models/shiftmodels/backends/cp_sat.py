"""A linear model in CP-SAT."""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from shiftmodels.backends.answer import Answer, OnFound
from shiftmodels.clock import ROW_SECONDS, clock
from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import OPEN, LinearModel
from shiftmodels.formulation.names import VARIABLES, Labels
from shiftmodels.status import ModelStatus

_STATUS = {
    cp_model.OPTIMAL: ModelStatus.OPTIMAL,
    cp_model.FEASIBLE: ModelStatus.FEASIBLE,
    cp_model.INFEASIBLE: ModelStatus.INFEASIBLE,
    cp_model.UNKNOWN: ModelStatus.UNKNOWN,
}


def solve_cp_sat(
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
) -> Answer:
    """
    Solve a model within a time limit; ``stop`` ends it early and keeps what was found.

    Parameters
    ----------
    linear
        The model.
    limit_seconds
        Wall time, or work where the clock of this process counts that.
    seed, workers
        Of CP-SAT.
    stop
        Ends the search when set.
    hint
        Values of a known solution. Shape ``(variables,)``.
    on_found
        Called with each better solution and bound, in threads of CP-SAT.
    presolve
        Whether CP-SAT may simplify the model first.
    first_only
        Whether the first solution is enough.
    """
    model, variables = _translate(linear)
    if hint is not None:
        for variable, value in zip(variables, hint.tolist(), strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = clock.wall_seconds(max(0.1, limit_seconds))
    if clock.by_work:
        parameters.max_deterministic_time = max(0.1, limit_seconds)
    parameters.stop_after_first_solution = first_only
    parameters.num_workers = workers
    parameters.random_seed = seed
    parameters.cp_model_presolve = presolve
    # Ctrl-C is handled by whoever owns `stop`; CP-SAT's own handler would hide it from the program.
    parameters.catch_sigint_signal = False
    callback = None
    if on_found is not None:
        report = on_found
        solver.best_bound_callback = lambda bound: report(None, _whole(bound))
        callback = _Reporter(variables, on_found)
    status = _STATUS.get(_run(solver, model, callback, stop))
    clock.work(ROW_SECONDS * linear.num_rows + solver.deterministic_time)
    if status is None:
        raise ValueError(f"CP-SAT does not accept the model: {model.validate()}")
    if status not in (ModelStatus.OPTIMAL, ModelStatus.FEASIBLE):
        return Answer(
            status, None, None, None if status is ModelStatus.INFEASIBLE else _whole(solver.best_objective_bound)
        )
    values = np.array([solver.value(variable) for variable in variables], dtype=np.int64)
    return Answer(status, values, round(solver.objective_value), _whole(solver.best_objective_bound))


class _Reporter(cp_model.CpSolverSolutionCallback):
    def __init__(self, variables: list[cp_model.IntVar], on_found: OnFound) -> None:
        super().__init__()
        self._variables, self._on_found = variables, on_found

    def on_solution_callback(self) -> None:
        values = np.array([self.value(variable) for variable in self._variables], dtype=np.int64)
        self._on_found(values, _whole(self.best_objective_bound))


def write_cp_sat(linear: LinearModel[Any], path: Path, labels: Labels) -> None:
    """
    Write the model that CP-SAT gets, as the text of its protocol buffer.

    Parameters
    ----------
    linear
        The model.
    path
        File to write; its name ends in ``.txt``.
    labels
        Words for the numbers in names of variables.
    """
    model, variables = _translate(linear)
    for variable, (family, numbers) in zip(variables, linear.names, strict=True):
        variable.proto.name = f"{family}({labels.index(VARIABLES[family], numbers)})"
    if not model.export_to_file(str(path)):
        raise OSError(None, "The file could not be written", str(path))


def _translate(linear: LinearModel[Any]) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") if most == 1 else model.new_int_var(0, most, "") for most in linear.upper]
    matrix = linear.matrix
    for row, (lower, upper) in enumerate(zip(linear.row_lower, linear.row_upper, strict=True)):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns, coefficients = matrix.indices[span].tolist(), matrix.data[span].tolist()
        _add_row(model, [variables[column] for column in columns], coefficients, lower, upper, linear.upper, columns)
    cost = cp_model.LinearExpr.weighted_sum(variables, linear.cost) if variables else 0
    model.minimize(cost + linear.offset)
    return model, variables


def _add_row(
    model: cp_model.CpModel,
    variables: list[cp_model.IntVar],
    coefficients: list[int],
    lower: int,
    upper: int,
    most: list[int],
    columns: list[int],
) -> None:
    """Clauses and cliques in CP-SAT's own words, everything else as a linear row."""
    boolean = all(most[column] == 1 for column in columns) and set(coefficients) == {1}
    if not variables:
        if not lower <= 0 <= upper:
            model.add_bool_or([])
    elif boolean and lower <= 0 and upper == 1:
        model.add_at_most_one(variables)
    elif boolean and lower == 1 and upper >= len(variables):
        model.add_bool_or(variables)
    else:
        reach = sum(abs(c) * most[column] for c, column in zip(coefficients, columns, strict=True))
        low, high = (-reach if lower == -OPEN else lower), (reach if upper == OPEN else upper)
        model.add_linear_constraint(cp_model.LinearExpr.weighted_sum(variables, coefficients), low, high)


def _run(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    callback: cp_model.CpSolverSolutionCallback | None,
    stop: threading.Event,
) -> cp_model.CpSolverStatus:
    """Solve in a thread of its own, so that the main thread stays free for signals."""
    outcome: list[cp_model.CpSolverStatus] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            outcome.append(solver.solve(model, callback))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work, name="cp-sat", daemon=True)
    thread.start()
    while thread.is_alive():
        if stop.is_set():
            solver.stop_search()
        thread.join(0.02)
    if failure:
        raise failure[0]
    return outcome[0]


def _whole(bound: float) -> int | None:
    """A bound as an integer: every cost is one, so it can be rounded up."""
    if not math.isfinite(bound) or abs(bound) > 2**62:
        return None
    return math.ceil(bound - 1e-6)
