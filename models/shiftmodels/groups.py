"""
Groups of agents who can stand in for each other within a day.

Who takes which break and works which queue matters only through counts, as long as agents have the same
skills and hold the same of pools. A group is modelled by such counts; its members are told apart again when the
solution is read (``disaggregate``). A restriction on direct changes of queue belongs to a person: under it,
counts are a relaxation, and a group of one is exact.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from shiftmodels.data import Block, IntArray, ModelData

POOLED = 4
"""Agents to a block from which counting them is stronger than placing them one by one."""


@dataclass(frozen=True, eq=False)
class Group:
    """
    Parameters
    ----------
    agents
        Indices of the members.
    block
        A block that holds what they have in common: queues, proficiency and cost of them, holds and, for one agent,
        fixed parts.
    exact_transfers
        Whether minimum blocks and transfers are modelled; only for one agent.
    counts_transfers
        Whether a limit, a price, or a price of a budget counts the transfers that are modelled.
    """

    agents: tuple[int, ...]
    block: Block
    exact_transfers: bool
    counts_transfers: bool

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.agents)

    @property
    def queues(self) -> IntArray:
        """Queues that the members work."""
        return self.block.queues


def group_agents(data: ModelData, *, individually: bool) -> list[Group]:
    """
    Partition the agents into groups.

    Parameters
    ----------
    data
        The problem.
    individually
        Whether agents with restricted changes of queue form groups of one (exact) or are pooled (a relaxation).

    Returns
    -------
    Groups in order of their first member.
    """
    limited = np.any(data.pools.capacity >= 0, axis=1).tolist()
    pooled: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for agent, index in enumerate(data.block_of):
        block, priced = data.blocks[index], _priced_blocks(data, agent)
        holds = tuple(hold for hold in block.holds if limited[hold.pool])
        restricts = individually and any(other.restricts_transfers for other in priced)
        alone = bool(block.fixed_work or block.fixed_breaks) or restricts
        work = (block.queues, block.proficiency, *(other.queue_cost for other in priced))
        key = (agent,) if alone else (-1, holds, block.transfers.setup > 0, *(array.tobytes() for array in work))
        pooled[key].append(agent)
    return [group_of(data, tuple(members), individually=individually) for members in pooled.values()]


def group_of(data: ModelData, members: tuple[int, ...], *, individually: bool) -> Group:
    """
    A group of agents.

    Parameters
    ----------
    data
        The problem.
    members
        Indices of the agents.
    individually
        See ``group_agents``.
    """
    priced = _priced_blocks(data, members[0])
    exact = individually and len(members) == 1 and any(block.restricts_transfers for block in priced)
    counts = exact and any(block.transfers.cost > 0 or block.transfers.most >= 0 for block in priced)
    return Group(members, priced[0], exact, counts)


def _priced_blocks(data: ModelData, agent: int) -> list[Block]:
    """The block of an agent, and those of him by the prices of budgets, where agents may share blocks otherwise."""
    prices = (data, *(budget.prices for budget in data.budgets))
    return [one.blocks[one.block_of[agent]] for one in prices]


def is_exact(data: ModelData) -> bool:
    """Whether pooled groups already model the problem exactly."""
    prices = (data, *(budget.prices for budget in data.budgets))
    return not any(block.restricts_transfers for one in prices for block in one.blocks)


def pays_to_count(data: ModelData) -> bool:
    """Whether agents who are alike are so many that they are better counted, and pooled groups are exact."""
    return is_exact(data) and len(data.blocks) * POOLED <= data.num_agents


def span_of(data: ModelData, group: Group) -> IntArray:
    """Intervals in which some member can be on shift, sorted."""
    possible = np.zeros(data.num_intervals, dtype=bool)
    for index in {int(data.block_of[agent]) for agent in group.agents}:
        shifts = data.blocks[index].shifts
        for start, end in {(int(s), int(e)) for s, e in zip(shifts.start, shifts.end, strict=True)}:
            possible[start:end] = True
    return np.flatnonzero(possible)
