"""Windows of days over candidate shifts, for the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from scheduler.rules.windowed import WindowedRule
    from shiftmodels.data import IntArray


@dataclass(frozen=True, eq=False)
class Windows:
    """
    Windows that the horizon touches; all arrays have shape ``(W,)``.

    Parameters
    ----------
    first, stop
        From the first day that counts to before ``stop``.
    length
        Days of the window, also those that do not count.
    left
        Days for which an upper limit is due.
    absent
        Days that an absence covers.
    breach
        Windows with the same number are one breach.
    complete
        Whether a lower limit is asked.
    """

    first: IntArray
    stop: IntArray
    length: IntArray
    left: IntArray
    absent: IntArray
    breach: IntArray
    complete: NDArray[np.bool_]

    def sums(self, day: IntArray, amount: IntArray) -> IntArray:
        """Sum of the amounts of some days in each window. Shape ``(W,)``."""
        order = np.argsort(day, kind="stable")
        total = np.concatenate([[0], np.cumsum(amount[order])])
        days = day[order]
        inside: IntArray = total[np.searchsorted(days, self.stop)] - total[np.searchsorted(days, self.first)]
        return inside


@dataclass(frozen=True, eq=False)
class DayAmounts:
    """
    What each candidate adds to each day.

    Parameters
    ----------
    day
        First day to which it adds. Shape ``(S,)``.
    amounts
        What it adds to this day and the next ones. Shape ``(S, K)``.
    """

    day: IntArray
    amounts: IntArray

    @property
    def flat(self) -> tuple[IntArray, IntArray]:
        """Days and amounts, one after the other. Shape ``(S * K,)`` each."""
        return self._days.ravel(), self.amounts.ravel()

    @property
    def most(self) -> tuple[IntArray, IntArray]:
        """The most that one shift on each date adds, by the day to which it adds."""
        dates = np.unique(self.day)
        row = np.searchsorted(dates, self.day)
        most = np.zeros((len(dates), self.amounts.shape[1]), dtype=np.int64)
        np.maximum.at(most, row, self.amounts)
        return (dates[:, None] + np.arange(most.shape[1])).ravel(), most.ravel()

    def between(self, first: int, stop: int) -> IntArray:
        """What each candidate adds to the days from ``first`` to before ``stop``. Shape ``(S,)``."""
        inside = (self._days >= first) & (self._days < stop)
        added: IntArray = np.where(inside, self.amounts, 0).sum(axis=1)
        return added

    @property
    def _days(self) -> IntArray:
        days: IntArray = self.day[:, None] + np.arange(self.amounts.shape[1])
        return days


def windows_of(rule: WindowedRule, candidates: Candidates, further_days: int = 0, *, neutral: bool = False) -> Windows:
    """
    Windows that touch the horizon.

    Parameters
    ----------
    rule, candidates
        The rule and the agent.
    further_days
        Days after the horizon on which windows may begin as well.
    neutral
        Whether days that an absence covers are taken out.
    """
    problem, agent = candidates.problem, candidates.agent
    begin, stop = _bounds(rule, candidates, problem.days + further_days)
    known = problem.known_from
    if agent.valid_from is not None:
        known = max(known, problem.horizon.day(agent.valid_from))
    gone = problem.days if agent.valid_to is None else min(problem.days, problem.horizon.day(agent.valid_to) + 1)
    first = np.maximum(begin, known) if rule.shrinks else begin
    length, unit = stop - begin, rule.shrinks_by_days
    left = np.where(first > begin, np.minimum(length, -(-(stop - first) // unit) * unit), length)
    away = np.array(candidates.days_absent if neutral else [], dtype=np.int64)
    absent = np.searchsorted(away, stop) - np.searchsorted(away, np.minimum(first, stop))
    return Windows(
        first=first,
        stop=stop,
        length=length,
        left=np.maximum(left - absent, np.minimum(unit, length)),
        absent=absent,
        breach=(np.minimum(stop, problem.days) - 1) // length if rule.anchor == "rolling" else begin,
        complete=(begin >= known) & (stop <= gone) & (stop > 0),
    )


def upper_limits(windows: Windows, shifts: DayAmounts, known: IntArray, most: IntArray) -> Iterator[Limit]:
    """
    Rows by which no window holds more than ``most``, of which ``known`` is there before any shift.

    Rows that can never bind are left out, and so are those that another row of the same breach implies.
    """
    upper = np.maximum(0, most - known)
    chosen = np.flatnonzero(windows.sums(*shifts.most) > upper)
    chosen = chosen[~_implied(windows, upper, chosen, int(shifts.flat[0].max(initial=0)))]
    unit = _common_unit(shifts, upper[chosen])
    for index in chosen.tolist():
        yield _limit(("most", unit), windows, index, shifts, (None, int(upper[index])))


def lower_limits(windows: Windows, shifts: DayAmounts, known: IntArray, least: IntArray) -> Iterator[Limit]:
    """Rows by which no complete window holds less than ``least``, of which ``known`` is there before any shift."""
    chosen, missing = np.flatnonzero(windows.complete & (known < least)), least - known
    unit = _common_unit(shifts, missing[chosen])
    for index in chosen.tolist():
        yield _limit(("least", unit), windows, index, shifts, (int(missing[index]), None))


def _common_unit(shifts: DayAmounts, limits: IntArray) -> int:
    """Largest number of which every amount and every limit is a multiple, so that slacks stay small."""
    return int(np.gcd.reduce(np.concatenate([shifts.amounts.ravel(), limits])))


def _limit(
    side: tuple[str, int], windows: Windows, index: int, shifts: DayAmounts, limits: tuple[int | None, int | None]
) -> Limit:
    first, stop = int(windows.first[index]), int(windows.stop[index])
    added = shifts.between(first, stop)
    (worked,) = np.nonzero(added)
    row = SumRow(worked, added[worked], *limits, scale=side[1])
    return Limit(first, row, breach=(*side, int(windows.breach[index])), units=side[1])


def _implied(windows: Windows, upper: IntArray, chosen: IntArray, last: int) -> NDArray[np.bool_]:
    """Whether each chosen window lies in another of the same breach with no higher limit. Shape of ``chosen``."""
    # Candidates lie between the first day of the plan and ``last``: days outside make no window wider.
    first, stop = np.maximum(0, windows.first[chosen]), np.minimum(last + 1, windows.stop[chosen])
    limit, breach = upper[chosen], windows.breach[chosen]
    around = (first[:, None] <= first) & (stop[:, None] >= stop) & (limit[:, None] <= limit)
    around &= breach[:, None] == breach
    twins = around & around.T
    implied: NDArray[np.bool_] = np.any((around & ~twins) | np.triu(twins, 1), axis=0)
    return implied


def _bounds(rule: WindowedRule, candidates: Candidates, end: int) -> tuple[IntArray, IntArray]:
    """First day of each window that begins before ``end``, and the day after its last."""
    horizon = candidates.problem.horizon
    if rule.calendar == "horizon":
        return np.array([0]), np.array([horizon.days])
    if rule.window_days is None:
        return _calendar_bounds(str(rule.calendar), horizon.date(0), end)
    length = rule.window_days
    if rule.anchor == "rolling":
        begin = np.arange(1 - length, end)
    else:
        week_start = candidates.problem.week_start if rule.week_start is None else rule.week_start
        counted_from = horizon.day(dt.date(2024, 1, 1)) + (week_start.number if length % 7 == 0 else 0)
        begin = np.arange(-(-counted_from % length), end, length)
    return begin, begin + length


def _calendar_bounds(calendar: str, origin: dt.date, end: int) -> tuple[IntArray, IntArray]:
    begins = [origin.replace(day=1) if calendar == "month" else origin.replace(month=1, day=1)]
    while (begins[-1] - origin).days < end:
        later = begins[-1] + dt.timedelta(days=31 if calendar == "month" else 366)
        begins.append(later.replace(day=1) if calendar == "month" else later.replace(month=1, day=1))
    days = np.array([(begin - origin).days for begin in begins], dtype=np.int64)
    return days[:-1], days[1:]
