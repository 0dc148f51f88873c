"""What an agent can do on each day: work one of the shifts of the day, or none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Block, IntArray, ModelData

Mask = NDArray[np.bool_]


def choices_of(shift: IntArray, num_shifts: int) -> IntArray:
    """
    The choices of a tour.

    Parameters
    ----------
    shift
        Shift of each day, -1 for none. Shape ``(D,)``.
    num_shifts
        S. Choices are numbered: first the shifts, then to work none, day by day.
    """
    return np.where(shift < 0, num_shifts + np.arange(len(shift)), shift)


def days_of_choices(block: Block, num_days: int) -> IntArray:
    """Day of each choice of a block. Shape ``(S + D,)``."""
    return np.concatenate([block.shifts.day, np.arange(num_days)])


class Allowed:
    """
    Choices that the agents of each block may make.

    Parameters
    ----------
    data
        The problem; at first every choice is allowed.
    """

    def __init__(self, data: ModelData) -> None:
        self._data = data
        self._days = [days_of_choices(block, data.num_days) for block in data.blocks]
        self.masks = [np.ones(len(days), dtype=bool) for days in self._days]

    def copy(self) -> Allowed:
        """The same, to be changed on its own."""
        other = Allowed.__new__(Allowed)
        other._data, other._days, other.masks = self._data, self._days, [mask.copy() for mask in self.masks]
        return other

    def keep(self, block: int, choices: IntArray) -> None:
        """Allow, on the days of these choices, nothing else."""
        mask, days = self.masks[block], self._days[block]
        among = np.zeros(self._data.num_days, dtype=bool)
        among[days[choices]] = True
        kept = np.zeros(len(mask), dtype=bool)
        kept[choices] = True
        mask &= kept | ~among[days]

    def bar(self, block: int, choice: int) -> None:
        """Allow a choice no more."""
        self.masks[block][choice] = False

    def is_open(self, block: int) -> Mask:
        """Whether there is more than one choice, on each day. Shape ``(D,)``."""
        return np.bincount(self._days[block][self.masks[block]], minlength=self._data.num_days) > 1

    def admits(self, block: int, choices: IntArray) -> bool:
        """Whether a tour makes only choices that are allowed."""
        return bool(self.masks[block][choices].all())
