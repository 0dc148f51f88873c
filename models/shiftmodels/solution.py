"""What an engine answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from shiftmodels.data import Block, Cover, IntArray, ModelData, Pools, Spread
from shiftmodels.status import ModelStatus
from shiftmodels.tour import slack_cost

OFF = -1
"""Activity code of an interval outside shifts."""
BREAK = -2
"""Activity code of an interval on a break."""
OTHER = -3
"""Activity code of an interval on a fixed activity that covers no queue."""
SETUP = -4
"""Activity code of an interval between two queues, of a transfer."""

Part = IntArray | slice | tuple[int, slice]
"""Some queues, or some intervals of one."""


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
        Queue worked in each interval, or ``OFF``, ``BREAK``, ``OTHER``, ``SETUP``. Shape ``(A, T)``.
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

    def copy(self) -> Assignment:
        """The same in arrays of its own."""
        return Assignment(self.shift.copy(), self.breaks.copy(), self.activity.copy())

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
    seconds
        Time or work that it took.
    """

    status: ModelStatus
    assignment: Assignment | None
    cost: int | None
    bound: int | None
    interrupted: bool = False
    progress: tuple[ProgressPoint, ...] = field(default=())
    messages: tuple[str, ...] = ()
    seconds: float = 0.0


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
        for agent in block.members if block.holds else ():
            for pool, units in held(block, assignment.shift[agent], assignment.activity[agent]):
                total[pool] += units
    return total


def held(block: Block, shift: IntArray, activity: IntArray) -> Iterator[tuple[int, IntArray]]:
    """
    What one agent of a block holds.

    Parameters
    ----------
    block
        The block.
    shift, activity
        Rows of ``Assignment`` of the agent. Shapes ``(D,)`` and ``(T,)``.

    Yields
    ------
    A pool, and the units of it in each interval, of shape ``(T,)``; a pool may come several times.
    """
    worked = shift[shift >= 0]
    for hold in block.holds:
        if hold.queue >= 0:
            yield hold.pool, hold.units * (activity == hold.queue)
            continue
        changes = np.zeros(len(activity) + 1, dtype=np.int64)
        np.add.at(changes, block.shifts.start[worked], hold.units)
        np.subtract.at(changes, np.minimum(block.shifts.end[worked] + hold.after, len(activity)), hold.units)
        yield hold.pool, np.cumsum(changes[:-1])


def work_cost(block: Block, shift: IntArray, activity: IntArray) -> int:
    """
    Cost units of the queues that one agent of a block works, and of his transfers; not what supply is worth.

    Parameters
    ----------
    block
        The block.
    shift, activity
        Rows of ``Assignment`` of the agent. Shapes ``(D,)`` and ``(T,)``.
    """
    if not block.charges_work:
        return 0
    priced = np.flatnonzero(block.queue_cost).tolist()
    total = sum(int(block.queue_cost[place]) * int(np.sum(activity == block.queues[place])) for place in priced)
    return total + (block.transfers.cost * len(transfers_of(block, shift, activity)) if block.transfers.cost else 0)


def transfers_of(block: Block, shift: IntArray, activity: IntArray) -> IntArray:
    """
    Intervals with which transfers of one agent begin: of set-up, or of work on the next queue.

    Parameters
    ----------
    block, shift, activity
        See ``work_cost``.
    """
    before, here = activity[:-1], activity[1:]
    changes = (before >= 0) & (((here >= 0) & (here != before)) | (here == SETUP))
    # A shift may begin where the one before it ends.
    begins = block.shifts.start[shift[shift >= 0]]
    changes[begins[begins > 0] - 1] = False
    found: IntArray = np.flatnonzero(changes) + 1
    return found


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


def cover_costs(cover: Cover, part: Part, supplied: IntArray) -> IntArray:
    """
    Cost units of what a part of queues and intervals is supplied with; hard limits cost nothing.

    Parameters
    ----------
    cover
        Coupling rows of all queues.
    part
        Index into arrays of shape ``(Q, T)``.
    supplied
        Coverage units there.

    Returns
    -------
    Shape of ``supplied``.
    """
    required, maximum = cover.required[part], cover.maximum[part]
    under, over = np.maximum(required - supplied, 0), np.maximum(supplied - required, 0)
    outside = np.maximum(cover.minimum[part] - supplied, 0)
    outside += np.where(maximum >= 0, np.maximum(supplied - maximum, 0), 0)
    deviation: IntArray = under * cover.under_cost[part] + over * cover.over_cost[part]
    beyond_limits: IntArray = outside * np.maximum(cover.limit_cost[part], 0)
    return deviation + beyond_limits


def pool_cost(pools: Pools, used: IntArray) -> int:
    """Cost units of the use of all pools, of shape ``(P, T)``; a hard capacity costs nothing."""
    overflow = np.where(pools.capacity >= 0, np.maximum(used - pools.capacity, 0), 0)
    return int((np.maximum(pools.price, 0)[:, None] * overflow).sum())


def cost_of(data: ModelData, assignment: Assignment) -> int:
    """Cost units of an assignment, computed from the arrays and not by a solver."""
    total = int(cover_costs(data.cover, slice(None), supply(data, assignment)).sum()) + data.constant_cost
    total += pool_cost(data.pools, use(data, assignment))
    for block in data.blocks:
        worked = assignment.shift[list(block.members)]
        total += int(block.shifts.cost[worked[worked >= 0]].sum())
        total += sum(slack_cost(block, assignment.worked(agent)) for agent in block.members)
        total += sum(work_cost(block, assignment.shift[a], assignment.activity[a]) for a in block.members)
    return total + sum(max(0, spread.price) * beyond(data, spread, assignment) for spread in data.spreads)
