"""Whether an assignment obeys the rows, and a problem in which it is easier to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shiftmodels.data import AgentRow, AtMostOne, Gaps, IntArray, ModelData, SumRow
from shiftmodels.solution import Assignment, supply, use

PENALTY = 20
"""Price of a unit outside a softened limit, in units of the dearest understaffing."""


def softened(data: ModelData) -> ModelData:
    """The problem with hard limits of coupling rows priced, so that any legal tours make a solution of it."""
    price = PENALTY * max(1, int(data.cover.under_cost.max(initial=0)))
    limit_cost = np.where(data.cover.limit_cost < 0, price, data.cover.limit_cost)
    pool_price = np.where(data.pools.price < 0, price, data.pools.price)
    return replace(data, cover=replace(data.cover, limit_cost=limit_cost), pools=replace(data.pools, price=pool_price))


def is_feasible(data: ModelData, found: Assignment) -> bool:
    """Whether an assignment obeys the rows of every block and the hard coupling rows; breaks are not looked at."""
    for agent in range(data.num_agents):
        worked = found.shift[agent][found.shift[agent] >= 0]
        if not all(_holds(row, worked) for row in data.blocks[data.block_of[agent]].rows):
            return False
    supplied, cover = supply(data, found), data.cover
    hard = cover.limit_cost < 0
    if np.any(hard & ((supplied < cover.minimum) | ((cover.maximum >= 0) & (supplied > cover.maximum)))):
        return False
    pools = data.pools
    limited = (pools.capacity >= 0) & (pools.price < 0)[:, None]
    return not np.any(limited & (use(data, found) > pools.capacity))


def _holds(row: AgentRow, worked: IntArray) -> bool:
    match row:
        case AtMostOne():
            return int(np.isin(worked, row.shifts).sum()) <= 1
        case Gaps():
            return any(not np.isin(worked, option).any() for option in row.options)
        case SumRow():
            total = int(row.coefficients[np.isin(row.shifts, worked)].sum())
            return (row.lower is None or total >= row.lower) and (row.upper is None or total <= row.upper)
