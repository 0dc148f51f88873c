"""Which shifts are of a kind, for the auditor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scheduler.records import Weekday
from scheduler.rules.hours import least_minutes, most_minutes

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.contracts import Pattern
    from scheduler.horizon import Horizon
    from scheduler.rules.shift_kind import ShiftKind, Window

_WEEKDAYS = tuple(Weekday)


def is_of_kind(shift: Worked, kind: ShiftKind, tour: AuditedTour) -> bool:
    """Whether a shift of a tour, or of the history before it, is of a kind."""
    problem, minutes = tour.problem, shift.end - shift.start
    local = problem.horizon.instant(shift.start)
    begins = local.hour * 60 + local.minute
    if kind.patterns and not any(_fits(shift, begins, problem.pattern_named[name]) for name in kind.patterns):
        return False
    if kind.earliest_start is not None and begins < kind.earliest_start:
        return False
    if kind.latest_start is not None and begins > kind.latest_start:
        return False
    if kind.minimum_hours is not None and minutes < least_minutes(kind.minimum_hours):
        return False
    if kind.maximum_hours is not None and minutes > most_minutes(kind.maximum_hours):
        return False
    return _on_dates(shift, kind, tour) and all(
        max(minutes_in_window(shift, window, problem.horizon), default=0) >= window.minutes for window in kind.windows
    )


def fitting_patterns(shift: Worked, names: Iterable[str], tour: AuditedTour) -> Iterator[str]:
    """Those of some patterns that allow the start and the length of a shift."""
    local = tour.problem.horizon.instant(shift.start)
    begins = local.hour * 60 + local.minute
    return (name for name in names if _fits(shift, begins, tour.problem.pattern_named[name]))


def minutes_in_window(shift: Worked, window: Window, horizon: Horizon) -> Iterator[int]:
    """Elapsed minutes of a shift in each occurrence of a window of local time that it reaches into."""
    first = horizon.instant(shift.start).date() - dt.timedelta(days=1)
    last = horizon.instant(shift.end).date()
    for offset in range((last - first).days + 1):
        start, end = horizon.window(horizon.day(first) + offset, window.start, window.end)
        if min(end, shift.end) > max(start, shift.start):
            yield min(end, shift.end) - max(start, shift.start)


def dates_touched(shift: Worked, horizon: Horizon) -> dict[dt.date, int]:
    """Elapsed minutes of a shift on each local date on which it has time."""
    day, minutes = horizon.day(horizon.instant(shift.start).date()), {}
    position = shift.start
    while position < shift.end:
        midnight = min(shift.end, horizon.day_start(day + 1))
        minutes[horizon.date(day)] = midnight - position
        position, day = midnight, day + 1
    return minutes


def _fits(shift: Worked, begins: int, pattern: Pattern) -> bool:
    on_day = _WEEKDAYS[shift.date.weekday()] in pattern.days_of_week
    return on_day and begins in pattern.starts and shift.end - shift.start in pattern.lengths_minutes


def _on_dates(shift: Worked, kind: ShiftKind, tour: AuditedTour) -> bool:
    if kind.days_of_week and _WEEKDAYS[shift.date.weekday()] not in kind.days_of_week:
        return False
    if not kind.touches_days and kind.public_holiday is None:
        return True
    touched = dates_touched(shift, tour.problem.horizon)
    if kind.touches_days and not any(_WEEKDAYS[date.weekday()] in kind.touches_days for date in touched):
        return False
    return kind.public_holiday is None or kind.public_holiday == any(date in tour.holidays for date in touched)
