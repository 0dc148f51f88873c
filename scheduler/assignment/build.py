"""One run: plan -> arrays -> engine -> assignment -> audit -> result."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np

from scheduler.assignment.audit import audit_assignment, people_of
from scheduler.assignment.plan import AssignmentPlan
from scheduler.assignment.result import AssignmentResult
from scheduler.errors import AuditMismatch
from scheduler.result import Status
from scheduler.run_facts import versions_of
from scheduler.solve import Progress, peak_memory_mb, relative_gap
from shiftmodels.assignment.data import AssignmentData, AssignmentSolution
from shiftmodels.assignment.solve import solve_assignment
from shiftmodels.engines.run import SolveOptions
from shiftmodels.solution import ProgressPoint
from shiftmodels.status import ModelStatus

ENGINE = "ejection"
MOST_NAMED = 12
"""Tasks that a message names."""


def build_assignment(
    plan: AssignmentPlan,
    *,
    time_limit_seconds: float = 60.0,
    seed: int = 0,
    workers: int = 2,
    plan_path: str = "",
    input_sha256: str = "",
    on_progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> AssignmentResult:
    """
    Give tasks to the fewest agents.

    Parameters
    ----------
    plan
        Tasks and agents.
    time_limit_seconds
        Wall time.
    seed, workers
        Of random choices, and of the solver.
    plan_path, input_sha256
        Kept in the result.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep the best.

    Raises
    ------
    AuditMismatch
        If the auditor finds something that the assignment breaks, or counts another number of people.
    """
    begin = time.monotonic()

    def report(point: ProgressPoint) -> None:
        if on_progress is not None:
            on_progress(Progress(point.seconds, point.cost, point.bound))

    options = SolveOptions(time_limit_seconds, seed, workers)
    solution = solve_assignment(compile_assignment(plan), options, report, stop)
    assignment = _checked(plan, solution)
    return AssignmentResult(
        status=_status(solution),
        plan=plan.name,
        cost=None if assignment is None else people_of(assignment),
        bound=solution.bound,
        gap=relative_gap(solution.used, solution.bound),
        engine=ENGINE,
        seed=seed,
        workers=workers,
        time_limit_seconds=time_limit_seconds,
        runtime_seconds=round(time.monotonic() - begin, 3),
        peak_memory_mb=peak_memory_mb(),
        versions=versions_of(("ortools", "numba", "numpy", "scipy", "pydantic")),
        plan_path=plan_path,
        input_sha256=input_sha256,
        problem_size={"tasks": len(plan.tasks), "agents": len(plan.agents)},
        messages=(*_stuck(plan, solution), *solution.messages),
        assignment=assignment,
    )


def compile_assignment(plan: AssignmentPlan) -> AssignmentData:
    """A plan as arrays."""
    agents: list[list[int]] = [[] for _ in plan.tasks]
    for agent, tasks in enumerate(plan.able):
        for task in tasks:
            agents[task].append(agent)
    return AssignmentData(
        start=np.array([task.start for task in plan.tasks], dtype=np.int64),
        end=np.array([task.end for task in plan.tasks], dtype=np.int64),
        first=np.cumsum([0, *map(len, agents)], dtype=np.int64),
        able=np.array([agent for row in agents for agent in row], dtype=np.int64),
        num_agents=len(plan.agents),
    )


def _checked(plan: AssignmentPlan, solution: AssignmentSolution) -> dict[str, str] | None:
    if solution.agent is None:
        return None
    agents = solution.agent.tolist()
    found = {task.task: plan.agents[agent] for task, agent in zip(plan.tasks, agents, strict=True)}
    broken = audit_assignment(found, plan)
    if broken:
        raise AuditMismatch(f"The engine's assignment breaks the plan {len(broken)} times: {broken[0].message}.")
    if people_of(found) != solution.used:
        raise AuditMismatch(f"The engine claims {solution.used} people, the auditor counts {people_of(found)}.")
    return found


def _stuck(plan: AssignmentPlan, solution: AssignmentSolution) -> tuple[str, ...]:
    if not solution.stuck:
        return ()
    tasks = [plan.tasks[number] for number in solution.stuck]
    moment = max(tasks, key=lambda task: task.start).shown[0]
    names = ", ".join(task.task for task in tasks[:MOST_NAMED]) + (" ..." if len(tasks) > MOST_NAMED else "")
    return (f"At {moment} there are too few agents for the tasks that go on then: {names}.",)


def _status(solution: AssignmentSolution) -> Status:
    known = {ModelStatus.OPTIMAL: Status.OPTIMAL, ModelStatus.INFEASIBLE: Status.INFEASIBLE}
    if solution.status in known:
        return known[solution.status]
    if solution.interrupted:
        return Status.INTERRUPTED
    return Status.FEASIBLE if solution.status is ModelStatus.FEASIBLE else Status.NO_SOLUTION
