"""Hours in windows of days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_words import duration
from scheduler.rules.breach import breach
from scheduler.rules.counted_time import COUNTED_WORDS, Counts, counted_minutes, shifts_of_kind
from scheduler.rules.hours import in_minutes
from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.kind_test import dates_touched
from scheduler.rules.shift_kind import ShiftKind
from scheduler.rules.window_audit import DayBook, Found, Period, exceeded, missed, periods_of
from scheduler.rules.window_rows import DayAmounts, lower_limits, upper_limits, windows_of
from scheduler.rules.windowed import WindowedRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from scheduler.rules.limit import Limit
    from shiftmodels.data import IntArray

Hours = Annotated[Decimal, Field(ge=0, le=9000)]

_DAYS_BEYOND = 2
"""Days after the horizon on which shifts of its last days can have minutes."""


class WorkingHours(WindowedRule):
    """
    Hours in a window of days, or their average: at most, at least.

    A shift counts in full on its shift date, unless ``split_at_midnight``. Shifts of the history count with their paid
    time, of which more is not known, or from start to end with ``counts = "span"``. Time is elapsed time. Which windows
    are asked, and what becomes of a plan without history, ``WindowedRule`` says. Limits that are no whole minutes are
    rounded against the agent's work: an upper one down, a lower one up.

    Parameters
    ----------
    maximum_hours, minimum_hours
        Hours at most and at least in a window.
    average
        The hours are those of ``average_per_days`` days on average over the window.
    average_per_days
        Days to which an average refers, 7 for hours a week, and in multiples of which its windows shrink.
    counts
        ``work``: without breaks, paid or not. ``paid``: what is paid. ``span``: from start to end.
    split_at_midnight
        Minutes count on the local date on which they lie, also on dates after the plan; with ``span`` only, since it
        is not known where breaks will lie.
    shifts
        Shifts that count; all where it states nothing.
    absences
        ``ignored``: absences are neither work nor time off. ``worked``: their credited minutes count as hours on the
        date on which they start. ``neutral`` (averages): dates wholly covered by absences are taken out, and limits
        shrink pro rata; an upper one not below that of ``average_per_days`` days.

    References
    ----------
    SI 1998/1833 reg 4: 48 hours a week on average over any 17 weeks; reg 4(4): new starters over the time since their
    start; reg 4(6): days of leave are neutral. Arbeidstijdenwet 5:7, 5:2: 60 hours a week, 55 on average over 4 weeks,
    48 over 16 weeks; leave counts as worked. ArbZG § 3: 8 hours a Werktag, 48 a week, over 24 weeks.
    Code du travail L3121-18: 10 hours on a civil day.
    """

    name: ClassVar[str] = "working_hours"
    unit: ClassVar = "hours"

    maximum_hours: Hours | None = None
    minimum_hours: Hours | None = None
    average: bool = False
    average_per_days: Annotated[int, Field(ge=1, le=366)] = 7
    counts: Counts = "work"
    split_at_midnight: bool = False
    shifts: ShiftKind = ShiftKind()
    absences: Literal["ignored", "worked", "neutral"] = "ignored"

    @model_validator(mode="after")
    def _limits(self) -> Self:
        least, most = self.minimum_hours, self.maximum_hours
        if least is None and most is None:
            raise ValueError(f"rule {self.label} needs maximum_hours or minimum_hours; add one of them")
        if least is not None and most is not None and least > most:
            raise ValueError(f"rule {self.label}: minimum_hours is above maximum_hours; swap them")
        if self.split_at_midnight and self.counts != "span":
            raise ValueError(f'rule {self.label}: split_at_midnight needs counts = "span"; change one of them')
        if self.absences == "neutral" and not self.average:
            raise ValueError(f"rule {self.label}: neutral absences are about averages; set average = true")
        return self

    @property
    def shrinks(self) -> bool:
        """Averages shrink with the history unless something else is stated."""
        return self.average if self.missing_history is None else super().shrinks

    @property
    def shrinks_by_days(self) -> int:
        """Averages are asked over whole multiples of what they refer to."""
        return self.average_per_days if self.average else super().shrinks_by_days

    @property
    def look_back_days(self) -> int:
        """With minutes on their own dates, the night before the window counts too."""
        return super().look_back_days + self.split_at_midnight

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        further = _DAYS_BEYOND if self.split_at_midnight else 0
        windows = windows_of(self, candidates, further, neutral=self.absences == "neutral")
        shifts, known = self._by_day(candidates), windows.sums(*self._known(candidates))
        per_days = np.full_like(windows.length, self.average_per_days) if self.average else windows.length
        if self.maximum_hours is not None:
            minutes = Fraction(in_minutes(self.maximum_hours))
            most = windows.left * minutes.numerator // (per_days * minutes.denominator)
            yield from upper_limits(windows, shifts, known, most)
        if self.minimum_hours is not None:
            minutes = Fraction(in_minutes(self.minimum_hours))
            due = (windows.length - windows.absent) * minutes.numerator
            yield from lower_limits(windows, shifts, known, -(-due // (per_days * minutes.denominator)))

    def _by_day(self, candidates: Candidates) -> DayAmounts:
        """Minutes of each candidate on each day that counts."""
        mask = kind_mask(self.shifts, candidates)
        if self.split_at_midnight:
            day, minutes = _split(candidates)
            return DayAmounts(day, minutes * mask[:, None])
        span = candidates.end - candidates.start
        minutes = {"work": candidates.work, "paid": candidates.paid, "span": span}[self.counts]
        return DayAmounts(candidates.day, (minutes * mask)[:, None])

    def _known(self, candidates: Candidates) -> tuple[IntArray, IntArray]:
        """Days and minutes of the history and of credited absences."""
        day, minutes = self._by_day(candidates.past).flat
        if self.absences != "worked":
            return day, minutes
        starts, credited = np.array(sorted(candidates.credited.items()), dtype=np.int64).reshape(-1, 2).T
        return np.concatenate([day, starts]), np.concatenate([minutes, credited])

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each window, or for each stretch of the plan in which rolling windows are broken."""
        if not tour.rostered and self.minimum_hours is None:
            return
        periods = periods_of(self, tour, _DAYS_BEYOND if self.split_at_midnight else 0)
        book = self._book(tour, periods)
        absent = tour.absent_days if self.absences == "neutral" else []
        if self.minimum_hours is not None:
            for found in missed(tour, book, periods, self._limit(self.minimum_hours, -1), absent):
                yield self._breach(tour, found, f"at least {duration(found.limit)} are required", self.minimum_hours)
        if self.maximum_hours is not None:
            for found in exceeded(self, tour, book, periods, self._limit(self.maximum_hours, 1), absent):
                yield self._breach(tour, found, f"at most {duration(found.limit)} are allowed", self.maximum_hours)

    def _limit(self, hours: Decimal, sign: int) -> Callable[[int, int], int]:
        """Limit in minutes for so many days of a window of so many; rounded down, up with sign -1."""
        minutes = Fraction(in_minutes(hours))
        top, bottom = sign * minutes.numerator, minutes.denominator
        if self.average:
            per_days = bottom * self.average_per_days
            return lambda days, length: sign * (top * days // per_days)
        return lambda days, length: sign * (top * days // (bottom * length))

    def _book(self, tour: AuditedTour, periods: tuple[Period, ...]) -> DayBook:
        """Minutes on each day."""
        book, horizon = DayBook(periods), tour.problem.horizon
        for shift in shifts_of_kind(self.shifts, book.within(tour.worked), tour):
            if self.split_at_midnight:
                for date, minutes in dates_touched(shift, horizon).items():
                    book.add(horizon.day(date), minutes, rostered=not shift.past)
            else:
                book.add(shift.day, counted_minutes(shift, self.counts), rostered=not shift.past)
        if self.absences == "worked":
            for day, minutes in tour.credited.items():
                book.add(day, minutes, rostered=False)
        return book

    def _breach(self, tour: AuditedTour, found: Found, limit: str, hours: Decimal) -> Violation:
        horizon, days = tour.problem.horizon, self.average_per_days
        per = "a week" if days == 7 else f"in {days} days"
        average = f" ({duration(in_minutes(hours))} {per} on average)" if self.average else ""
        message = (
            f"{tour.agent.label} has {duration(found.total)} {COUNTED_WORDS[self.counts]} {found.dates(horizon)}, "
            f"{limit}{average}."
        )
        return breach(self, tour.agent, tour.problem, found.place(horizon), message, found.amount)


def _split(candidates: Candidates) -> tuple[IntArray, IntArray]:
    """Local day on which each candidate starts, and its minutes on this day and the next ones."""
    horizon = candidates.problem.horizon
    first, last = int(candidates.day.min(initial=0)) - 1, int(candidates.day.max(initial=0))
    midnights = np.array([horizon.day_start(day) for day in range(first, last + _DAYS_BEYOND + 3)], dtype=np.int64)
    row = np.searchsorted(midnights, candidates.start, side="right") - 1
    reach = row[:, None] + np.arange(_DAYS_BEYOND + 1)
    begin = np.maximum(candidates.start[:, None], midnights[reach])
    return first + row, np.maximum(0, np.minimum(candidates.end[:, None], midnights[reach + 1]) - begin)
