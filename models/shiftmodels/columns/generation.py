"""
Column generation: tours that pay under the prices of the master are added to it, until none is left.

Every round also gives a bound of the whole problem: under any prices, the least that supply can cost plus the cheapest
tour of every agent is no more than any roster costs (Lagrangian relaxation). It is computed in whole numbers, so that
no tolerance is in it, and holds whenever the work is stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shiftmodels.clock import clock
from shiftmodels.columns.column import Column, column_of
from shiftmodels.columns.curves import Curves
from shiftmodels.columns.master import Master
from shiftmodels.data import Cover, IntArray, ModelData
from shiftmodels.feasibility import softened
from shiftmodels.tours.choices import Allowed, Mask
from shiftmodels.tours.insertion import Insertion
from shiftmodels.tours.near import NearTours

SMOOTHING = 0.5
"""Weight of the best prices so far in the next ones (P. Wentges 1997, doi:10.1111/1475-3995.00017)."""
PATIENCE = 4
"""Rounds in which the LP has to get better by ``PROGRESS``, or a dive goes on."""
PROGRESS, LEAST_PROGRESS = 1e-5, 0.05
"""How much better, as a share of its objective, and in cost units at least."""
NO_ROSTER = 2**62
"""Stands for the cost of rosters where an agent has no allowed tour, in units of prices."""
MOST_DIGITS = 44
"""Binary digits of what a tour can cost in units of prices, so that what has to be done is worth more (``FIXED``)."""
ENOUGH = 1e-6
"""Reduced cost above which a column does not pay, in cost units."""


class Pricing:
    """
    The cheapest tour of each block under prices of rows.

    Parameters
    ----------
    data
        The problem with soft limits only.
    curves
        Its rows.
    insertions
        For each block what finds its tours.
    """

    def __init__(self, data: ModelData, curves: Curves, insertions: tuple[Insertion, ...]) -> None:
        self.data, self.curves = data, curves
        self._insertions = insertions
        self.scale = _scale(data)

    def individually(self) -> Pricing:
        """The same for the problem in which each agent is a block of his own, with his own number."""
        data, agents = self.data, range(self.data.num_agents)
        blocks = tuple(replace(data.blocks[data.block_of[agent]], members=(agent,)) for agent in agents)
        finders = tuple(self._insertions[data.block_of[agent]] for agent in agents)
        return Pricing(replace(data, blocks=blocks), self.curves, finders)

    def covering(self, cover: Cover) -> Pricing:
        """The same tours where other coupling rows stand; hard limits of these are priced too."""
        soft = softened(replace(self.data, cover=cover))
        return Pricing(soft, Curves.of(soft), self._insertions)

    def cheapest(self, block: int, prices: IntArray, allowed: Mask | None = None) -> tuple[int, Column | None] | None:
        """Cost, in units of which ``scale`` are worth a cost unit, and column of the cheapest tour, see ``priced``."""
        own, (cells, held) = self.data.blocks[block], self._prices_of(block, prices)
        found = self._insertions[block].priced(cells, held, self.scale, allowed)
        if found is None:
            return None
        return found[0], None if found[1] is None else column_of(block, own, found[1], self.curves)

    def near(self, block: int, prices: IntArray, slack: int) -> NearTours | None:
        """All tours of a block that cost at most ``slack`` more than the cheapest, see ``Insertion.near``."""
        return self._insertions[block].near(*self._prices_of(block, prices), self.scale, slack)

    def _prices_of(self, block: int, prices: IntArray) -> tuple[IntArray, IntArray]:
        """Prices of an agent on each queue, shape ``(n, T)``, and of each of his holds, shape ``(H, T)``."""
        own, rows = self.data.blocks[block], self.curves.row_of[self.data.blocks[block].queues]
        padded = np.append(prices, 0)
        pools = [hold.pool for hold in own.holds]
        units = np.array([hold.units for hold in own.holds], dtype=np.int64)
        held = padded[self.curves.pool_row_of[pools]] * units[:, None]
        return padded[rows] * own.proficiency[:, None], held


def are_tours_too_dear(data: ModelData) -> bool:
    """Whether tours can cost so much, even in whole cost units, that they could be taken for what cannot be."""
    return _digits(data) > MOST_DIGITS


def _scale(data: ModelData) -> int:
    """Units of prices for a cost unit: fine, but so that no tour costs 2^44 of them."""
    return 1 << max(0, min(20, MOST_DIGITS - _digits(data)))


def _digits(data: ModelData) -> int:
    """Binary digits of the most that a tour can cost in cost units, what its soft rows are broken by left out."""
    prices = (data.cover.under_cost, data.cover.over_cost, data.cover.limit_cost, data.pools.price)
    dearest = max(int(price.max(initial=1)) for price in prices)
    most = max(int(block.proficiency.max(initial=1)) for block in data.blocks)
    own = max(int(np.abs(block.shifts.cost).max(initial=0)) for block in data.blocks) * data.num_days
    own += max(int(block.queue_cost.max(initial=0)) for block in data.blocks) * data.num_intervals
    return (dearest * most * data.num_intervals + own).bit_length()


@dataclass(eq=False)
class Generation:
    """
    Column generation on one master.

    Parameters
    ----------
    pricing, master
        Where tours come from and go to.
    bound
        Best bound in cost units, constants of blocks left out; ``None`` before the first round. It is one of rosters
        that make only allowed choices.
    center
        Prices of that bound.
    rounds
        Times that all blocks were priced.
    allowed
        Choices that tours to come may make; all where not given.
    """

    pricing: Pricing
    master: Master
    bound: int | None = None
    center: IntArray | None = None
    rounds: int = 0
    allowed: Allowed | None = None

    def run(self, until: float, most_rounds: int = 10**9, target: float = np.inf) -> bool:
        """
        Add columns until none pays.

        Parameters
        ----------
        until
            Reading of ``clock.now`` at which to stop.
        most_rounds
            Rounds after which to stop.
        target
            Bound at which to stop: no better roster is wanted then.

        Returns
        -------
        Whether the LP of all tours is solved, to whole cost units of its bound.
        """
        for _ in range(most_rounds):
            if clock.now() >= until or not self.master.solve():
                return False
            if self._closed() or (self.bound is not None and self.bound >= target):
                return True
            if not self._round():
                return True
        return False

    def settle(self, until: float, most_rounds: int) -> bool:
        """
        Add columns while the LP gets better, after choices have been fixed.

        Parameters
        ----------
        until
            Reading of ``clock.now`` at which to stop.
        most_rounds
            Rounds after which to stop.

        Returns
        -------
        Whether the LP was solved in time.
        """
        seen: list[float] = []
        for _ in range(most_rounds):
            if clock.now() >= until or not self.master.solve():
                return False
            seen.append(self.master.objective)
            least = max(LEAST_PROGRESS, PROGRESS * abs(seen[-1]))
            slow = len(seen) > PATIENCE and seen[-1 - PATIENCE] - seen[-1] < least
            if slow or not self._price(self._exact()):
                return True
        return clock.now() < until and self.master.solve()

    def close(self) -> None:
        """Close the columns that make choices that are not allowed."""
        master, allowed = self.master, self.allowed
        if allowed is not None:
            columns = ((place, master.columns[place]) for place in master.open)
            master.close(place for place, column in columns if not allowed.admits(column.block, column.choices))

    def _closed(self) -> bool:
        """Whether no roster of the columns to come can beat the bound by a whole cost unit."""
        return self.bound is not None and self.bound >= np.ceil(self.master.objective - 1e-6)

    def _round(self) -> bool:
        """Price once or twice; whether a column was added."""
        exact = self._exact()
        if self.center is not None:
            center = np.append(self.center, exact[len(self.center) :])
            smooth = np.rint(SMOOTHING * center + (1 - SMOOTHING) * exact).astype(np.int64)
            if self._price(smooth):
                return True
        return self._price(exact)

    def _exact(self) -> IntArray:
        """Prices of rows and of totals in the LP that was solved last."""
        prices = np.concatenate([-self.master.prices, self.master.total_prices])
        exact: IntArray = np.rint(prices * self.pricing.scale).astype(np.int64)
        return exact

    def _price(self, every_price: IntArray) -> bool:
        """Price every block; notes the bound and adds what pays under the prices of the master."""
        self.rounds += 1
        master, scale = self.master, self.pricing.scale
        prices, total_prices = every_price[: len(master.prices)], every_price[len(master.prices) :]
        total = self._least_supply(prices, total_prices)
        found: list[Column] = []
        left = master.wanted - master.tours(master.chosen).astype(np.int64)
        for block in np.flatnonzero(left > 0).tolist():
            mask = None if self.allowed is None else self.allowed.masks[block]
            best = self.pricing.cheapest(block, prices, mask)
            if best is None:
                total += NO_ROSTER
                continue
            total += int(left[block]) * best[0]
            if best[1] is not None:
                found.append(best[1])
        if not master.chosen.any():
            self._note(-(-total // scale), prices)
        return master.add(column for column in found if self._pays(column)) > 0

    def _least_supply(self, prices: IntArray, total_prices: IntArray) -> int:
        """Least that supply costs when tours are paid for it, and limits of totals are priced."""
        master, curves = self.master, self.pricing.curves
        least, most = master.limits
        # A price may push only against a limit that there is.
        total_prices = np.where(np.isfinite(np.where(total_prices > 0, least, most)), total_prices, 0)
        limit = np.where(total_prices > 0, least, np.where(total_prices < 0, most, 0)).astype(np.int64)
        short, members = master.totals.short, master.totals.members
        extra = total_prices[~short] @ members[~short].astype(np.int64)
        lacking = total_prices[short] @ members[short].astype(np.int64)
        total, _ = curves.sold(prices + extra, self.pricing.scale, master.fixed, lacking)
        return total - int(extra @ master.fixed) + int(total_prices @ limit)

    def _note(self, bound: int, prices: IntArray) -> None:
        if self.bound is None or bound > self.bound:
            self.bound, self.center = bound, prices

    def _pays(self, column: Column) -> bool:
        return self.master.reduced(column) < -ENOUGH
