"""Numbers of shifts, points of shifts, or weekends in windows of days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.records import Name, Weekday
from scheduler.rules.breach import breach
from scheduler.rules.counted_time import shifts_of_kind
from scheduler.rules.kind_mask import kind_mask, shift_points
from scheduler.rules.kind_test import dates_touched, fitting_patterns
from scheduler.rules.shift_kind import ShiftKind
from scheduler.rules.weekend_rows import weekend_limits
from scheduler.rules.window_audit import DayBook, Found, exceeded, missed, periods_of
from scheduler.rules.window_rows import DayAmounts, lower_limits, upper_limits, windows_of
from scheduler.rules.windowed import WindowedRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.horizon import Horizon
    from scheduler.result import Violation
    from scheduler.rules.limit import AllowanceSum, Limit
    from shiftmodels.data import IntArray

_WORDS = {"shifts": "shift", "days": "working day", "weekends": "worked weekend"}

Amount = Annotated[int, Field(ge=0, le=1_000_000)]
"""Shifts, weekends or points; where points are minutes, a year has half a million."""

_DAYS_BEYOND = 2
"""Days after the horizon on which shifts of its last days can have time."""


class CountLimit(WindowedRule):
    """
    How many shifts, working days or weekends lie in a window of days.

    A shift counts in the window in which its shift date lies, history included. A weekend belongs to its first date,
    or, where it begins before the plan and reaches into it, to the first date of the plan; it counts once, however many
    of its shifts are worked, and what the roster adds to a weekend on which the history has worked is no breach. Which
    windows are asked, and what becomes of a plan without history, ``WindowedRule`` says; counts that shrink are rounded
    down.

    Parameters
    ----------
    maximum, minimum
        How many at most and at least; ``minimum`` not of weekends.
    counted
        ``shifts``; ``days``, the same in other words, as an agent has one shift a date; ``weekends``.
    shifts
        Shifts that count; all where it states nothing.
    points
        With ``counted = "shifts"``: points of a shift by its pattern, for agreements that weigh shifts: with
        ``{night = 2}`` a night counts 2. A shift of another pattern counts 1, one that fits several named patterns the
        most of theirs. The limits, and the amount of a breach, are then in points.
    weekend_days
        Days of a weekend, all of one week from Monday to Sunday; ``["sunday"]`` counts Sundays.
    weekend_by
        A weekend is worked when a shift has its shift date on it (``date``), or any time from midnight to midnight
        (``time``).

    References
    ----------
    ArbZG § 2(5): 48 nights a calendar year; § 11(1): 15 Sundays a year are free. Arbeidstijdenwet 5:8: 36 nights in any
    16 weeks, 5 long ones in any 14 days; 5:6: 13 of the Sundays in any 52 weeks are free.
    Code du travail L3132-1: 6 days a week. INRC-II: total assignments (``calendar = "horizon"``).
    """

    name: ClassVar[str] = "count_limit"
    unit: ClassVar = "times"

    maximum: Amount | None = None
    minimum: Annotated[Amount, Field(ge=1)] | None = None
    counted: Literal["shifts", "days", "weekends"] = "shifts"
    shifts: ShiftKind = ShiftKind()
    points: dict[Name, Amount] = Field(default_factory=dict)
    weekend_days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = (Weekday.SATURDAY, Weekday.SUNDAY)
    weekend_by: Literal["date", "time"] = "date"

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.maximum is None and self.minimum is None:
            raise ValueError(f"rule {self.label} needs maximum or minimum; add one of them")
        if self.maximum is not None and self.minimum is not None and self.minimum > self.maximum:
            raise ValueError(f"rule {self.label}: minimum is above maximum; swap them")
        if self.minimum is not None and self.counted == "weekends":
            raise ValueError(f"rule {self.label}: minimum is not about weekends; count shifts or days")
        if self.points and self.counted != "shifts":
            raise ValueError(f'rule {self.label}: points are of shifts; set counted = "shifts" or remove them')
        return self

    @property
    def _further_days(self) -> int:
        """Days after the horizon on which a shift of the horizon can work a weekend."""
        return _DAYS_BEYOND if self.counted == "weekends" and self.weekend_by == "time" else 0

    def rows(self, candidates: Candidates) -> Iterable[Limit | AllowanceSum]:
        """See ``AgentRule``."""
        windows = windows_of(self, candidates, self._further_days)
        most = (self.maximum or 0) * windows.left // windows.length
        if self.counted == "weekends":
            yield from weekend_limits(self, candidates, windows, most)
            return
        past = candidates.past
        shifts = DayAmounts(candidates.day, self._counts_of(candidates)[:, None])
        known = windows.sums(past.day, self._counts_of(past))
        if self.maximum is not None:
            yield from upper_limits(windows, shifts, known, most)
        if self.minimum is not None:
            yield from lower_limits(windows, shifts, known, np.full_like(known, self.minimum))

    def _counts_of(self, candidates: Candidates) -> IntArray:
        """What each candidate counts. Shape ``(S,)``."""
        mask = kind_mask(self.shifts, candidates).astype(np.int64)
        return mask * shift_points(self.points, candidates) if self.points else mask

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each window, or for each stretch of the plan in which rolling windows are broken."""
        if not tour.rostered and self.minimum is None:
            return
        periods = periods_of(self, tour, self._further_days)
        book = DayBook(periods)
        shifts = shifts_of_kind(self.shifts, book.within(tour.worked), tour)
        for day, amount, rostered in self._counted(shifts, tour):
            book.add(day, amount, rostered=rostered)
        if self.minimum is not None:
            least = self.minimum
            for found in missed(tour, book, periods, lambda days, length: least):
                yield self._breach(tour, found, f"at least {least} are required")
        if self.maximum is not None:
            most = self.maximum
            for found in exceeded(self, tour, book, periods, lambda days, length: most * days // length):
                yield self._breach(tour, found, f"at most {found.limit} are allowed")

    def _counted(self, shifts: list[Worked], tour: AuditedTour) -> Iterator[tuple[int, int, bool]]:
        """Day of each shift or weekend that counts, what it counts, and whether it is the roster that adds it."""
        if self.counted != "weekends":
            yield from ((shift.day, self._worth(shift, tour), not shift.past) for shift in shifts)
            return
        horizon = tour.problem.horizon
        past = {day for shift in shifts if shift.past for day in self._weekends_of(shift, horizon)}
        every = {day for shift in shifts for day in self._weekends_of(shift, horizon)}
        yield from ((day, 1, day not in past) for day in every)

    def _worth(self, shift: Worked, tour: AuditedTour) -> int:
        """Points of a shift."""
        if not self.points:
            return 1
        return max((self.points[name] for name in fitting_patterns(shift, self.points, tour)), default=1)

    def _weekends_of(self, shift: Worked, horizon: Horizon) -> Iterator[int]:
        """Day to which each weekend belongs that a shift works."""
        dates = [shift.date] if self.weekend_by == "date" else dates_touched(shift, horizon)
        numbers = {weekday.number for weekday in self.weekend_days}
        for date in dates:
            if date.weekday() in numbers:
                begins = horizon.day(date) - date.weekday() + min(numbers)
                ends = begins + max(numbers) - min(numbers)
                yield 0 if begins < 0 <= ends else begins

    def _breach(self, tour: AuditedTour, found: Found, limit: str) -> Violation:
        horizon = tour.problem.horizon
        counted = "point" if self.points else _WORDS[self.counted]
        words = f"{found.total} {counted}{'' if found.total == 1 else 's'}"
        kind = "" if self.shifts == ShiftKind() else " of the kind in question"
        message = f"{tour.agent.label} has {words}{kind} {found.dates(horizon)}, {limit}."
        return breach(self, tour.agent, tour.problem, found.place(horizon), message, found.amount)
