"""From arrays back to people: `Assignment -> Roster`."""

from __future__ import annotations

from itertools import groupby

from scheduler.break_programs import break_kinds
from scheduler.compile import Compiled
from scheduler.roster import SET_UP, Activity, Roster
from shiftmodels.data import Block
from shiftmodels.solution import BREAK, OTHER, SETUP, Assignment

NO_BREAK = -1


def decode(compiled: Compiled, assignment: Assignment) -> Roster:
    """
    The roster that an assignment stands for.

    Parameters
    ----------
    compiled
        The plan as arrays.
    assignment
        Answer of an engine.
    """
    data = compiled.data
    people: list[Activity] = []
    units: list[Activity] = []
    for agent in range(data.num_agents):
        tour = people if agent < len(compiled.problem.agents) else units
        tour += decode_tour(compiled, assignment, agent)
    return Roster(people, units)


def decode_tour(compiled: Compiled, assignment: Assignment, agent: int) -> list[Activity]:
    """
    What one agent, or unit of equipment, does.

    Parameters
    ----------
    compiled, assignment
        See ``decode``.
    agent
        His number in the arrays.
    """
    block = compiled.data.blocks[compiled.data.block_of[agent]]
    days = (day for day in range(compiled.data.num_days) if assignment.shift[agent, day] >= 0)
    return [part for day in days for part in _shift(compiled, block, assignment, agent, day)]


def _shift(compiled: Compiled, block: Block, found: Assignment, agent: int, day: int) -> list[Activity]:
    """Activities of one shift, a row for each break and for each run of intervals with the same activity else."""
    problem, index = compiled.problem, found.shift[agent, day]
    grid, date, name = problem.interval_minutes, problem.horizon.date(day), compiled.names[agent]
    breaks = _breaks(compiled, block, found, agent, day)

    def what(interval: int) -> tuple[str, bool, str, int]:
        code = int(found.activity[agent, interval])
        if code == BREAK:
            return breaks[interval]
        if code == SETUP:
            return SET_UP, True, "", NO_BREAK
        if code == OTHER:
            return _pinned_activity(compiled, agent, interval), True, "", NO_BREAK
        return compiled.queue_names[code], True, compiled.queue_names[code], NO_BREAK

    parts = []
    for (activity, paid, queue, _), run in groupby(range(block.shifts.start[index], block.shifts.end[index]), key=what):
        span = list(run)
        start, end = (problem.horizon.instant(t * grid) for t in (span[0], span[-1] + 1))
        parts.append(Activity(name, date, activity, start, end, paid, queue))
    return parts


def _breaks(
    compiled: Compiled, block: Block, found: Assignment, agent: int, day: int
) -> dict[int, tuple[str, bool, str, int]]:
    """Name, pay, no queue and the number of the break, for each interval on one: two of a name may touch."""
    kinds = break_kinds(compiled.problem)
    program = compiled.data.programs[block.shifts.program[found.shift[agent, day]]]
    names: dict[int, tuple[str, bool, str, int]] = {}
    for number, (length, kind) in enumerate(zip(program.lengths, program.kinds, strict=True)):
        first = int(found.breaks[agent, day, number])
        names |= dict.fromkeys(range(first, first + length), (*kinds[kind], "", number))
    return names


def _pinned_activity(compiled: Compiled, agent: int, interval: int) -> str:
    """Name of the pinned activity that an agent does in an interval."""
    problem, minute_of = compiled.problem, compiled.problem.horizon.minute
    minute, queues = interval * problem.interval_minutes, problem.queue_named
    return next(
        pin.activity
        for pin in problem.pins_of[problem.agents[agent].agent]
        if pin.activity and pin.activity not in queues and minute_of(pin.start) <= minute < minute_of(pin.end)
    )
