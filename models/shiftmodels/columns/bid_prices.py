"""
What later supply is worth, in place of what is asked for there.

The LP of all tours gives each unit of supply a price. Where prices stand in place of coupling rows, an agent's best
tour tells by itself what the rest of the horizon is worth as his tour stands by then, and only the days before are left
to be settled between agents (bid prices: K. Talluri and G. van Ryzin 1998, doi:10.1287/mnsc.44.11.1577).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.columns.generation import Generation
from shiftmodels.data import IntArray, ModelData

FloatArray = NDArray[np.float64]


def worth_of_supply(generation: Generation) -> FloatArray:
    """
    What one more unit on each queue in each interval saves, by the prices of the best bound.

    Parameters
    ----------
    generation
        Columns that have had a bound.

    Returns
    -------
    Cost units, 0 where one more would cost. Shape ``(Q, T)``.
    """
    assert generation.center is not None
    prices = np.append(generation.center, 0)[generation.pricing.curves.row_of]
    worth: FloatArray = np.maximum(0.0, -prices / generation.pricing.scale)
    return worth


def mean_worth(worth: FloatArray, alike: IntArray) -> FloatArray:
    """
    The mean where intervals are alike: which of them the LP prices more is chance.

    Parameters
    ----------
    worth
        Cost units. Shape ``(Q, T)``.
    alike
        Number of each interval, the same where they are alike; -1 for those that keep their worth. Shape ``(T,)``.

    Returns
    -------
    Cost units. Shape ``(Q, T)``.
    """
    found = worth.copy()
    for label in np.unique(alike[alike >= 0]):
        found[:, alike == label] = worth[:, alike == label].mean(axis=1, keepdims=True)
    return found


def with_bid_prices(data: ModelData, worth: FloatArray, later: NDArray[np.bool_]) -> ModelData:
    """
    A problem in which later supply, as much as there is, is paid for at its worth.

    Parameters
    ----------
    data
        The problem.
    worth
        Cost units of a unit on each queue in each interval, rounded here. Shape ``(Q, T)``.
    later
        Whether an interval is later. Shape ``(T,)``.

    Returns
    -------
    The problem. Later on more is required than all agents together can supply, at a price of understaffing that is the
    worth, so that each unit saves it.
    """
    cover, price = data.cover, np.where(later, np.rint(worth).astype(np.int64), 0)
    most = np.zeros(data.num_queues, dtype=np.int64)
    for block in data.blocks:
        most[block.queues] += block.proficiency * len(block.members)
    required = np.where(price > 0, cover.fixed_supply + most[:, None], 0)
    priced = replace(
        cover,
        required=np.where(later, required, cover.required),
        minimum=np.where(later, -1, cover.minimum),
        maximum=np.where(later, -1, cover.maximum),
        under_cost=np.where(later, price, cover.under_cost),
        over_cost=np.where(later, 0, cover.over_cost),
    )
    return replace(data, cover=priced)
