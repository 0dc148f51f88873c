"""Tours of blocks in shares, and steps that move agents from dear tours to cheap ones, see ``descent``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from shiftmodels.columns.column import Column
from shiftmodels.columns.curves import Curves
from shiftmodels.data import IntArray

FloatArray = NDArray[np.float64]

TRIALS = 8
"""Lengths of a step that are tried: where the slope would be nought if it rose evenly, and the middle, in turn."""
LEAST_GAIN = 1e-9
"""Difference of two tours, in cost units, below which there is no step."""


class Bends(NamedTuple):
    """
    Where curves bend.

    Parameters
    ----------
    knots
        In supply units. Shape ``(R, 3)``.
    lowest
        Slope below all knots. Shape ``(R,)``.
    jumps
        By how much the slope rises at each knot. Shape ``(R, 3)``.
    """

    knots: FloatArray
    lowest: FloatArray
    jumps: FloatArray

    @classmethod
    def of(cls, curves: Curves) -> Bends:
        """Those of all rows."""
        slopes = curves.slopes.astype(float)
        return cls(curves.knots.astype(float), slopes[:, 0].copy(), np.diff(slopes, axis=1))


@dataclass(eq=False)
class Mixed:
    """
    Tours of a block with weights, or those of several blocks one after the other.

    Parameters
    ----------
    members
        Agents of the block.
    columns
        Its tours by their keys; not given for several blocks.
    weights
        How many agents work each, not in whole numbers. Shape ``(columns,)``.
    own
        Own cost of each in cost units. Shape ``(columns,)``.
    first
        First entry of each, and the number of entries. Shape ``(columns + 1,)``.
    rows, amounts
        What they add, entry by entry. Shape ``(entries,)`` each.
    """

    members: int
    columns: dict[tuple[int, bytes], Column]
    weights: FloatArray
    own: FloatArray
    first: IntArray
    rows: NDArray[np.int32]
    amounts: FloatArray

    @classmethod
    def empty(cls, members: int) -> Mixed:
        """No tours yet."""
        nothing = np.zeros(0)
        return cls(members, {}, nothing, nothing, np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32), nothing)

    @classmethod
    def joined(cls, some: Sequence[Mixed]) -> Mixed:
        """Those of several blocks."""
        sizes = np.concatenate([np.diff(mixed.first) for mixed in some])
        weights, own = (np.concatenate([getattr(mixed, part) for mixed in some]) for part in ("weights", "own"))
        rows, amounts = (np.concatenate([getattr(mixed, part) for mixed in some]) for part in ("rows", "amounts"))
        return cls(sum(mixed.members for mixed in some), {}, weights, own, _begins(sizes), rows, amounts)

    def enter(self, column: Column) -> float:
        """Add a column where it is not there yet, and return its weight: all agents for the first, nought else."""
        if column.key in self.columns:
            return 0.0
        weight = 0.0 if self.columns else float(self.members)
        self.columns[column.key] = column
        self.weights, self.own = np.append(self.weights, weight), np.append(self.own, float(column.tour.own))
        self.first = np.append(self.first, self.first[-1] + len(column.rows))
        self.rows = np.concatenate([self.rows, column.rows])
        self.amounts = np.concatenate([self.amounts, column.amounts.astype(float)])
        return weight

    def drop(self, least: float) -> None:
        """Leave out columns of no more weight than this."""
        kept, sizes = self.weights > least, np.diff(self.first)
        if kept.all():
            return
        entries = np.repeat(kept, sizes)
        self.columns = {key: self.columns[key] for key, one in zip(self.columns, kept.tolist(), strict=True) if one}
        self.weights, self.own, self.first = self.weights[kept], self.own[kept], _begins(sizes[kept])
        self.weights *= self.members / self.weights.sum()
        self.rows, self.amounts = self.rows[entries], self.amounts[entries]

    def units(self) -> FloatArray:
        """What all agents together add, entry by entry. Shape ``(entries,)``."""
        units: FloatArray = np.repeat(self.weights, np.diff(self.first)) * self.amounts
        return units


def _begins(sizes: IntArray) -> IntArray:
    """Where things of these sizes begin one after the other, and where the last one ends."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes)])


def costs(curves: Curves, supply: FloatArray) -> float:
    """Cost units of a supply that need not be whole: curves are straight between whole numbers."""
    low = np.floor(supply).astype(np.int64)
    below, above = curves.costs(low), curves.costs(low + 1)
    return float((below + (supply - low) * (above - below)).sum())


@njit(cache=True, nogil=True)
def averaged_slopes(supply: FloatArray, width: float, bends: Bends) -> FloatArray:
    """
    Slopes of curves that are averaged over ``width`` to both sides.

    Parameters
    ----------
    supply
        Of each row. Shape ``(R,)``.
    width
        Half the window, in supply units.
    bends
        The curves.

    Returns
    -------
    Cost units for a unit of supply. Shape ``(R,)``.
    """
    slopes = np.empty(len(supply))
    for row in range(len(supply)):
        slopes[row] = _slope(row, supply[row], width, bends)
    return slopes


