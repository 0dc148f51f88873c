"""From volumes to requirements: the agents that each queue needs in each interval to meet its service goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.demand import Demand, Queue, Requirement, ServiceGoal
from scheduler.errors import Complaint, InputError
from scheduler.problem import Problem
from shiftmodels.queueing import Performance, performance
from shiftmodels.required_agents import Goals, required_agents

if TYPE_CHECKING:
    import pandas as pd

LARGEST_REQUIREMENT = 100_000
"""Agents that a requirement can ask for; see ``scheduler.records.People``."""

ROUNDING = 1e-9
"""Keeps 7 / (1 - 0.3) from being rounded up to 11."""


def staff(problem: Problem) -> Problem:
    """
    The same plan with requirements instead of demand.

    The requirement is the fewest agents that meet every goal of the queue, at least ``minimum_staff``, divided by
    ``1 - shrinkage`` and rounded up. Where the volume is 0 it is 0, whatever ``minimum_staff`` says.

    Parameters
    ----------
    problem
        Plan with demand; its rows become requirement rows in the same order.

    Raises
    ------
    InputError
        The plan has no demand, a queue with demand has no service goal or one that asks for nothing, or a
        requirement would exceed 100,000 agents.
    """
    required = {
        (row.queue, row.interval_start.timestamp()): int(people)
        for staffed in _staffed_queues(problem)
        for row, people in zip(staffed.rows, staffed.required, strict=True)
    }
    requirements = tuple(
        Requirement(interval_start=row.interval_start, queue=row.queue, required=Decimal(people))
        for row in problem.demand
        for people in (required[row.queue, row.interval_start.timestamp()],)
    )
    fields = {name: getattr(problem, name) for name in Problem.model_fields}
    return Problem(**(fields | {"demand": (), "requirements": requirements}))


def staffing_table(problem: Problem) -> pd.DataFrame:
    """
    How well each queue is answered in each interval with the agents that ``staff`` computes.

    Parameters
    ----------
    problem
        Plan with demand.

    Returns
    -------
    DataFrame
        One row per row of demand, by time and queue: ``interval_start`` (aware, local), ``queue``, ``volume``,
        ``aht_seconds``, ``agents`` (on the queue), ``required`` (shrinkage added), ``service_level`` (share
        of all arrivals served within the goal's time; at once where the goal has none), ``occupancy``,
        ``average_speed_of_answer_seconds`` (of all arrivals; ``inf`` where Erlang C is overloaded, which only
        a goal without limits on waiting allows), ``abandonment`` and ``probability_of_waiting``.

    Raises
    ------
    InputError
        As for ``staff``.
    """
    import pandas as pd

    tables = [_table(staffed, problem) for staffed in _staffed_queues(problem)]
    table = pd.concat(tables, ignore_index=True)
    return table.sort_values(["interval_start", "queue"], kind="stable", ignore_index=True)


@dataclass(frozen=True, eq=False)
class _StaffedQueue:
    """Demand of a queue with the agents on it and the requirement, row by row."""

    queue: Queue
    goal: ServiceGoal
    rows: list[Demand]
    volume: NDArray[np.float64]
    aht: NDArray[np.float64]
    agents: NDArray[np.int64]
    required: NDArray[np.int64]


def _staffed_queues(problem: Problem) -> list[_StaffedQueue]:
    complaints = list(_complaints(problem))
    if complaints:
        raise InputError(complaints)
    staffed = [_staffed(problem, queue) for queue in problem.queues if _rows(problem, queue)]
    large = [item for item in staffed if item.required.max() > LARGEST_REQUIREMENT]
    if large:
        raise InputError(_too_large(item) for item in large)
    return staffed


def _rows(problem: Problem, queue: Queue) -> list[Demand]:
    return [row for row in problem.demand if row.queue == queue.queue]


def _complaints(problem: Problem) -> Iterator[Complaint]:
    if not problem.demand:
        message = "The plan has no demand from which agents could be computed."
        yield Complaint("demand.csv", "", message, "Give volume and aht_seconds per interval and queue.")
    with_demand = {row.queue for row in problem.demand}
    for index, queue in enumerate(problem.queues):
        place = f"queues[{index}].service_goal"
        if queue.queue not in with_demand:
            continue
        if queue.service_goal is None:
            message = f"Queue {queue.queue} has demand but no service goal."
            remedy = "Give it one, such as answered_share = 0.8 and answered_within_seconds = 20."
            yield Complaint("plan.toml", place, message, remedy)
        elif _goals(queue.service_goal) is None and not queue.service_goal.minimum_staff:
            message = f"The service goal of queue {queue.queue} asks for nothing."
            yield Complaint("plan.toml", place, message, "Give at least one goal or minimum_staff.")


def _too_large(staffed: _StaffedQueue) -> Complaint:
    row = staffed.rows[int(staffed.required.argmax())]
    place = f"queue {row.queue}, {row.interval_start.isoformat()}"
    message = f"{row.volume:g} contacts of {row.aht_seconds:g} s need {staffed.required.max()} agents."
    return Complaint("demand.csv", place, message, f"Correct them; the limit is {LARGEST_REQUIREMENT} agents.")


def _goals(goal: ServiceGoal) -> Goals | None:
    """The goals on waiting, occupancy and abandonment; ``None`` without any."""
    limits = (
        goal.answered_share,
        goal.average_speed_of_answer_seconds,
        goal.maximum_occupancy,
        goal.maximum_abandonment,
    )
    if all(limit is None for limit in limits):
        return None
    return Goals(
        answered_share=goal.answered_share,
        answered_within_seconds=goal.answered_within_seconds,
        average_speed_of_answer_seconds=goal.average_speed_of_answer_seconds,
        maximum_occupancy=goal.maximum_occupancy,
        maximum_abandonment=goal.maximum_abandonment,
        patience_seconds=_patience(goal),
    )


def _patience(goal: ServiceGoal) -> float:
    return np.inf if goal.patience_seconds is None else goal.patience_seconds


def _staffed(problem: Problem, queue: Queue) -> _StaffedQueue:
    goal, rows = queue.service_goal, _rows(problem, queue)
    assert goal is not None
    volume = np.array([row.volume for row in rows])
    aht = np.array([row.aht_seconds for row in rows])
    goals = _goals(goal)
    agents = np.zeros(len(rows), dtype=np.int64)
    if goals is not None:
        agents = required_agents(volume, problem.interval_minutes * 60, aht, goals)
    agents = np.where(volume > 0, np.maximum(agents, goal.minimum_staff), 0)
    required = np.ceil(agents / (1 - goal.shrinkage) - ROUNDING).astype(np.int64)
    return _StaffedQueue(queue, goal, rows, volume, aht, agents, required)


def _table(staffed: _StaffedQueue, problem: Problem) -> pd.DataFrame:
    import pandas as pd

    reached = _reached(staffed, problem)
    starts = pd.to_datetime([row.interval_start for row in staffed.rows], utc=True)
    return pd.DataFrame(
        {
            "interval_start": starts.tz_convert(problem.time_zone),
            "queue": staffed.queue.queue,
            "volume": staffed.volume,
            "aht_seconds": staffed.aht,
            "agents": staffed.agents,
            "required": staffed.required,
            "service_level": reached.service_level,
            "occupancy": reached.occupancy,
            "average_speed_of_answer_seconds": reached.average_speed_of_answer,
            "abandonment": reached.abandonment,
            "probability_of_waiting": reached.probability_of_waiting,
        }
    )


def _reached(staffed: _StaffedQueue, problem: Problem) -> Performance:
    return performance(
        staffed.volume,
        problem.interval_minutes * 60,
        staffed.aht,
        staffed.agents,
        staffed.goal.answered_within_seconds or 0.0,
        _patience(staffed.goal),
    )
