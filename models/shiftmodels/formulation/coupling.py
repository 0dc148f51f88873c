"""Rows that couple the agents: cover, pools and spreads (``models/README.md``, sections 5 to 7)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from shiftmodels.data import Hold, IntArray, Spread
from shiftmodels.formulation.linear import Terms, times
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.solution import beyond


@dataclass(eq=False)
class Supply:
    """What groups supply to one queue in one interval, in coverage units, and the most it can be."""

    queue: int
    interval: int
    fixed: int
    most: int
    terms: Terms = field(default_factory=list)


def add_pools(parts: Parts) -> None:
    """Members hold units of pools; what goes beyond its capacity is priced, where it is allowed."""
    pools = parts.data.pools
    for pool, interval in np.argwhere(pools.capacity >= 0).tolist():
        free = int(pools.capacity[pool, interval] - pools.fixed_use[pool, interval])
        users: Terms = []
        for index, group in enumerate(parts.groups):
            for hold in (hold for hold in group.block.holds if hold.pool == pool):
                users += _held(parts, index, hold, interval)
        if pools.price[pool] >= 0:
            users.append((_add_overflow(parts, pool, interval), -1))
        if users or free < 0:
            tag = int(pools.tags[pool])
            parts.model.row(("pool", (pool, interval)), users, upper=free, tag=tag)


def _held(parts: Parts, index: int, hold: Hold, interval: int) -> Terms:
    """Units that members of a group hold."""
    if hold.queue < 0:
        return times(parts.present.get((index, hold.after, interval), []), hold.units)
    count = parts.on_queue.get((index, hold.queue, interval))
    return [] if count is None else [(count, hold.units)]


def _add_overflow(parts: Parts, pool: int, interval: int) -> int:
    pools = parts.data.pools
    capacity, most = int(pools.capacity[pool, interval]), int(pools.fixed_use[pool, interval])

    def overflow(known: Known) -> int:
        return max(0, int(known.use[pool, interval]) - capacity)

    for group in parts.groups:
        # With a turnaround, the unit of the day before may be held still.
        own = (hold for hold in group.block.holds if hold.pool == pool and hold.units > 0)
        most += group.size * sum(hold.units * (1 + (hold.after > 0)) for hold in own)
    return parts.model.variable(("overflow", (pool, interval)), max(0, most), overflow, int(pools.price[pool]))


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
    each = [dict(zip(g.queues.tolist(), g.block.proficiency.tolist(), strict=True)) for g in parts.groups]
    for (index, queue, interval), count in parts.on_queue.items():
        by_place[queue, interval].append((count, each[index][queue], parts.groups[index].size))
    for supply in supplies:
        for count, units, size in by_place[supply.queue, supply.interval]:
            if units:
                supply.terms.append((count, units))
                supply.most += units * size
    return supplies


def _add_deviation(parts: Parts, supply: Supply) -> None:
    q, t, cover = supply.queue, supply.interval, parts.data.cover
    required, under_cost, over_cost = int(cover.required[q, t]), int(cover.under_cost[q, t]), int(cover.over_cost[q, t])
    if under_cost == over_cost == 0 and not parts.data.budgets:
        return
    if not supply.terms:
        parts.model.offset += under_cost * max(0, required - supply.fixed)
        parts.model.offset += over_cost * max(0, supply.fixed - required)
        return
    terms = [*supply.terms]
    if required > supply.fixed:
        most = required - supply.fixed
        name = ("under", (q, t))
        under = parts.model.variable(name, most, lambda known: max(0, required - int(known.supply[q, t])), under_cost)
        terms.append((under, 1))
    if supply.most > required:
        most = supply.most - required
        name = ("over", (q, t))
        over = parts.model.variable(name, most, lambda known: max(0, int(known.supply[q, t]) - required), over_cost)
        terms.append((over, -1))
    parts.model.row(("cover", (q, t)), terms, required - supply.fixed, required - supply.fixed)


def _add_minimum(parts: Parts, supply: Supply) -> None:
    q, t, cover = supply.queue, supply.interval, parts.data.cover
    minimum, price = int(cover.minimum[q, t]), int(cover.limit_cost[q, t])
    if minimum <= supply.fixed:
        return
    terms = [*supply.terms]
    if price >= 0:
        most = minimum - supply.fixed
        name = ("short", (q, t))
        short = parts.model.variable(name, most, lambda known: max(0, minimum - int(known.supply[q, t])), price)
        terms.append((short, 1))
    parts.model.row(("minimum", (q, t)), terms, lower=minimum - supply.fixed, tag=int(cover.tags[q]))


def _add_maximum(parts: Parts, supply: Supply) -> None:
    q, t, cover = supply.queue, supply.interval, parts.data.cover
    maximum, price = int(cover.maximum[q, t]), int(cover.limit_cost[q, t])
    if not 0 <= maximum < supply.most:
        return
    terms = [*supply.terms]
    if price >= 0:
        most = supply.most - maximum
        name = ("beyond", (q, t))
        beyond = parts.model.variable(name, most, lambda known: max(0, int(known.supply[q, t]) - maximum), price)
        terms.append((beyond, -1))
    parts.model.row(("maximum", (q, t)), terms, upper=maximum - supply.fixed, tag=int(cover.tags[q]))


def add_spreads(parts: Parts) -> None:
    """``high - low <= upper`` over the values of some agents; what goes beyond is priced, where it is allowed."""
    for number, spread in enumerate(parts.data.spreads):
        if len(spread.agents) > 1:
            _add_spread(parts, number, spread)


def _add_spread(parts: Parts, number: int, spread: Spread) -> None:
    least, most = _reach(parts, spread)
    # No value is above every `most`, and the largest is at least every `least`; the smallest likewise. Variables begin
    # at 0, so both are counted from where they can begin.
    high_from, low_from = int(least.max()), int(least.min())
    high_to, low_to = int(most.max()), int(most.min())
    high = parts.model.variable(
        ("highest", (number,)), high_to - high_from, lambda known: int(known.spread(spread).max()) - high_from
    )
    low = parts.model.variable(
        ("lowest", (number,)), low_to - low_from, lambda known: int(known.spread(spread).min()) - low_from
    )
    for agent, base in zip(spread.agents.tolist(), spread.base.tolist(), strict=True):
        weights = spread.weights[parts.data.block_of[agent]].tolist()
        value = [(variable, -weight) for variable, weight in zip(parts.worked[agent], weights, strict=True) if weight]
        # Without a shift that counts, the limits of both variables say the same.
        if value:
            parts.model.row(
                ("at_highest", (number, agent)), [(high, 1), *value], lower=base - high_from, tag=spread.tag
            )
            parts.model.row(("at_lowest", (number, agent)), [(low, 1), *value], upper=base - low_from, tag=spread.tag)
    difference: Terms = [(high, 1), (low, -1)]
    if spread.price >= 0:
        most_beyond = max(0, high_to - low_from - spread.upper)
        name = ("excess", (number,))
        over = parts.model.variable(
            name, most_beyond, lambda known: beyond(known.data, spread, known.found), spread.price
        )
        difference.append((over, -1))
    parts.model.row(("spread", (number,)), difference, upper=spread.upper - high_from + low_from, tag=spread.tag)


def _reach(parts: Parts, spread: Spread) -> tuple[IntArray, IntArray]:
    """Least and largest value that each agent can have, with at most one shift a day. Shape ``(n,)`` each."""
    least, most = spread.base.copy(), spread.base.copy()
    for place, agent in enumerate(spread.agents.tolist()):
        index = parts.data.block_of[agent]
        days, weights = parts.data.blocks[index].shifts.day, spread.weights[index]
        for day in np.unique(days):
            least[place] += min(0, int(weights[days == day].min()))
            most[place] += max(0, int(weights[days == day].max()))
    return least, most
