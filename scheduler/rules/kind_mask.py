"""Which candidate shifts are of a kind, for the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from scheduler.records import MINUTES_PER_DAY
from scheduler.rules.hours import least_minutes, most_minutes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from scheduler.rules.shift_kind import ShiftKind, Window
    from shiftmodels.data import IntArray


def kind_mask(kind: ShiftKind, candidates: Candidates) -> NDArray[np.bool_]:
    """
    Candidates (or past shifts, as ``Candidates.past``) that are of a kind.

    Returns
    -------
    Shape ``(S,)``.
    """
    mask = np.ones(len(candidates), dtype=bool)
    if kind.patterns:
        mask &= np.any([candidates.of_pattern(name) for name in kind.patterns], axis=0)
    for window in kind.windows:
        mask &= most_minutes_inside(window, candidates) >= window.minutes
    if kind.earliest_start is not None or kind.latest_start is not None:
        local = candidates.local_start
        mask &= local >= (kind.earliest_start or 0)
        mask &= local <= (MINUTES_PER_DAY if kind.latest_start is None else kind.latest_start)
    span = candidates.end - candidates.start
    if kind.minimum_hours is not None:
        mask &= span >= least_minutes(kind.minimum_hours)
    if kind.maximum_hours is not None:
        mask &= span <= most_minutes(kind.maximum_hours)
    return mask & _on_dates(kind, candidates)


def shift_points(points: Mapping[str, int], candidates: Candidates) -> IntArray:
    """Points of each candidate: the most of the patterns it is of, 1 where none of them is named. Shape ``(S,)``."""
    most = np.full(len(candidates), -1, dtype=np.int64)
    for name, worth in points.items():
        most[candidates.of_pattern(name) & (most < worth)] = worth
    return np.where(most < 0, 1, most)


def most_minutes_inside(window: Window, candidates: Candidates) -> IntArray:
    """Elapsed minutes of each candidate in the occurrence of a window that it fills most. Shape ``(S,)``."""
    most = np.zeros(len(candidates), dtype=np.int64)
    for start, end in _occurrences(window, candidates):
        most = np.maximum(most, np.minimum(candidates.end, end) - np.maximum(candidates.start, start))
    return most


def minutes_on_days(days: list[int], candidates: Candidates) -> IntArray:
    """Elapsed minutes of each candidate on some day indices, midnight to midnight. Shape ``(S,)``."""
    horizon = candidates.problem.horizon
    total = np.zeros(len(candidates), dtype=np.int64)
    for day in days:
        start, end = horizon.day_start(day), horizon.day_start(day + 1)
        total += np.maximum(0, np.minimum(candidates.end, end) - np.maximum(candidates.start, start))
    return total


def calendar_days(candidates: Candidates) -> range:
    """Day indices on which candidates can have time."""
    if not len(candidates):
        return range(0)
    horizon = candidates.problem.horizon
    last = horizon.day(horizon.instant(int(candidates.end.max())).date())
    return range(int(candidates.day.min()), last + 1)


def _occurrences(window: Window, candidates: Candidates) -> list[tuple[int, int]]:
    horizon, days = candidates.problem.horizon, calendar_days(candidates)
    return [horizon.window(day, window.start, window.end) for day in range(days.start - 1, days.stop) if len(days)]


def _on_dates(kind: ShiftKind, candidates: Candidates) -> NDArray[np.bool_]:
    horizon, mask = candidates.problem.horizon, np.ones(len(candidates), dtype=bool)
    if not (kind.days_of_week or kind.touches_days or kind.public_holiday is not None):
        return mask
    days = calendar_days(candidates)
    if kind.days_of_week:
        wanted = {weekday.number for weekday in kind.days_of_week}
        mask &= np.isin(candidates.day, [day for day in days if horizon.date(day).weekday() in wanted])
    if kind.touches_days:
        wanted = {weekday.number for weekday in kind.touches_days}
        mask &= minutes_on_days([day for day in days if horizon.date(day).weekday() in wanted], candidates) > 0
    if kind.public_holiday is not None:
        free = [day for day in days if horizon.date(day) in candidates.holidays]
        mask &= (minutes_on_days(free, candidates) > 0) == kind.public_holiday
    return mask
