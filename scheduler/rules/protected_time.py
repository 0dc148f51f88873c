"""Times at which nobody works."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_time import Stretch, common, merged
from scheduler.audit_words import duration, stretch
from scheduler.horizon import Horizon
from scheduler.records import MINUTES_PER_DAY, Record, TimeOfDay, Weekday
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.calendar_dates import calendar_dates
from scheduler.rules.hours import in_minutes

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from shiftmodels.data import IntArray

_OUTSIDE_DAYS = 2
"""Days before and after the horizon whose windows a shift of the horizon can reach."""


class ClockWindow(Record):
    """
    A window of local time.

    Parameters
    ----------
    start, end
        From ``start`` to before ``end``; an ``end`` at or before ``start`` lies on the next date.
    """

    start: TimeOfDay
    end: TimeOfDay


class ProtectedTime(AgentRule):
    """
    No work in windows of the clock, on whole dates, or in windows of some dates.

    A shift counts from its start to its end, breaks included: an agent who is at work during a protected time is not
    free to leave. Time that lies in two windows counts once. Only shifts of the roster count, also where they
    reach beyond the horizon, and windows of the dates before and after the horizon hold for them.

    Windows are read on the local clock, so that one from 22:00 to 06:00 has 7 elapsed hours in the night in which
    clocks go forward and 9 in the one in which they go back. A time that occurs twice means its first occurrence.

    Parameters
    ----------
    windows
        Times that are protected, on each date in question; one that passes midnight belongs to the date on which it
        starts. Where there are none, dates are protected from midnight to midnight.
    days_of_week, public_holidays, dates
        The dates in question: those of these weekdays, the public holidays at the agent's site, and these dates. Every
        date where none of the three is stated.
    shift_by_hours
        Whole dates are protected from and until so many hours after midnight, before it if negative.

    References
    ----------
    SI 1998/1833 regs 6A, 7: young workers do not work from 22:00 to 06:00, or from 23:00 to 07:00 by contract.
    ArbZG § 9: no work on Sundays and public holidays from 00:00 to 24:00; operations around the clock may move this by
    up to 6 hours (``shift_by_hours = 6``: from 06:00 to 06:00).
    Arbeidstijdenwet 5:6, 5:1: Sundays, or another day of the week for religious reasons.
    """

    name: ClassVar[str] = "protected_time"
    unit: ClassVar = "hours"

    windows: tuple[ClockWindow, ...] = ()
    days_of_week: tuple[Weekday, ...] = ()
    public_holidays: bool = False
    dates: tuple[dt.date, ...] = ()
    shift_by_hours: Annotated[Decimal, Field(ge=-12, le=12)] = Decimal(0)

    @model_validator(mode="after")
    def _something_is_protected(self) -> Self:
        if not self.windows and self._on_every_date:
            raise ValueError("protected_time needs windows, days_of_week, public_holidays or dates; add one of them")
        if self.windows and self.shift_by_hours:
            raise ValueError("shift_by_hours moves whole dates; move the windows themselves and remove it")
        if in_minutes(self.shift_by_hours) % 1:
            raise ValueError("shift_by_hours is no whole number of minutes; round it")
        return self

    @property
    def _on_every_date(self) -> bool:
        return not (self.days_of_week or self.public_holidays or self.dates)

    def days_meant(self, horizon: Horizon, holidays: frozenset[dt.date]) -> list[int]:
        """Days of the dates in question on which a window can begin that a shift of the horizon reaches."""
        days = range(-_OUTSIDE_DAYS, horizon.days + _OUTSIDE_DAYS)
        if self._on_every_date:
            return list(days)
        further = {*self.dates, *(holidays if self.public_holidays else ())}
        return calendar_dates(horizon, days, self.days_of_week, further)

    def excess(self, candidates: Candidates) -> IntArray:
        """See ``AgentRule``."""
        horizon = candidates.problem.horizon
        days = self.days_meant(horizon, candidates.holidays)
        shift = int(in_minutes(self.shift_by_hours))
        clock = [(window.start, window.end) for window in self.windows] or [(shift, shift + MINUTES_PER_DAY)]
        bounds = [horizon.window(day, start, end) for day in days for start, end in clock]
        opens, closes = np.array(sorted(bounds), dtype=np.int64).reshape(-1, 2).T
        # Each window counts from where the earlier ones have ended, so that no minute counts twice.
        reached = np.maximum.accumulate(closes)
        opens[1:] = np.maximum(opens[1:], reached[:-1])
        inside = np.minimum(candidates.end[:, None], closes) - np.maximum(candidates.start[:, None], opens)
        minutes: IntArray = np.maximum(0, inside).sum(axis=1, dtype=np.int64)
        return minutes

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift and each protected stretch that share time; the amount is what they share."""
        protected = _protected(self, tour.problem.horizon, tour.holidays if self.public_holidays else frozenset())
        for shift in tour.rostered:
            for place in protected[bisect_right(protected, shift.start, key=itemgetter(1)) :]:
                shared = common(place, (shift.start, shift.end))
                if shared is None:
                    break
                yield self._breach(tour, shift, place, shared)

    def _breach(self, tour: AuditedTour, shift: Worked, place: Stretch, shared: Stretch) -> Violation:
        horizon, minutes = tour.problem.horizon, shared[1] - shared[0]
        message = (
            f"{tour.agent.label} works {stretch(horizon, shift.start, shift.end)}, {duration(minutes)} of it in the "
            f"protected time {stretch(horizon, *place)}, none is allowed."
        )
        return breach(self, tour.agent, tour.problem, shared, message, minutes)


@lru_cache(maxsize=256)
def _protected(rule: ProtectedTime, horizon: Horizon, holidays: frozenset[dt.date]) -> list[Stretch]:
    """Protected stretches that shifts of the horizon can reach, for the auditor; agents of a site share them."""
    places: list[Stretch] = []
    for day in rule.days_meant(horizon, holidays):
        if not rule.windows:
            offset = int(in_minutes(rule.shift_by_hours))
            places.append((horizon.minute_at(day, offset), horizon.minute_at(day + 1, offset)))
        places += [horizon.window(day, window.start, window.end) for window in rule.windows]
    return merged((start, end) for start, end in places if start < end)
