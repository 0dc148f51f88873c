"""One run: `Problem -> compile -> engine -> decode -> audit -> Result`."""

from __future__ import annotations

import math
import resource
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from scheduler.audit import audit, exact_cost
from scheduler.audit_law import law_of
from scheduler.compile import Compiled, compile_problem
from scheduler.decode import decode
from scheduler.engine_choice import Engine, engine_for
from scheduler.errors import AuditMismatch
from scheduler.mismatch import breach_mismatch, cost_mismatch
from scheduler.priorities import solve_in_order
from scheduler.problem import Problem
from scheduler.result import Audit, Priority, ProblemSize, Result, Status
from scheduler.roster import Roster
from scheduler.run_facts import versions_of
from scheduler.staffing import staff
from scheduler.start import usable_start
from shiftmodels.engines import cpsat, mip, staged
from shiftmodels.engines.nobody import unless_nobody
from shiftmodels.engines.run import OnProgress, SolveOptions
from shiftmodels.least_held import is_any_pool_overfilled
from shiftmodels.solution import ModelSolution, ProgressPoint
from shiftmodels.status import ModelStatus

Settings = dict[str, str | int | float | tuple[str, ...]]
"""What a run was given, by the names of ``Result``."""

WORK_SHARE = 0.55
"""Work that one worker is given, as a share of the time limit: mostly it is then done in time, and can be repeated."""

MOST_SEED = 2**31 - 1
"""Solvers take no larger one."""

ENGINES = {
    name: unless_nobody(solve)
    for name, solve in {"cpsat": cpsat.solve, "mip": mip.solve, "staged": staged.solve}.items()
}
PACKAGES = ("ortools", "highspy", "numba", "pyomo", "numpy", "scipy", "pydantic")
STATUS_OF = {
    ModelStatus.OPTIMAL: Status.OPTIMAL,
    ModelStatus.FEASIBLE: Status.FEASIBLE,
    ModelStatus.INFEASIBLE: Status.INFEASIBLE,
    ModelStatus.UNKNOWN: Status.NO_SOLUTION,
}


@dataclass(frozen=True)
class Progress:
    """Cost and bound, in money, known ``seconds`` after the start; ``None`` where there is none yet."""

    seconds: float
    cost: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """Relative gap, ``None`` if unknown."""
        return relative_gap(self.cost, self.bound)


@dataclass(frozen=True)
class Outcome:
    """
    Parameters
    ----------
    problem
        The plan that was built; with requirements, also where it was read with demand.
    result
        Status, cost, bound, audit.
    roster
        The roster; ``None`` when there is none.
    progress
        Improvements in order of time.
    """

    problem: Problem
    result: Result
    roster: Roster | None
    progress: tuple[Progress, ...]


