"""A linear model in HiGHS: as an LP, for a bound, and as a MIP."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from shiftmodels.backends.answer import Answer, OnFound
from shiftmodels.backends.quiet import quiet_highs
from shiftmodels.clock import BARRIER_SECONDS, LOOK_SECONDS, LP_SECONDS, ROOT_SECONDS, ROW_SECONDS, clock
from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import OPEN, LinearModel
from shiftmodels.status import ModelStatus

CLOSED_GAP = 2e-5
"""Relative gap at which a MIP counts as solved."""
WHOLE_GAP = 0.999
"""The same in cost units, which are whole numbers."""


@dataclass(frozen=True, kw_only=True)
class HighsOptions:
    """
    How HiGHS solves a MIP.

    Parameters
    ----------
    seed
        Of HiGHS.
    relative_gap
        Gap at which the search ends.
    cutoff
        Cost of which no solution is wanted any more, nor of a greater one.
    threads
        Of HiGHS; more than one only in a process of its own (parallel search crashed others: HiGHS issue 3136).
    presolve
        Whether HiGHS may simplify the model first.
    first_only
        Whether the first solution is enough.
    """

    seed: int = 0
    relative_gap: float = CLOSED_GAP
    cutoff: int | None = None
    threads: int = 1
    presolve: bool = True
    first_only: bool = False

    def set(self, highs: highspy.Highs) -> None:
        """Have a solver follow them."""
        if self.threads > 1:
            highs.setOptionValue("threads", self.threads)
            highs.setOptionValue("parallel", "choose")
        highs.setOptionValue("presolve", "choose" if self.presolve else "off")
        highs.setOptionValue("mip_rel_gap", self.relative_gap)
        highs.setOptionValue("mip_abs_gap", WHOLE_GAP)
        if self.first_only:
            highs.setOptionValue("mip_max_improving_sols", 1)
        if self.cutoff is not None:
            highs.setOptionValue("objective_bound", self.cutoff - 0.5)


def solve_highs(
    linear: LinearModel[Any],
    limit_seconds: float,
    options: HighsOptions = HighsOptions(),
    *,
    hint: IntArray | None = None,
    on_found: OnFound | None = None,
) -> Answer:
    """
    Solve a model as a MIP.

    Parameters
    ----------
    linear
        The model.
    limit_seconds
        Wall time.
    options
        How.
    hint
        Values of a known solution. Shape ``(variables,)``.
    on_found
        Called with each better solution and bound, in the thread of HiGHS.

    Returns
    -------
    The answer. Its bound is that of HiGHS, within its tolerances, rounded up to whole cost units; ``infeasible`` and
    the bound are those of solutions that cost less than the cutoff.
    """
    if linear.num_variables == 0:
        return _without_variables(linear)
    highs = load_highs(linear, options.seed, limit_seconds)
    options.set(highs)
    looks = Looks(highs, limit_seconds)
    _make_whole(highs, linear)
    if hint is not None:
        start = highspy.HighsSolution()
        start.col_value = hint.astype(float).tolist()
        highs.setSolution(start)
    if on_found is not None:
        _listen(highs, on_found)
    begin = clock.now()
    highs.run()
    looks.count()
    answer = _answer(highs, linear)
    if hint is not None and _is_mixed_up(highs, linear, answer):
        # HiGHS 1.16 may take a start for another solution after presolve, and return it as the optimum.
        return solve_highs(linear, limit_seconds - (clock.now() - begin), options, on_found=on_found)
    # It may report a bound one unit short where it has looked at everything; without a relative gap, solved is proven.
    proven = answer.status is ModelStatus.OPTIMAL and options.relative_gap == 0
    return replace(answer, bound=answer.cost) if proven else answer


def _make_whole(highs: highspy.Highs, linear: LinearModel[Any]) -> None:
    """Have all variables take whole numbers only, but those that do so of themselves."""
    count = linear.num_variables
    kinds = np.where(linear.implied, highspy.HighsVarType.kContinuous.value, highspy.HighsVarType.kInteger.value)
    highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds.astype(np.uint8))


def _without_variables(linear: LinearModel[Any]) -> Answer:
    """HiGHS calls such a model empty, and neither solved nor infeasible."""
    limits = zip(linear.row_lower, linear.row_upper, strict=True)
    if not all(lower <= 0 <= upper for lower, upper in limits):
        return Answer(ModelStatus.INFEASIBLE, None, None, None)
    return Answer(ModelStatus.OPTIMAL, np.zeros(0, dtype=np.int64), linear.offset, linear.offset)


def _answer(highs: highspy.Highs, linear: LinearModel[Any]) -> Answer:
    info, status = highs.getInfo(), highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound):
        return Answer(ModelStatus.INFEASIBLE, None, None, None)
    bound = whole_bound(info.mip_dual_bound)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(ModelStatus.UNKNOWN, None, None, bound)
    values = np.array(highs.getSolution().col_value)
    solved = ModelStatus.OPTIMAL if status == highspy.HighsModelStatus.kOptimal else ModelStatus.FEASIBLE
    # Variables that may have a fraction keep it in the cost.
    whole = np.rint(values)
    cost = round(float(np.where(linear.implied, values, whole) @ np.array(linear.cost))) + linear.offset
    return Answer(solved, whole.astype(np.int64), cost, bound)


def _is_mixed_up(highs: highspy.Highs, linear: LinearModel[Any], answer: Answer) -> bool:
    """Whether HiGHS says that its solution costs something else than it does."""
    claimed = highs.getInfo().objective_function_value
    tolerance = 0.5 + 1e-6 * abs(claimed)
    return answer.cost is not None and abs(claimed - answer.cost) > tolerance


class Looks:
    """
    The work of branch and cut, by how often it looks at its limits: always at the same points, whatever the time.

    HiGHS tells of neither pivots nor work while it runs. Nothing is counted or limited where the clock of this process
    does not count work.

    Parameters
    ----------
    highs
        The solver, after its model is known.
    seconds
        Wall time or work.
    """

    def __init__(self, highs: highspy.Highs, seconds: float) -> None:
        self._highs, self._rows, self._count = highs, highs.getNumRow(), 0
        self._most = 1 + int(seconds / (LOOK_SECONDS * max(1, self._rows)))
        if clock.by_work:
            highs.cbMipInterrupt += self._look

    def _look(self, event: Any) -> None:
        self._count += 1
        if self._count > self._most:
            event.interrupt()

    def count(self) -> None:
        """Count the work, after it has run."""
        pivots = max(0, self._highs.getInfo().simplex_iteration_count)
        each = ROW_SECONDS + LOOK_SECONDS * self._count + ROOT_SECONDS * pivots
        clock.work(LP_SECONDS + self._rows * each)


def _listen(highs: highspy.Highs, on_found: OnFound) -> None:
    """Pass on solutions as they are found, and bounds as they rise."""
    best = [-math.inf]

    def found(event: Any) -> None:
        on_found(np.rint(event.data_out.mip_solution).astype(np.int64), None)

    def bounded(event: Any) -> None:
        bound = whole_bound(event.data_out.mip_dual_bound)
        if bound is not None and bound > best[0]:
            best[0] = bound
            on_found(None, bound)

    highs.cbMipImprovingSolution += found
    highs.cbMipInterrupt += bounded


def relaxation_bound(linear: LinearModel[Any], limit_seconds: float) -> tuple[ModelStatus, int | None]:
    """
    Lower bound from the LP relaxation, safe against the tolerances of the LP solver.

    Any row prices give a bound, as every variable has finite limits: price out the rows, put every variable at its
    better limit (A. Neumaier, O. Shcherbina, Safe bounds in linear and mixed-integer linear programming, 2004,
    doi 10.1007/s10107-003-0433-3). So what the solver calls optimal need not be trusted.

    Parameters
    ----------
    linear
        The model.
    limit_seconds
        Wall time.

    Returns
    -------
    Status of the LP, ``infeasible`` or else ``unknown``, and the bound in cost units, rounded up; ``None`` when the
    LP gave no prices in time.
    """
    highs = load_highs(linear, 0, limit_seconds)
    highs.setOptionValue("solver", "ipm")
    highs.run()
    clock.work(BARRIER_SECONDS * highs.getInfo().ipm_iteration_count * highs.getNumNz())
    solution = highs.getSolution()
    if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return ModelStatus.INFEASIBLE, None
    if not solution.dual_valid:
        return ModelStatus.UNKNOWN, None
    return ModelStatus.UNKNOWN, _safe_bound(linear, np.array(solution.row_dual))


def _safe_bound(linear: LinearModel[Any], prices: NDArray[np.float64]) -> int:
    lower, upper = np.array(linear.row_lower, dtype=float), np.array(linear.row_upper, dtype=float)
    # A price may push only against a limit that exists.
    prices = np.where((prices > 0) & (lower <= -OPEN), 0.0, prices)
    prices = np.where((prices < 0) & (upper >= OPEN), 0.0, prices)
    rows = float(np.where(prices > 0, prices * lower, prices * upper)[prices != 0].sum())
    reduced = np.array(linear.cost, dtype=float) - linear.matrix.T @ prices
    columns = float((np.minimum(reduced, 0) * np.array(linear.upper)).sum())
    # Sums of rounded products: leave a margin far above their error and far below one cost unit per million.
    value = rows + columns + linear.offset
    return math.ceil(value - 1e-9 * (abs(rows) + abs(columns)) - 1e-6)


def load_highs(linear: LinearModel[Any], seed: int, limit_seconds: float) -> highspy.Highs:
    """HiGHS with the relaxation of a model, one thread and a time limit."""
    highs = quiet_highs(random_seed=seed, time_limit=clock.wall_seconds(max(0.1, limit_seconds)))
    columns = linear.matrix.tocsc()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = linear.num_variables, linear.num_rows
    model.col_cost_ = np.array(linear.cost, dtype=float)
    model.col_lower_ = np.zeros(linear.num_variables)
    model.col_upper_ = np.array(linear.upper, dtype=float)
    lower, upper = np.array(linear.row_lower, dtype=float), np.array(linear.row_upper, dtype=float)
    model.row_lower_ = np.where(lower <= -OPEN, -highspy.kHighsInf, lower)
    model.row_upper_ = np.where(upper >= OPEN, highspy.kHighsInf, upper)
    model.offset_ = float(linear.offset)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = columns.indptr, columns.indices
    model.a_matrix_.value_ = columns.data.astype(float)
    highs.passModel(model)
    return highs


def whole_bound(bound: float) -> int | None:
    """A bound as an integer: every cost is one, so that it can be rounded up, but for the tolerances of a solver."""
    return math.ceil(bound - 1e-6 * max(1.0, abs(bound) * 1e-3)) if math.isfinite(bound) else None
