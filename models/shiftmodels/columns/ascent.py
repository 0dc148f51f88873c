"""
Prices of rows by ascent: steps along the difference of supply and what is sold, as long as the bound rises.

The subgradient method with Polyak's steps and deflected directions (B. T. Polyak 1969, Minimization of unsmooth
functionals, doi:10.1016/0041-5553(69)90061-5; P. Camerini, L. Fratta and F. Maffioli 1975, doi:10.1007/BFb0120697). A
step costs one pricing of every block and no LP, which for tours with breaks over many intervals takes far longer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.columns.generation import Pricing
from shiftmodels.data import IntArray

DEFLECTION = 0.3
"""Weight of the newest direction."""
PATIENCE = 8
"""Steps without a better bound after which steps become shorter."""
SHORTER = 0.6
"""Factor by which they do."""
LEAST = 1e-3
"""Length of steps, as a share of Polyak's, at which the ascent has ended."""


@dataclass(eq=False)
class Ascent:
    """
    Parameters
    ----------
    pricing
        Where tours come from.
    bound
        Best bound in cost units, constants of blocks left out; ``None`` before the first step.
    prices
        Prices with that bound, in units of ``pricing.scale``. Shape ``(R,)``.
    length
        Length of steps, as a share of Polyak's.
    """

    pricing: Pricing
    prices: IntArray
    bound: int | None = None
    steps: int = 0
    length: float = 1.0
    _idle: int = 0
    _best: float = -np.inf
    _here: NDArray[np.float64] | None = None
    _direction: NDArray[np.float64] | None = None

    def run(self, until: float, target: float) -> bool:
        """
        Step on.

        Parameters
        ----------
        until
            Reading of ``clock.now`` at which to stop.
        target
            Cost units that the bound cannot exceed by much: the cost of a roster.

        Returns
        -------
        Whether the ascent has ended by itself.
        """
        slopes, scale = self.pricing.curves.slopes, self.pricing.scale
        low, high = scale * slopes[:, 0].astype(float), scale * slopes[:, 3].astype(float)
        while clock.now() < until and self.length > LEAST:
            here = self.prices.astype(float) if self._here is None else self._here
            value, difference = self._step(np.rint(here).astype(np.int64))
            if self._idle == PATIENCE:
                self.length, self._idle = self.length * SHORTER, 0
                self._here = self._direction = None
                continue
            old = difference if self._direction is None else self._direction
            direction = DEFLECTION * difference + (1 - DEFLECTION) * old
            far = max(target * scale - value, scale) / max(1e-9, float(direction @ direction))
            self._here, self._direction = np.clip(here + self.length * far * direction, low, high), direction
        return self.length <= LEAST

    def _step(self, prices: IntArray) -> tuple[int, NDArray[np.float64]]:
        """Bound in units of prices, and supply less what is sold under them."""
        self.steps += 1
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
        self._idle += 1
        if value > self._best:
            self._best, self.prices, self._idle = value, prices, 0
            self.bound = -(-value // self.pricing.scale)
        return value, difference
