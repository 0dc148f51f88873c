"""A cyclic roster as arrays: what is asked for, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.status import ModelStatus

DAYS = 7
"""Days of a row of the roster."""
SATURDAY, SUNDAY = 5, 6
OFF = -1
"""A day off in a roster."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RotationData:
    """
    What a cyclic roster must keep; its days, row by row, are one sequence whose end meets its beginning.

    Parameters
    ----------
    weeks
        Rows, and so people. 1 or more.
    required
        People that each kind of shift needs on each day of the week, exactly. Shape ``(kinds, 7)``.
    run_least, run_most
        Days for which a kind is worked without a change, at least 1. Shape ``(kinds,)`` each.
    work_least, work_most
        Days between two times off.
    off_least, off_most
        Days off without a break.
    barred
        Whether, after so many days off, the second kind may not follow the first; none is barred after more days off
        than that. Shape ``(1 or more, kinds, kinds)``.
    free_weekends
        Rows whose Saturday and Sunday are off, at least.
    """

    weeks: int
    required: IntArray
    run_least: IntArray
    run_most: IntArray
    work_least: int
    work_most: int
    off_least: int
    off_most: int
    barred: BoolArray
    free_weekends: int = 0

    def __post_init__(self) -> None:
        if self.required.shape != (self.num_kinds, DAYS) or self.weeks < 1:
            raise ValueError("A cyclic roster needs a week, and required people for each kind and day.")
        if min(self.run_least.min(initial=1), self.work_least, self.off_least) < 1:
            raise ValueError("Runs last a day or longer.")

    @property
    def num_kinds(self) -> int:
        """Kinds of shift."""
        return len(self.required)

    @property
    def people_off(self) -> IntArray:
        """People off on each day of the week; below 0 where more are required than there are. Shape ``(7,)``."""
        return np.asarray(self.weeks - self.required.sum(axis=0))

    def run_limits(self, kind: int) -> tuple[int, int]:
        """Fewest and most days in a row of a kind."""
        most = min(int(self.run_most[kind]), self.work_most)
        return int(self.run_least[kind]), 1 if self.barred[0, kind, kind] else most


@dataclass(frozen=True, eq=False)
class RotationSolution:
    """
    Parameters
    ----------
    status
        ``feasible`` with a roster; ``infeasible`` is proven; ``unknown`` otherwise.
    roster
        Kind of each day, ``OFF`` for days off; ``None`` without one. Shape ``(weeks, 7)``.
    interrupted
        Whether the search was stopped from outside.
    cuts
        Parts that had to be told to hang together.
    messages
        What else is to be told.
    """

    status: ModelStatus
    roster: IntArray | None
    interrupted: bool = False
    cuts: int = 0
    messages: tuple[str, ...] = ()
