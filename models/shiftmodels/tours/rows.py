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
    row, shift_class, coefficient
        Entries of the rows, class by class. Shape ``(E,)``.
    lower, upper, slack, scale
        As in ``SumRow``; ``-OPEN`` and ``OPEN`` where there is no limit. Shape ``(R,)``.
    first, last
        First and last day on which the row has a shift. Shape ``(R,)``.
    place, least, most
        ``least[place[r] + d]``: least sum that days from ``d`` on can add to a row, for its days and the one after.
        Shapes ``(R,)`` and ``(days of all rows,)``.
    """

    row: IntArray
    shift_class: IntArray
    coefficient: IntArray
    lower: IntArray
    upper: IntArray
    slack: IntArray
    scale: IntArray
    first: IntArray
    last: IntArray
    place: IntArray
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

    ``left_out`` counts rows that no diagram carries (several gaps, gaps on condition): with such rows its tours are a
    relaxation. Rows left out on purpose are not counted.
    """

    num_days: int
    classes: Classes
    sums: SumRows
    gaps: tuple[GapRow, ...]
    slacks: SlackRows
    left_out: int


@dataclass(frozen=True, eq=False)
class _Linear:
    """A row of a block with its nonzero coefficients, shifts ascending."""

    shifts: IntArray
    coefficients: IntArray
    lower: int
    upper: int
    slack: int
    scale: int


