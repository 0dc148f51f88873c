"""Runs of days over candidate shifts, for the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from scheduler.candidates import Candidates
    from scheduler.rules.shift_kind import ShiftKind
    from shiftmodels.data import IntArray


class DayRuns:
    """
    Days with or without shifts of a kind, and rows over them.

    Parameters
    ----------
    candidates, kind
        Shifts, and which of them count.
    of_work
        Whether runs are of days with such a shift, or of days without.
    """

    def __init__(self, candidates: Candidates, kind: ShiftKind, *, of_work: bool) -> None:
        self._of_work, self._days = of_work, candidates.problem.days
        own, none = candidates.by_day(kind_mask(kind, candidates)), np.zeros(0, dtype=np.int64)
        self._shifts = [own.get(day, none) for day in range(self._days)]
        past = candidates.past
        self._worked = set(past.day[kind_mask(kind, past)].tolist())
        self._first = min([candidates.problem.known_from, *past.day.tolist()])

    def too_long(self, maximum: int) -> Iterator[Limit]:
        """Not all of ``maximum + 1`` days that end on a day of the plan; each such stretch is a breach of one day."""
        for last in range(self._days):
            first = last - maximum
            if first >= self._first and self._is_possible(range(first, min(0, last + 1)), inside=True):
                yield from self._not_all(range(max(0, first), last + 1), [], units=1)

    def too_short(self, minimum: int, start_counts: bool, end_counts: bool) -> Iterator[Limit]:
        """No run of a length below ``minimum`` between two days of the opposite."""
        for begin in range(self._first, self._days):
            for length in range(1, minimum):
                after = begin + length
                if after < 0 or after > self._days or (after == self._days and not end_counts):
                    continue
                if begin == self._first and not start_counts:
                    continue
                before = [] if begin == self._first else [begin - 1]
                around = [*before, *([] if after == self._days else [after])]
                inside = range(begin, after)
                if self._is_possible(inside, inside=True) and self._is_possible(around, inside=False):
                    roster = [day for day in around if day >= 0]
                    yield from self._not_all([day for day in inside if day >= 0], roster, units=minimum - length)

    def _is_possible(self, days: range | list[int], *, inside: bool) -> bool:
        """Whether the past days among these are all inside, or all outside, a run."""
        return all(((day in self._worked) == self._of_work) == inside for day in days if day < 0)

    def _not_all(self, inside: range | list[int], outside: list[int], units: int) -> Iterator[Limit]:
        """At least one of the days inside a run is not, or one of those outside is."""
        working, free = (list(inside), outside) if self._of_work else (outside, list(inside))
        if any(not len(self._shifts[day]) for day in working):
            return
        shifts = [self._shifts[day] for day in (*working, *free)]
        signs = [np.ones(len(self._shifts[day]), dtype=np.int64) for day in working]
        signs += [np.full(len(self._shifts[day]), -1, dtype=np.int64) for day in free]
        row = SumRow(_joined(shifts), _joined(signs), None, len(working) - 1)
        yield Limit(min([*working, *free]), row, units=units)


def _joined(parts: list[IntArray]) -> IntArray:
    return np.concatenate(parts).astype(np.int64)
