"""What a shift design is asked for: a requirement over time, and the shifts that may be offered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import gcd

import numpy as np
from scipy import sparse

from shiftmodels.data import IntArray


@dataclass(frozen=True, eq=False)
class DesignData:
    """
    A shift design problem.

    A *duty* is a shift on a day; people are counted by duty. Shifts that run past the last interval may go on in the
    first one: what each duty supplies to each interval is all that counts.

    Parameters
    ----------
    required
        Units of work required in each interval. Shape ``(T,)``.
    supply
        Units of work that a person on each duty supplies to each interval; not negative. Shape ``(T, D)``.
    shift
        Shift of each duty, from 0. Shape ``(D,)``.
    num_shifts
        Shifts that may be offered.
    under_cost, over_cost
        Cost of a unit that lacks in an interval, and of one too many.
    shift_cost
        Cost of each different shift that is used on any day.
    most_shifts
        Different shifts that may be used; ``None`` for any number.
    is_cyclic
        Whether the first interval follows the last one.
    """

    required: IntArray
    supply: sparse.csc_matrix
    shift: IntArray
    num_shifts: int
    under_cost: int
    over_cost: int
    shift_cost: int = 0
    most_shifts: int | None = None
    is_cyclic: bool = False

    def __post_init__(self) -> None:
        if self.supply.shape != (len(self.required), len(self.shift)):
            raise ValueError(f"A supply of shape {self.supply.shape} not understood.")
        if len(self.shift) and not 0 <= self.shift.min() <= self.shift.max() < self.num_shifts:
            raise ValueError("A duty of a shift that there is not is not understood.")
        amounts = (self.required.min(initial=0), self.supply.min() if self.supply.nnz else 0)
        if min(*amounts, self.under_cost, self.over_cost, self.shift_cost) < 0:
            raise ValueError("Requirements, supplies and costs below 0 not understood.")

    @property
    def num_intervals(self) -> int:
        """Number of intervals."""
        return len(self.required)

    @property
    def num_duties(self) -> int:
        """Number of duties."""
        return len(self.shift)

    @cached_property
    def change(self) -> sparse.csc_matrix:
        """
        How much more a person on each duty supplies to each interval than to the one before. Shape ``(T, D)``.

        Nothing comes before the first interval unless time is cyclic. A duty without breaks has two entries: it is
        an arc of a network from the moment it begins to the moment it ends.
        """
        before = self.supply.tolil()[np.roll(np.arange(self.num_intervals), 1)]
        if not self.is_cyclic:
            before[0] = 0
        change = (self.supply - before.tocsc()).tocsc()
        change.eliminate_zeros()
        change.sort_indices()
        return change

    @cached_property
    def rise(self) -> IntArray:
        """How much more each interval requires than the one before. Shape ``(T,)``."""
        before = np.roll(self.required, 1)
        if not self.is_cyclic:
            before[0] = 0
        rise: IntArray = self.required - before
        return rise


def in_large_units(data: DesignData) -> tuple[DesignData, int]:
    """
    The same problem with units of work and of cost as large as they can be.

    Returns
    -------
    The problem, and how many units of cost of the given one make one of its units.
    """
    unit = gcd(*map(int, np.unique(data.required)), *map(int, np.unique(data.supply.data))) or 1
    costs = (data.under_cost * unit, data.over_cost * unit, data.shift_cost)
    factor = gcd(*costs) or 1
    under, over, shift = (cost // factor for cost in costs)
    supply = data.supply.copy()
    supply.data = supply.data // unit
    scaled = replace(
        data, required=data.required // unit, supply=supply, under_cost=under, over_cost=over, shift_cost=shift
    )
    return scaled, factor
