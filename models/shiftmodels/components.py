"""Parts of a problem that nothing couples to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from shiftmodels.data import Block, IntArray, ModelData, Spread


@dataclass(frozen=True, eq=False)
class Component:
    """
    Parameters
    ----------
    agents
        Numbers of its agents in the whole problem. Shape ``(n,)``.
    queues
        Numbers of the queues of which they keep limits.
    data
        The part as a problem of its own; queues, pools and intervals keep their numbers.
    """

    agents: IntArray
    queues: tuple[int, ...]
    data: ModelData


def coupled_components(hard: ModelData) -> list[Component]:
    """
    Agents who share limits, directly or through others; agents who share none are left out.

    Parameters
    ----------
    hard
        A problem from ``hard_part``: coupling rows that are free would couple everybody.

    Returns
    -------
    Components, small ones first.
    """
    pairs = _agents_at_limits(hard)
    used = {agent for agent, _ in pairs}
    if not pairs:
        return []
    numbers = np.array(pairs, dtype=np.int64)
    size = hard.num_agents + int(numbers[:, 1].max()) + 1
    graph = coo_matrix(
        (np.ones(len(pairs), dtype=np.int8), (numbers[:, 0], hard.num_agents + numbers[:, 1])), shape=(size, size)
    )
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[int]] = {}
    for agent in sorted(used):
        groups.setdefault(int(labels[agent]), []).append(agent)
    found = [_component(hard, np.array(agents, dtype=np.int64)) for agents in groups.values()]
    return sorted(found, key=lambda component: len(component.agents))


def _agents_at_limits(hard: ModelData) -> list[tuple[int, int]]:
    """Pairs of an agent and the number of a limit: queues, then pools, then spreads."""
    limits = (hard.cover.minimum >= 0) | (hard.cover.maximum >= 0)
    limited_queue: list[bool] = np.any(limits, axis=1).tolist()
    limited_pool: list[bool] = np.any(hard.pools.capacity >= 0, axis=1).tolist()
    pairs = []
    for block in hard.blocks:
        numbers = [queue for queue in block.queues.tolist() if limited_queue[queue]]
        numbers += [hard.num_queues + hold.pool for hold in block.holds if limited_pool[hold.pool]]
        pairs += [(agent, number) for agent in block.members for number in numbers]
    first = hard.num_queues + len(limited_pool)
    for number, spread in enumerate(hard.spreads):
        pairs += [(agent, first + number) for agent in spread.agents.tolist()]
    return pairs


def _component(hard: ModelData, agents: IntArray) -> Component:
    place = {agent: number for number, agent in enumerate(agents.tolist())}
    kept = [(index, block) for index, block in enumerate(hard.blocks) if any(a in place for a in block.members)]
    blocks = tuple(_members(block, place) for _, block in kept)
    queues = {queue for block in blocks for queue in block.queues.tolist()}
    pools = {hold.pool for block in blocks for hold in block.holds}
    others = np.array([queue not in queues for queue in range(hard.num_queues)], dtype=bool)
    cover, capacity = hard.cover, hard.pools.capacity.copy()
    capacity[[pool not in pools for pool in range(len(capacity))]] = -1
    minimum, maximum = (np.where(others[:, None], -1, part) for part in (cover.minimum, cover.maximum))
    limited = ((minimum >= 0) | (maximum >= 0)).any(axis=1)
    data = replace(
        hard,
        num_agents=len(agents),
        blocks=blocks,
        cover=replace(cover, minimum=minimum, maximum=maximum),
        pools=replace(hard.pools, capacity=capacity),
        spreads=tuple(
            _spread(spread, place, [index for index, _ in kept]) for spread in hard.spreads if spread.agents[0] in place
        ),
    )
    return Component(agents, tuple(np.flatnonzero(limited).tolist()), data)


def _members(block: Block, place: dict[int, int]) -> Block:
    return replace(block, members=tuple(place[agent] for agent in block.members if agent in place))


def _spread(spread: Spread, place: dict[int, int], blocks: list[int]) -> Spread:
    agents = np.array([place[agent] for agent in spread.agents.tolist()], dtype=np.int64)
    return replace(spread, agents=agents, weights=tuple(spread.weights[index] for index in blocks))
