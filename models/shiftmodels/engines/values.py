"""
What one more unit of a pool or one more agent is worth: prices of a bound.

Under the prices with which a bound of the whole problem was found, one more unit lowers the bound by its price at most,
and one more agent by what his cheapest tour is worth: so much, and the gap, is the most that either can save.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.columns.ascent import Ascent
from shiftmodels.columns.generation import Generation, Pricing
from shiftmodels.columns.master import Master
from shiftmodels.columns.roster import columns_of
from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.engines.column_root import pricing_of, unassigned_cost
from shiftmodels.engines.column_tasks import LONG_TOUR
from shiftmodels.solution import Assignment
from shiftmodels.tours.insertion import Insertion
from shiftmodels.tours.search import TourSearch


@dataclass(frozen=True, eq=False)
class Values:
    """
    Parameters
    ----------
    pricing
        What prices tours of the problem.
    prices
        Prices of the bound, in units of ``pricing.scale``. Shape ``(R,)``.
    bound
        The bound in cost units.
    """

    pricing: Pricing
    prices: IntArray
    bound: int

    def of_units(self, amount: int) -> NDArray[np.float64]:
        """
        Cost units that so many more units of each pool are worth in each interval; below 0 for fewer.

        By that much the bound of these prices changes, so that it holds for one pool, some or all of them.

        Returns
        -------
        Shape ``(P, T)``.
        """
        curves, rows = self.pricing.curves, self.pricing.curves.pool_row_of
        knots = curves.knots.copy()
        knots[rows[rows >= 0]] += amount
        changed = replace(curves, knots=knots)
        lower, upper = (one.least_of(self.prices, self.pricing.scale) for one in (changed, curves))
        return (np.append(upper - lower, 0) / self.pricing.scale)[rows]

    def of_agent(self, block: Block) -> float | None:
        """Cost units that one more agent of a block is worth, below 0 where he costs more; ``None`` without a tour."""
        data = replace(self.pricing.data, blocks=(replace(block, members=(0,)),), num_agents=1, spreads=())
        found = Pricing(data, self.pricing.curves, (Insertion(data, block),)).cheapest(0, self.prices)
        return None if found is None else -found[0] / self.pricing.scale - block.constant


def marginal_values(data: ModelData, seconds: float, seed: int = 0) -> Values | None:
    """
    Prices of the best bound that is found in some time.

    Parameters
    ----------
    data
        The problem.
    seconds
        Wall time.
    seed
        Of random choices.

    Returns
    -------
    ``None`` where there is nobody, or some agent has too many tours to be priced, or none was found for him.
    """
    if not data.blocks:
        return None
    until, pricing = clock.now() + seconds, pricing_of(data)
    search = None if pricing is None else TourSearch(data, Assignment.empty(data), seed)
    if pricing is None or search is None or search.construct():
        return None
    first = columns_of(pricing.data, search.found, pricing.curves)
    if np.mean([len(column.rows) for column in first]) >= LONG_TOUR:
        ascent = Ascent(pricing, first, max(1e-3, until - clock.now()), seed=abs(seed))
        ascent.run(until)
        return _values(pricing, ascent.prices, ascent.bound)
    wanted = np.array([len(block.members) for block in pricing.data.blocks], dtype=np.int64)
    master = Master(pricing.curves, pricing.curves.fixed, wanted, unassigned_cost(first))
    master.add(first)
    generation = Generation(pricing, master)
    generation.run(until)
    return _values(pricing, generation.center, generation.bound)


def _values(pricing: Pricing, prices: IntArray | None, bound: int | None) -> Values | None:
    if prices is None or bound is None:
        return None
    return Values(pricing, prices, bound + pricing.data.constant_cost)
