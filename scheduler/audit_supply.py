"""Supply and requirement of each queue and interval, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.audit_time import Stretch, stretch_of

if TYPE_CHECKING:
    from decimal import Decimal

    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.roster import Roster

IntArray = NDArray[np.int64]

SUPPLY_UNITS = 100
"""Units of one fully proficient agent; a minute of him is 100 unit-minutes, and everything is counted in these."""


@dataclass(frozen=True, eq=False)
class Targets:
    """
    The requirement in unit-minutes.

    Parameters
    ----------
    required
        0 where the plan has no row. Shape ``(Q, T)``.
    minimum, maximum
        -1 where there is no limit. Shape ``(Q, T)``.
    """

    required: IntArray
    minimum: IntArray
    maximum: IntArray


def supply(roster: Roster, problem: Problem) -> IntArray:
    """
    Unit-minutes worked on each queue in each interval of the horizon.

    An agent gives a queue his proficiency for every minute he works it, and nothing to a queue for which he has no
    skill. Shifts of the history give their part inside the horizon to the agent's first queue.

    Returns
    -------
    Shape ``(Q, T)``, in the order of ``problem.queues``.
    """
    horizon = problem.horizon
    row_of = {queue.queue: row for row, queue in enumerate(problem.queues)}
    changes = np.zeros((len(row_of), horizon.num_minutes + 1), dtype=np.int64)
    for queue, units, (start, end) in (*_worked(roster, problem), *_reaching_in(problem)):
        first, last = max(0, start), min(end, horizon.num_minutes)
        if first < last:
            changes[row_of[queue], first] += units
            changes[row_of[queue], last] -= units
    minutes = np.cumsum(changes[:, :-1], axis=1)[:, : horizon.num_intervals * horizon.interval_minutes]
    total: IntArray = minutes.reshape(len(row_of), horizon.num_intervals, horizon.interval_minutes).sum(axis=2)
    return total


def targets(problem: Problem) -> Targets:
    """The requirement of the plan as arrays."""
    horizon = problem.horizon
    row_of = {queue.queue: row for row, queue in enumerate(problem.queues)}
    shape = len(row_of), horizon.num_intervals
    arrays = Targets(np.zeros(shape, np.int64), np.full(shape, -1, np.int64), np.full(shape, -1, np.int64))
    for requirement in problem.requirements:
        cell = row_of[requirement.queue], horizon.minute(requirement.interval_start) // horizon.interval_minutes
        arrays.required[cell] = _units(requirement.required) * horizon.interval_minutes
        if requirement.minimum is not None:
            arrays.minimum[cell] = _units(requirement.minimum) * horizon.interval_minutes
        if requirement.maximum is not None:
            arrays.maximum[cell] = _units(requirement.maximum) * horizon.interval_minutes
    return arrays


def _worked(roster: Roster, problem: Problem) -> Iterator[tuple[str, int, Stretch]]:
    """Queue, units and minutes of each activity that covers a queue."""
    units_of = {agent.agent: _units_by_queue(agent) for agent in problem.agents}
    for activity in roster.activities:
        units = units_of.get(activity.agent, {}).get(activity.queue)
        if units:
            yield activity.queue, units, stretch_of(activity, problem.horizon)


def _reaching_in(problem: Problem) -> Iterator[tuple[str, int, Stretch]]:
    for past in problem.history:
        skill = problem.agent_named[past.agent].skills[0]
        yield skill.queue, _units(skill.proficiency), stretch_of(past, problem.horizon)


def _units_by_queue(agent: Agent) -> dict[str, int]:
    return {skill.queue: _units(skill.proficiency) for skill in agent.skills}


def _units(people: Decimal) -> int:
    # Records allow two decimals at most, so nothing is lost.
    return int(people * SUPPLY_UNITS)
