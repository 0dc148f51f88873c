"""Rows that couple the agents: cover and pools (``models/README.md``, sections 5 and 6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from shiftmodels.formulation.linear import Terms
from shiftmodels.formulation.parts import Known, Parts


@dataclass(eq=False)
class Supply:
    """What groups supply to one queue in one interval, in coverage units, and the most it can be."""

    queue: int
    interval: int
    fixed: int
    most: int
    terms: Terms = field(default_factory=list)


def add_pools(parts: Parts) -> None:
    """Members on shift hold a unit of their pool; what goes beyond its capacity is priced, where it is allowed."""
    pools = parts.data.pools
    for pool, interval in np.argwhere(pools.capacity >= 0).tolist():
        free = int(pools.capacity[pool, interval] - pools.fixed_use[pool, interval])
        users: Terms = []
        for index, group in enumerate(parts.groups):
            if group.block.pool == pool:
                users += parts.on_shift.get((index, interval), [])
        if pools.price[pool] >= 0:
            users.append((_add_overflow(parts, pool, interval), -1))
        if users or free < 0:
            parts.model.row(users, upper=free)


def _add_overflow(parts: Parts, pool: int, interval: int) -> int:
    pools = parts.data.pools
    capacity, most = int(pools.capacity[pool, interval]), parts.data.num_agents

    def overflow(known: Known) -> int:
        return max(0, int(known.use[pool, interval]) - capacity)

    return parts.model.variable(most + int(pools.fixed_use[pool, interval]), overflow, int(pools.price[pool]))


def add_cover(parts: Parts) -> None:
    """``supply + under - over = required`` for each queue and interval, with limits, and what both cost."""
    for supply in _supplies(parts):
        _add_deviation(parts, supply)
        _add_minimum(parts, supply)
        _add_maximum(parts, supply)


def _supplies(parts: Parts) -> list[Supply]:
    fixed = parts.data.cover.fixed_supply
    supplies = [Supply(q, t, int(fixed[q, t]), int(fixed[q, t])) for q, t in np.ndindex(*fixed.shape)]
    by_place: defaultdict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for (index, queue, interval), count in parts.on_queue.items():
        group = parts.groups[index]
        units = int(group.block.proficiency[group.queues == queue][0])
        by_place[queue, interval].append((count, units, group.size))
    for supply in supplies:
        for count, units, size in by_place[supply.queue, supply.interval]:
            supply.terms.append((count, units))
            supply.most += units * size
    return supplies


def _add_deviation(parts: Parts, supply: Supply) -> None:
    q, t, cover = supply.queue, supply.interval, parts.data.cover
    required, under_cost, over_cost = int(cover.required[q, t]), int(cover.under_cost[q, t]), int(cover.over_cost[q, t])
    if under_cost == over_cost == 0:
        return
    if not supply.terms:
        parts.model.offset += under_cost * max(0, required - supply.fixed)
        parts.model.offset += over_cost * max(0, supply.fixed - required)
        return
    terms = [*supply.terms]
    if required > supply.fixed:
        most = required - supply.fixed
        under = parts.model.variable(most, lambda known: max(0, required - int(known.supply[q, t])), under_cost)
        terms.append((under, 1))
    if supply.most > required:
        most = supply.most - required
        over = parts.model.variable(most, lambda known: max(0, int(known.supply[q, t]) - required), over_cost)
        terms.append((over, -1))
    parts.model.row(terms, required - supply.fixed, required - supply.fixed)


def _add_minimum(parts: Parts, supply: Supply) -> None:
    q, t, cover = supply.queue, supply.interval, parts.data.cover
    minimum, price = int(cover.minimum[q, t]), int(cover.limit_cost[q, t])
    if minimum <= supply.fixed:
        return
    terms = [*supply.terms]
    if price >= 0:
        most = minimum - supply.fixed
        short = parts.model.variable(most, lambda known: max(0, minimum - int(known.supply[q, t])), price)
        terms.append((short, 1))
    parts.model.row(terms, lower=minimum - supply.fixed)


def _add_maximum(parts: Parts, supply: Supply) -> None:
    q, t, cover = supply.queue, supply.interval, parts.data.cover
    maximum, price = int(cover.maximum[q, t]), int(cover.limit_cost[q, t])
    if not 0 <= maximum < supply.most:
        return
    terms = [*supply.terms]
    if price >= 0:
        most = supply.most - maximum
        beyond = parts.model.variable(most, lambda known: max(0, int(known.supply[q, t]) - maximum), price)
        terms.append((beyond, -1))
    parts.model.row(terms, upper=maximum - supply.fixed)
