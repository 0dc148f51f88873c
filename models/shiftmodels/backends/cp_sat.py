"""A linear model in CP-SAT."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from ortools.sat.python import cp_model
from scipy import sparse

from shiftmodels.backends.answer import Answer, OnFound
from shiftmodels.clock import ROW_SECONDS, clock
from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import LinearModel, without_collection
from shiftmodels.formulation.names import VARIABLES, Labels
from shiftmodels.status import ModelStatus

EXACT = 2.0**53
"""Up to there every whole number has a floating-point number of its own."""
ROUNDINGS = 4
"""Units in the last place that may be lost beyond that: both numbers, their sum, and one in presolve."""
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
    model = _model(_text(linear, hint=hint))
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = clock.wall_seconds(max(0.1, limit_seconds))
    if clock.by_work:
        parameters.max_deterministic_time = max(0.1, limit_seconds)
    parameters.stop_after_first_solution = first_only
    parameters.num_workers = workers
    parameters.random_seed = seed
    parameters.cp_model_presolve = presolve
    # Costs are whole, but a gap in double precision may be nothing where they are not the same.
    parameters.absolute_gap_limit = 0.0
    # Ctrl-C is handled by whoever owns `stop`; CP-SAT's own handler would hide it from the program.
    parameters.catch_sigint_signal = False
    callback = None
    if on_found is not None:
        report = on_found
        solver.best_bound_callback = lambda bound: report(None, _whole(bound, linear.offset))
        callback = _Reporter(on_found, linear.offset)
    status = _STATUS.get(_run(solver, model, callback, stop))
    clock.work(ROW_SECONDS * linear.num_rows + solver.deterministic_time)
    if status is None:
        raise ValueError(f"CP-SAT does not accept the model: {model.validate()}")
    if status is ModelStatus.INFEASIBLE:
        return Answer(status, None, None, None)
    bound = _whole(solver.best_objective_bound, linear.offset)
    if status is ModelStatus.UNKNOWN:
        return Answer(status, None, None, bound)
    values = np.array(solver.response_proto.solution, dtype=np.int64)
    cost = linear.offset + int(np.array(linear.cost, dtype=np.int64) @ values)
    return Answer(status, values, cost, cost if status is ModelStatus.OPTIMAL else bound)


class _Reporter(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_found: OnFound, offset: int) -> None:
        super().__init__()
        self._on_found, self._offset = on_found, offset

    def on_solution_callback(self) -> None:
        values = np.array(self.Response().solution, dtype=np.int64)  # type: ignore[no-untyped-call]
        self._on_found(values, _whole(self.best_objective_bound, self._offset))


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
    names = [f"{family}({labels.index(VARIABLES[family], numbers)})" for family, numbers in linear.names]
    if not _model(_text(linear, names)).export_to_file(str(path)):
        raise OSError(None, "The file could not be written", str(path))


def _model(text: str) -> cp_model.CpModel:
    """A model from the text of its protocol buffer: to build it call by call takes four times as long."""
    model = cp_model.CpModel()
    if not model.proto.parse_text_format(text):
        raise ValueError("CP-SAT does not read the model")
    return model


def _text(linear: LinearModel[Any], names: list[str] | None = None, hint: IntArray | None = None) -> str:
    """The protocol buffer ``CpModelProto`` of a model, with names of its variables and a hint where they are given."""
    named = ['name:"' + name + '" ' for name in names] if names else [""] * linear.num_variables
    plain = {most: f"domain:[0,{most}]}}\n" for most in set(linear.upper)}
    with without_collection():
        parts = [f"variables{{{name}{plain[most]}" for name, most in zip(named, linear.upper, strict=True)]
        parts += _rows(linear)
    priced = [(variable, cost) for variable, cost in enumerate(linear.cost) if cost]
    variables, costs = [variable for variable, _ in priced], [cost for _, cost in priced]
    parts.append(f"objective{{vars:{variables} coeffs:{costs} offset:{linear.offset}}}\n")
    if hint is not None:
        parts.append(f"solution_hint{{vars:{list(range(len(hint)))} values:{hint.tolist()}}}\n")
    return "".join(parts)


def _rows(linear: LinearModel[Any]) -> Iterator[str]:
    """Clauses and cliques in CP-SAT's own words, everything else as a linear row."""
    matrix = linear.matrix
    starts, coefficients = matrix.indptr.tolist(), tuple(matrix.data.tolist())
    columns, least, most = _literals(matrix, linear.num_variables)
    written = _Written()
    # Sums reach no further; limits beyond could overflow, and one that no sum meets is a clause without literals.
    reach = abs(matrix) @ np.array(linear.upper, dtype=np.int64)
    lows, highs = np.maximum(linear.row_lower, -reach).tolist(), np.minimum(linear.row_upper, reach).tolist()
    for row, (low, high, binary) in enumerate(zip(lows, highs, _binary_rows(linear), strict=True)):
        span = slice(starts[row], starts[row + 1])
        factors = coefficients[span]
        added = factors.count(1)
        if low > high:
            yield "constraints{bool_or{}}\n"
        elif binary and (forbidden := _forbidden(factors, added, low, high)):
            literals = least if forbidden < 0 else most
            yield f"constraints{{bool_or{{literals:[{','.join(literals[span])}]}}}}\n"
        elif binary and low <= 0 and high == 1 and added == len(factors):
            yield f"constraints{{at_most_one{{literals:[{','.join(columns[span])}]}}}}\n"
        elif factors:
            terms = f"vars:[{','.join(columns[span])}]coeffs:{written[factors]}"
            yield f"constraints{{linear{{{terms}domain:[{low},{high}]}}}}\n"


