"""What a plan asks for, set against what its people can give, before any solver."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

import numpy as np

from scheduler.compile import Compiled, compile_problem
from scheduler.problem import Problem
from scheduler.records import Record
from shiftmodels.data import AgentRow, AtMostOne, Block, Gaps, IntArray, SlackSum, SumRow


class Hours(Record):
    """
    Hours required of a queue on a date, and hours that could be given at most.

    Parameters
    ----------
    available
        If every agent with the skill who can work that date worked his longest shift on this queue only; breaks
        are taken off, proficiency counts. An agent with two queues counts for both.
    """

    date: dt.date
    queue: str
    required: float
    available: float


class Concern(Record):
    """
    Something that cannot work, or is likely not to.

    Parameters
    ----------
    severity
        ``impossible``: no roster of this plan exists. ``warning``: the requirement cannot be met in full, or a part
        of the plan has no effect.
    message, remedy
        What, with the numbers, and what to do.
    """

    severity: Literal["impossible", "warning"]
    message: str
    remedy: str


class CheckReport(Record):
    """
    Answer of ``check``.

    Parameters
    ----------
    required_hours, contract_hours
        Sum of the requirement, and the paid hours that contracts allow over the plan at most.
    hours
        Per date and queue.
    concerns
        Obvious impossibilities first, then warnings.
    """

    plan: str
    start_date: dt.date
    agents: int
    queues: int
    days: int
    intervals: int
    candidate_shifts: int
    required_hours: float
    contract_hours: float
    hours: tuple[Hours, ...]
    concerns: tuple[Concern, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing impossible was found; a roster may still not exist."""
        return all(concern.severity == "warning" for concern in self.concerns)


def check(problem: Problem) -> CheckReport:
    """
    Set what a plan asks for against what its people can give.

    Parameters
    ----------
    problem
        The plan, with requirements.
    """
    from scheduler.check_concerns import further_concerns

    compiled = compile_problem(problem)
    hours = tuple(_hours(compiled))
    concerns = [
        *_agents_without_tour(compiled),
        *_limits_out_of_reach(compiled),
        *_short_days(hours),
        *further_concerns(compiled),
    ]
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


def _work_intervals(compiled: Compiled, block: Block) -> IntArray:
    """Intervals of each shift without its breaks. Shape ``(S,)``."""
    breaks = np.array([sum(program.lengths) for program in compiled.data.programs], dtype=np.int64)
    shifts = block.shifts
    return shifts.end - shifts.start - (breaks[shifts.program] if len(shifts) else 0)


def _hours(compiled: Compiled) -> Iterator[Hours]:
    problem, hour = compiled.problem, compiled.problem.interval_minutes / 60
    required: defaultdict[tuple[dt.date, str], float] = defaultdict(float)
    for row in problem.requirements:
        date = problem.horizon.instant(problem.horizon.minute(row.interval_start)).date()
        required[date, row.queue] += float(row.required) * hour
    available: defaultdict[tuple[dt.date, str], float] = defaultdict(float)
    for block in compiled.agent_blocks:
        work = _work_intervals(compiled, block)
        skills = problem.agents[block.members[0]].skills
        for day in np.unique(block.shifts.day).tolist():
            longest = int(work[block.shifts.day == day].max()) * hour * len(block.members)
            for skill in skills:
                available[problem.horizon.date(day), skill.queue] += longest * float(skill.proficiency)
    for day in range(problem.days):
        for queue in problem.queues:
            place = (problem.horizon.date(day), queue.queue)
            yield Hours(date=place[0], queue=place[1], required=required[place], available=available[place])


def _short_days(hours: tuple[Hours, ...]) -> Iterator[Concern]:
    for row in hours:
        if row.required > row.available:
            asked = f"On {row.date} queue {row.queue} requires {row.required:g} hours"
            message = f"{asked}, at most {row.available:g} can be given."
            remedy = "Give more agents the skill, longer shifts or more availability, or lower the requirement."
            yield Concern(severity="warning", message=message, remedy=remedy)


def _agents_without_tour(compiled: Compiled) -> Iterator[Concern]:
    """Rows of one agent that no choice of his shifts can meet, each looked at by itself."""
    for block in compiled.agent_blocks:
        for row in block.rows:
            if not _can_hold(block, row):
                label = compiled.labels[row.tag]
                names = ", ".join(compiled.problem.agent_named[agent].label for agent in label.agents[:3])
                more = f" and {len(label.agents) - 3} more" if len(label.agents) > 3 else ""
                when = "" if label.day is None else f" from {compiled.problem.horizon.date(label.day)}"
                message = f"No choice of shifts meets {label.rule}{when} for {names}{more}."
                remedy = "Lower the minimum of the contract, credit the absence, or widen patterns and availability."
                yield Concern(severity="impossible", message=message, remedy=remedy)


def _can_hold(block: Block, row: AgentRow) -> bool:
    if row.slack >= 0:
        return True
    match row:
        case AtMostOne() | SlackSum():
            return True
        case Gaps():
            return bool(row.options)
        case SumRow():
            reach = _most_by_day(block.shifts.day[row.shifts], row.coefficients)
            return (row.lower or 0) <= reach and (row.upper is None or row.upper >= 0)


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
    return total + grid * _most_by_day(block.shifts.day[open_shifts], _work_intervals(compiled, block)[open_shifts])


def _limits_out_of_reach(compiled: Compiled) -> Iterator[Concern]:
    """Hard minima above what all skilled agents who can be there supply."""
    problem, data = compiled.problem, compiled.data
    most = data.cover.fixed_supply.copy()
    for block in compiled.agent_blocks:
        present = np.zeros(data.num_intervals, dtype=np.int64)
        for start, end in zip(block.shifts.start.tolist(), block.shifts.end.tolist(), strict=True):
            present[start:end] = 1
        for queue, units in zip(block.queues, block.proficiency, strict=True):
            most[queue] += units * present * len(block.members)
    for number, queue in enumerate(problem.queues):
        short = np.flatnonzero((data.cover.minimum[number] > most[number]) & (data.cover.limit_cost[number] < 0))
        if len(short):
            moment = problem.horizon.instant(int(short[0]) * problem.interval_minutes)
            message = (
                f"The hard minimum of queue {queue.queue} is out of reach in {len(short)} intervals, "
                f"first at {moment:%Y-%m-%d %H:%M}."
            )
            remedy = 'Lower the minimum, give more agents the skill, or set limits = "soft" for the queue.'
            yield Concern(severity="impossible", message=message, remedy=remedy)
