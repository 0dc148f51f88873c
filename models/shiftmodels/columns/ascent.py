"""
Prices of rows by ascent: steps along the difference of supply and what is sold, which get shorter as time goes by.

The subgradient method for the Lagrangian dual (A. Geoffrion 1974, doi:10.1007/BFb0120690), with the direction averaged
and each row scaled by what its differences have been of late (D. Kingma and J. Ba 2015, Adam: a method for stochastic
optimization, arXiv:1412.6980). A step costs one pricing of every block and no LP, which for tours with breaks over many
intervals takes far longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.columns.generation import Pricing
from shiftmodels.data import IntArray

FIRST, LAST = 0.08, 3e-4
"""Length of a step of a row at the beginning and at the end, as a share of the range of its slopes."""
MEMORY, LONG_MEMORY = 0.9, 0.98
"""Weight of what was before in the direction of a row, and in the size of its differences."""
MOST_STEPS = 1200
"""Steps after which the ascent ends, however much time there is."""

FloatArray = NDArray[np.float64]


@dataclass(eq=False)
class Ascent:
    """
    Parameters
    ----------
    pricing
        Where tours come from.
    prices
        Where to begin, or at what is paid for more than is wanted, whichever has the better bound; then those with the
        best one, in units of ``pricing.scale``. Shape ``(R,)``.
    seconds
        Time after which steps are short, and the ascent ends.
    most_steps
        Steps after which it does.

    Attributes
    ----------
    bound
        Best bound in cost units, constants of blocks left out; ``None`` before the first step.
    steps
        How many there were.
    """

    pricing: Pricing
    prices: IntArray
    seconds: float = np.inf
    most_steps: int = MOST_STEPS
    bound: int | None = None
    steps: int = 0
    _best: float = -np.inf
    _begin: float = field(init=False)
    _here: FloatArray = field(init=False)
    _direction: FloatArray = field(init=False)
    _size: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self._begin, self._here = clock.now(), self.prices.astype(float)
        self._direction, self._size = np.zeros(len(self.prices)), np.zeros(len(self.prices))

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
        slopes, scale = self.pricing.curves.slopes.astype(float), self.pricing.scale
        low, high = scale * slopes[:, 0], scale * slopes[:, 3]
        # Slopes of pools and beyond hard limits are so steep that steps of their range would lead nowhere.
        queues = self.pricing.curves.row_of[self.pricing.curves.row_of >= 0]
        cover = (high - low)[queues]
        reach = np.minimum(high - low, np.median(cover)) if len(cover) else high - low
        if not self.steps:
            for start in (self.prices, self._prices_beyond(queues)):
                self._difference(start)
            self._here = self.prices.astype(float)
        while clock.now() < until and self._done < 1:
            self.steps += 1
            difference = self._difference(np.rint(self._here).astype(np.int64))
            self._direction = MEMORY * self._direction + (1 - MEMORY) * difference
            self._size = LONG_MEMORY * self._size + (1 - LONG_MEMORY) * difference**2
            # Both begin at nought, which is taken out again.
            direction = self._direction / (1 - MEMORY**self.steps)
            size = np.sqrt(self._size / (1 - LONG_MEMORY**self.steps))
            length = FIRST * (LAST / FIRST) ** min(1.0, self._done)
            self._here = np.clip(self._here + length * reach * direction / np.maximum(size, 1e-9), low, high)
        return self._done >= 1

    @property
    def _done(self) -> float:
        """How much of the ascent has been done, by time or by steps."""
        return max((clock.now() - self._begin) / self.seconds, self.steps / self.most_steps)

    def _prices_beyond(self, queues: IntArray) -> IntArray:
        """What each unit costs of which there are more than wanted; nothing for pools. Shape ``(R,)``."""
        slopes, prices = self.pricing.curves.slopes[queues], np.zeros_like(self.prices)
        dear = slopes.max(axis=1, keepdims=True)
        prices[queues] = self.pricing.scale * np.where(slopes > 0, slopes, np.maximum(dear, 0)).min(axis=1)
        return prices

    def _difference(self, prices: IntArray) -> FloatArray:
        """Supply less what is sold under some prices; their bound is noted."""
        value, sold = self.pricing.curves.sold(prices, self.pricing.scale)
        difference = (self.pricing.curves.fixed - sold).astype(float)
        for number, block in enumerate(self.pricing.data.blocks):
            found = self.pricing.cheapest(number, prices)
            if found is None:
                continue
            value += len(block.members) * found[0]
            if found[1] is None:
                continue
            np.add.at(difference, found[1].rows, float(len(block.members)) * found[1].amounts)
        if value > self._best:
            self._best, self.prices = value, prices
            self.bound = -(-value // self.pricing.scale)
        return difference