def _forbidden(factors: tuple[int, ...], added: int, low: int, high: int) -> int:
    """-1 for a row that forbids its binaries the least sum alone, 1 for the largest; 0 for any other."""
    taken = len(factors) - added
    if factors.count(-1) < taken:
        return 0
    if low == 1 - taken and high >= added:
        return -1
    return 1 if high == added - 1 and low <= -taken else 0


def _literals(matrix: sparse.csr_matrix, num_variables: int) -> tuple[list[str], list[str], list[str]]:
    """For each entry its variable, and the literals that hold unless the sum of its row is the least or the largest."""
    numbers = np.arange(num_variables)
    plain, negated = (
        np.array([str(number) for number in each.tolist()], dtype=object)[matrix.indices]
        for each in (numbers, -1 - numbers)
    )
    added = matrix.data > 0
    return plain.tolist(), np.where(added, plain, negated).tolist(), np.where(added, negated, plain).tolist()


class _Written(dict[tuple[int, ...], str]):
    """Coefficients as text; those of many rows are the same."""

    def __missing__(self, coefficients: tuple[int, ...]) -> str:
        text = self[coefficients] = str(list(coefficients))
        return text


def _binary_rows(linear: LinearModel[Any]) -> list[bool]:
    """Whether each row is over variables that are 0 or 1."""
    matrix = linear.matrix
    other = np.array(linear.upper, dtype=np.int64)[matrix.indices] != 1
    row_of = np.repeat(np.arange(linear.num_rows), np.diff(matrix.indptr))
    others = np.bincount(row_of[other], minlength=linear.num_rows)
    return [count == 0 for count in others.tolist()]


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


def _whole(bound: float, offset: int) -> int | None:
    """
    A bound as an integer: every cost is one, so it can be rounded up.

    CP-SAT adds the offset to a whole number, in double precision: where the numbers are too large for that, the sum
    may be above the bound by what was rounded.
    """
    if not math.isfinite(bound) or abs(bound) > 2**62:
        return None
    largest = max(abs(bound), abs(bound - offset), float(abs(offset)))
    if largest < EXACT:
        return math.ceil(bound - 1e-6)
    return math.floor(bound) - ROUNDINGS * math.ceil(math.ulp(largest))
