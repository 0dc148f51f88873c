"""How many agents cover each queue in each interval, beside what is required."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    import pandas as pd

HUNDREDTHS = 100
"""Proficiencies and requirements have at most two decimals; counting in hundredths keeps every sum exact."""

Supply = tuple[int, float, float, int]
"""Queue, first and last second after the start of the horizon, and hundredths of an agent."""


def coverage_table(roster: Roster, problem: Problem) -> pd.DataFrame:
    """
    Staffing of every queue in every interval of the horizon.

    An activity that covers a part of an interval counts pro rata. An agent without the skill of a queue supplies
    nothing to it. Shifts of the history that reach into the horizon supply their agent's first queue.

    Parameters
    ----------
    roster
        Tours; their queues are those of the plan.
    problem
        The plan; where it has no requirement row, nothing is required.

    Returns
    -------
    DataFrame
        One row per interval and queue, by time and in the plan's order of queues: ``interval_start`` (aware,
        local), ``queue``, ``required``, ``minimum``, ``maximum`` (NaN where there is no limit), ``scheduled``
        and ``net`` (scheduled minus required), all in agents.
    """
    import pandas as pd

    shape = (problem.horizon.num_intervals, len(problem.queues))
    supplied, required = supply_hundredth_seconds(roster, problem), np.zeros(shape, dtype=np.int64)
    limits = {"minimum": np.full(shape, np.nan), "maximum": np.full(shape, np.nan)}
    queues = {queue.queue: number for number, queue in enumerate(problem.queues)}
    for row in problem.requirements:
        at = problem.horizon.minute(row.interval_start) // problem.interval_minutes, queues[row.queue]
        required[at] = _hundredths(row.required)
        for name, values in limits.items():
            limit = getattr(row, name)
            values[at] = np.nan if limit is None else float(limit)
    seconds = problem.interval_minutes * 60
    return pd.DataFrame(
        {
            "interval_start": np.repeat(interval_starts(problem), shape[1]),
            "queue": [queue.queue for queue in problem.queues] * shape[0],
            "required": required.ravel() / HUNDREDTHS,
            "minimum": limits["minimum"].ravel(),
            "maximum": limits["maximum"].ravel(),
            "scheduled": supplied.ravel() / (HUNDREDTHS * seconds),
            "net": (supplied - required * seconds).ravel() / (HUNDREDTHS * seconds),
        }
    )


def interval_starts(problem: Problem) -> pd.DatetimeIndex:
    """Starts of all intervals of the horizon, aware, in the plan's zone."""
    import pandas as pd

    horizon = problem.horizon
    index = pd.date_range(horizon.origin, periods=horizon.num_intervals, freq=f"{problem.interval_minutes}min")
    return index.tz_convert(problem.time_zone)


def supply_hundredth_seconds(roster: Roster, problem: Problem) -> NDArray[np.int64]:
    """
    Work done in each interval on each queue, in hundredths of an agent times seconds.

    Returns
    -------
    NDArray
        Shape ``(T, Q)``: intervals by queues in the plan's order.
    """
    num_intervals, length = problem.horizon.num_intervals, problem.interval_minutes * 60
    rows = list(_supplies(roster, problem))
    # Adding 1 at its start and taking it off at its end makes each activity a step in the running sum; a start
    # inside an interval is split between it and the next one.
    steps = np.zeros((num_intervals + 2, len(problem.queues)), dtype=np.int64)
    if rows:
        queue, start, end, people = (np.array(column) for column in zip(*rows, strict=True))
        for moment, sign in ((start, 1), (end, -1)):
            seconds = np.clip(np.rint(moment).astype(np.int64), 0, num_intervals * length)
            interval, late = np.divmod(seconds, length)
            np.add.at(steps, (interval, queue), sign * people * (length - late))
            np.add.at(steps, (interval + 1, queue), sign * people * late)
    supplied: NDArray[np.int64] = steps.cumsum(axis=0)[:num_intervals]
    return supplied


def _supplies(roster: Roster, problem: Problem) -> Iterator[Supply]:
    origin = problem.horizon.origin.timestamp()
    queues = {queue.queue: number for number, queue in enumerate(problem.queues)}
    skills = {
        (agent.agent, skill.queue): _hundredths(skill.proficiency) for agent in problem.agents for skill in agent.skills
    }
    for part in roster.activities:
        people = skills.get((part.agent, part.queue), 0)
        if part.queue and people:
            yield queues[part.queue], part.start.timestamp() - origin, part.end.timestamp() - origin, people
    for past in problem.history:
        queue = problem.agent_named[past.agent].skills[0].queue
        people = skills[past.agent, queue]
        yield queues[queue], past.start.timestamp() - origin, past.end.timestamp() - origin, people


def _hundredths(people: Decimal) -> int:
    return int(people * HUNDREDTHS)
