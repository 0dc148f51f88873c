"""The rows of a block, class of shifts by class, as a diagram reads them day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import AtMostOne, Block, Gaps, IntArray, SlackSum, SumRow

OPEN = 2**40
"""Limit that does not bind."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Classes:
    """
    Shifts of one day that no row can tell apart; classes are numbered day by day.

    Parameters
    ----------
    class_of
        Class of each shift. Shape ``(S,)``.
    day
        Day of each class, ascending. Shape ``(C,)``.
    first
        First class of each day, and the number of classes. Shape ``(D + 1,)``.
    """

    class_of: IntArray
    day: IntArray
    first: IntArray


@dataclass(frozen=True, eq=False)
class SumRows:
    """
    Rows with partial sums.

    Parameters
    ----------
    coefficients
        Shape ``(C, R)``.
    lower, upper, slack, scale
        As in ``SumRow``; ``-OPEN`` and ``OPEN`` where there is no limit. Shape ``(R,)``.
    first, last
        First and last day on which the row has a shift. Shape ``(R,)``.
    least, most
        Least and largest sum that days from ``d`` on can add. Shape ``(D + 1, R)``.
    """

    coefficients: IntArray
    lower: IntArray
    upper: IntArray
    slack: IntArray
    scale: IntArray
    first: IntArray
    last: IntArray
    least: IntArray
    most: IntArray


@dataclass(frozen=True, eq=False)
class GapRow:
    """
    A row that keeps one of several gaps.

    Parameters
    ----------
    breaks
        Whether a shift of the class breaks the gap. Shape ``(C, O)``.
    first, last
        First and last day on which each gap can be broken. Shape ``(O,)``.
    slack
        Slack of the row; -1 when it is hard.
    better
        For each day, ``better[d, i, j]``: from day ``d`` on, whoever breaks gap ``i`` breaks ``j`` too, so that ``j``
        need not be remembered beside ``i``. Shape ``(D + 1, O, O)``.
    """

    breaks: Mask
    first: IntArray
    last: IntArray
    slack: int
    better: Mask


@dataclass(frozen=True, eq=False)
class SlackRows:
    """
    Slacks, and sums of them.

    Parameters
    ----------
    price, upper
        As in ``Slacks``. Shape ``(L,)``.
    first, last
        First and last day on which a row with the slack has a shift. Shape ``(L,)``.
    members
        Whether a sum counts a slack. Shape ``(M, L)``.
    limit, own
        Limit of each sum and its own slack, -1 when it is hard. Shape ``(M,)``.
    """

    price: IntArray
    upper: IntArray
    first: IntArray
    last: IntArray
    members: Mask
    limit: IntArray
    own: IntArray


@dataclass(frozen=True, eq=False)
class DiagramRows:
    """
    Everything that a diagram of a block is made of.

    ``left_out`` counts rows that a diagram does not carry (several gaps, gaps on condition): with such rows its tours
    are a relaxation.
    """

    num_days: int
    classes: Classes
    sums: SumRows
    gaps: tuple[GapRow, ...]
    slacks: SlackRows
    left_out: int


def diagram_rows(block: Block, num_days: int, leave_out: frozenset[int] = frozenset()) -> DiagramRows:
    """
    Translate a block.

    Parameters
    ----------
    block
        The block.
    num_days
        D.
    leave_out
        Positions of rows of the block to leave out on purpose.
    """
    rows = [row for index, row in enumerate(block.rows) if index not in leave_out]
    linear = [row for row in rows if isinstance(row, AtMostOne | SumRow)]
    gaps = [row for row in rows if isinstance(row, Gaps) and row.needed == 1 and row.when < 0]
    sums = [row for row in rows if isinstance(row, SlackSum)]
    coefficients, broken = _by_shift(block, linear), [_broken(block, row) for row in gaps]
    classes = _classes(block, num_days, np.hstack([coefficients, *broken]))
    sample = _sample(classes, len(block.shifts))
    sum_rows = _sum_rows(classes, num_days, linear, coefficients[sample])
    gap_rows = tuple(_gap_row(classes, num_days, row, mask[sample]) for row, mask in zip(gaps, broken, strict=True))
    slacks = _slack_rows(block, num_days, sum_rows, gap_rows, sums)
    left_out = len(block.rows) - len(linear) - len(gaps) - len(sums)
    return DiagramRows(num_days, classes, sum_rows, gap_rows, slacks, left_out)


