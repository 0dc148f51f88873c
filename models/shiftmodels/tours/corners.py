"""
Corners of the cost of supply, rounded, so that whole agents see prices between "one is missing" and "one too many".

In the LP of all tours most rows have exactly the supply required, at a price between the slopes left and right of it.
Moves of whole agents under the true cost see one of these slopes or the other, never what lies between: only a high
temperature mixes the two, at which tours are far from their best. With a rounded corner, a row that has what it needs
shows its price, and the temperature can be low. That price is found on the way: it rises where there is less than
required and falls where there is more, in every round (augmented Lagrangian; M. Hestenes 1969, doi:10.1007/BF00927673).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray

FloatArray = NDArray[np.float64]

WIDE, NARROW = 8.0, 0.2
"""Agents missing or too many at which a corner ends, at the beginning and at the end."""
WIDE_NEAR_LP = 64.0
"""The first of these where prices are known from the LP of all tours."""
FIRST_STEP, LAST_STEP = 0.6, 0.01
"""How far the price of a row moves in a round, as a share of what its deviation makes of it, at the beginning and at
the end."""


class Corners:
    """
    Prices at the corners of queues in each interval, and how round these are.

    Parameters
    ----------
    required, under_cost, over_cost
        See ``Cover``; prices may change later. Shape ``(Q, T)``.
    units
        Units of supply of an agent.
    known
        Prices of the LP of all tours, where it has been solved. Shape ``(Q, T)``.

    Attributes
    ----------
    price
        Slope of the rounded cost at the requirement, in cost units. Shape ``(Q, T)``.
    bend
        By how much the slope changes with a unit of supply, as a share of both prices of a row; 0: corners are not
        rounded. Shape ``(1,)``.
    """

    def __init__(
        self,
        required: IntArray,
        under_cost: IntArray,
        over_cost: IntArray,
        units: float,
        known: FloatArray | None = None,
    ) -> None:
        self._required, self._units = required, units
        self._under, self._over = under_cost, over_cost
        self.price = np.maximum(over_cost, 0) / 2 if known is None else np.clip(known, -under_cost, over_cost)
        self._wide = WIDE if known is None else WIDE_NEAR_LP
        self.bend = np.zeros(1)
        self._step = FIRST_STEP

    @property
    def are_rounded(self) -> bool:
        """Whether they are."""
        return bool(self.bend[0] > 0)

    def set_width(self, share: float) -> None:
        """Round them as when a share of the time for that is over: widths fall evenly in their logarithm."""
        agents = self._wide ** (1 - share) * NARROW**share
        self._step = FIRST_STEP ** (1 - share) * LAST_STEP**share
        self.bend[0] = 1 / (2 * agents * self._units)

    def sharpen(self) -> None:
        """Round them no more."""
        self.bend[0] = 0.0

    def learn(self, supplied: IntArray) -> None:
        """Move prices towards those at which each row has what it needs."""
        steepness = (self._over + self._under) * self.bend[0]
        moved = self.price + self._step * steepness * (supplied - self._required)
        self.price[:] = np.clip(moved, -self._under, self._over)


@njit(cache=True)
def rounded_change(
    deviation: int, units: int, prices: tuple[int, int], price: float, bend: NDArray[np.float64]
) -> float:
    """
    By how many cost units more units of supply make a row dearer while its corner is rounded.

    Parameters
    ----------
    deviation
        Supply beyond the requirement.
    units
        How many are added.
    prices
        Of a unit below the requirement and of one above it.
    price, bend
        See ``Corners``.
    """
    before = _rounded_cost(deviation, prices, price, bend[0])
    return _rounded_cost(deviation + units, prices, price, bend[0]) - before


@njit(cache=True)
def _rounded_cost(deviation: int, prices: tuple[int, int], price: float, bend: float) -> float:
    """Cost of a deviation: the slope is the price at nought, changes evenly, and stays within those of both sides."""
    below, above, steepness = -float(prices[0]), float(prices[1]), bend * (prices[0] + prices[1])
    if steepness <= 0:
        return below * min(deviation, 0) + above * max(deviation, 0)
    low, high = (below - price) / steepness, (above - price) / steepness
    inside = min(max(float(deviation), low), high)
    rest = deviation - inside
    return price * inside + steepness * inside * inside / 2 + (below if rest < 0 else above) * rest
