"""Whether an assignment obeys the rows, and a problem in which it is easier to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shiftmodels.data import IntArray, ModelData, Spread
from shiftmodels.solution import Assignment, beyond, cost_of, supply, use
from shiftmodels.tour import tour_cost

PENALTY = 20
"""Price of a unit outside a softened limit, in units of the dearest understaffing; of pools at least a shift's."""


def softened(data: ModelData) -> ModelData:
    """The problem with hard limits of coupling rows priced, so that any legal tours make a solution of it."""
    price = PENALTY * max(1, int(data.cover.under_cost.max(initial=0)))
    limit_cost = np.where(data.cover.limit_cost < 0, price, data.cover.limit_cost)
    pool_price = np.where(data.pools.price < 0, max(price, _worth_of_shift(data)), data.pools.price)
    return replace(
        data,
        cover=replace(data.cover, limit_cost=limit_cost),
        pools=replace(data.pools, price=pool_price),
        spreads=tuple(_softened_spread(data, spread, price) for spread in data.spreads),
    )


def _softened_spread(data: ModelData, spread: Spread, price: int) -> Spread:
    """A hard spread priced: the lightest shift that counts costs no less than all understaffing it could prevent."""
    if spread.price >= 0:
        return spread
    lightest = min((int(np.abs(some[some != 0]).min(initial=2**31)) for some in spread.weights), default=1)
    return replace(spread, price=max(price, -(-_worth_of_shift(data) // lightest)))


def _worth_of_shift(data: ModelData) -> int:
    """Cost units of all understaffing that a shift could prevent, wherever it is."""
    people = [block for block in data.blocks if not block.is_equipment]
    longest = max((int((block.shifts.end - block.shifts.start).max(initial=1)) for block in people), default=1)
    most = max((int(block.proficiency.max(initial=1)) for block in people), default=1)
    return longest * most * int(data.cover.under_cost.max(initial=0))


def is_feasible(data: ModelData, found: Assignment) -> bool:
    """Whether an assignment obeys the rows of every block, hard coupling rows and budgets; breaks are not looked at."""
    for agent in range(data.num_agents):
        if tour_cost(data.blocks[data.block_of[agent]], found.worked(agent)) is None:
            return False
    if any(cost_of(budget.prices, found) > budget.most for budget in data.budgets):
        return False
    if any(spread.price < 0 and beyond(data, spread, found) > 0 for spread in data.spreads):
        return False
    return keeps_limits(data, supply(data, found), use(data, found))


def keeps_limits(data: ModelData, supplied: IntArray, used: IntArray) -> bool:
    """Whether supply of queues and use of pools, of shapes ``(Q, T)`` and ``(P, T)``, are within hard limits."""
    cover, pools = data.cover, data.pools
    hard = cover.limit_cost < 0
    if np.any(hard & ((supplied < cover.minimum) | ((cover.maximum >= 0) & (supplied > cover.maximum)))):
        return False
    limited = (pools.capacity >= 0) & (pools.price < 0)[:, None]
    return not np.any(limited & (used > pools.capacity))
