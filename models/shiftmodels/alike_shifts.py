"""Problems without shifts that do what others do, where only a part of the intervals is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import AtMostOne, Block, Gaps, IntArray, ModelData, SumRow
from shiftmodels.kept_shifts import with_shifts


def without_alike(hard: ModelData) -> ModelData:
    """
    The problem with one of all shifts that are alike.

    Two shifts of a day are alike where every row counts them the same, both reach over the same intervals of those in
    which anything is limited, and none of their breaks can touch one of these: then a roster with one of them is a
    roster with the other. Where agents are compared, or work is fixed or restricted within shifts, all are kept.

    Parameters
    ----------
    hard
        A problem from ``hard_part``: no costs.
    """
    if hard.spreads:
        return hard
    return replace(hard, blocks=tuple(_without_alike(hard, block) for block in hard.blocks))


def _without_alike(hard: ModelData, block: Block) -> Block:
    restricted = block.fixed_work or block.fixed_breaks or block.restricts_transfers
    if restricted or block.is_equipment or len(block.shifts) < 2:
        return block
    limited = _before(_is_limited(hard, block))
    columns = [block.shifts.day, *_reach(block, limited), _breaks(hard, block, limited), *_counted(block)]
    _, first = np.unique(np.column_stack(columns), axis=0, return_index=True)
    if len(first) == len(block.shifts):
        return block
    keep = np.zeros(len(block.shifts), dtype=bool)
    keep[first] = True
    return with_shifts(block, keep)


def _is_limited(hard: ModelData, block: Block) -> NDArray[np.bool_]:
    """Intervals in which it matters what an agent of a block does. Shape ``(T,)``."""
    cover, pools = hard.cover, [hold.pool for hold in block.holds]
    limits = cover.minimum[block.queues], cover.maximum[block.queues], hard.pools.capacity[pools]
    limited: NDArray[np.bool_] = np.concatenate(limits).max(axis=0, initial=-1) >= 0
    return limited


def _before(limited: NDArray[np.bool_]) -> IntArray:
    """How many of these intervals come before each. Shape ``(T + 1,)``."""
    return np.concatenate([[0], np.cumsum(limited)])


def _reach(block: Block, limited: IntArray) -> Iterator[IntArray]:
    """Limited intervals before the start and the end of each shift, and before what is held is given back."""
    shifts, last = block.shifts, len(limited) - 1
    yield limited[shifts.start]
    for after in sorted({0, *(hold.after for hold in block.holds)}):
        yield limited[np.minimum(shifts.end + after, last)]


def _breaks(hard: ModelData, block: Block, limited: IntArray) -> IntArray:
    """-1 for each shift of which no break can touch a limited interval, else a number of its own. Shape ``(S,)``."""
    shifts, last = block.shifts, len(limited) - 1
    own = np.full(len(shifts), -1, dtype=np.int64)
    for number in np.unique(shifts.program).tolist():
        program, mine = hard.programs[number], np.flatnonzero(shifts.program == number)
        for earliest, latest, length in zip(program.earliest, program.latest, program.lengths, strict=True):
            begin, end = shifts.start[mine] + earliest, shifts.start[mine] + latest + length
            touches = limited[np.minimum(end, last)] > limited[np.minimum(begin, last)]
            own[mine[touches]] = mine[touches]
    return own


def _counted(block: Block) -> Iterator[IntArray]:
    """How each row, and each gap of a row, counts the shifts. Shape ``(S,)`` each."""
    for row in block.rows:
        if isinstance(row, SumRow):
            yield _column(block, row.shifts, row.coefficients)
        elif isinstance(row, AtMostOne):
            yield _column(block, row.shifts, np.ones_like(row.shifts))
        elif isinstance(row, Gaps):
            for option in row.options:
                yield _column(block, option, np.ones_like(option))


def _column(block: Block, shifts: IntArray, coefficients: IntArray) -> IntArray:
    column = np.zeros(len(block.shifts), dtype=np.int64)
    np.add.at(column, shifts, coefficients)
    return column
