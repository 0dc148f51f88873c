"""
The master problem as an LP: how often each tour is worked, so that supply and tours together cost least.

Columns are added as they are found; the simplex method goes on from the basis before. The price of a row is what a unit
of supply is worth there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from shiftmodels.backends.highs import Looks
from shiftmodels.backends.quiet import quiet_highs
from shiftmodels.clock import LP_SECONDS, PIVOT_SECONDS, clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.curves import Curves
from shiftmodels.columns.totals import Totals
from shiftmodels.data import IntArray

FloatArray = NDArray[np.float64]

BREACH = 50
"""Cost of a unit beyond the limit of a total, in units of the steepest slope."""

_DUAL, _PRIMAL = 1, 4
"""Strategies of HiGHS's simplex method."""


@dataclass(frozen=True, eq=False)
class Basis:
    """
    Where the simplex method stood.

    Parameters
    ----------
    pieces, rows
        State of the variables that were there at first, and of all rows.
    columns
        State of each column that was in the LP, by its place.
    """

    pieces: list[highspy.HighsBasisStatus]
    rows: list[highspy.HighsBasisStatus]
    columns: dict[int, highspy.HighsBasisStatus]


class Master:
    """
    Parameters
    ----------
    curves
        What supply costs.
    fixed
        Supply that is there whatever is decided. Shape ``(R,)``.
    wanted
        For each block, how many tours are to be chosen. Shape ``(B,)``.
    dear
        Cost units of an agent without a tour, more than any tour is worth.
    totals
        Totals of supply that can be limited.
    """

    def __init__(
        self, curves: Curves, fixed: IntArray, wanted: IntArray, dear: float, totals: Totals | None = None
    ) -> None:
        self.columns: list[Column] = []
        self.curves, self.fixed, self.wanted = curves, fixed, wanted
        self._known: set[tuple[int, bytes]] = set()
        self._highs = quiet_highs(solver="simplex")
        right = np.concatenate([curves.knots[:, 1] - fixed, wanted]).astype(float)
        self._highs.addRows(len(right), right, right, 0, np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))
        self._add_pieces()
        self.totals = Totals.none(curves) if totals is None else totals
        self.limits = np.tile(np.array([[-np.inf], [np.inf]]), len(self.totals))
        blocks = np.arange(len(wanted), dtype=np.int32) + len(curves)
        self._add(np.full(len(wanted), dear), np.full(len(wanted), np.inf), blocks[:, None], np.ones((len(wanted), 1)))
        self._add_totals()
        self._first = self._highs.getNumCol()
        self._places: list[int] = []
        self._lower: list[float] = []
        self._closed: set[int] = set()
        self._fixed_since = False
        self.objective, self.pivots = np.inf, 0
        self.prices, self.total_prices = np.zeros(len(curves)), np.zeros(len(self.totals))
        self.tour_prices = np.full(len(wanted), dear)

    def _add_pieces(self) -> None:
        """Variables for supply below and above the middle knot of each row, piece by piece."""
        self._piece_rows: list[NDArray[np.int32]] = []
        self._piece_signs: list[FloatArray] = []
        knots, slopes = self.curves.knots, self.curves.slopes
        rows = np.arange(len(knots), dtype=np.int32)
        pieces = [
            (-slopes[:, 0], np.full(len(knots), np.inf), 1.0),
            (-slopes[:, 1], (knots[:, 1] - knots[:, 0]).astype(float), 1.0),
            (slopes[:, 2], (knots[:, 2] - knots[:, 1]).astype(float), -1.0),
            (slopes[:, 3], np.full(len(knots), np.inf), -1.0),
        ]
        for cost, upper, sign in pieces:
            some = upper > 0
            self._piece_rows.append(rows[some])
            self._piece_signs.append(np.full(int(some.sum()), sign))
            self._add(cost[some].astype(float), upper[some], rows[some, None], np.full((some.sum(), 1), sign))

    def _add_totals(self) -> None:
        """A row for each total, over the pieces: supply is the middle knot, less what is below, and what is above."""
        rows, signs = np.concatenate(self._piece_rows), np.concatenate(self._piece_signs)
        for members, short in zip(self.totals.members, self.totals.short, strict=True):
            some = np.flatnonzero(members[rows] & (~short | (signs > 0))).astype(np.int32)
            self._highs.addRow(-np.inf, np.inf, len(some), some, signs[some] if short else -signs[some])
        # Limits that no tours keep must not leave the LP without a solution: it prices the tours to come.
        count, first = len(self.totals), len(self.curves) + len(self.wanted)
        price = BREACH * max(1.0, float(np.abs(self.curves.slopes).max(initial=1)))
        places = np.arange(first, first + count, dtype=np.int32)[:, None]
        for sign in (1.0, -1.0):
            self._add(np.full(count, price), np.full(count, np.inf), places, np.full((count, 1), sign))

    def limit(self, limits: FloatArray) -> None:
        """Limit the totals from now on, shape ``(2, N)``: at least and at most."""
        self.limits = limits
        base = np.where(self.totals.short, 0, self.totals.members @ self.curves.knots[:, 1])
        first = len(self.curves) + len(self.wanted)
        for place, (least, most) in enumerate((limits - base).T.tolist()):
            self._highs.changeRowBounds(first + place, least, most)
        self._fixed_since = True

    def supplied(self) -> FloatArray:
        """Supply of each row in the LP that was solved last. Shape ``(R,)``."""
        supply, values = self.fixed.astype(float), self.values()
        for place in np.flatnonzero(values > 1e-9).tolist():
            supply[self.columns[place].rows] += values[place] * self.columns[place].amounts
        return supply

    def _add(self, cost: FloatArray, upper: FloatArray, rows: NDArray[np.int32], values: FloatArray) -> None:
        count, size = rows.shape
        starts = np.arange(0, count * size, max(1, size), dtype=np.int32)[:count]
        flat = rows.ravel().astype(np.int32), values.ravel()
        self._highs.addCols(count, cost, np.zeros(count), upper, count * size, starts, *flat)

    def add(self, columns: Iterable[Column]) -> int:
        """Add columns that are not there yet; returns how many were new."""
        new = []
        for column in columns:
            if column.key not in self._known:
                self._known.add(column.key)
                new.append(column)
        self.columns += new
        self._lower += [0.0] * len(new)
        self._enter(range(len(self.columns) - len(new), len(self.columns)))
        return len(new)

    def _enter(self, places: Sequence[int]) -> None:
        """Add columns to the LP."""
        if not places:
            return
        new = [self.columns[place] for place in places]
        sizes = [len(column.rows) + 1 for column in new]
        starts = np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int32)
        rows = np.concatenate([np.append(column.rows, len(self.curves) + column.block) for column in new])
        values = np.concatenate([np.append(column.amounts, 1) for column in new]).astype(float)
        cost = np.array([column.tour.own for column in new], dtype=float)
        lower, upper = np.array([self._lower[place] for place in places]), np.full(len(new), np.inf)
        self._highs.addCols(len(new), cost, lower, upper, len(rows), starts, rows.astype(np.int32), values)
        self._places += places

    def _leave(self) -> None:
        """Take closed columns out of the LP, which is faster without; those in the basis stay until they have left."""
        states = self._highs.getBasis().col_status[self._first :]
        some = [index for index, place in enumerate(self._places) if place in self._closed]
        gone = {index for index in some if not states or states[index] != highspy.HighsBasisStatus.kBasic}
        self._highs.deleteCols(len(gone), np.array(sorted(gone), dtype=np.int32) + self._first)
        self._places = [place for index, place in enumerate(self._places) if index not in gone]

    def solve(self) -> bool:
        """Solve the LP; whether it was solved. ``objective``, ``prices`` and ``tour_prices`` are then those of it."""
        # The basis stays primal feasible when columns come, and dual feasible when they are fixed.
        first, other = (_DUAL, _PRIMAL) if self._fixed_since else (_PRIMAL, _DUAL)
        self._fixed_since = False
        if not (self._optimal_by(first) or self._optimal_by(other) or self._optimal_anew()):
            return False
        self.objective = float(self._highs.getInfo().objective_function_value + self.curves.base.sum())
        duals = np.array(self._highs.getSolution().row_dual)
        rows, agents = len(self.curves), len(self.curves) + len(self.wanted)
        self.prices, self.tour_prices, self.total_prices = duals[:rows], duals[rows:agents], duals[agents:]
        return True

    def _optimal_by(self, strategy: int) -> bool:
        """Whether a simplex method ends at an optimum; the primal one of HiGHS 1.16 sometimes gives up close to it."""
        self._highs.setOptionValue("simplex_strategy", strategy)
        self._highs.run()
        self.pivots = self._highs.getInfo().simplex_iteration_count
        clock.work(LP_SECONDS + PIVOT_SECONDS * self.pivots * (self._highs.getNumRow() + self._highs.getNumCol()))
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _optimal_anew(self) -> bool:
        """The same without the basis before."""
        self._highs.clearSolver()
        return self._optimal_by(_DUAL)

    def values(self) -> FloatArray:
        """How often each column is chosen. Shape ``(columns,)``."""
        values = np.zeros(len(self.columns))
        values[self._places] = self._highs.getSolution().col_value[self._first :]
        return values

    def tours(self, times: FloatArray | IntArray) -> FloatArray:
        """Tours of each block when columns are chosen so many times, shape ``(columns,)``. Shape ``(B,)``."""
        blocks = np.array([column.block for column in self.columns], dtype=np.int64)
        tours: FloatArray = np.bincount(blocks, weights=times, minlength=len(self.wanted)).astype(np.float64)
        return tours

    def reduced(self, column: Column) -> float:
        """Reduced cost of a column in the LP that was solved last."""
        worth = float(self.prices[column.rows] @ column.amounts) + float(self.tour_prices[column.block])
        return column.tour.own - worth

    def whole(self, start: Sequence[int], seconds: float) -> list[Column]:
        """
        The best choice of whole columns that branch and cut finds.

        Parameters
        ----------
        start
            Places of columns to begin with, as often as they are chosen.
        seconds
            Time after which to stop.

        Returns
        -------
        The columns; none when no choice was found.
        """
        mip = quiet_highs(solver="simplex")
        mip.passModel(self._highs.getLp())
        mip.setOptionValue("solver", "choose")
        looks = Looks(mip, seconds)
        mip.setOptionValue("time_limit", clock.wall_seconds(seconds))
        indices = np.arange(self._first, self._first + len(self._places), dtype=np.int32)
        mip.changeColsIntegrality(len(indices), indices, np.full(len(indices), highspy.HighsVarType.kInteger))
        times = np.bincount(np.array(start, dtype=np.int64), minlength=len(self.columns)).astype(float)
        mip.setSolution(len(indices), indices, times[self._places])
        mip.run()
        looks.count()
        values = np.rint(mip.getSolution().col_value[self._first :]).astype(np.int64)
        chosen = zip(self._places, values.tolist(), strict=False)
        return [self.columns[place] for place, often in chosen for _ in range(often)]

    def used(self) -> list[Column]:
        """Columns that are chosen at all in the LP that was solved last."""
        return [self.columns[place] for place in np.flatnonzero(self.values() > 1e-6).tolist()]

    def fix(self, places: Sequence[int], times: Sequence[int]) -> None:
        """Choose each of these columns, none of which is closed, at least so many times."""
        for place, least in zip(places, times, strict=True):
            self._lower[place] = least
        self._limit({place: (float(self._lower[place]), np.inf) for place in places})

    def close(self, places: Iterable[int]) -> None:
        """Choose none of these columns."""
        new = set(places) - self._closed
        self._closed |= new
        self._limit(dict.fromkeys(new, (0.0, 0.0)))
        if new:
            self._leave()

    def reopen(self, block: int) -> None:
        """Close no column of a block any more."""
        self._open([place for place in self._closed if self.columns[place].block == block])

    def _open(self, places: Iterable[int]) -> None:
        places, inside = set(places), set(self._places)
        self._closed -= places
        self._limit({place: (self._lower[place], np.inf) for place in places & inside})
        self._enter(sorted(places - inside))

    def _limit(self, limits: dict[int, tuple[float, float]]) -> None:
        """How often columns in the LP may be chosen."""
        for index, place in enumerate(self._places):
            if place in limits:
                self._highs.changeColBounds(self._first + index, *limits[place])
        self._fixed_since = self._fixed_since or bool(limits)

    @property
    def open(self) -> list[int]:
        """Columns that are not closed."""
        return [place for place in range(len(self.columns)) if place not in self._closed]

    @property
    def basis(self) -> Basis:
        """Of the LP that was solved last."""
        basis = self._highs.getBasis()
        columns = dict(zip(self._places, basis.col_status[self._first :], strict=True))
        return Basis(basis.col_status[: self._first], basis.row_status, columns)

    def go_on(self, basis: Basis) -> None:
        """Go on from a basis of the LP as it was, with the same limits and perhaps fewer columns."""
        others = (basis.columns.get(place, highspy.HighsBasisStatus.kLower) for place in self._places)
        new = highspy.HighsBasis()
        new.col_status, new.row_status, new.valid = [*basis.pieces, *others], basis.rows, True
        self._highs.setBasis(new)
        self._fixed_since = False

    def release(self) -> None:
        """Choose no column for certain any more, and close none."""
        self._open(list(self._closed))
        fixed = np.flatnonzero(self._lower).tolist()
        self.fix(fixed, [0] * len(fixed))

    @property
    def chosen(self) -> IntArray:
        """Times that each column is chosen for certain. Shape ``(columns,)``."""
        return np.array(self._lower, dtype=np.int64)
