"""One run: plan -> arrays -> engine -> rota -> audit -> result."""

from __future__ import annotations

import threading
import time

import numpy as np

from scheduler.errors import AuditMismatch
from scheduler.result import Status
from scheduler.rotation.audit import audit_rota, free_weekends
from scheduler.rotation.plan import RotationPlan
from scheduler.rotation.result import OFF, Rota, RotationResult
from scheduler.run_facts import versions_of
from scheduler.solve import peak_memory_mb
from shiftmodels.data import IntArray
from shiftmodels.engines.run import SolveOptions
from shiftmodels.rotation.data import RotationData, RotationSolution
from shiftmodels.rotation.solve import solve_rotation
from shiftmodels.status import ModelStatus

ENGINE = "circulation"


def build_rotation(
    plan: RotationPlan,
    *,
    time_limit_seconds: float = 60.0,
    seed: int = 0,
    workers: int = 2,
    plan_path: str = "",
    input_sha256: str = "",
    stop: threading.Event | None = None,
) -> RotationResult:
    """
    Build a rota, or prove that there is none.

    Parameters
    ----------
    plan
        What is asked for.
    time_limit_seconds
        Wall time.
    seed, workers
        Of the solver.
    plan_path, input_sha256
        Kept in the result.
    stop
        Set it to end early.

    Raises
    ------
    AuditMismatch
        If the auditor finds something that the engine's rota breaks.
    """
    begin = time.monotonic()
    options = SolveOptions(time_limit_seconds, seed, workers)
    solution = solve_rotation(compile_rotation(plan), options, stop)
    rota = None if solution.roster is None else _rota(plan, solution.roster)
    broken = () if rota is None else audit_rota(rota, plan)
    if broken:
        raise AuditMismatch(f"The engine's rota breaks its plan {len(broken)} times; the first: {broken[0].message}.")
    proven = None if rota is None else 0.0
    return RotationResult(
        status=_status(solution),
        plan=plan.name,
        cost=proven,
        bound=proven,
        gap=proven,
        engine=ENGINE,
        seed=seed,
        workers=workers,
        time_limit_seconds=time_limit_seconds,
        runtime_seconds=round(time.monotonic() - begin, 3),
        peak_memory_mb=peak_memory_mb(),
        versions=versions_of(("ortools", "numpy", "scipy", "pydantic")),
        plan_path=plan_path,
        input_sha256=input_sha256,
        problem_size={"weeks": plan.weeks, "shifts": len(plan.shifts)},
        messages=solution.messages,
        rota=rota,
        free_weekends=None if rota is None else free_weekends(rota),
    )


def compile_rotation(plan: RotationPlan) -> RotationData:
    """A plan as arrays."""
    return RotationData(
        weeks=plan.weeks,
        required=np.array([shift.required for shift in plan.shifts], dtype=np.int64),
        run_least=np.array([shift.run[0] for shift in plan.shifts], dtype=np.int64),
        run_most=np.array([shift.run[1] for shift in plan.shifts], dtype=np.int64),
        work_least=plan.work_days[0],
        work_most=plan.work_days[1],
        off_least=plan.days_off[0],
        off_most=plan.days_off[1],
        barred=np.array(plan.barred(), dtype=np.bool_),
        free_weekends=plan.free_weekends,
    )


def _rota(plan: RotationPlan, roster: IntArray) -> Rota:
    # OFF is -1 in arrays: the last name.
    names = (*plan.names, OFF)
    return tuple(tuple(names[kind] for kind in week) for week in roster.tolist())


def _status(solution: RotationSolution) -> Status:
    if solution.status is ModelStatus.INFEASIBLE:
        return Status.INFEASIBLE
    if solution.roster is not None:
        return Status.OPTIMAL
    return Status.INTERRUPTED if solution.interrupted else Status.NO_SOLUTION
