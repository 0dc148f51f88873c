"""The shift design problem as a linear model: a flow of people along time, and shifts that are offered or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import overload

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.design.useful import most_useful
from shiftmodels.formulation.linear import LinearModel, Terms


@dataclass(frozen=True, eq=False)
class _Known:
    """A known design: people by duty, whether each shift is used, people on duty by interval."""

    people: IntArray
    used: IntArray
    present: IntArray


@dataclass(frozen=True)
class _Misfit:
    """
    Variables of an interval, where ``enough`` people leave less than one of work undone.

    ``present = enough - under + last + over``: with one person more, the ``last``, nothing lacks.
    """

    enough: int
    under: int
    last: int
    over: int


@dataclass(eq=False)
class DesignModel:
    """
    The model of a problem, and the way back from its values.

    Parameters
    ----------
    data
        The problem.
    allowed
        Shifts that may be offered; all where not given. Shape ``(K,)``.
    steps
        Pairs of intervals whose steps are rows as well, beside those of neighbours.
    """

    data: DesignData
    allowed: NDArray[np.bool_] | None = None
    steps: Sequence[tuple[int, int]] = ()
    linear: LinearModel[_Known] = field(init=False)

    def __post_init__(self) -> None:
        data = self.data
        self.linear = LinearModel()
        self._most = most_useful(data)
        if self.allowed is not None:
            self._most[~self.allowed[data.shift]] = 0
        self._duties = np.flatnonzero(self._most)
        self._begins, self._ends = self._people_who(1), self._people_who(-1)
        self._offered = {int(shift): self._offer(int(shift)) for shift in np.unique(data.shift[self._duties])}
        fractional = may_be_fractional(data)
        self._people = {int(duty): self._staff(int(duty), bool(fractional[duty])) for duty in self._duties}
        most_present = data.on_duty @ self._most
        self._misfits = [self._misfit(interval, int(most_present[interval])) for interval in range(data.num_intervals)]
        self._in_large_units()
        self._link()
        self._cover()
        self._steps()
        if data.most_shifts is not None:
            self.linear.row(("most_shifts", ()), [(each, 1) for each in self._offered.values()], upper=data.most_shifts)

    @overload
    def cost(self, units: int) -> int: ...
    @overload
    def cost(self, units: int | None) -> int | None: ...
    def cost(self, units: int | None) -> int | None:
        """A cost of the model as one of the problem, whose units of cost may be smaller."""
        return None if units is None else units * self._unit + self._least

    def values(self, people: IntArray) -> IntArray:
        """Values of a known design; people beyond what is useful are left out. Shape ``(variables,)``."""
        people = np.minimum(people, self._most)
        used = np.zeros(self.data.num_shifts, dtype=np.int64)
        used[self.data.shift[people > 0]] = 1
        return self.linear.values(_Known(people, used, self.data.on_duty @ people))

    def people(self, values: IntArray) -> IntArray:
        """People on each duty, not fewer than none whatever the tolerances of a solver. Shape ``(D,)``."""
        people = np.zeros(self.data.num_duties, dtype=np.int64)
        people[self._duties] = values[[self._people[int(duty)] for duty in self._duties]].clip(min=0)
        return people

    def offered(self, values: IntArray) -> NDArray[np.bool_]:
        """Shifts that are offered. Shape ``(K,)``."""
        offered = np.zeros(self.data.num_shifts, dtype=bool)
        for shift, variable in self._offered.items():
            offered[shift] = values[variable] > 0
        return offered

    def _offer(self, shift: int) -> int:
        """``y``: whether a shift is offered."""
        return self.linear.variable(
            ("offered", (shift,)), 1, lambda known: int(known.used[shift]), self.data.shift_cost
        )

    def _staff(self, duty: int, fractional: bool) -> int:
        """``x``: people on a duty."""
        return self.linear.variable(
            ("people", (duty,)), int(self._most[duty]), lambda known: int(known.people[duty]), implied=fractional
        )

    def _misfit(self, interval: int, most: int) -> _Misfit:
        """``u``, ``m`` and ``o``: the cost of an interval, convex in the people on duty, piece by piece."""
        data, variable = self.data, self.linear.variable
        enough, rest = divmod(int(data.required[interval]), data.amount)
        under = variable(
            ("under", (interval,)),
            enough,
            lambda known: max(0, enough - int(known.present[interval])),
            data.under_cost * data.amount,
            implied=True,
        )
        last = variable(
            ("last", (interval,)),
            1 if rest else 0,
            lambda known: int(rest > 0 and known.present[interval] > enough),
            data.over_cost * (data.amount - rest) - data.under_cost * rest if rest else 0,
            implied=True,
        )
        over = variable(
            ("over", (interval,)),
            max(most, enough) + 1,
            lambda known: max(0, int(known.present[interval]) - enough - (1 if rest else 0)),
            data.over_cost * data.amount,
            implied=True,
        )
        self.linear.offset += data.under_cost * rest
        return _Misfit(enough, under, last, over)

    def _in_large_units(self) -> None:
        """Costs in the largest unit of which all are whole numbers: bounds then round up to more."""
        self._unit = gcd(*self.linear.cost) or 1
        self._least, self.linear.offset = self.linear.offset, 0
        self.linear.cost = [cost // self._unit for cost in self.linear.cost]

    def _link(self) -> None:
        """People need an offer: as many on each day as can be of use there."""
        for duty, people in self._people.items():
            offered = self._offered[int(self.data.shift[duty])]
            self.linear.row(("linked", (duty,)), [(people, 1), (offered, -int(self._most[duty]))], upper=0)

    def _cover(self) -> None:
        """Who comes on duty between two intervals and who goes; in the first interval, all who are there."""
        there, change = self.data.on_duty.tocsr(), self.data.change.tocsr()
        for interval, here in enumerate(self._misfits):
            terms, enough = [(here.under, 1), (here.last, -1), (here.over, -1)], here.enough
            if interval:
                before = self._misfits[interval - 1]
                terms += [(before.under, -1), (before.last, 1), (before.over, 1)]
                enough -= before.enough
            row = change[interval] if interval else there[0]
            pairs = zip(row.indices.tolist(), row.data.tolist(), strict=True)
            terms += [(self._people[duty], int(sign)) for duty, sign in pairs if duty in self._people]
            self.linear.row(("cover", (interval,)), terms, enough, enough)

    def _steps(self) -> None:
        """Steps between neighbours, and those that are given beside them."""
        total = self.data.num_intervals
        neighbours = [((here - 1) % total, here) for here in range(0 if self.data.is_cyclic else 1, total)]
        for before, here in dict.fromkeys([*neighbours, *self.steps]):
            terms, height = self.step(before, here)
            if height:
                self.linear.row(("step", (before, here)), terms, lower=height)

    def step(self, before: int, here: int) -> tuple[Terms, int]:
        """
        Where more is required than before, shifts begin in between, or it is not met; where less is, they end.

        Parameters
        ----------
        before, here
            The intervals; the first may be the later one where time is cyclic.

        Returns
        -------
        Terms and least value of a row that every design obeys; 0 where as much is required.
        """
        rise = self._misfits[here].enough - self._misfits[before].enough
        low, high = (before, here) if rise > 0 else (here, before)
        moved, height = self.moved(before, here, begin=rise > 0), abs(rise)
        terms = [(self._offered[shift], min(height, int(moved[shift]))) for shift in np.flatnonzero(moved).tolist()]
        slacks = self._misfits[low].last, self._misfits[low].over, self._misfits[high].under
        return [*terms, *((slack, 1) for slack in slacks)], height

    def moved(self, before: int, here: int, *, begin: bool) -> IntArray:
        """Most people of each shift who begin, or end, after one interval and no later than another. Shape ``(K,)``."""
        table, total = (self._begins if begin else self._ends), self.data.num_intervals
        intervals = np.arange(before + 1, before + 1 + (here - before) % total) % total
        people: IntArray = table[intervals].sum(axis=0)
        return people

    def _people_who(self, sign: int) -> IntArray:
        """Most people of each shift who begin with each interval (1) or end before it (-1). Shape ``(T, K)``."""
        change = self.data.change.tocoo()
        those = change.data == sign
        table = np.zeros((self.data.num_intervals, self.data.num_shifts), dtype=np.int64)
        np.add.at(table, (change.row[those], self.data.shift[change.col[those]]), self._most[change.col[those]])
        return table


def may_be_fractional(data: DesignData) -> NDArray[np.bool_]:
    """
    Duties whose people come out whole by themselves once those on all other duties are. Shape ``(D,)``.

    Duties that do not run over some moment of the cycle are arcs of a network on a line of time: their matrix is
    totally unimodular. A cycle alone is not enough: three duties of two intervals each cover a cycle of three intervals
    by half a person on each.
    """
    fractional = np.ones(data.num_duties, dtype=bool)
    if data.is_cyclic:
        there = data.on_duty.tocsr()
        crossing = there.multiply(there[np.roll(np.arange(data.num_intervals), 1)]).tocsr()
        fractional[crossing[int(np.argmin(np.diff(crossing.indptr)))].indices] = False
    return fractional
