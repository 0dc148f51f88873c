"""How much of each choice an LP solution makes: choices agree where its columns do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shiftmodels.columns.column import Column
from shiftmodels.columns.master import FloatArray
from shiftmodels.data import IntArray, ModelData
from shiftmodels.tours.choices import days_of_choices


@dataclass(frozen=True, eq=False)
class Shares:
    """
    Parameters
    ----------
    of_block
        For each block, the share of its agents that make each choice, see ``choices_of``. Shape ``(S + D,)`` each.
    """

    of_block: tuple[FloatArray, ...]

    @classmethod
    def of(cls, data: ModelData, columns: Iterable[Column], values: FloatArray) -> Shares:
        """Shares of columns that are chosen so many times, values of shape ``(columns,)``."""
        totals = tuple(np.zeros(len(block.shifts) + data.num_days) for block in data.blocks)
        for column, value in zip(columns, values.tolist(), strict=True):
            if value > 1e-9:
                totals[column.block][column.choices] += value
        return cls(tuple(total / len(block.members) for total, block in zip(totals, data.blocks, strict=True)))

    def individually(self, data: ModelData) -> Shares:
        """The same for the problem in which each agent is a block of his own."""
        return Shares(tuple(self.of_block[block] for block in data.block_of.tolist()))

    def largest(self, data: ModelData, block: int) -> tuple[IntArray, FloatArray]:
        """The choice with the largest share on each day, and that share. Shape ``(D,)`` each."""
        shares = self.of_block[block]
        day = days_of_choices(data.blocks[block], data.num_days)
        order = np.lexsort((shares, day))
        last = order[np.searchsorted(day[order], np.arange(data.num_days), side="right") - 1]
        return last, shares[last]
