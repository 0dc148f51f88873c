"""Long rests in windows of days over candidate shifts, for the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.gap_options import gap_options, is_free
from scheduler.rules.hours import least_minutes
from scheduler.rules.limit import Limit
from shiftmodels.data import Gaps

if TYPE_CHECKING:
    from scheduler.candidates import Candidates
    from scheduler.rules.weekly_rest import WeeklyRest
    from shiftmodels.data import IntArray


def weekly_limits(rule: WeeklyRest, candidates: Candidates) -> Iterator[Limit]:
    """A row for each window that the candidates could leave without enough gaps."""
    horizon, past = candidates.problem.horizon, candidates.past
    length = least_minutes(rule.hours)
    spans = np.concatenate([past.start, candidates.start]), np.concatenate([past.end, candidates.end])
    for first in _first_days(rule, candidates):
        stop = first + rule.window_days
        window = horizon.day_start(first), horizon.day_start(stop)
        needed = min(rule.parts, _room((past.start, past.end), window, length))
        if needed > _room(spans, window, length):
            # Rolling windows that end in the same stretch of the plan are one breach.
            breach = (stop - 1) // rule.window_days if rule.anchor == "rolling" else first
            yield Limit(first, _gaps(candidates, window, length, needed), breach=breach)


def _first_days(rule: WeeklyRest, candidates: Candidates) -> Iterator[int]:
    """First day of each window that is asked."""
    problem, size = candidates.problem, rule.window_days
    step, offset = 1, 0
    if rule.anchor == "fixed":
        week_start = problem.week_start if rule.week_start is None else rule.week_start
        step, offset = size, problem.horizon.day(dt.date(2024, 1, 1))
        offset += week_start.number if size % 7 == 0 else 0
    for first in range(max(1 - size, problem.known_from), problem.days - size + 1):
        if (first - offset) % step == 0:
            yield first


def _room(spans: tuple[IntArray, IntArray], window: tuple[int, int], length: int) -> int:
    """How many gaps there are in a window when everything is worked. Shape ``(n,)`` each."""
    start, end = spans
    inside = (end > window[0]) & (start < window[1])
    order = np.argsort(start[inside], kind="stable")
    begins = np.append(start[inside][order], window[1])
    ended = np.maximum.accumulate(np.concatenate([[window[0]], end[inside][order]]))
    return int((np.maximum(0, begins - ended) // length).sum())


def _gaps(candidates: Candidates, window: tuple[int, int], length: int, needed: int) -> Gaps:
    """Gaps of a window; each can be slid to the left until it begins with the window, a shift's end or a gap's."""
    past = candidates.past
    reaching = past.end[(past.end > window[0]) & (past.start < window[1])]
    ends = candidates.end[(candidates.end > window[0]) & (candidates.end < window[1])]
    bases = np.unique(np.concatenate([[window[0]], reaching, ends]))
    begins = np.unique(bases[:, None] + length * np.arange(needed))
    begins = begins[(begins + length <= window[1]) & is_free(begins, length, past)]
    options = gap_options(begins, length, candidates, only_one=needed == 1)
    return Gaps(tuple(options.breaking), starts=options.begins, length=length, needed=needed)
