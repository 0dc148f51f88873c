"""The shift design problem as a linear model: a flow of people along time, and shifts that are offered or not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.design.useful import most_useful
from shiftmodels.formulation.linear import LinearModel, Terms


@dataclass(frozen=True, eq=False)
class _Known:
    """A known design: people by duty, whether each shift is used, what lacks and what is too much by interval."""

    people: IntArray
    used: IntArray
    under: IntArray
    over: IntArray


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
    """

    data: DesignData
    allowed: NDArray[np.bool_] | None = None
    linear: LinearModel[_Known] = field(init=False)

    def __post_init__(self) -> None:
        data = self.data
        self.linear = LinearModel()
        self._most = most_useful(data)
        if self.allowed is not None:
            self._most[~self.allowed[data.shift]] = 0
        self._duties = np.flatnonzero(self._most)
        self._offered = {int(shift): self._offer(int(shift)) for shift in np.unique(data.shift[self._duties])}
        fractional = may_be_fractional(data)
        self._people = {int(duty): self._staff(int(duty), fractional[duty]) for duty in self._duties}
        self._under, self._over = zip(*map(self._misfit, range(data.num_intervals)), strict=True)
        self._link()
        self._cover()
        self._steps()
        if data.most_shifts is not None:
            self.linear.row(("most_shifts", ()), [(each, 1) for each in self._offered.values()], upper=data.most_shifts)

    def values(self, people: IntArray) -> IntArray:
        """Values of a known design; people beyond what is useful are left out. Shape ``(variables,)``."""
        people = np.minimum(people, self._most)
        used = np.zeros(self.data.num_shifts, dtype=np.int64)
        used[self.data.shift[people > 0]] = 1
        net = self.data.supply @ people - self.data.required
        return self.linear.values(_Known(people, used, (-net).clip(min=0), net.clip(min=0)))

    def people(self, values: IntArray) -> IntArray:
        """People on each duty. Shape ``(D,)``."""
        people = np.zeros(self.data.num_duties, dtype=np.int64)
        people[self._duties] = values[[self._people[int(duty)] for duty in self._duties]]
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

    def _staff(self, duty: int, fractional: np.bool_) -> int:
        """``x``: people on a duty."""
        return self.linear.variable(
            ("people", (duty,)), int(self._most[duty]), lambda known: int(known.people[duty]), implied=bool(fractional)
        )

    def _misfit(self, interval: int) -> tuple[int, int]:
        """``u`` and ``o``: what lacks in an interval, and what is too much."""
        data = self.data
        most = int((data.supply[interval] @ self._most)[0])
        under = self.linear.variable(
            ("under", (interval,)),
            int(data.required[interval]),
            lambda known: int(known.under[interval]),
            data.under_cost,
            implied=True,
        )
        over = self.linear.variable(
            ("over", (interval,)), most, lambda known: int(known.over[interval]), data.over_cost, implied=True
        )
        return under, over

    def _link(self) -> None:
        """People need an offer: as many on each day as can be of use there."""
        for duty, people in self._people.items():
            offered = self._offered[int(self.data.shift[duty])]
            self.linear.row(("linked", (duty,)), [(people, 1), (offered, -int(self._most[duty]))], upper=0)

    def _cover(self) -> None:
        """What comes on duty between two intervals and what goes; in the first interval, all who are there."""
        data = self.data
        change, supply = data.change.tocsr(), data.supply.tocsr()
        for interval in range(data.num_intervals):
            if interval == 0:
                terms, required = self._terms(supply[0]), int(data.required[0])
            else:
                terms, required = self._terms(change[interval]), int(data.rise[interval])
                terms += [(self._under[interval - 1], -1), (self._over[interval - 1], 1)]
            terms += [(self._under[interval], 1), (self._over[interval], -1)]
            self.linear.row(("cover", (interval,)), terms, required, required)

    def _terms(self, row: object) -> Terms:
        """People times the entries of a row of a sparse matrix."""
        pairs = zip(row.indices.tolist(), row.data.tolist(), strict=True)  # type: ignore[attr-defined]
        return [(self._people[duty], amount) for duty, amount in pairs if duty in self._people]

    def _steps(self) -> None:
        """Where the requirement rises or falls, a shift begins or ends that is offered, or it is not met."""
        data = self.data
        change, supply = data.change.tocsr(), data.supply.tocsr()
        for interval in range(0 if data.is_cyclic else 1, data.num_intervals):
            rise = int(data.rise[interval])
            if rise == 0:
                continue
            row, here, before = change[interval], interval, interval - 1
            if rise > 0:
                absent, slacks = supply[before], (self._over[before], self._under[here])
            else:
                absent, slacks = supply[here], (self._under[before], self._over[here])
            at_work = set(absent.indices.tolist())
            self._step(interval, rise, dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)), at_work, slacks)

    def _step(
        self, interval: int, rise: int, changes: dict[int, int], at_work: set[int], slacks: tuple[int, int]
    ) -> None:
        sign, height = (1, rise) if rise > 0 else (-1, -rise)
        gains = {duty: sign * change for duty, change in changes.items() if sign * change > 0 and duty in self._people}
        offers: Counter[int] = Counter()
        for duty, gain in gains.items():
            if duty not in at_work:
                offers[self._offered[int(self.data.shift[duty])]] += min(height, gain * int(self._most[duty]))
        terms = [(offered, min(height, amount)) for offered, amount in offers.items()]
        terms += [(self._people[duty], gain) for duty, gain in gains.items() if duty in at_work]
        self.linear.row(("step", (interval,)), [*terms, *((slack, 1) for slack in slacks)], lower=height)


def may_be_fractional(data: DesignData) -> NDArray[np.bool_]:
    """
    Duties whose people come out whole by themselves once those on all other duties are. Shape ``(D,)``.

    Where every duty supplies the same amount without a gap, duties that do not run over some moment of the cycle are
    arcs of a network on a line of time: their matrix is totally unimodular. A cycle alone is not enough: three duties
    of two intervals each cover a cycle of three intervals by half a person on each.
    """
    supply, change = data.supply, data.change
    if not supply.nnz or (supply.data != supply.data[0]).any() or (data.required % supply.data[0]).any():
        return np.zeros(data.num_duties, dtype=bool)
    before = np.roll(np.arange(data.num_intervals), 1)
    crossing = supply.multiply(supply[before]).tocsr() if data.is_cyclic else None
    if (np.diff(change.indptr) > 2).any():
        return np.zeros(data.num_duties, dtype=bool)
    if crossing is None:
        return np.ones(data.num_duties, dtype=bool)
    moment = int(np.argmin(np.diff(crossing.indptr)))
    fractional = np.ones(data.num_duties, dtype=bool)
    fractional[crossing[moment].indices] = False
    return fractional
