"""
Prices of rows by ascent: those that a mixture of tours asks for, and with them tours for the mixture, in turn.

The method of multipliers for the LP of all tours (M. Hestenes 1969, doi:10.1007/BF00927673), whose dual is a proximal
bundle method in which the costs of rows are known exactly and only those of tours are learnt (A. Frangioni and
E. Gorgone 2014, Bundle methods for sum-functions with "easy" components, doi:10.1007/s10107-013-0642-9). A step prices
some of the blocks and solves no LP, which for tours with breaks over many intervals takes far longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.generation import Pricing
from shiftmodels.columns.mixture import Mixture
from shiftmodels.data import IntArray

WIDE, NARROW = 5.0, 2.0
"""Deviation at which the rounded corner of a row ends, at the beginning and at the end, as a multiple of the mean
requirement."""
PARTS = 8
"""Steps in which each block is priced once."""
SWEEPS = 5
"""How often the weights of each block are looked at in a step."""
PATIENCE = 4
"""Rounds of all blocks after which the bound is computed, which takes as long as one of them."""
MOST_ROUNDS = 200
"""Rounds after which the ascent ends, however much time there is."""
CLOSE = 1e-4
"""Difference of bound and mixture at which it ends, as a share of the cost."""

FloatArray = NDArray[np.float64]


@dataclass(eq=False)
class Ascent:
    """
    Parameters
    ----------
    pricing
        Where tours come from.
    first
        Tours of a roster to begin with, one for each agent; none where not given.
    seconds
        Time after which corners are narrow, and the ascent ends.
    most_rounds
        Rounds after which it does.
    seed
        Of the order of blocks.

    Attributes
    ----------
    prices
        Those with the best bound, in units of ``pricing.scale``. Shape ``(R,)``.
    bound
        Best bound in cost units, constants of blocks left out; ``None`` before the first.
    mixture
        Tours and their weights.
    center
        Prices at which the mixture stands, in the same units. Shape ``(R,)``.
    steps
        How many there were.
    """

    pricing: Pricing
    first: Sequence[Column] = ()
    seconds: float = np.inf
    most_rounds: int = MOST_ROUNDS
    seed: int = 0
    bound: int | None = None
    steps: int = 0
    prices: IntArray = field(init=False)
    mixture: Mixture = field(init=False)
    center: FloatArray = field(init=False)
    _best: float = -np.inf
    _begin: float = field(init=False)
    _steepness: FloatArray = field(init=False)
    _random: np.random.Generator = field(init=False)
    _waiting: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._begin, curves = clock.now(), self.pricing.curves
        self._random = np.random.default_rng(self.seed)
        members = np.array([len(block.members) for block in self.pricing.data.blocks], dtype=np.int64)
        self.prices = np.zeros(len(curves), dtype=np.int64)
        self.mixture = Mixture(curves, self.pricing.scale, members, self._random)
        self.mixture.begin(self.first)
        self.center, self._steepness = np.zeros(len(curves)), _steepness(self.pricing)

    def run(self, until: float) -> bool:
        """
        Step on.

        Parameters
        ----------
        until
            Reading of ``clock.now`` at which to stop.

        Returns
        -------
        Whether the ascent has ended by itself.
        """
        if not self.steps:
            beyond = self._prices_beyond()
            for start in (self.prices, beyond):
                self._evaluate(start)
            self.center = beyond / 2
        while clock.now() < until and not self._has_ended:
            self.steps += 1
            width = WIDE ** (1 - self._done) * NARROW**self._done
            self.center = self.mixture.improve(self.center, self._steepness / width, SWEEPS)
            prices = np.rint(self.center).astype(np.int64)
            if self.steps % (PARTS * PATIENCE) == 0 or self._done >= 1:
                self._evaluate(prices)
            else:
                for block in self._next_blocks():
                    self._price(block, prices)
        return self._has_ended

    @property
    def _done(self) -> float:
        """How much of the ascent has been done, by time or by steps."""
        return min(1.0, max((clock.now() - self._begin) / self.seconds, self.steps / (PARTS * self.most_rounds)))

    @property
    def _has_ended(self) -> bool:
        if self._done >= 1:
            return True
        if self.bound is None or self.steps == 0 or self.steps % (PARTS * PATIENCE):
            return False
        cost = self.mixture.cost()
        return cost - self.bound <= CLOSE * abs(cost)

    def _next_blocks(self) -> list[int]:
        """Blocks of the next step, those of a round in random order."""
        if not self._waiting:
            self._waiting = self._random.permutation(len(self.pricing.data.blocks)).tolist()
        count = -(-len(self.pricing.data.blocks) // PARTS)
        some, self._waiting = self._waiting[:count], self._waiting[count:]
        return some

    def _prices_beyond(self) -> IntArray:
        """What each unit costs of which there are more than wanted; nothing for pools. Shape ``(R,)``."""
        queues = _rows_of(self.pricing.curves.row_of)
        slopes, prices = self.pricing.curves.slopes[queues], np.zeros_like(self.prices)
        dear = slopes.max(axis=1, keepdims=True)
        prices[queues] = self.pricing.scale * np.where(slopes > 0, slopes, np.maximum(dear, 0)).min(axis=1)
        return prices

    def _evaluate(self, prices: IntArray) -> None:
        """Find the cheapest tours of all blocks under some prices; their bound is noted."""
        value, _ = self.pricing.curves.sold(prices, self.pricing.scale)
        value += sum(self._price(number, prices) for number in range(len(self.pricing.data.blocks)))
        if value > self._best:
            self._best, self.prices = value, prices
            self.bound = -(-value // self.pricing.scale)

    def _price(self, number: int, prices: IntArray) -> int:
        """Find the cheapest tour of a block for the mixture; a bound of what its members cost, in units of prices."""
        found = self.pricing.cheapest(number, prices)
        if found is None:
            return 0
        if found[1] is not None:
            self.mixture.add(found[1], self.steps)
        return len(self.pricing.data.blocks[number].members) * found[0]


def _steepness(pricing: Pricing) -> FloatArray:
    """By how much the price of each row rises with a unit of supply, at a width of one. Shape ``(R,)``."""
    curves = pricing.curves
    queues, pools = _rows_of(curves.row_of), _rows_of(curves.pool_row_of)
    reach = pricing.scale * (curves.slopes[:, 3] - curves.slopes[:, 0]).astype(float)
    if not len(queues):
        return reach / 2
    # Slopes of pools and beyond hard limits are so steep that steps of their range would lead nowhere.
    steepness: FloatArray = np.minimum(reach, np.median(reach[queues])) / 2
    units = max(1.0, float(np.mean([block.proficiency.max(initial=1) for block in pricing.data.blocks])))
    usual = max(1.0, float(curves.knots[queues, 1].mean()) / units)
    steepness[queues] /= usual * units
    steepness[pools] /= usual
    return steepness


def _rows_of(table: IntArray) -> IntArray:
    """Rows of queues, or of pools, that can cost anything."""
    found: IntArray = table[table >= 0]
    return found
