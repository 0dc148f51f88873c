"""The assignment as a linear model, for bounds and proofs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shiftmodels.assignment.cliques import cliques_of
from shiftmodels.assignment.data import AssignmentData
from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import LinearModel, Terms

LARGEST_MODEL = 2_000_000
"""Entries of the rows of a model that is still worth solving."""

Model = LinearModel[IntArray]
"""Known solutions are the agent of each task."""


class Exact:
    """
    The least number of agents: variables ``x[a,j]``, who does what, and ``u[a]``, who does anything.

    Parameters
    ----------
    data
        The problem.
    """

    def __init__(self, data: AssignmentData) -> None:
        self._data = data
        self._tasks = data.tasks_of_agents()
        self._cliques = [list(_overlapping(data, tasks)) for tasks in self._tasks]

    @property
    def size(self) -> int:
        """Entries of its rows."""
        return len(self._data.able) + sum(len(clique) + 1 for part in self._cliques for clique in part)

    def model(self, least: int) -> Model:
        """
        The model.

        Parameters
        ----------
        least
            Agents that are needed in any case.
        """
        model = Model()
        count = self._data.num_agents
        for agent in range(count):
            model.variable(("busy", (agent,)), 1, lambda known, agent=agent: int((known == agent).any()), 1)  # type: ignore[misc]
        doers: list[Terms] = [[] for _ in range(self._data.num_tasks)]
        for agent in range(count):
            self._add_agent(model, agent, doers)
        for task, terms in enumerate(doers):
            model.row(("done", (task,)), terms, 1, 1)
        model.row(("least", ()), [(agent, 1) for agent in range(count)], least)
        return model

    def _add_agent(self, model: Model, agent: int, doers: list[Terms]) -> None:
        variables: dict[int, int] = {}
        for task in self._tasks[agent].tolist():
            variables[task] = model.variable(
                ("does", (agent, task)),
                1,
                lambda known, task=task: int(known[task] == agent),  # type: ignore[misc]
            )
            doers[task].append((variables[task], 1))
        for number, clique in enumerate(self._cliques[agent]):
            model.row(
                ("one_at_once", (agent, number)), [*((variables[task], 1) for task in clique), (agent, -1)], upper=0
            )

    def read(self, values: IntArray) -> IntArray:
        """The agent of each task in a solution of the model. Shape ``(tasks,)``."""
        agent = np.full(self._data.num_tasks, -1, dtype=np.int64)
        place = self._data.num_agents
        for number, tasks in enumerate(self._tasks):
            done = values[place : place + len(tasks)] > 0
            agent[tasks[done]] = number
            place += len(tasks)
        return agent


def _overlapping(data: AssignmentData, tasks: IntArray) -> Iterator[list[int]]:
    for clique in cliques_of(data.start[tasks], data.end[tasks]):
        yield tasks[clique].tolist()
