"""What one tour obeys and costs, computed from the arrays and not by a solver."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import AgentRow, AtMostOne, Block, Gaps, IntArray, SlackSum, SumRow

_SEEN: WeakKeyDictionary[Block, dict[bytes, tuple[int, bool]]] = WeakKeyDictionary()
"""For each block, tours that have been evaluated: the bytes of the worked shifts."""


def works_of(block: Block, worked: IntArray) -> NDArray[np.bool_]:
    """Whether each shift of the block is worked. Shape ``(S,)``."""
    works = np.zeros(len(block.shifts), dtype=bool)
    works[worked] = True
    return works


def slack_values(block: Block, worked: IntArray) -> IntArray:
    """
    Least slacks with which a tour obeys the soft rows of a block.

    Parameters
    ----------
    block
        The block.
    worked
        Indices of the worked shifts.

    Returns
    -------
    Shape ``(L,)``; limits of slacks are not looked at.
    """
    values = np.zeros(len(block.slacks), dtype=np.int64)
    works = works_of(block, worked)
    for row in sorted((row for row in block.rows if row.slack >= 0), key=_turn):
        values[row.slack] = max(values[row.slack], _shortfall(row, works, values))
    return values


def slack_cost(block: Block, worked: IntArray) -> int:
    """
    Cost units of the slacks of a tour.

    Parameters
    ----------
    block
        The block.
    worked
        Indices of the worked shifts.
    """
    return _evaluated(block, worked)[0] if len(block.slacks) else 0


def tour_cost(block: Block, worked: IntArray) -> int | None:
    """
    Cost units of a tour, the constant of the block left out; ``None`` when it breaks a row.

    Parameters
    ----------
    block
        The block.
    worked
        Indices of the worked shifts, at most one a day.
    """
    cost, legal = _evaluated(block, worked)
    return int(block.shifts.cost[worked].sum()) + cost if legal else None


def _evaluated(block: Block, worked: IntArray) -> tuple[int, bool]:
    """Cost units of the slacks of a tour, and whether it obeys every row."""
    # A neighbourhood changes few tours of many, so that most have been seen before.
    seen = _SEEN.setdefault(block, {})
    key = worked.tobytes()
    if key not in seen:
        slacks, works = slack_values(block, worked), works_of(block, worked)
        hard = (row for row in block.rows if row.slack < 0)
        legal = bool(np.all(slacks <= block.slacks.upper)) and not any(_shortfall(row, works, slacks) for row in hard)
        seen[key] = (int(slacks @ block.slacks.price), legal)
    return seen[key]


def broken_rows(block: Block, worked: IntArray) -> list[AgentRow]:
    """
    Rows that a tour breaks, those whose slack would have to be larger than it may be included.

    Parameters
    ----------
    block
        The block.
    worked
        Indices of the worked shifts, at most one a day.
    """
    slacks, works = slack_values(block, worked), works_of(block, worked)
    allowed = [0 if row.slack < 0 else int(block.slacks.upper[row.slack]) for row in block.rows]
    return [row for row, most in zip(block.rows, allowed, strict=True) if _shortfall(row, works, slacks) > most]


def kept_gaps(row: Gaps, works: NDArray[np.bool_]) -> list[int]:
    """
    Most gaps that a tour keeps free, no two of which overlap.

    Parameters
    ----------
    row
        The gaps.
    works
        Whether each shift of the block is worked. Shape ``(S,)``.

    Returns
    -------
    Their numbers, earliest first: since all are of one length, the one that ends first is always a best choice.
    Where one is needed, only one.
    """
    free = [index for index, option in enumerate(row.options) if not works[option].any()]
    if row.needed == 1 or row.starts is None:
        return free[:1]
    kept: list[int] = []
    for index in sorted(free, key=row.starts.tolist().__getitem__):
        if not kept or row.starts[index] >= row.starts[kept[-1]] + row.length:
            kept.append(index)
    return kept


def _turn(row: AgentRow) -> int:
    """Rows that ask for the value of an allowance come after those that set it."""
    match row:
        case SlackSum():
            return 2
        case Gaps():
            return int(row.when >= 0)
        case _:
            return 0


def _shortfall(row: AgentRow, works: NDArray[np.bool_], slacks: IntArray) -> int:
    """Units of slack that the row needs."""
    match row:
        case AtMostOne():
            return max(0, int(works[row.shifts].sum()) - 1)
        case SumRow():
            total = int(row.coefficients @ works[row.shifts])
            below = 0 if row.lower is None else row.lower - total
            above = 0 if row.upper is None else total - row.upper
            return max(0, -(-max(below, above) // row.scale))
        case Gaps():
            if row.when >= 0 and slacks[row.when] == 0:
                return 0
            return max(0, row.needed - len(kept_gaps(row, works)))
        case SlackSum():
            return max(0, int(slacks[row.slacks].sum()) - row.upper)
