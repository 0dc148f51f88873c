"""
Prices of rows by descent: a mixture of tours of each block that gets cheaper, and the slopes of curves at its supply.

The LP of all tours is to minimise a convex function of supply over a sum of convex hulls, one for each block. That is
done by simplicial decomposition (B. von Hohenbalken 1977, doi:10.1007/BF01584323) without an LP solver: by pairwise
steps of Frank and Wolfe between the tours that a block knows (S. Lacoste-Julien and M. Jaggi 2015, On the global linear
convergence of Frank-Wolfe optimization variants, arXiv:1511.05932), one block after the other (S. Lacoste-Julien, M.
Jaggi, M. Schmidt and P. Pletscher 2013, Block-coordinate Frank-Wolfe optimization for structural SVMs,
arXiv:1207.4747). At the kinks of curves such steps get stuck: each curve is averaged over a window of supply, which
gets narrower.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from shiftmodels.clock import clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.generation import Pricing
from shiftmodels.columns.mixing import Bends, Mixed, averaged_slopes, costs, move
from shiftmodels.data import IntArray

WIDEST, NARROWEST, NARROWER = 5.0, 0.5, 0.9
"""Half the window over which curves are averaged, in supply units: at first, after some rounds, its factor a round."""
FINEST, FINER = 0.01, 0.5
"""The same when the descent has ended, and its factor when rounds do not help any more."""
PATIENCE, PROGRESS = 10, 1e-2
"""Rounds in which the gap between objective and bound has to close by this share, or they do not."""
FIRST = 20
"""Rounds before the first that gives a bound: prices are poor until then."""
SMOOTHING = 0.8
"""Weight of the best prices so far in those of a bound (P. Wentges 1997, doi:10.1111/1475-3995.00017)."""
STEPS, SWEEPS = 3, 5
"""Steps of a block that was priced, and steps of every block after a round."""
ENTRY_SECONDS = 1e-8
"""Time of a step for each row of each column of the block."""
GONE = 1e-9
"""Agents below which a column is left out."""


@dataclass(eq=False)
class Descent:
    """
    Parameters
    ----------
    pricing
        Where tours come from.
    seed
        Of the order of blocks.
    prices
        Prices with the best bound, in units of ``pricing.scale``. Shape ``(R,)``.
    bound
        That bound in cost units, constants of blocks left out; ``None`` before the first round, which is one at prices
        of nought.
    objective
        Cost units of the best mixture, no less than the optimum of the LP of all tours; infinite while a block has no
        tour in it.
    rounds
        Times that all blocks were priced.
    """

    pricing: Pricing
    seed: int = 0
    prices: IntArray = field(init=False)
    bound: int | None = None
    objective: float = np.inf
    rounds: int = 0
    _center: IntArray | None = None
    _center_bound: int = 0
    _width: float = WIDEST
    _gaps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        curves, blocks = self.pricing.curves, self.pricing.data.blocks
        self.prices = np.zeros(len(curves), dtype=np.int64)
        self._mixed = [Mixed.empty(len(block.members)) for block in blocks]
        self._has_none = np.zeros(len(blocks), dtype=np.bool_)
        self._bends = Bends.of(curves)
        self._supply = curves.fixed.astype(float)
        self._slopes = averaged_slopes(self._supply, self._width, self._bends)
        self._draw = np.random.default_rng(self.seed)

    @property
    def center(self) -> IntArray:
        """
        Prices with the best bound of those that come from the mixture. Shape ``(R,)``.

        Prices of nought may have a better one, but are a poor point to go on from.
        """
        return self._here() if self._center is None else self._center

    @property
    def columns(self) -> list[Column]:
        """Those of the mixture."""
        return [column for mixed in self._mixed for column in mixed.columns.values()]

    def run(self, until: float) -> bool:
        """
        Descend.

        Parameters
        ----------
        until
            Reading of ``clock.now`` at which to stop.

        Returns
        -------
        Whether the descent has ended by itself.
        """
        while clock.now() < until and not self._has_ended:
            if self.rounds == 0:
                self._bound_at(self.prices)
            elif self.rounds > FIRST and self.rounds % 2:
                self._together()
            elif not self._one_by_one(until):
                break
            self.rounds += 1
        return self._has_ended

    @property
    def _has_ended(self) -> bool:
        return self._width < FINEST or (self.bound is not None and self.objective - self.bound < 1)

    def _here(self) -> IntArray:
        """Prices at the supply of the mixture. Shape ``(R,)``."""
        prices: IntArray = np.rint(self.pricing.scale * self._slopes).astype(np.int64)
        return prices

    def _one_by_one(self, until: float) -> bool:
        """Price each block at what the supply is when its turn comes; whether the time was enough."""
        for number in self._draw.permutation(len(self._mixed)).tolist():
            if clock.now() >= until:
                return False
            found = self.pricing.cheapest(number, self._here())
            self._has_none[number] = found is None
            if found is not None and found[1] is not None:
                self._enter(found[1])
                self._step([number], STEPS)
        self._settle()
        return True

    def _together(self) -> None:
        """Price all blocks at the same prices, which gives a bound."""
        here = self._here()
        if self._center is not None:
            here = np.rint(SMOOTHING * self._center + (1 - SMOOTHING) * here).astype(np.int64)
        bound, found = self._bound_at(here)
        if self._center is None or bound > self._center_bound:
            self._center, self._center_bound = here, bound
        for column in found:
            self._enter(column)
        self._settle()

    def _bound_at(self, prices: IntArray) -> tuple[int, list[Column]]:
        """Bound under some prices, and the cheapest tours."""
        total, _ = self.pricing.curves.sold(prices, self.pricing.scale)
        columns = []
        for number, block in enumerate(self.pricing.data.blocks):
            found = self.pricing.cheapest(number, prices)
            self._has_none[number] = found is None
            if found is None:
                continue
            total += len(block.members) * found[0]
            if found[1] is not None:
                columns.append(found[1])
        bound = -(-total // self.pricing.scale)
        if self.bound is None or bound > self.bound:
            self.bound, self.prices = bound, prices
        return bound, columns

    def _enter(self, column: Column) -> None:
        """Add a column without weight; the first of a block gets all of it."""
        weight = self._mixed[column.block].enter(column)
        self._supply[column.rows] += weight * column.amounts
        if weight > 0:
            self._average()

    def _settle(self) -> None:
        """Some steps of all blocks, and what they gained."""
        numbers = [int(number) for number in self._draw.permutation(len(self._mixed)) if self._mixed[number].columns]
        if numbers:
            self._step(numbers, SWEEPS)
        self._supply = self.pricing.curves.fixed.astype(float)
        value = 0.0
        for mixed in self._mixed:
            mixed.drop(GONE)
            np.add.at(self._supply, mixed.rows, mixed.units())
            value += float(mixed.own @ mixed.weights)
        if all(mixed.columns or none for mixed, none in zip(self._mixed, self._has_none, strict=True)):
            self.objective = min(self.objective, value + costs(self.pricing.curves, self._supply))
        self._narrow()
        self._average()

    def _narrow(self) -> None:
        """Make the window narrower: in each round at first, then as often as rounds do not help any more."""
        if self._width * NARROWER >= NARROWEST:
            self._width *= NARROWER
            return
        assert self.bound is not None
        self._gaps.append(self.objective - self.bound)
        if len(self._gaps) > PATIENCE and not self._gaps[-1] < (1 - PROGRESS) * self._gaps[-1 - PATIENCE]:
            self._width, self._gaps = self._width * FINER, []

    def _average(self) -> None:
        """Slopes of the averaged curves at the supply of the mixture."""
        self._slopes = averaged_slopes(self._supply, self._width, self._bends)

    def _step(self, numbers: Sequence[int], times: int) -> None:
        """Pairwise steps of some blocks, each so many times."""
        some = [self._mixed[number] for number in numbers]
        joined = some[0] if len(some) == 1 else Mixed.joined(some)
        first = np.cumsum([0, *(len(mixed.columns) for mixed in some)])
        entries = joined.first, joined.rows, joined.amounts, joined.own, joined.weights
        move(first, times, *entries, self._supply, self._slopes, self._width, self._bends)
        for mixed, begin in zip(some, first.tolist(), strict=False):
            mixed.weights = joined.weights[begin : begin + len(mixed.columns)]
        clock.work(ENTRY_SECONDS * times * len(joined.rows))