def diagram_rows(
    block: Block, num_days: int, leave_out: frozenset[int] = frozenset(), simplify: bool = True
) -> DiagramRows:
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
    simplify
        Whether rows that others imply are left away.
    """
    rows = [row for index, row in enumerate(block.rows) if index not in leave_out]
    linear = [_linear(row) for row in rows if isinstance(row, AtMostOne | SumRow)]
    gaps = [row for row in rows if isinstance(row, Gaps) and row.needed == 1 and row.when < 0]
    sums = [row for row in rows if isinstance(row, SlackSum)]
    left_out = len(rows) - len(linear) - len(gaps) - len(sums)
    if simplify:
        linear = [row for row in _merged(linear) if _can_bind(block, row)]
    entries, broken = _entries(linear), [_broken(block, row) for row in gaps]
    classes = _classes(block, num_days, entries, broken)
    sample = _sample(classes, len(block.shifts))
    sum_rows = _sum_rows(classes, num_days, linear, entries)
    gap_rows = tuple(_gap_row(classes, num_days, row, mask[sample]) for row, mask in zip(gaps, broken, strict=True))
    slacks = _slack_rows(block, num_days, sum_rows, gap_rows, sums)
    return DiagramRows(num_days, classes, sum_rows, gap_rows, slacks, left_out)


def _linear(row: AtMostOne | SumRow) -> _Linear:
    if isinstance(row, AtMostOne):
        return _Linear(np.sort(row.shifts), np.ones(len(row.shifts), dtype=np.int64), -OPEN, 1, row.slack, 1)
    order = np.argsort(row.shifts, kind="stable")
    order = order[row.coefficients[order] != 0]
    lower, upper = -OPEN if row.lower is None else row.lower, OPEN if row.upper is None else row.upper
    return _Linear(row.shifts[order], row.coefficients[order], lower, upper, row.slack, row.scale)


def _merged(rows: list[_Linear]) -> list[_Linear]:
    """Hard rows over the same sum made one, in the smallest whole numbers."""
    known: dict[tuple[bytes, bytes], _Linear] = {}
    others = []
    for row in rows:
        if row.slack >= 0 or not len(row.shifts):
            others.append(row)
            continue
        coefficients, lower, upper = reduced_limits(row.coefficients, row.lower, row.upper)
        key = row.shifts.tobytes(), coefficients.tobytes()
        if key in known:
            lower, upper = max(lower, known[key].lower), min(upper, known[key].upper)
        known[key] = _Linear(row.shifts, coefficients, lower, upper, -1, 1)
    return [*known.values(), *others]


def reduced_limits(coefficients: IntArray, lower: int, upper: int) -> tuple[IntArray, int, int]:
    """
    Coefficients without a common divisor, the first of them positive, and limits that fit.

    Parameters
    ----------
    coefficients
        Not all zero. Shape ``(n,)``.
    lower, upper
        Limits, ``-OPEN`` and ``OPEN`` where there is none.
    """
    divisor = int(np.gcd.reduce(coefficients)) * (1 if coefficients[np.flatnonzero(coefficients)[0]] > 0 else -1)
    if divisor < 0:
        lower, upper = -upper, -lower
    lower = -OPEN if lower <= -OPEN else -(-lower // abs(divisor))
    return coefficients // divisor, lower, OPEN if upper >= OPEN else upper // abs(divisor)


def _can_bind(block: Block, row: _Linear) -> bool:
    """Whether a choice of one shift a day can break a row."""
    if not len(row.shifts):
        return not row.lower <= 0 <= row.upper
    days = block.shifts.day[row.shifts]
    if days[0] == days[-1]:
        least, most = min(0, int(row.coefficients.min())), max(0, int(row.coefficients.max()))
    else:
        extremes = np.zeros((2, int(days.max()) + 1), dtype=np.int64)
        np.minimum.at(extremes[0], days, row.coefficients)
        np.maximum.at(extremes[1], days, row.coefficients)
        least, most = (int(total) for total in extremes.sum(axis=1))
    return least < row.lower or most > row.upper


def _entries(rows: list[_Linear]) -> tuple[IntArray, IntArray, IntArray]:
    """Row, shift and coefficient of each entry, shift by shift."""
    none = np.zeros(0, dtype=np.int64)
    number = np.repeat(np.arange(len(rows)), [len(row.shifts) for row in rows])
    shift = np.concatenate([none, *(row.shifts for row in rows)])
    value = np.concatenate([none, *(row.coefficients for row in rows)])
    order = np.argsort(shift, kind="stable")
    return number[order].astype(np.int64), shift[order], value[order]


def _broken(block: Block, row: Gaps) -> IntArray:
    """Whether each shift breaks each gap, as 0 and 1. Shape ``(S, O)``."""
    matrix = np.zeros((len(block.shifts), len(row.options)), dtype=np.int64)
    for index, option in enumerate(row.options):
        matrix[option, index] = 1
    return matrix


def _classes(
    block: Block, num_days: int, entries: tuple[IntArray, IntArray, IntArray], broken: list[IntArray]
) -> Classes:
    row, shift, value = entries
    gaps = np.hstack([np.zeros((len(block.shifts), 0), dtype=np.int64), *broken])
    count = np.concatenate([[0], np.cumsum(np.bincount(shift, minlength=len(block.shifts)))])
    class_of, first = np.zeros(len(block.shifts), dtype=np.int64), np.zeros(num_days + 1, dtype=np.int64)
    by_day = np.argsort(block.shifts.day, kind="stable")
    bounds = np.searchsorted(block.shifts.day[by_day], np.arange(num_days + 1))
    for day in range(num_days):
        here = by_day[bounds[day] : bounds[day + 1]]
        # Shifts of a day with the same rows and the same coefficients in all of them are one class.
        seen: dict[tuple[bytes, bytes, bytes], int] = {}
        for one in here.tolist():
            part = slice(count[one], count[one + 1])
            key = row[part].tobytes(), value[part].tobytes(), gaps[one].tobytes()
            class_of[one] = first[day] + seen.setdefault(key, len(seen))
        first[day + 1] = first[day] + len(seen)
    return Classes(class_of, np.repeat(np.arange(num_days), np.diff(first)), first)


def _sample(classes: Classes, num_shifts: int) -> IntArray:
    """One shift of each class. Shape ``(C,)``."""
    sample = np.zeros(len(classes.day), dtype=np.int64)
    sample[classes.class_of] = np.arange(num_shifts)
    return sample


def _sum_rows(
    classes: Classes, num_days: int, rows: list[_Linear], entries: tuple[IntArray, IntArray, IntArray]
) -> SumRows:
    row, shift, value = entries
    order = np.lexsort((row, classes.class_of[shift]))
    row, number, value = row[order], classes.class_of[shift[order]], value[order]
    kept = np.ones(len(row), dtype=bool)
    kept[1:] = (row[1:] != row[:-1]) | (number[1:] != number[:-1])
    row, number, value = row[kept], number[kept], value[kept]
    day = classes.day[number]
    first, last = np.full(len(rows), num_days, dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    np.minimum.at(first, row, day)
    np.maximum.at(last, row, day)
    first = np.minimum(first, last)
    start = np.concatenate([[0], np.cumsum(last - first + 2)]).astype(np.int64)
    place = start[:-1] - first
    least, most = np.zeros(start[-1], dtype=np.int64), np.zeros(start[-1], dtype=np.int64)
    np.minimum.at(least, place[row] + day, value)
    np.maximum.at(most, place[row] + day, value)
    return SumRows(
        row=row,
        shift_class=number,
        coefficient=value,
        lower=np.array([one.lower for one in rows], dtype=np.int64),
        upper=np.array([one.upper for one in rows], dtype=np.int64),
        slack=np.array([one.slack for one in rows], dtype=np.int64),
        scale=np.array([one.scale for one in rows], dtype=np.int64),
        first=first,
        last=last,
        place=place,
        least=_sums_to_come(least, start),
        most=_sums_to_come(most, start),
    )


def _sums_to_come(values: IntArray, start: IntArray) -> IntArray:
    """Sums of each value and those after it in the same part."""
    before = np.concatenate([[0], np.cumsum(values)])
    rest: IntArray = np.repeat(before[start[1:]], np.diff(start)) - before[:-1]
    return rest.astype(np.int64)


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
