"""One run in a process of its own: ``python -m scripts.benchmarking.one_run TASK EVENTS``."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.benchmarking.other_problems import ENGINES, Point, solve_other
from scripts.benchmarking.records import Task

if TYPE_CHECKING:
    from scheduler.result import Result

Tell = Callable[[dict[str, Any]], None]


def main(arguments: list[str]) -> int:
    """
    Solve a task and write what happens as JSON lines, each at once: the process may be killed at any time.

    Parameters
    ----------
    arguments
        The task as JSON; the file to write to.
    """
    task = Task.model_validate_json(arguments[0])
    with Path(arguments[1]).open("a", encoding="utf-8") as file:

        def tell(event: dict[str, Any]) -> None:
            print(json.dumps(event), file=file, flush=True)

        try:
            if task.family in ENGINES:
                _solve_other(task, tell)
            else:
                _solve(task, tell)
        except Exception as error:
            traceback.print_exc()
            tell({"failure": f"{type(error).__name__}: {error}"})
            return 1
    return 0


def _solve(task: Task, tell: Tell) -> None:
    from scheduler.io.read import read_plan
    from scheduler.solve import Progress, build, peak_memory_mb, required_cost

    def report(point: Progress) -> None:
        tell({"point": _point(point), "memory": peak_memory_mb()})

    outcome = build(
        read_plan(Path(task.path)),
        engine=task.engine,  # type: ignore[arg-type]
        time_limit_seconds=task.time_limit_seconds,
        seed=task.seed,
        workers=task.workers,
        input_sha256=_fingerprint(Path(task.path)),
        on_progress=report,
    )
    result = outcome.result
    answer = {
        "status": str(result.status),
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
        "required_cost": required_cost(outcome.problem),
        "gap_of_required": result.gap_of_required,
        "hard_violations": _hard_violations(result),
        "seconds": result.runtime_seconds,
        "peak_memory_mb": result.peak_memory_mb,
        "progress": [_point(point) for point in outcome.progress],
        "engine_used": result.engine,
        "versions": {**result.versions, "numba": version("numba")},
        "input_sha256": result.input_sha256,
    }
    tell({"answer": answer})


def _solve_other(task: Task, tell: Tell) -> None:
    from scheduler.solve import peak_memory_mb

    def report(point: Point) -> None:
        tell({"point": point, "memory": peak_memory_mb()})

    tell({"answer": solve_other(task, report)})


def _hard_violations(result: Result) -> int | None:
    if result.cost is None:
        return None
    return sum(violation.severity == "hard" for violation in result.violations)


def _point(point: Any) -> list[float | None]:
    return [round(point.seconds, 3), point.cost, point.bound]


def _fingerprint(path: Path) -> str:
    from scheduler.errors import InputError
    from scheduler.io.read import input_sha256

    try:
        return input_sha256(path)
    except InputError:
        # A name composed of several files is no file.
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
