"""What an engine answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from shiftmodels.data import IntArray, ModelData, Spread
from shiftmodels.status import ModelStatus
from shiftmodels.tour import slack_cost

OFF = -1
"""Activity code of an interval outside shifts."""
BREAK = -2
"""Activity code of an interval on a break."""
OTHER = -3
"""Activity code of an interval on a fixed activity that covers no queue."""


@dataclass(frozen=True, eq=False)
class Assignment:
    """
    Who does what when.

    Parameters
    ----------
    shift
        Index of the shift, in the agent's block, that is worked on each day; -1 for none. Shape ``(A, D)``.
    breaks
        Start interval of each break of that shift, in its program's order; -1 beyond. Shape ``(A, D, K)``.
    activity
        Queue worked in each interval, or ``OFF``, ``BREAK``, ``OTHER``. Shape ``(A, T)``.
    """

    shift: IntArray
    breaks: IntArray
    activity: IntArray

    @classmethod
    def empty(cls, data: ModelData) -> Assignment:
        """Nobody works."""
        longest = max((program.num_breaks for program in data.programs), default=0)
        return cls(
            np.full((data.num_agents, data.num_days), -1, dtype=np.int64),
            np.full((data.num_agents, data.num_days, longest), -1, dtype=np.int64),
            np.full((data.num_agents, data.num_intervals), OFF, dtype=np.int64),
        )

    def worked(self, agent: int) -> IntArray:
        """Indices of the shifts that an agent works."""
        row: IntArray = self.shift[agent]
        return row[row >= 0]


@dataclass(frozen=True)
class ProgressPoint:
    """Cost and bound known ``seconds`` after the start; ``None`` where there is none yet."""

    seconds: float
    cost: int | None
    bound: int | None


@dataclass(frozen=True, eq=False)
class ModelSolution:
    """
    Parameters
    ----------
    status
        How it ended.
    assignment
        The best found; ``None`` when there is none.
    cost
        Its cost in cost units.
    bound
        Proven lower bound of the full problem in cost units; ``None`` if unknown.
    interrupted
        Whether the user stopped it.
    progress
        Improvements of cost and bound in order of time.
    messages
        What a user should know about how it went.
    """

    status: ModelStatus
    assignment: Assignment | None
    cost: int | None
    bound: int | None
    interrupted: bool = False
    progress: tuple[ProgressPoint, ...] = field(default=())
    messages: tuple[str, ...] = ()


def supply(data: ModelData, assignment: Assignment) -> IntArray:
    """Coverage units on each queue in each interval, fixed supply included. Shape ``(Q, T)``."""
    total = data.cover.fixed_supply.copy()
    for block in data.blocks:
        working = assignment.activity[list(block.members)]
        for queue, units in zip(block.queues, block.proficiency, strict=True):
            total[queue] += units * (working == queue).sum(axis=0)
    return total


def use(data: ModelData, assignment: Assignment) -> IntArray:
    """Units of each pool that are held in each interval, fixed use included. Shape ``(P, T)``."""
    total = data.pools.fixed_use.copy()
    for block in data.blocks:
        if block.pool >= 0:
            total[block.pool] += (assignment.activity[list(block.members)] != OFF).sum(axis=0)
    return total


def spread_values(data: ModelData, spread: Spread, assignment: Assignment) -> IntArray:
    """Value of each agent who takes part in a spread. Shape ``(n,)``."""
    values = spread.base.copy()
    for place, agent in enumerate(spread.agents.tolist()):
        values[place] += spread.weights[data.block_of[agent]][assignment.worked(agent)].sum()
    return values


def beyond(data: ModelData, spread: Spread, assignment: Assignment) -> int:
    """Units by which largest and smallest value of a spread differ more than is free."""
    values = spread_values(data, spread, assignment)
    return max(0, int(np.ptp(values)) - spread.upper) if len(values) else 0


def cost_of(data: ModelData, assignment: Assignment) -> int:
    """Cost units of an assignment, computed from the arrays and not by a solver."""
    cover = data.cover
    supplied = supply(data, assignment)
    under = np.maximum(cover.required - supplied, 0)
    over = np.maximum(supplied - cover.required, 0)
    total = int((under * cover.under_cost).sum() + (over * cover.over_cost).sum()) + data.constant_cost
    outside = np.maximum(cover.minimum - supplied, 0)
    outside += np.where(cover.maximum >= 0, np.maximum(supplied - cover.maximum, 0), 0)
    total += int((np.maximum(cover.limit_cost, 0) * outside).sum())
    pools = data.pools
    overflow = np.where(pools.capacity >= 0, np.maximum(use(data, assignment) - pools.capacity, 0), 0)
    total += int((np.maximum(pools.price, 0)[:, None] * overflow).sum())
    for block in data.blocks:
        worked = assignment.shift[list(block.members)]
        total += int(block.shifts.cost[worked[worked >= 0]].sum())
        total += sum(slack_cost(block, assignment.worked(agent)) for agent in block.members)
    return total + sum(max(0, spread.price) * beyond(data, spread, assignment) for spread in data.spreads)