def _by_shift(block: Block, rows: list[AtMostOne | SumRow]) -> IntArray:
    """Coefficients by shift. Shape ``(S, R)``."""
    matrix = np.zeros((len(block.shifts), len(rows)), dtype=np.int64)
    for index, row in enumerate(rows):
        matrix[row.shifts, index] = 1 if isinstance(row, AtMostOne) else row.coefficients
    return matrix


def _broken(block: Block, row: Gaps) -> IntArray:
    """Whether each shift breaks each gap, as 0 and 1. Shape ``(S, O)``."""
    matrix = np.zeros((len(block.shifts), len(row.options)), dtype=np.int64)
    for index, option in enumerate(row.options):
        matrix[option, index] = 1
    return matrix


def _classes(block: Block, num_days: int, content: IntArray) -> Classes:
    keyed = np.column_stack([block.shifts.day, content])
    distinct, class_of = np.unique(keyed, axis=0, return_inverse=True)
    day = distinct[:, 0]
    return Classes(class_of.reshape(-1), day, np.searchsorted(day, np.arange(num_days + 1)))


def _sample(classes: Classes, num_shifts: int) -> IntArray:
    """One shift of each class. Shape ``(C,)``."""
    sample = np.zeros(len(classes.day), dtype=np.int64)
    sample[classes.class_of] = np.arange(num_shifts)
    return sample


def _sum_rows(classes: Classes, num_days: int, rows: list[AtMostOne | SumRow], coefficients: IntArray) -> SumRows:
    least = np.zeros((num_days + 1, len(rows)), dtype=np.int64)
    most = least.copy()
    for day in range(num_days - 1, -1, -1):
        today = coefficients[classes.first[day] : classes.first[day + 1]]
        least[day] = least[day + 1] + np.minimum(0, today.min(axis=0, initial=0))
        most[day] = most[day + 1] + np.maximum(0, today.max(axis=0, initial=0))
    first, last = _days(classes, coefficients != 0)
    lower = [-OPEN if isinstance(row, AtMostOne) or row.lower is None else row.lower for row in rows]
    upper = [1 if isinstance(row, AtMostOne) else OPEN if row.upper is None else row.upper for row in rows]
    scale = [1 if isinstance(row, AtMostOne) else row.scale for row in rows]
    return SumRows(
        coefficients=coefficients,
        lower=np.array(lower, dtype=np.int64),
        upper=np.array(upper, dtype=np.int64),
        slack=np.array([row.slack for row in rows], dtype=np.int64),
        scale=np.array(scale, dtype=np.int64),
        first=first,
        last=last,
        least=least,
        most=most,
    )


def _days(classes: Classes, used: Mask) -> tuple[IntArray, IntArray]:
    """First and last day of each column that is used. Shape ``(columns,)`` each."""
    columns = [classes.day[mask] for mask in used.T]
    first = np.array([days.min() if len(days) else 0 for days in columns], dtype=np.int64)
    return first, np.array([days.max(initial=0) for days in columns], dtype=np.int64)


def _gap_row(classes: Classes, num_days: int, row: Gaps, broken: IntArray) -> GapRow:
    mask = broken.astype(bool)
    first, last = _days(classes, mask)
    better = np.zeros((num_days + 1, mask.shape[1], mask.shape[1]), dtype=bool)
    for day in range(num_days + 1):
        later = mask[classes.first[day] :] if day < num_days else mask[:0]
        # i is broken only by classes that break j too; of equals the first is kept.
        within = ~(later[:, :, None] & ~later[:, None, :]).any(axis=0)
        equal = within & within.T
        better[day] = within & (~equal | np.triu(np.ones_like(equal), k=1))
    return GapRow(mask, first, last, row.slack, better)


def _slack_rows(
    block: Block, num_days: int, sums: SumRows, gaps: tuple[GapRow, ...], limits: list[SlackSum]
) -> SlackRows:
    count = len(block.slacks)
    first, last = np.full(count, num_days, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for slack, begin, end in [
        *zip(sums.slack.tolist(), sums.first.tolist(), sums.last.tolist(), strict=True),
        *((row.slack, int(row.first.min()), int(row.last.max())) for row in gaps if len(row.first)),
    ]:
        if slack >= 0:
            first[slack], last[slack] = min(first[slack], begin), max(last[slack], end)
    members = np.zeros((len(limits), count), dtype=bool)
    for index, row in enumerate(limits):
        members[index, row.slacks] = True
    limit = np.array([row.upper for row in limits], dtype=np.int64)
    own = np.array([row.slack for row in limits], dtype=np.int64)
    return SlackRows(block.slacks.price, block.slacks.upper, first, last, members, limit, own)
