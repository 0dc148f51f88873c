"""
A good set of shifts by adding, dropping and exchanging them.

What a set of shifts costs is a linear program, people flowing along time, and its prices say which other shifts could
help: only those are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd

import highspy
import numpy as np
from numpy.typing import NDArray

from shiftmodels.backends.quiet import quiet_highs
from shiftmodels.clock import LP_SECONDS, PIVOT_SECONDS, clock
from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.design.useful import most_useful

CANDIDATES = 8
"""Shifts that are tried in the place of another one, the most promising by price."""

LEAST_GAIN = 1e-6
"""Share of the cost by which a set must be better."""


class Swaps:
    """
    A search over sets of shifts.

    Parameters
    ----------
    data
        The problem.
    until
        When to end, on the clock of this process.

    Attributes
    ----------
    chosen
        Shifts of the best set so far, in the order in which they came.
    """

    def __init__(self, data: DesignData, until: float) -> None:
        self._data, self._until = data, until
        self._most = most_useful(data).astype(float)
        self._lp = _Flow(data)
        self._limit = data.num_shifts if data.most_shifts is None else data.most_shifts
        self.chosen: list[int] = []
        self._cost = self._evaluate([])

    def run(self, start: IntArray) -> None:
        """
        Search from the shifts that some people work.

        Parameters
        ----------
        start
            People on each duty. Shape ``(D,)``.
        """
        self.chosen = sorted(set(self._data.shift[start > 0].tolist()))[: self._limit]
        self._cost = self._evaluate(self.chosen)
        while clock.now() < self._until and any(self._takes(move) for move in self._moves()):
            pass

    def people(self) -> IntArray:
        """People on each duty with the chosen shifts, rounded where they come with fractions. Shape ``(D,)``."""
        self._evaluate(self.chosen)
        people: IntArray = np.rint(self._lp.people).astype(np.int64).clip(min=0)
        return people

    def promising(self, number: int) -> NDArray[np.bool_]:
        """The chosen shifts, and a number of others by what they promise. Shape ``(K,)``."""
        self._evaluate(self.chosen)
        allowed = np.zeros(self._data.num_shifts, dtype=bool)
        allowed[self.chosen] = True
        allowed[self._best(number)] = True
        return allowed

    def _moves(self) -> Iterator[list[int]]:
        """Sets beside the best one: with one shift more, without one, and with another one for it."""
        chosen = list(self.chosen)
        if len(chosen) < self._limit:
            yield from self._with_one_more(chosen)
        for dropped in chosen:
            rest = [shift for shift in chosen if shift != dropped]
            yield rest
            yield from self._with_one_more(rest, dropped)

    def _with_one_more(self, chosen: list[int], dropped: int = -1) -> Iterator[list[int]]:
        self._evaluate(chosen)
        for shift in self._best(CANDIDATES):
            if shift != dropped and clock.now() < self._until:
                yield [*chosen, shift]

    def _takes(self, chosen: list[int]) -> bool:
        """Whether a set is better than the best; it is taken then."""
        cost = self._evaluate(chosen)
        if cost >= self._cost - LEAST_GAIN * (1 + abs(self._cost)):
            return False
        self.chosen, self._cost = chosen, cost
        return True

    def _evaluate(self, chosen: list[int]) -> float:
        allowed = np.zeros(self._data.num_shifts, dtype=bool)
        allowed[chosen] = True
        cost = self._lp.solve(np.where(allowed[self._data.shift], self._most, 0.0))
        return cost + self._data.shift_cost * len(chosen)

    def _best(self, number: int) -> list[int]:
        """Shifts that promise most: what a person more on each of their duties would save, times the people of use."""
        saved = (-self._lp.reduced).clip(min=0) * np.where(self._lp.open, 0.0, self._most)
        value = np.bincount(self._data.shift, saved, self._data.num_shifts)
        order = np.argsort(-value, kind="stable")[:number]
        return [int(shift) for shift in order if value[shift] > 0]


class _Flow:
    """People on open duties at least cost, as a linear program that is solved again and again."""

    def __init__(self, data: DesignData) -> None:
        self._duties, self._intervals = data.num_duties, data.num_intervals
        self._highs = quiet_highs(solver="simplex", presolve="off")
        # Costs of millions would drown in the tolerances of the solver.
        self._unit = gcd(data.under_cost, data.over_cost) or 1
        self._highs.passModel(_model(data, self._unit))
        self._numbers = np.arange(self._duties, dtype=np.int32)
        self.people = self.reduced = np.zeros(self._duties)
        self.open = np.zeros(self._duties, dtype=bool)

    def solve(self, most: NDArray[np.float64]) -> float:
        """Cost with at most some people on each duty. Shape ``(D,)``."""
        self.open = most > 0
        self._highs.changeColsBounds(self._duties, self._numbers, np.zeros(self._duties), most)
        self._highs.run()
        solution, info = self._highs.getSolution(), self._highs.getInfo()
        pivots = max(0, info.simplex_iteration_count)
        clock.work(LP_SECONDS + PIVOT_SECONDS * pivots * (self._duties + 4 * self._intervals))
        self.people = np.array(solution.col_value[: self._duties])
        self.reduced = np.array(solution.col_dual[: self._duties])
        return float(info.objective_function_value) * self._unit


def _model(data: DesignData, unit: int) -> highspy.HighsLp:
    """Columns: duties, what lacks, what the last person adds, what is too much; a row for each interval."""
    from scipy import sparse

    total = data.num_intervals
    enough, rest = np.divmod(data.required, data.amount)
    step = sparse.eye(total, format="lil")
    step[np.arange(1, total), np.arange(total - 1)] = -1
    there = sparse.csc_matrix(step) @ data.on_duty
    matrix = sparse.hstack([there, step, -step, -step]).tocsc()
    last = np.where(rest > 0, data.over_cost * (data.amount - rest) - data.under_cost * rest, 0)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.concatenate(
        [
            np.zeros(data.num_duties),
            np.full(total, data.under_cost * data.amount),
            last,
            np.full(total, data.over_cost * data.amount),
        ]
    ) / float(unit)
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.concatenate(
        [np.zeros(data.num_duties), enough, (rest > 0).astype(int), np.full(total, highspy.kHighsInf)]
    ).astype(float)
    model.row_lower_ = model.row_upper_ = np.diff(enough, prepend=0).astype(float)
    model.offset_ = float(data.under_cost * rest.sum()) / unit
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(float)
    return model
