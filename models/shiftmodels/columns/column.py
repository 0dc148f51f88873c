"""A column of the master problem: one tour of a block, and what it adds to each row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.columns.curves import Curves
from shiftmodels.compiled import njit
from shiftmodels.data import Block, IntArray
from shiftmodels.solution import held
from shiftmodels.tours.choices import choices_of
from shiftmodels.tours.insertion import Tour


@dataclass(frozen=True, eq=False)
class Column:
    """
    Parameters
    ----------
    block
        Number of the block.
    tour
        The tour.
    rows, amounts
        Rows that it adds to, ascending, and units added. Shape ``(n,)`` each.
    choices
        What the tour does on each day, see ``choices_of``. Shape ``(D,)``.
    """

    block: int
    tour: Tour
    rows: NDArray[np.int32]
    amounts: IntArray
    choices: IntArray

    @property
    def key(self) -> tuple[int, bytes]:
        """The same for columns of one block that add the same to each row at the same cost."""
        return self.block, self.rows.tobytes() + self.amounts.tobytes() + self.tour.own.to_bytes(8, "big", signed=True)


def column_of(number: int, block: Block, tour: Tour, curves: Curves) -> Column:
    """
    The column of a tour.

    Parameters
    ----------
    number, block
        Whose tour it is.
    tour
        The tour.
    curves
        The rows.
    """
    units = np.zeros(len(curves.row_of), dtype=np.int64)
    units[block.queues] = block.proficiency
    # The last place stands for rows that there are not.
    added = np.zeros(len(curves) + 1, dtype=np.int64)
    _add_work(tour.activity, curves.row_of, units, added)
    for pool, number_held in held(block, tour.shift, tour.activity):
        np.add.at(added, curves.pool_row_of[pool], number_held)
    rows = np.flatnonzero(added[:-1])
    choices = choices_of(tour.shift, len(block.shifts))
    return Column(number, tour, rows.astype(np.int32), added[rows], choices)


@njit(cache=True)
def _add_work(activity: IntArray, row_of: IntArray, units: IntArray, added: IntArray) -> None:
    """Add what a tour supplies to the row of each queue and interval."""
    for time in range(len(activity)):
        queue = activity[time]
        if queue >= 0:
            added[row_of[queue, time]] = units[queue]
