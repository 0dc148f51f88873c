"""Hours required against hours that can be given, by date and queue: nobody is counted twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scheduler.audit_words import day_name
from scheduler.check_report import Concern, Hours, warning
from scheduler.compile import Compiled
from scheduler.compile_cover import CoverBuilder
from scheduler.explain.words import listed
from shiftmodels.coverage_floor import coverage_floor
from shiftmodels.data import Block, IntArray
from shiftmodels.reach import Team, most_supplied, subsets_of, teams_of

NOTICED_HOURS = 0.005
"""Less is not worth a word."""


def hours_and_shortages(compiled: Compiled, *, floor: bool) -> tuple[tuple[Hours, ...], list[Concern]]:
    """
    Hours of each date and queue, and what cannot be covered.

    Parameters
    ----------
    compiled
        A plan as arrays.
    floor
        Whether an LP of each date looks for more than what can be seen interval by interval.
    """
    problem, required = compiled.problem, _required(compiled)
    available = _available(compiled)
    short, together = _short(compiled)
    if floor:
        _raise_to_floor(compiled, short, together)
    hours, concerns = [], []
    for day in range(problem.days):
        for number, queue in enumerate(problem.queues):
            date = problem.horizon.date(day)
            row = Hours(
                date=date,
                queue=queue.queue,
                required=required[date, queue.queue],
                available=available[date, queue.queue],
                short=round(float(short[number, day]), 4),
            )
            hours.append(row)
            if row.short > NOTICED_HOURS:
                figures = {"required": f"{row.required:g}", "short": f"{row.short:g}"}
                concerns.append(warning("short-queue", date=day_name(date), queue=queue.queue, **figures))
    return tuple(hours), [*concerns, *_shared(compiled, short, together)]


def _shared(
    compiled: Compiled, short: NDArray[np.float64], together: dict[int, tuple[float, tuple[int, ...]]]
) -> Iterator[Concern]:
    """Dates on which queues lack more together than each on its own."""
    for day, (hours, subset) in together.items():
        if hours > short[:, day].sum() + NOTICED_HOURS:
            queues = listed([compiled.problem.queues[number].queue for number in subset])
            date = day_name(compiled.problem.horizon.date(day))
            yield warning("short-together", date=date, short=f"{hours:g}", queues=queues)


def work_intervals(compiled: Compiled, block: Block) -> IntArray:
    """Intervals of each shift without its breaks. Shape ``(S,)``."""
    breaks = np.array([sum(program.lengths) for program in compiled.data.programs], dtype=np.int64)
    shifts = block.shifts
    return shifts.end - shifts.start - (breaks[shifts.program] if len(shifts) else 0)


def _required(compiled: Compiled) -> defaultdict[tuple[dt.date, str], float]:
    problem, hour = compiled.problem, compiled.problem.interval_minutes / 60
    required: defaultdict[tuple[dt.date, str], float] = defaultdict(float)
    for row in problem.requirements:
        date = problem.horizon.date_at(row.interval_start)
        required[date, row.queue] += float(row.required) * hour
    return required


def _available(compiled: Compiled) -> defaultdict[tuple[dt.date, str], float]:
    problem, hour = compiled.problem, compiled.problem.interval_minutes / 60
    available: defaultdict[tuple[dt.date, str], float] = defaultdict(float)
    for block in compiled.agent_blocks:
        work = work_intervals(compiled, block)
        skills = problem.agents[block.members[0]].skills
        for day in np.unique(block.shifts.day).tolist():
            longest = int(work[block.shifts.day == day].max()) * hour * len(block.members)
            for skill in skills:
                available[problem.horizon.date(day), skill.queue] += longest * float(skill.proficiency)
    return available


def _short(compiled: Compiled) -> tuple[NDArray[np.float64], dict[int, tuple[float, tuple[int, ...]]]]:
    """Hours not to be covered: of each queue and date, shape ``(Q, D)``, and of the worst set of queues by date."""
    problem, data = compiled.problem, compiled.data
    hour = problem.interval_minutes / 60 / CoverBuilder(problem, data.num_intervals).units_per_agent
    teams, bounds = teams_of(data), _day_bounds(compiled)
    asked = np.flatnonzero(data.cover.required.any(axis=1)).tolist()
    short = np.zeros((len(problem.queues), problem.days))
    together: dict[int, tuple[float, tuple[int, ...]]] = {}
    work = _work_by_day(compiled, bounds)
    for subset in subsets_of(asked):
        lacking = _lacking(compiled, teams, subset, bounds, work) * hour
        if len(subset) == 1:
            short[subset[0]] = lacking
        for day in range(problem.days):
            if lacking[day] > max(together.get(day, (0.0, ()))[0], short[list(subset), day].sum()):
                together[day] = (float(lacking[day]), subset)
    return short, together


def _raise_to_floor(
    compiled: Compiled, short: NDArray[np.float64], together: dict[int, tuple[float, tuple[int, ...]]]
) -> None:
    """Replace what is surely short by what LPs prove of each date, where that is more."""
    problem, data = compiled.problem, compiled.data
    hour = problem.interval_minutes / 60 / CoverBuilder(problem, data.num_intervals).units_per_agent
    everything = tuple(np.flatnonzero(data.cover.required.any(axis=1)).tolist())
    for day, (first, last) in enumerate(pairwise(_day_bounds(compiled))):
        proven = coverage_floor(data, first, last)
        # Pools in which equipment can be are queues of the model too.
        short[:, day] = np.maximum(short[:, day], proven.alone[: len(problem.queues)] * hour)
        if proven.together * hour > together.get(day, (0.0, ()))[0]:
            together[day] = round(proven.together * hour, 4), everything


def _day_bounds(compiled: Compiled) -> list[int]:
    problem = compiled.problem
    return [problem.horizon.day_start(day) // problem.interval_minutes for day in range(problem.days + 1)]


def _lacking(
    compiled: Compiled, teams: list[Team], subset: tuple[int, ...], bounds: list[int], work: list[_Work]
) -> NDArray[np.float64]:
    """Coverage units x intervals that some queues lack together on each date: by interval, and by hours of the day."""
    cover = compiled.data.cover
    required = cover.required[list(subset)].sum(axis=0)
    by_interval = np.maximum(0, required - most_supplied(compiled.data, teams, subset))
    # What past shifts supply beyond a requirement is none of the others'.
    fixed = np.minimum(cover.fixed_supply, cover.required)[list(subset)].sum(axis=0)
    found = []
    for day, (first, last) in enumerate(pairwise(bounds)):
        given = sum(one.best(subset) * int(one.intervals[day]) for one in work)
        left = required[first:last].sum() - fixed[first:last].sum() - given
        found.append(max(float(by_interval[first:last].sum()), float(left)))
    return np.array(found)


@dataclass(frozen=True, eq=False)
class _Work:
    """Agents with the same skills, and the most intervals that they work together on each date, of shape ``(D,)``."""

    units: dict[int, int]
    intervals: IntArray

    def best(self, subset: tuple[int, ...]) -> int:
        """Coverage units that one of them supplies to some of the queues at most."""
        return max((self.units.get(queue, 0) for queue in subset), default=0)


def _work_by_day(compiled: Compiled, bounds: list[int]) -> list[_Work]:
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], IntArray] = {}
    for block in compiled.agent_blocks:
        key = tuple(block.queues.tolist()), tuple(block.proficiency.tolist())
        work = len(block.members) * _longest(compiled, block, bounds)
        found[key] = found[key] + work if key in found else work
    return [_Work(dict(zip(*key, strict=True)), intervals) for key, intervals in found.items()]


def _longest(compiled: Compiled, block: Block, bounds: list[int]) -> IntArray:
    """Most intervals that a member of a block works on each date, in the shift of the date and that of the night."""
    shifts, work = block.shifts, work_intervals(compiled, block)
    most = np.zeros(len(bounds) - 1, dtype=np.int64)
    edges = np.array(bounds, dtype=np.int64)
    for later in (0, 1):
        day = shifts.day + later
        inside = day < len(most)
        own = day[inside]
        overlap = np.minimum(shifts.end[inside], edges[own + 1]) - np.maximum(shifts.start[inside], edges[own])
        longest = np.zeros(len(most), dtype=np.int64)
        np.maximum.at(longest, own, np.minimum(work[inside], np.maximum(0, overlap)))
        most += longest
    return most
