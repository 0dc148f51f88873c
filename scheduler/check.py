"""What a plan asks for, set against what its people can give, in seconds."""

from __future__ import annotations

import numpy as np

from scheduler.check_hours import work_intervals
from scheduler.check_report import CheckReport, Concern, Hours
from scheduler.compile import Compiled, compile_problem
from scheduler.problem import Problem
from shiftmodels.data import Block, IntArray, SumRow

__all__ = ["CheckReport", "Concern", "Hours", "check"]


def check(problem: Problem, *, floor: bool = False) -> CheckReport:
    """
    Set what a plan asks for against what its people can give.

    Parameters
    ----------
    problem
        The plan, with requirements.
    floor
        Whether the least understaffing of each date is proven by an LP, which takes seconds for each date.
    """
    from scheduler.check_concerns import further_concerns
    from scheduler.check_conflicts import impossibilities
    from scheduler.check_hours import hours_and_shortages
    from scheduler.check_rows import row_concerns

    compiled = compile_problem(problem)
    hours, shortages = hours_and_shortages(compiled, floor=floor)
    concerns = [*impossibilities(compiled), *shortages, *further_concerns(compiled), *row_concerns(problem)]
    paid = sum(_most_minutes(compiled, block) * len(block.members) for block in compiled.agent_blocks)
    return CheckReport(
        plan=problem.name,
        start_date=problem.start_date,
        agents=len(problem.agents),
        queues=len(problem.queues),
        days=problem.days,
        intervals=problem.horizon.num_intervals,
        candidate_shifts=compiled.num_candidates,
        required_hours=float(sum(row.required for row in problem.requirements)) * problem.interval_minutes / 60,
        contract_hours=paid / 60,
        hours=hours,
        concerns=tuple(sorted(concerns, key=lambda concern: concern.severity)),
    )


def _most_by_day(days: IntArray, coefficients: IntArray) -> int:
    """Largest sum with at most one shift a day."""
    return sum(max(0, int(coefficients[days == day].max())) for day in np.unique(days))


def _most_minutes(compiled: Compiled, block: Block) -> int:
    """Paid minutes that one member can work, by his contract's rows and one shift a day."""
    sums = [row for row in block.rows if isinstance(row, SumRow)]
    paid = [row for row in sums if compiled.labels[row.tag].rule == "contract_minutes"]
    grid = compiled.problem.interval_minutes
    free = set(range(compiled.data.num_days))
    total = 0
    for row in paid:
        days = block.shifts.day[row.shifts]
        reach = _most_by_day(days, row.coefficients)
        total += reach if row.upper is None else min(reach, row.upper)
        free -= set(days.tolist())
    open_shifts = np.isin(block.shifts.day, list(free))
    return total + grid * _most_by_day(block.shifts.day[open_shifts], work_intervals(compiled, block)[open_shifts])