def build(
    problem: Problem,
    *,
    engine: Engine = "auto",
    time_limit_seconds: float = 60.0,
    seed: int = 0,
    workers: int = 2,
    solver: str = "highs",
    memory_mb: float | None = None,
    plan_path: str = "",
    input_sha256: str = "",
    overrides: tuple[str, ...] = (),
    start: Roster | None = None,
    start_path: str = "",
    on_progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Outcome:
    """
    Build a roster for a plan.

    Parameters
    ----------
    problem
        The plan; demand is turned into requirements first.
    engine
        ``auto`` takes one by the size of the plan, see ``engine_for``.
    time_limit_seconds
        Wall time of the whole run, audit included.
    seed, workers
        Seed of random choices and threads of the solver.
    solver
        Of the engine ``mip``, by its name in Pyomo.
    memory_mb
        Memory that each solver process may take, in megabytes; by default they share four fifths of the machine's.
    plan_path
        Where the plan is, kept in the result.
    input_sha256
        Fingerprint of the input files, kept in the result.
    overrides
        What was set in the plan from outside, kept in the result.
    start
        A roster to begin with, which is never made dearer. Shifts of it that break hard rules of this plan are left
        out; where what is left is no roster of it, nothing is begun with. A message says so.
    start_path
        Where it came from, kept in the result.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep the best roster.

    Returns
    -------
    The audited outcome.

    Raises
    ------
    AuditMismatch
        If the auditor finds another cost than the engine, or a breach of a hard rule.
    SolverMissingError
        If Pyomo does not find the solver of the engine ``mip``.
    ValueError
        If the plan has priorities and the engine is ``staged``, or an argument is none that there can be.
    """
    _check_arguments(engine, time_limit_seconds, seed, workers)
    begin = time.monotonic()
    problem = problem if problem.requirements or not problem.demand else staff(problem)
    compiled = compile_problem(problem)
    # To decode and to audit a roster takes about as long as to compile its plan.
    for_audit = time.monotonic() - begin
    chosen, reason = engine_for(engine, compiled, time_limit_seconds)
    found, refused = usable_start(compiled, start)
    shift = time.monotonic() - begin
    left = max(0.5, time_limit_seconds - shift - for_audit)
    work = WORK_SHARE * time_limit_seconds if workers == 1 else None
    options = SolveOptions(left, seed, workers, solver, memory_mb, work, found)

    def report(point: ProgressPoint) -> None:
        if on_progress is not None:
            on_progress(_progress(compiled, point, shift))

    solution, levels = solved(compiled, chosen, options, report, stop)
    roster = None if solution.assignment is None else decode(compiled, solution.assignment)
    checked = None if roster is None else _checked(problem, roster, compiled, solution)
    settings: Settings = {
        "engine": chosen,
        "engine_reason": reason,
        "solver": solver if chosen == "mip" else "",
        "seed": seed,
        "workers": workers,
        "time_limit_seconds": time_limit_seconds,
        "runtime_seconds": round(time.monotonic() - begin, 3),
        "plan_path": plan_path,
        "input_sha256": input_sha256,
        "overrides": overrides,
        "start_path": start_path,
    }
    result = _result(compiled, solution, checked, settings)
    result = result.model_copy(update={"priorities": levels, "messages": (*refused, *result.messages)})
    return Outcome(problem, result, roster, tuple(_progress(compiled, point, shift) for point in solution.progress))


def _check_arguments(engine: str, time_limit_seconds: float, seed: int, workers: int) -> None:
    """Refuse what solvers would refuse later, in words of their own, or not understand."""
    known = get_args(Engine)
    if engine not in known:
        raise ValueError(f"Engine {engine!r} does not exist; take one of {', '.join(known)}.")
    if not (math.isfinite(time_limit_seconds) and time_limit_seconds >= 0):
        raise ValueError(f"time_limit_seconds is {time_limit_seconds}; it must be a number of seconds, 0 or more.")
    if not 0 <= seed <= MOST_SEED:
        raise ValueError(f"seed is {seed}; it must lie between 0 and {MOST_SEED}.")
    if workers < 1:
        raise ValueError(f"workers is {workers}; it must be 1 at least.")


def solved(
    compiled: Compiled,
    engine: str,
    options: SolveOptions,
    report: OnProgress | None,
    stop: threading.Event | None,
) -> tuple[ModelSolution, tuple[Priority, ...]]:
    """The answer of an engine, and what is known of each priority of the plan."""
    # Seen at once, where engines search for long.
    if is_any_pool_overfilled(compiled.data):
        return ModelSolution(ModelStatus.INFEASIBLE, None, None, None), ()
    if not compiled.problem.priorities:
        return ENGINES[engine](compiled.data, options, report, stop), ()
    ordered = solve_in_order(compiled, ENGINES[engine], options, report, stop)
    return ordered.solution, ordered.levels


def relative_gap(cost: float | None, bound: float | None) -> float | None:
    """``(cost - bound) / cost``; 0 when both are 0, ``None`` when unknown or without meaning."""
    if cost is None or bound is None:
        return None
    if cost <= bound:
        return 0.0
    return (cost - bound) / cost if cost > 0 else None


def _checked(problem: Problem, roster: Roster, compiled: Compiled, solution: ModelSolution) -> Audit:
    """Audit of a roster, which must agree with the engine to the last digit."""
    claimed, found = compiled.money(solution.cost), exact_cost(roster, problem)
    if claimed != found:
        raise AuditMismatch(cost_mismatch("engine", claimed, found, problem))
    checked = audit(roster, problem)
    broken = [violation for violation in checked.violations if violation.severity == "hard"]
    if broken:
        raise AuditMismatch(breach_mismatch("The engine's roster", broken, problem))
    return checked


def _result(
    compiled: Compiled,
    solution: ModelSolution,
    checked: Audit | None,
    settings: Settings,
) -> Result:
    problem = compiled.problem
    cost, bound = _float(compiled.money(solution.cost)), _float(compiled.money(solution.bound))
    status = STATUS_OF[solution.status]
    if solution.interrupted and status in (Status.FEASIBLE, Status.NO_SOLUTION):
        status = Status.INTERRUPTED
    return Result.model_validate(
        settings
        | {
            "status": status,
            "plan": problem.name,
            "start_date": problem.start_date,
            "cost": cost,
            "bound": bound,
            "gap": relative_gap(cost, bound),
            "gap_of_required": _gap_of_required(problem, cost, bound),
            "required_cost": required_cost(problem),
            "cost_terms": {} if checked is None else checked.cost_terms,
            "coverage": None if checked is None else checked.coverage,
            "violations": () if checked is None else checked.violations,
            "peak_memory_mb": peak_memory_mb(),
            "versions": versions_of(PACKAGES),
            "problem_size": ProblemSize(
                agents=len(problem.agents),
                queues=len(problem.queues),
                days=problem.days,
                intervals=problem.horizon.num_intervals,
                candidate_shifts=compiled.num_candidates,
            ),
            "messages": solution.messages,
            "law": law_of(problem, None) if checked is None else checked.law,
        }
    )


def _gap_of_required(problem: Problem, cost: float | None, bound: float | None) -> float | None:
    """Gap as a share of what it would cost to leave the whole requirement uncovered."""
    uncovered = required_cost(problem)
    return None if cost is None or bound is None or not uncovered else max(0.0, cost - bound) / uncovered


def required_cost(problem: Problem) -> float:
    """
    What it would cost, in money, to leave the whole requirement uncovered.

    Parameters
    ----------
    problem
        A plan with requirements.
    """
    price = {queue.queue: problem.understaffing_cost(queue) for queue in problem.queues}
    uncovered = sum((row.required * price[row.queue] for row in problem.requirements), Decimal(0))
    return float(uncovered) * problem.interval_minutes / 60


def _progress(compiled: Compiled, point: ProgressPoint, shift: float) -> Progress:
    return Progress(point.seconds + shift, _float(compiled.money(point.cost)), _float(compiled.money(point.bound)))


def _float(money: Fraction | None) -> float | None:
    return None if money is None else float(money)


def peak_memory_mb() -> float:
    """Largest resident size of this process or of a solver process so far, in megabytes."""
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
