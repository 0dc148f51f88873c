"""A block with some of its shifts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import AgentRow, Block, Gaps, IntArray, SlackSum, SumRow


def with_shifts(block: Block, keep: NDArray[np.bool_]) -> Block:
    """A block with some of its shifts. ``keep`` has shape ``(S,)``."""
    shifts, number = block.shifts, np.cumsum(keep) - 1
    columns = {name: getattr(shifts, name)[keep] for name in ("day", "start", "end", "cost", "program")}
    rows = tuple(_kept_row(row, keep, number) for row in block.rows)
    return replace(block, shifts=replace(shifts, **columns), rows=rows)


def _kept_row(row: AgentRow, keep: NDArray[np.bool_], number: IntArray) -> AgentRow:
    match row:
        case SlackSum():
            return row
        case Gaps():
            return replace(row, options=tuple(number[some[keep[some]]] for some in row.options))
        case SumRow():
            kept = keep[row.shifts]
            return replace(row, shifts=number[row.shifts[kept]], coefficients=row.coefficients[kept])
        case _:
            return replace(row, shifts=number[row.shifts[keep[row.shifts]]])
