"""What a shift design is asked for: a requirement over time, and the shifts that may be offered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from shiftmodels.data import IntArray


@dataclass(frozen=True, eq=False)
class DesignData:
    """
    A shift design problem.

    A *duty* is a shift on a day; people are counted by duty. Shifts that run past the last interval may go on in the
    first one: in which intervals each duty lies is all that counts.

    Parameters
    ----------
    required
        Units of work required in each interval. Shape ``(T,)``.
    on_duty
        1 where a duty lies in an interval; it lies in one run of intervals. Shape ``(T, D)``.
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
    amount
        Units of work that a person on duty does in an interval.
    is_cyclic
        Whether the first interval follows the last one.
    """

    required: IntArray
    on_duty: sparse.csc_matrix
    shift: IntArray
    num_shifts: int
    under_cost: int
    over_cost: int
    shift_cost: int = 0
    most_shifts: int | None = None
    amount: int = 1
    is_cyclic: bool = False

    def __post_init__(self) -> None:
        if self.on_duty.shape != (len(self.required), len(self.shift)):
            raise ValueError(f"Duties of shape {self.on_duty.shape} not understood.")
        if len(self.shift) and not 0 <= self.shift.min() <= self.shift.max() < self.num_shifts:
            raise ValueError("A duty of a shift that there is not is not understood.")
        if min(self.required.min(initial=0), self.under_cost, self.over_cost, self.shift_cost) < 0 or self.amount < 1:
            raise ValueError("Requirements and costs below 0, and people who do nothing, not understood.")
        if (self.on_duty.data != 1).any() or (np.diff(self.change.indptr) > 2).any():
            raise ValueError("A duty in more than one run of intervals not understood.")

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
        1 where a duty begins with an interval, -1 where it ends before it. Shape ``(T, D)``.

        Nothing comes before the first interval unless time is cyclic.
        """
        before = self.on_duty.tocsr()[np.roll(np.arange(self.num_intervals), 1)]
        if not self.is_cyclic:
            before = sparse.vstack([sparse.csr_matrix((1, self.num_duties), dtype=before.dtype), before[1:]])
        change = (self.on_duty - before).tocsc()
        change.eliminate_zeros()
        return change