@njit(cache=True, nogil=True)
def _slope(row: int, supply: float, width: float, bends: Bends) -> float:
    """The same of a row: each jump counts with the share of the window that lies beyond its knot."""
    slope, each = float(bends.lowest[row]), 0.5 / width
    for piece in range(3):
        share = (supply + width - bends.knots[row, piece]) * each
        if share >= 1.0:
            slope += bends.jumps[row, piece]
        elif share > 0.0:
            slope += bends.jumps[row, piece] * share
    return slope


@njit(cache=True, nogil=True)
def move(
    groups: IntArray,
    times: int,
    first: IntArray,
    rows: NDArray[np.int32],
    amounts: FloatArray,
    own: FloatArray,
    weights: FloatArray,
    supply: FloatArray,
    slopes: FloatArray,
    width: float,
    bends: Bends,
) -> None:
    """
    Let each block in turn move agents from its dearest tour to its cheapest one, as many as is best.

    Parameters
    ----------
    groups
        First column of each block, and the number of columns. Shape ``(n + 1,)``.
    times
        Turns of each.
    first, rows, amounts, own, weights
        Their columns, see ``Mixed``; weights are changed.
    supply, slopes
        Of each row; they are changed. Shape ``(R,)`` each.
    width, bends
        See ``averaged_slopes``.
    """
    change, touched = np.zeros(len(supply)), np.empty(len(supply), dtype=np.int64)
    for _ in range(times):
        for block in range(len(groups) - 1):
            best, worst, gain = _ends(groups[block], groups[block + 1], first, rows, amounts, own, weights, slopes)
            if gain < LEAST_GAIN:
                continue
            count = _add(best, 1.0, first, rows, amounts, change, touched, 0)
            count = _add(worst, -1.0, first, rows, amounts, change, touched, count)
            places = touched[:count].copy()
            difference, most = own[best] - own[worst], weights[worst]
            length = _length(difference, most, places, change, supply, slopes, width, bends)
            weights[best] += length
            weights[worst] -= length
            for row in touched[:count]:
                supply[row] += length * change[row]
                slopes[row] = _slope(row, supply[row], width, bends)
                change[row] = 0.0


@njit(cache=True, nogil=True)
def _ends(
    begin: int,
    end: int,
    first: IntArray,
    rows: NDArray[np.int32],
    amounts: FloatArray,
    own: FloatArray,
    weights: FloatArray,
    slopes: FloatArray,
) -> tuple[int, int, float]:
    """The cheapest column, the dearest one with weight, and by how much they differ."""
    best, worst, low, high = -1, -1, np.inf, -np.inf
    for column in range(begin, end):
        value = own[column]
        for entry in range(first[column], first[column + 1]):
            value += amounts[entry] * slopes[rows[entry]]
        if value < low:
            low, best = value, column
        if weights[column] > 0 and value > high:
            high, worst = value, column
    return best, worst, high - low


@njit(cache=True, nogil=True)
def _add(
    column: int,
    sign: float,
    first: IntArray,
    rows: NDArray[np.int32],
    amounts: FloatArray,
    change: FloatArray,
    touched: IntArray,
    count: int,
) -> int:
    """Add what a column supplies to a change, and its rows, where new, to those that change; how many they are."""
    for entry in range(first[column], first[column + 1]):
        if change[rows[entry]] == 0.0:
            touched[count] = rows[entry]
            count += 1
        change[rows[entry]] += sign * amounts[entry]
    return count


@njit(cache=True, nogil=True)
def _length(
    own: float,
    most: float,
    places: IntArray,
    change: FloatArray,
    supply: FloatArray,
    slopes: FloatArray,
    width: float,
    bends: Bends,
) -> float:
    """How many agents it is best to move: where the slope of the cost along the change is nought."""
    count, fixed, begin, end = 0, own, own, own
    for row in places:
        last = _slope(row, supply[row] + most * change[row], width, bends)
        begin += change[row] * slopes[row]
        end += change[row] * last
        if last == slopes[row]:
            # Slopes rise, so that this one is the same all the way.
            fixed += change[row] * last
        else:
            places[count] = row
            count += 1
    if end <= 0:
        return most
    low, high = 0.0, most
    for trial in range(TRIALS):
        share = 0.5 if trial % 2 or begin >= 0 else begin / (begin - end)
        length, slope = low + share * (high - low), fixed
        for row in places[:count]:
            slope += change[row] * _slope(row, supply[row] + length * change[row], width, bends)
        if slope > 0:
            high, end = length, slope
        else:
            low, begin = length, slope
    return low
