"""
Tours of all blocks with weights: a solution of the LP of all tours, made better block by block without any simplex.

Rows see the mixture through corners that are rounded around a centre of prices (augmented Lagrangian of the rows,
M. Hestenes 1969, doi:10.1007/BF00927673), so that its cost is smooth: in each block, weight goes from the dearest tour
in use to the cheapest known one, as far as the slope falls (pairwise steps, S. Lacoste-Julien and M. Jaggi 2015,
arXiv:1511.05932).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import PAIR_SECONDS, clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.curves import Curves
from shiftmodels.compiled import njit
from shiftmodels.data import IntArray

KEPT = 20
"""Tours of a block that are remembered."""
NEGLIGIBLE = 1e-9
"""Weight below which a tour is not in use."""

FloatArray = NDArray[np.float64]


class Mixture:
    """
    Parameters
    ----------
    curves
        Rows.
    scale
        Units of prices that are worth a cost unit.
    members
        Agents of each block, which are its weight. Shape ``(B,)``.
    random
        Of the order of blocks.

    Attributes
    ----------
    supplied
        Supply of each row by all tours with their weights. Shape ``(R,)``.
    """

    def __init__(self, curves: Curves, scale: int, members: IntArray, random: np.random.Generator) -> None:
        self._curves, self._scale, self._members = curves, scale, members.astype(float)
        self._slopes, self._knots = scale * curves.slopes.astype(float), curves.knots.astype(float)
        shape = len(members), KEPT
        self._rows, self._amounts = np.zeros((*shape, 1), dtype=np.int32), np.zeros((*shape, 1), dtype=np.int32)
        self._length, self._asked = np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        self._own, self._weight = np.zeros(shape), np.zeros(shape)
        self._columns: list[dict[int, Column]] = [{} for _ in members]
        self._random = random
        self.supplied = curves.fixed.astype(float)

    def begin(self, columns: Iterable[Column]) -> None:
        """Begin with the tours of a roster: those of a block that are not remembered leave their weight to another."""
        for column in columns:
            place = self._put(column, 0)
            self._weight[column.block, place] += 1

    def add(self, column: Column, step: int) -> None:
        """
        Remember a tour, in place of one that is not in use, and of those the one not wanted for longest.

        Parameters
        ----------
        column
            The tour.
        step
            Number of the step that found it, ascending.
        """
        place = self._put(column, step)
        if not self._weight[column.block].any():
            self._weight[column.block, place] = self._members[column.block]

    def improve(self, center: FloatArray, steepness: FloatArray, sweeps: int) -> FloatArray:
        """
        Shift weights.

        Parameters
        ----------
        center
            Price of each row where supply is at a knot of its curve. Shape ``(R,)``.
        steepness
            By how much the price rises with a unit of supply. Shape ``(R,)``.
        sweeps
            How often each block is looked at.

        Returns
        -------
        Prices of rows afterwards, between their smallest and largest slope. Shape ``(R,)``.
        """
        tours = self._rows, self._amounts, self._length, self._own, self._weight
        self.supplied = _supply(*tours[:3], self._weight, self._curves.fixed.astype(float))
        corners = center, steepness, self._slopes, self._knots
        prices = _prices(self.supplied, *corners)
        for _ in range(sweeps):
            order = self._random.permutation(len(self._members))
            clock.work(PAIR_SECONDS * int(np.maximum(self._length, 0).sum()))
            _sweep(order, *tours, self.supplied, prices, *corners)
        return prices

    def cost(self) -> float:
        """What the mixture costs, in cost units without constants: no less than the LP of all tours does."""
        own = float((self._weight * self._own).sum()) / self._scale
        return float(self._curves.costs(self.supplied).sum()) + own

    def columns(self) -> list[Column]:
        """Tours in use."""
        blocks, places = np.nonzero(self._weight)
        return [self._columns[block][place] for block, place in zip(blocks.tolist(), places.tolist(), strict=True)]

    def drawn(self) -> list[Column]:
        """Tours of a roster: of each block as many as it has members, in proportion to their weights, by chance."""
        roster = []
        for block, members in enumerate(self._members.astype(int).tolist()):
            places = np.flatnonzero(self._weight[block])
            until = np.cumsum(self._weight[block, places])
            # Points at equal distances: no tour is drawn more than once too often or too rarely.
            points = (np.arange(members) + self._random.random()) * until[-1] / members
            roster += [self._columns[block][place] for place in places[np.searchsorted(until, points, side="right")]]
        return roster

    def _put(self, column: Column, step: int) -> int:
        """Place of a tour among those of its block."""
        block, length = column.block, len(column.rows)
        for place in np.flatnonzero(self._length[block] == length).tolist():
            same = np.array_equal(self._rows[block, place, :length], column.rows)
            own = self._own[block, place] == self._scale * column.tour.own
            if same and own and np.array_equal(self._amounts[block, place, :length], column.amounts):
                self._asked[block, place] = step
                return place
        place = self._free_place(block)
        if length > self._rows.shape[2]:
            room = ((0, 0), (0, 0), (0, length - self._rows.shape[2]))
            self._rows, self._amounts = np.pad(self._rows, room), np.pad(self._amounts, room)
        self._rows[block, place, :length], self._amounts[block, place, :length] = column.rows, column.amounts
        self._length[block, place], self._asked[block, place] = length, step
        self._own[block, place], self._columns[block][place] = self._scale * column.tour.own, column
        return place

    def _free_place(self, block: int) -> int:
        """Where a tour can go; one that is in use leaves its weight there."""
        unknown = np.flatnonzero(self._length[block] < 0)
        if len(unknown):
            return int(unknown[0])
        idle = np.flatnonzero(self._weight[block] <= 0)
        if len(idle):
            return int(idle[np.argmin(self._asked[block, idle])])
        return int(np.argmin(self._weight[block]))


@njit(cache=True)
def _supply(
    rows: NDArray[np.int32], amounts: NDArray[np.int32], length: IntArray, weight: FloatArray, fixed: FloatArray
) -> FloatArray:
    """Supply of each row by tours with weights, beside what is fixed. Shape ``(R,)``."""
    supplied = fixed.copy()
    for block in range(weight.shape[0]):
        for place in range(weight.shape[1]):
            if weight[block, place] > 0:
                for entry in range(length[block, place]):
                    supplied[rows[block, place, entry]] += weight[block, place] * amounts[block, place, entry]
    return supplied


@njit(cache=True, inline="always")
def _price(
    row: int, supplied: float, center: FloatArray, steepness: FloatArray, slopes: FloatArray, knots: FloatArray
) -> float:
    """Slope of the curve of a row, corners rounded: it goes up evenly at each knot, from one slope to the next."""
    price = float(slopes[row, 0])
    for knot in range(3):
        here = center[row] + steepness[row] * (supplied - knots[row, knot])
        price = max(price, min(slopes[row, knot + 1], here))
    return price


@njit(cache=True)
def _prices(
    supplied: FloatArray, center: FloatArray, steepness: FloatArray, slopes: FloatArray, knots: FloatArray
) -> FloatArray:
    """Prices of all rows. Shape ``(R,)``."""
    prices = np.empty(len(supplied))
    for row in range(len(supplied)):
        prices[row] = _price(row, supplied[row], center, steepness, slopes, knots)
    return prices


@njit(cache=True)
def _sweep(
    order: IntArray,
    rows: NDArray[np.int32],
    amounts: NDArray[np.int32],
    length: IntArray,
    own: FloatArray,
    weight: FloatArray,
    supplied: FloatArray,
    prices: FloatArray,
    center: FloatArray,
    steepness: FloatArray,
    slopes: FloatArray,
    knots: FloatArray,
) -> None:
    """Take one step in each block."""
    added, is_counted = np.zeros(len(supplied)), np.zeros(len(supplied), dtype=np.bool_)
    for block in order:
        best, worst, saved = _pair(block, rows, amounts, length, own, weight, prices)
        if best < 0 or best == worst or saved <= 0:
            continue
        bend = 0.0
        for place, sign in ((best, 1), (worst, -1)):
            for entry in range(length[block, place]):
                added[rows[block, place, entry]] += sign * amounts[block, place, entry]
        for place in (best, worst):
            for entry in range(length[block, place]):
                row = rows[block, place, entry]
                # A row of both tours comes twice.
                if not is_counted[row]:
                    bend += steepness[row] * added[row] ** 2
                    is_counted[row] = True
        moved = weight[block, worst] if bend <= 0 else min(weight[block, worst], saved / bend)
        weight[block, worst] -= moved
        weight[block, best] += moved
        if weight[block, worst] < NEGLIGIBLE:
            weight[block, best] += weight[block, worst]
            weight[block, worst] = 0.0
        for place in (best, worst):
            for entry in range(length[block, place]):
                row = rows[block, place, entry]
                is_counted[row] = False
                if added[row] != 0:
                    supplied[row] += moved * added[row]
                    prices[row] = _price(row, supplied[row], center, steepness, slopes, knots)
                    added[row] = 0.0


@njit(cache=True)
def _pair(
    block: int,
    rows: NDArray[np.int32],
    amounts: NDArray[np.int32],
    length: IntArray,
    own: FloatArray,
    weight: FloatArray,
    prices: FloatArray,
) -> tuple[int, int, float]:
    """The cheapest known tour of a block, the dearest in use, and by how much they differ; -1 where there is none."""
    best, worst, least, most = -1, -1, np.inf, -np.inf
    for place in range(weight.shape[1]):
        if length[block, place] < 0:
            continue
        cost = own[block, place]
        for entry in range(length[block, place]):
            cost += amounts[block, place, entry] * prices[rows[block, place, entry]]
        if cost < least:
            best, least = place, cost
        if weight[block, place] > 0 and cost > most:
            worst, most = place, cost
    return best, worst, most - least
