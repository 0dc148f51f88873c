"""One shift design on a public instance, with the word of the family's own evaluator on its cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.benchmarking.records import Task

if TYPE_CHECKING:
    from scheduler.design.result import Design
    from scheduler.io.families.shift_design_file import Instance
    from scheduler.solve import Progress


def design_answer(task: Task, report: Callable[[Progress], None]) -> dict[str, Any]:
    """
    Solve an instance, its shifts at the price that it states, and check what that costs.

    Parameters
    ----------
    task
        The run.
    report
        Called at each improvement of cost or bound.

    Raises
    ------
    ValueError
        The family's evaluator finds another cost.
    """
    from scheduler.design.design import design
    from scheduler.design.offers import Choice, offers_of
    from scheduler.design.settings import design_settings
    from scheduler.io.families.shift_design import read_shift_design
    from scheduler.io.families.shift_design_file import parse_shift_design
    from scheduler.solve import peak_memory_mb
    from shiftmodels.design.curve import DesignOptions

    points: list[Progress] = []

    def tell(point: Progress) -> None:
        points.append(point)
        report(point)

    instance, problem = parse_shift_design(Path(task.path)), read_shift_design(Path(task.path))
    offers = offers_of(problem, Choice())
    settings = design_settings(problem, offers, shift_cost=Decimal(instance.shift))
    options = DesignOptions(task.time_limit_seconds, task.seed, task.workers)
    answer = design(problem, offers, settings, options, on_progress=tell).design
    cost = _family_cost(instance, answer)
    if cost != answer.cost:
        raise ValueError(f"The design costs {answer.cost}, and {cost} by the family's evaluator.")
    return {
        "status": str(answer.status),
        "cost": answer.cost,
        "bound": answer.bound,
        "gap": answer.gap,
        "seconds": answer.runtime_seconds,
        "peak_memory_mb": peak_memory_mb(),
        "progress": [[round(point.seconds, 3), point.cost, point.bound] for point in points],
        "engine_used": answer.engine,
        "versions": answer.versions,
    }


def _family_cost(instance: Instance, answer: Design) -> int:
    from scheduler.io.families.shift_design_cost import Duty, evaluate_shift_design

    people = {
        Duty(
            shift.start // instance.interval,
            shift.length_minutes // instance.interval,
            (date - answer.start_date).days,
        ): count
        for shift in answer.shifts
        for date, count in shift.people.items()
    }
    return evaluate_shift_design(instance, people).total
