"""Rows that own rules tell the model: whether each is one that the engines understand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.rules.limit import AllowanceSum, Limit
from scheduler.rules.own_values import (
    MOST_EXCESS,
    WrongAnswerError,
    exact,
    is_hashable,
    is_whole,
    need,
    places,
    whole_array,
)
from shiftmodels.data import AtMostOne, Gaps, SumRow

if TYPE_CHECKING:
    from scheduler.candidates import Candidates
    from scheduler.rules.base import Rule
    from shiftmodels.data import IntArray

FARTHEST = 3660
"""Days before and after the plan on which a row may begin: work is averaged over months, and shifts pass midnight."""


def checked_row(_: Rule, answer: object, candidates: Candidates) -> Limit | AllowanceSum:
    """
    One of the rows of a rule.

    Parameters
    ----------
    answer
        What the rule yielded.
    candidates
        What it was asked about.
    """
    limit: Limit | AllowanceSum
    match answer:
        case Limit():
            limit = _checked_limit(answer, candidates)
        case AllowanceSum():
            limit = _checked_sum(answer)
        case _:
            raise WrongAnswerError("rows must yield Limit or AllowanceSum", answer)
    is_day = is_whole(limit.day, -FARTHEST, candidates.problem.days + FARTHEST)
    need(is_day, "day of a row must be a whole number, of a day in or near the plan", limit.day)
    need(is_hashable(limit.breach), "breach of a row must be hashable", limit.breach)
    need(is_whole(limit.units, 1, MOST_EXCESS), "units of a row must be a whole number of at least 1", limit.units)
    if limit.price is None:
        return limit
    return replace(limit, price=exact(limit.price, "price of a row must be a Fraction of at least 0, or None", 0))


def _checked_limit(limit: Limit, candidates: Candidates) -> Limit:
    """A row over candidates; what is not about its own arrays is looked at by the caller."""
    need(is_hashable(limit.allowance), "allowance of a row must be hashable", limit.allowance)
    need(is_hashable(limit.when), "when of a row must be hashable", limit.when)
    size = limit.allowance_size
    need(is_whole(size, 1, MOST_EXCESS), "allowance_size of a row must be a whole number of at least 1", size)
    row: AtMostOne | SumRow | Gaps
    match limit.row:
        case AtMostOne() as row:
            row = replace(row, shifts=_shifts(row.shifts, "shifts of AtMostOne", candidates))
        case SumRow() as row:
            row = _checked_sum_row(row, candidates)
        case Gaps() as row:
            row = _checked_gaps(row, candidates)
        case _:
            raise WrongAnswerError("row of a Limit must be AtMostOne, SumRow or Gaps", limit.row)
    need(is_whole(row.slack, -1, -1), "slack of a row must be left out, the compiler fills it in", row.slack)
    return replace(limit, row=row)


def _checked_sum_row(row: SumRow, candidates: Candidates) -> SumRow:
    shifts = _shifts(row.shifts, "shifts of SumRow", candidates)
    expected = (
        f"coefficients of SumRow must be an array of whole numbers up to 10^9, one for each of {len(shifts)} shifts"
    )
    coefficients = whole_array(row.coefficients, expected, len(shifts))
    limits = [limit for limit in (row.lower, row.upper) if limit is not None]
    for limit in limits:
        need(is_whole(limit), "lower and upper of SumRow must be whole numbers up to 10^12, or None", limit)
    need(limits == sorted(limits), "lower of SumRow must be at most its upper", f"{row.lower} and {row.upper}")
    need(is_whole(row.scale, 1, MOST_EXCESS), "scale of SumRow must be a whole number of at least 1", row.scale)
    return replace(row, shifts=shifts, coefficients=coefficients)


def _checked_gaps(row: Gaps, candidates: Candidates) -> Gaps:
    need(isinstance(row.options, tuple | list), "options of Gaps must be a tuple of arrays", row.options)
    options = tuple(_shifts(option, "each option of Gaps", candidates) for option in row.options)
    need(is_whole(row.needed, 1, MOST_EXCESS), "needed of Gaps must be a whole number of at least 1", row.needed)
    need(is_whole(row.length, 0), "length of Gaps must be a whole number of at least 0", row.length)
    need(is_whole(row.when, -1, -1), "when of Gaps must be left out, that of Limit names the allowance", row.when)
    starts = row.starts
    if starts is not None or row.needed > 1:
        expected = f"starts of Gaps must be an array of whole numbers, one for each of {len(options)} options"
        starts = whole_array(starts, expected, len(options))
    return replace(row, options=options, starts=starts)


def _checked_sum(limit: AllowanceSum) -> AllowanceSum:
    names = limit.allowances
    is_tuple = isinstance(names, tuple | list) and all(is_hashable(name) for name in names)
    need(is_tuple, "allowances of AllowanceSum must be a tuple of hashable names", names)
    need(len(set(names)) == len(names), "allowances of AllowanceSum must be distinct", names)
    need(is_whole(limit.upper), "upper of AllowanceSum must be a whole number", limit.upper)
    return limit


def _shifts(value: object, subject: str, candidates: Candidates) -> IntArray:
    count = len(candidates)
    expected = (
        f"{subject} must be an array of distinct whole numbers, from 0 to below {count}, the number of candidates"
    )
    return places(value, expected, count)
