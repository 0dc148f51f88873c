"""Windows of days over an audited tour, for the auditor."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from scheduler.audit_time import Stretch
from scheduler.audit_words import day_name
from scheduler.horizon import Horizon

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.rules.windowed import WindowedRule

_MONDAY = dt.date(2024, 1, 1)

_EARLIER_DAYS = 7
"""Days before the first window whose shifts can matter in it: they run into it, or work the same weekend."""


@dataclass(frozen=True, slots=True)
class Period:
    """
    A window as the calendar has it.

    Parameters
    ----------
    first, stop
        Its first day, and the day after its last.
    breach
        Of the windows with the same number the one that is broken most is reported.
    """

    first: int
    stop: int
    breach: int


@dataclass(frozen=True, slots=True)
class Found:
    """
    A window outside its limit.

    Parameters
    ----------
    first, stop
        The days that count.
    total, limit, amount
        What there is, what is allowed or asked for, and by how much the roster misses it.
    """

    first: int
    stop: int
    total: int
    limit: int
    amount: int

    def dates(self, horizon: Horizon) -> str:
        """The dates, in words."""
        begin, last = day_name(horizon.date(self.first)), day_name(horizon.date(self.stop - 1))
        days = self.stop - self.first
        if days == 1:
            return f"on {begin}"
        return f"in the week from {begin}" if days == 7 else f"in the {days} days from {begin} to {last}"

    def place(self, horizon: Horizon) -> Stretch:
        """The part of it that lies in the plan, or all of it where it begins after the plan."""
        end = self.stop if self.first >= horizon.days else min(self.stop, horizon.days)
        return horizon.day_start(max(0, self.first)), horizon.day_start(end)


class DayBook:
    """
    Amounts by day, from the roster and in all.

    Parameters
    ----------
    periods
        Windows in which sums are asked for.
    """

    def __init__(self, periods: tuple[Period, ...]) -> None:
        self._base = min(period.first for period in periods)
        self._days = max(period.stop for period in periods) - self._base
        self._rostered, self._all = [0] * (self._days + 1), [0] * (self._days + 1)

    def within(self, shifts: list[Worked]) -> list[Worked]:
        """Shifts without those that lie so far back that they matter in no window."""
        return [shift for shift in shifts if shift.day >= self._base - _EARLIER_DAYS]

    def add(self, day: int, amount: int, *, rostered: bool) -> None:
        """Note an amount; days outside all windows are left out."""
        place = day - self._base + 1
        if 1 <= place <= self._days:
            self._all[place] += amount
            if rostered:
                self._rostered[place] += amount

    def sums(self, spans: list[Stretch]) -> Iterator[tuple[int, int]]:
        """What the roster has, and what there is in all, from the first day to before the second of each span."""
        rostered, everything, base = list(accumulate(self._rostered)), list(accumulate(self._all)), self._base
        for first, stop in spans:
            yield rostered[stop - base] - rostered[first - base], everything[stop - base] - everything[first - base]


def periods_of(rule: WindowedRule, tour: AuditedTour, further_days: int = 0) -> tuple[Period, ...]:
    """
    Windows that touch the horizon, in order.

    Parameters
    ----------
    rule, tour
        The rule and the tour.
    further_days
        Days after the horizon on which windows may begin as well.
    """
    horizon = tour.problem.horizon
    end = horizon.days + further_days
    if rule.window_days is None:
        return _calendar_periods(str(rule.calendar), horizon, end)
    week_start = rule.week_start or tour.problem.week_start
    return _periods(rule.window_days, rule.anchor == "rolling", week_start.number, horizon, end)


def exceeded(
    rule: WindowedRule,
    tour: AuditedTour,
    book: DayBook,
    periods: tuple[Period, ...],
    most: Callable[[int, int], int],
    absent: Sequence[int] = (),
) -> list[Found]:
    """
    Windows that hold more than is allowed and to which the roster adds, of each breach the worst.

    Parameters
    ----------
    rule, tour, book, periods
        The rule, the tour and what lies on its days.
    most
        What is allowed, given the days for which a limit is due and all days of the window.
    absent
        Days that are taken out, in order.
    """
    worst: dict[int, Found] = {}
    since = max(tour.known_from, _employed(tour)[0]) if rule.shrinks else periods[0].first
    asked = [period for period in periods if period.stop > since]
    spans = [(max(period.first, since), period.stop) for period in asked]
    unit = rule.shrinks_by_days
    for period, span, (mine, total) in zip(asked, spans, book.sums(spans), strict=True):
        if mine:
            length = period.stop - period.first
            limit = most(_days_left(span, length, unit, absent), length)
            if total > limit:
                _keep_worst(worst, period.breach, Found(*span, total, limit, min(mine, total - limit)))
    return list(worst.values())


def missed(
    tour: AuditedTour,
    book: DayBook,
    periods: tuple[Period, ...],
    least: Callable[[int, int], int],
    absent: Sequence[int] = (),
) -> list[Found]:
    """Windows, known throughout, that hold less than is asked for, of each breach the worst; as ``exceeded``."""
    worst: dict[int, Found] = {}
    joined, left = _employed(tour)
    since, until = max(tour.known_from, joined), min(tour.problem.days, left)
    asked = [period for period in periods if since <= period.first and 0 < period.stop <= until]
    spans = [(period.first, period.stop) for period in asked]
    for period, span, (_, total) in zip(asked, spans, book.sums(spans), strict=True):
        days = period.stop - period.first
        limit = least(days - _count(absent, *span), days)
        if total < limit:
            _keep_worst(worst, period.breach, Found(*span, total, limit, limit - total))
    return list(worst.values())


def _keep_worst(worst: dict[int, Found], breach: int, found: Found) -> None:
    if breach not in worst or found.amount > worst[breach].amount:
        worst[breach] = found


def _days_left(span: Stretch, length: int, unit: int, absent: Sequence[int]) -> int:
    """Days for which an upper limit is due, given the days that count of a window of some length."""
    known = span[1] - span[0]
    # A week of which the history knows a part is a week: nobody averages within less than one.
    days = length if known == length else min(length, -(-known // unit) * unit)
    return max(days - _count(absent, *span), min(unit, length)) if absent else days


def _count(days: Sequence[int], first: int, stop: int) -> int:
    return bisect_left(days, stop) - bisect_left(days, first)


def _employed(tour: AuditedTour) -> Stretch:
    """First day of the agent, and the day after his last; where open, all that is known, and the whole plan."""
    agent, horizon = tour.agent, tour.problem.horizon
    joined = tour.known_from if agent.valid_from is None else horizon.day(agent.valid_from)
    return joined, horizon.days if agent.valid_to is None else horizon.day(agent.valid_to) + 1


@lru_cache(maxsize=256)
def _periods(length: int, rolling: bool, week_start: int, horizon: Horizon, end: int) -> tuple[Period, ...]:
    """Windows of a number of days that reach into the days from 0 to before ``end``."""
    if rolling:
        firsts = range(1 - length, end)
        return tuple(Period(day, day + length, _block(day + length - 1, length, horizon)) for day in firsts)
    origin = _MONDAY + dt.timedelta(days=week_start if length % 7 == 0 else 0)
    passed = (horizon.start_date - origin).days // length
    day = horizon.day(origin + dt.timedelta(days=passed * length))
    return tuple(Period(first, first + length, first) for first in range(day, end, length))


def _block(last: int, length: int, horizon: Horizon) -> int:
    """Number of the stretch of the plan in which a rolling window ends; beyond the end it ends with the plan."""
    return min(last, horizon.days - 1) // length


@lru_cache(maxsize=256)
def _calendar_periods(calendar: str, horizon: Horizon, end: int) -> tuple[Period, ...]:
    if calendar == "horizon":
        return (Period(0, horizon.days, 0),)
    periods: Iterator[Period] = _months(horizon) if calendar == "month" else _years(horizon)
    return tuple(period for period in periods if period.stop > 0 and period.first < end)


def _months(horizon: Horizon) -> Iterator[Period]:
    for year in range(horizon.start_date.year, horizon.start_date.year + 3):
        for month in range(1, 13):
            first = horizon.day(dt.date(year, month, 1))
            stop = horizon.day(dt.date(year + month // 12, month % 12 + 1, 1))
            yield Period(first, stop, first)


def _years(horizon: Horizon) -> Iterator[Period]:
    for year in range(horizon.start_date.year, horizon.start_date.year + 3):
        first = horizon.day(dt.date(year, 1, 1))
        yield Period(first, horizon.day(dt.date(year + 1, 1, 1)), first)
