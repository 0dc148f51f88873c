"""Between rosters and columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from shiftmodels.columns.column import Column, column_of
from shiftmodels.columns.curves import Curves
from shiftmodels.data import ModelData
from shiftmodels.solution import Assignment, work_cost
from shiftmodels.tour import tour_cost
from shiftmodels.tours.insertion import Tour


def columns_of(data: ModelData, found: Assignment, curves: Curves) -> list[Column]:
    """
    A column for each agent.

    Parameters
    ----------
    data
        The problem.
    found
        A roster of legal tours.
    curves
        Its rows.
    """
    columns = []
    for agent in range(data.num_agents):
        number = int(data.block_of[agent])
        block = data.blocks[number]
        own = tour_cost(block, found.worked(agent))
        if own is None:
            raise ValueError(f"Tour of agent {agent} that breaks a row not understood.")
        shift, activity = found.shift[agent].copy(), found.activity[agent].copy()
        tour = Tour(shift, found.breaks[agent].copy(), activity, own + work_cost(block, shift, activity))
        columns.append(column_of(number, block, tour, curves))
    return columns


def dealt(data: ModelData, columns: Iterable[Column]) -> list[Column]:
    """Columns in order of agents: each goes to an agent of its block. There is one for each agent."""
    waiting: defaultdict[int, list[Column]] = defaultdict(list)
    for column in columns:
        waiting[column.block].append(column)
    return [waiting[int(block)].pop() for block in data.block_of]


def assignment_of(data: ModelData, roster: Sequence[Column]) -> Assignment:
    """The roster in which each agent works the tour of his column."""
    found = Assignment.empty(data)
    for agent, column in enumerate(roster):
        found.shift[agent], found.breaks[agent] = column.tour.shift, column.tour.breaks
        found.activity[agent] = column.tour.activity
    return found
