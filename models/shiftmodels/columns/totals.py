"""
Totals of supply, which are whole numbers in every roster: where the LP of all tours has a fraction, one can branch.

A branch limits what rows are supplied with together. It says nothing about tours, so that pricing stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.columns.curves import Curves
from shiftmodels.data import IntArray, ModelData

MOST_ROWS = 300
"""Rows up to which each of them is a total too."""


@dataclass(frozen=True, eq=False)
class Totals:
    """
    Parameters
    ----------
    members
        Rows that each total adds up. Shape ``(N, R)``.
    short
        Whether it adds up what they lack of their middle knot, instead of what they have. Shape ``(N,)``.
    """

    members: NDArray[np.bool_]
    short: NDArray[np.bool_]

    @classmethod
    def none(cls, curves: Curves) -> Totals:
        """No total."""
        return cls(np.zeros((0, len(curves)), dtype=bool), np.zeros(0, dtype=bool))

    @classmethod
    def of(cls, data: ModelData, curves: Curves) -> Totals:
        """
        Totals of queues: all that is lacking, all supply, and supply by time of day, by day and by queue; single rows
        where they are few.
        """
        queues, intervals = np.nonzero(curves.row_of >= 0)
        rows = curves.row_of[queues, intervals]
        day, time = _days_and_times(data)
        labels = [np.zeros(len(rows), dtype=np.int64), time[intervals], day[intervals], queues]
        if len(rows) <= MOST_ROWS:
            labels.append(np.arange(len(rows)))
        groups = [rows[label == value] for label in labels for value in np.unique(label)]
        members = np.zeros((len(groups), len(curves)), dtype=bool)
        for place, group in enumerate(groups):
            members[place, group] = True
        _, first = np.unique(members, axis=0, return_index=True)
        members = np.concatenate([members[:1], members[np.sort(first)]])
        return cls(members, np.arange(len(members)) == 0)

    def __len__(self) -> int:
        return len(self.short)

    def values(self, supplied: NDArray[np.float64], curves: Curves) -> NDArray[np.float64]:
        """Each total of a supply of shape ``(R,)``. Shape ``(N,)``."""
        lacking = np.maximum(curves.knots[:, 1] - supplied, 0.0)
        return np.where(self.short, self.members @ lacking, self.members @ supplied)


def _days_and_times(data: ModelData) -> tuple[IntArray, IntArray]:
    """Day of each interval, by the shifts that start in it or before it, and intervals since its day began."""
    begins = np.full(data.num_days, data.num_intervals, dtype=np.int64)
    for block in data.blocks:
        np.minimum.at(begins, block.shifts.day, block.shifts.start)
    begins = np.minimum.accumulate(begins[::-1])[::-1]
    day = np.maximum(0, np.searchsorted(begins, np.arange(data.num_intervals), side="right") - 1)
    return day, np.arange(data.num_intervals) - begins[day]
