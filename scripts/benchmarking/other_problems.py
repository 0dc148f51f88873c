"""Public problems that are no plans of a contact centre: how they are solved, and looked at by their own evaluators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.benchmarking.records import Task

if TYPE_CHECKING:
    from scheduler.run_facts import RunFacts

ENGINES = {"rotating": "circulation", "smptsp": "ejection"}
"""The one engine of each family."""

Point = tuple[float, float | None, float | None]


def solve_other(task: Task, tell: Callable[[Point], None]) -> dict[str, Any]:
    """
    Solve a task.

    Parameters
    ----------
    task
        Its family is one of ``ENGINES``.
    tell
        Called at each improvement.

    Returns
    -------
    Fields of the run.

    Raises
    ------
    ValueError
        If the family's evaluator finds something that the solution breaks, or another cost.
    """
    points: list[Point] = []

    def report(point: Point) -> None:
        points.append(point)
        tell(point)

    solve = {"rotating": _rotating, "smptsp": _smptsp}[task.family]
    result, broken = solve(task, report)
    if broken:
        raise ValueError(f"the family's evaluator finds {len(broken)} violations, the first: {broken[0]}")
    return _answer(result, points)


def _answer(result: RunFacts, points: Sequence[Point]) -> dict[str, Any]:
    return {
        "status": str(result.status),
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
        "hard_violations": None if result.cost is None else 0,
        "seconds": result.runtime_seconds,
        "peak_memory_mb": result.peak_memory_mb,
        "progress": [(round(seconds, 3), cost, bound) for seconds, cost, bound in points],
        "engine_used": result.engine,
        "versions": result.versions,
        "input_sha256": result.input_sha256,
    }


def _settings(task: Task) -> dict[str, Any]:
    from scheduler.io.fingerprint import files_sha256

    return {
        "time_limit_seconds": task.time_limit_seconds,
        "seed": task.seed,
        "workers": task.workers,
        "input_sha256": files_sha256([Path(task.path)]),
    }


def _rotating(task: Task, report: Callable[[Point], None]) -> tuple[RunFacts, Sequence[str]]:
    from scheduler.io.families.rotating import rotation_of
    from scheduler.io.families.rotating_cost import BETWEEN, evaluate_rotating
    from scheduler.io.families.rotating_file import parse_rotating
    from scheduler.rotation.build import build_rotation

    instance = parse_rotating(Path(task.path))
    result = build_rotation(rotation_of(instance), **_settings(task))
    if result.rota is None:
        return result, ()
    report((result.runtime_seconds, result.cost, result.bound))
    return result, evaluate_rotating(instance, [[cell or BETWEEN for cell in week] for week in result.rota])


def _smptsp(task: Task, report: Callable[[Point], None]) -> tuple[RunFacts, Sequence[str]]:
    from scheduler.assignment.build import build_assignment
    from scheduler.io.families.smptsp import assignment_of, workers_of
    from scheduler.io.families.smptsp_cost import evaluate_smptsp
    from scheduler.io.families.smptsp_file import parse_smptsp

    instance = parse_smptsp(Path(task.path))
    result = build_assignment(
        assignment_of(instance),
        on_progress=lambda point: report((point.seconds, point.cost, point.bound)),
        **_settings(task),
    )
    if result.assignment is None:
        return result, ()
    found = evaluate_smptsp(instance, workers_of(result.assignment))
    wrong = [f"{found.workers} workers, not {result.cost:g}"] if found.workers != result.cost else []
    return result, [*found.violations, *wrong]
