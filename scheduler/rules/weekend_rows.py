"""Numbers of worked weekends over candidate shifts, for the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.kind_mask import kind_mask, minutes_on_days
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from scheduler.rules.count_limit import CountLimit
    from scheduler.rules.window_rows import Windows
    from shiftmodels.data import IntArray


def weekend_limits(
    rule: CountLimit, candidates: Candidates, windows: Windows, most: IntArray
) -> Iterator[Limit | AllowanceSum]:
    """
    Rows by which no window holds more than ``most`` worked weekends.

    Working a weekend uses an allowance; those of a window are limited in sum. A weekend on which the history has worked
    is worked already.
    """
    taken, free = _weekends(rule, candidates)
    known = windows.sums(np.array(taken, dtype=np.int64), np.ones(len(taken), dtype=np.int64))
    upper = np.maximum(0, most - known)
    needed: set[int] = set()
    for index in range(len(upper)):
        first, stop = int(windows.first[index]), int(windows.stop[index])
        inside = tuple(day for day in free if first <= day < stop)
        if len(inside) > upper[index]:
            needed.update(inside)
            yield AllowanceSum(first, inside, int(upper[index]), breach=("most", int(windows.breach[index])))
    for day in sorted(needed):
        for date in np.unique(candidates.day[free[day]]).tolist():
            shifts = free[day][candidates.day[free[day]] == date]
            yield Limit(date, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), None, 0), allowance=day)


def _weekends(rule: CountLimit, candidates: Candidates) -> tuple[list[int], dict[int, IntArray]]:
    """Days to which weekends belong: those worked in the history, and the others with the shifts that work them."""
    problem = candidates.problem
    numbers = sorted(weekday.number for weekday in rule.weekend_days)
    of_kind, past_of_kind = kind_mask(rule.shifts, candidates), kind_mask(rule.shifts, candidates.past)
    oldest = min([0, *candidates.past.day.tolist()])
    taken, free = [], {}
    for monday in range(problem.horizon.week_of(oldest, 0), problem.days + 7, 7):
        days = [monday + number for number in numbers]
        belongs_to = max(0, days[0]) if days[-1] >= 0 else days[0]
        if (past_of_kind & _works(rule, candidates.past, days)).any():
            taken.append(belongs_to)
        elif (working := of_kind & _works(rule, candidates, days)).any():
            free[belongs_to] = np.flatnonzero(working)
    return taken, free


def _works(rule: CountLimit, candidates: Candidates, days: list[int]) -> NDArray[np.bool_]:
    """Candidates with their shift date, or any time, on one of these days. Shape ``(S,)``."""
    works: NDArray[np.bool_] = (
        minutes_on_days(days, candidates) > 0 if rule.weekend_by == "time" else np.isin(candidates.day, days)
    )
    return works
