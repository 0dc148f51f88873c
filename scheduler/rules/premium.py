"""Loadings for hours at unsocial times: nights, Sundays, public holidays."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_time import Stretch, length, merged
from scheduler.horizon import Horizon
from scheduler.records import MINUTES_PER_DAY, Cost, Weekday
from scheduler.rules.calendar_dates import calendar_dates
from scheduler.rules.charge import Charge
from scheduler.rules.limit import ShiftCosts
from scheduler.rules.pay_rule import PayRule
from scheduler.rules.protected_time import ClockWindow

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.contracts import Contract
    from scheduler.result import Violation
    from shiftmodels.data import IntArray

_OUTSIDE_DAYS = 2
"""Days before and after the horizon whose windows a shift of the horizon can reach."""


class Premium(PayRule):
    """
    Extra pay for the time of a shift inside windows of the clock, on whole dates, or in windows of some dates.

    A shift counts from its start to its end, with its breaks, wherever these lie, but never with more than its paid
    minutes: a shift that lies wholly inside is charged for its paid time, and one that lies partly inside as if its
    unpaid breaks lay outside. Time in two windows counts once. Only shifts of the roster are charged, with all their
    time, also after the last date; windows of the dates before and after the plan hold for them.

    Windows are read on the local clock and their length is elapsed time: one from 22:00 to 06:00 has 7 hours in the
    night in which clocks go forward and 9 in the one in which they go back. A time that occurs twice means its first
    occurrence. Premiums of several rules, and overtime, add up.

    Parameters
    ----------
    windows
        From ``start`` to before ``end``, on each date in question; one that passes midnight belongs to the date on
        which it starts. Where there are none, dates count from midnight to midnight.
    days_of_week, public_holidays, dates
        The dates in question: those of these weekdays, the public holidays at the agent's site, and these dates. Every
        date where none of the three is stated.
    except_public_holidays
        Public holidays at the agent's site are none of the dates in question: another premium holds there.
    multiplier
        Extra share of ``hourly_cost``: 0.25 for 25 %.
    amount_per_hour
        Instead: money for an hour.
    whole_shift_from_minutes
        A shift with at least so many minutes inside gets the premium for all its paid time. Without it, none does.

    References
    ----------
    Philippine Labor Code, article 86: 10 % for each hour from 22:00 to 06:00.
    MA000023 (Australia), penalty rates: 25 % on Saturdays, 50 % on Sundays, 150 % on public holidays.
    """

    name: ClassVar[str] = "premium"

    windows: tuple[ClockWindow, ...] = ()
    days_of_week: tuple[Weekday, ...] = ()
    public_holidays: bool = False
    except_public_holidays: bool = False
    dates: tuple[dt.date, ...] = ()
    multiplier: Annotated[Decimal, Field(gt=0, le=10, decimal_places=4)] | None = None
    amount_per_hour: Cost | None = None
    whole_shift_from_minutes: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.windows and self._on_every_date:
            raise ValueError(
                f"rule {self.label} needs windows, days_of_week, public_holidays or dates; add one of them"
            )
        if self.public_holidays and self.except_public_holidays:
            raise ValueError(f"rule {self.label} is both about public_holidays and not; remove one of the two")
        if (self.multiplier is None) == (self.amount_per_hour is None):
            raise ValueError(f"rule {self.label} needs either multiplier or amount_per_hour; state one of them")
        return self

    @property
    def _on_every_date(self) -> bool:
        return not (self.days_of_week or self.public_holidays or self.dates)

    def hourly(self, contract: Contract) -> Fraction:
        """Extra money for an hour."""
        if self.amount_per_hour is not None:
            return Fraction(self.amount_per_hour)
        return Fraction(self.multiplier or 0) * Fraction(contract.hourly_cost)

    def shift_costs(self, candidates: Candidates) -> ShiftCosts:
        """See ``AgentRule``."""
        per_minute = self.hourly(candidates.contract) / 60
        inside = self._minutes_inside(candidates)
        if self.whole_shift_from_minutes is None:
            charged = np.minimum(inside, candidates.paid)
        else:
            charged = np.where(inside >= self.whole_shift_from_minutes, candidates.paid, 0)
        money = {minutes: per_minute * minutes for minutes in np.unique(charged).tolist()}
        return ShiftCosts([money[minutes] for minutes in charged.tolist()])

    def _minutes_inside(self, candidates: Candidates) -> IntArray:
        """Minutes of each candidate inside the windows, counted on a line of all minutes. Shape ``(S,)``."""
        horizon = candidates.problem.horizon
        line = np.zeros(candidates.num_minutes + 1, dtype=np.int64)
        clock = [(window.start, window.end) for window in self.windows] or [(0, MINUTES_PER_DAY)]
        for day in self._days(candidates):
            for start, end in clock:
                opens, closes = horizon.window(day, start, end)
                line[max(1, opens + 1) : max(1, closes + 1)] = 1
        before = np.cumsum(line)
        return before[candidates.end] - before[candidates.start]

    def _days(self, candidates: Candidates) -> list[int]:
        """Days of the dates in question whose windows a candidate can reach."""
        horizon, holidays = candidates.problem.horizon, candidates.holidays
        days = range(-_OUTSIDE_DAYS, horizon.days + _OUTSIDE_DAYS)
        further = {*self.dates, *(holidays if self.public_holidays else ())}
        chosen = list(days) if self._on_every_date else calendar_dates(horizon, days, self.days_of_week, further)
        return [day for day in chosen if not (self.except_public_holidays and horizon.date(day) in holidays)]

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """None: work at such times is allowed."""
        return iter(())

    def charges(self, tour: AuditedTour) -> Iterator[Charge]:
        """A charge for each shift with time inside."""
        hourly = self.hourly(tour.problem.contract_of[tour.agent.agent])
        places = _places(self, tour.problem.horizon, tour.holidays)
        for shift in tour.rostered:
            hours = Fraction(self._charged_minutes(shift, places), 60)
            if hours:
                yield Charge(hours, hours * hourly)

    def _charged_minutes(self, shift: Worked, places: list[Stretch]) -> int:
        reached = places[bisect_right(places, shift.start, key=itemgetter(1)) :]
        reached = list(takewhile(lambda place: place[0] < shift.end, reached))
        inside = length((max(start, shift.start), min(end, shift.end)) for start, end in reached)
        if self.whole_shift_from_minutes is None:
            return min(inside, shift.paid_minutes)
        return shift.paid_minutes if inside >= self.whole_shift_from_minutes else 0


@lru_cache(maxsize=256)
def _places(rule: Premium, horizon: Horizon, holidays: frozenset[dt.date]) -> list[Stretch]:
    """Stretches in which work is paid more that shifts of the horizon can reach; agents of a site share them."""
    places: list[Stretch] = []
    for day in range(-_OUTSIDE_DAYS, horizon.days + _OUTSIDE_DAYS):
        if not _is_meant(rule, horizon.date(day), holidays):
            continue
        if not rule.windows:
            places.append((horizon.day_start(day), horizon.day_start(day + 1)))
        places += [horizon.window(day, window.start, window.end) for window in rule.windows]
    return merged((start, end) for start, end in places if start < end)


def _is_meant(rule: Premium, date: dt.date, holidays: frozenset[dt.date]) -> bool:
    if date in holidays and (rule.public_holidays or rule.except_public_holidays):
        return rule.public_holidays
    if date in rule.dates or list(Weekday)[date.weekday()] in rule.days_of_week:
        return True
    return not (rule.days_of_week or rule.dates or rule.public_holidays)
