"""Tasks and who can do them as arrays, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.status import ModelStatus


@dataclass(frozen=True, eq=False)
class AssignmentData:
    """
    Tasks that are each done by one agent; an agent does one at a time. A task may begin when another one ends.

    Parameters
    ----------
    start, end
        When each task begins and ends, in units of any kind; the end is later. Shape ``(tasks,)`` each.
    first, able
        ``able[first[j]:first[j + 1]]`` are the agents who can do task ``j``, each once. Shapes ``(tasks + 1,)`` and
        ``(first[-1],)``.
    num_agents
        Agents that there are.
    """

    start: IntArray
    end: IntArray
    first: IntArray
    able: IntArray
    num_agents: int

    def __post_init__(self) -> None:
        if (self.end <= self.start).any():
            raise ValueError("A task that ends before it begins, or at once, not understood.")
        if self.first.shape != (self.num_tasks + 1,) or self.first[-1] != len(self.able):
            raise ValueError("Agents that belong to no task not understood.")

    @property
    def num_tasks(self) -> int:
        """Tasks that there are."""
        return len(self.start)

    def agents_of(self, task: int) -> IntArray:
        """Agents who can do a task."""
        return self.able[self.first[task] : self.first[task + 1]]

    def tasks_of_agents(self) -> list[IntArray]:
        """For each agent the tasks that he can do."""
        task = np.repeat(np.arange(self.num_tasks), np.diff(self.first))
        order = np.argsort(self.able, kind="stable")
        ends = np.cumsum(np.bincount(self.able, minlength=self.num_agents))
        return np.split(task[order], ends[:-1]) if self.num_agents else []


@dataclass(frozen=True, eq=False)
class AssignmentSolution:
    """
    Parameters
    ----------
    status
        ``optimal`` and ``infeasible`` are proven.
    agent
        Who does each task; ``None`` without an assignment. Shape ``(tasks,)``.
    used, bound
        Agents with a task, and how many at least any assignment needs; ``None`` where unknown.
    stuck
        Where it is infeasible: tasks at one time that cannot all be done, if that is why.
    interrupted
        Whether the search was stopped from outside.
    messages
        What else is to be told.
    """

    status: ModelStatus
    agent: IntArray | None
    used: int | None
    bound: int | None
    stuck: tuple[int, ...] = ()
    interrupted: bool = False
    messages: tuple[str, ...] = ()
