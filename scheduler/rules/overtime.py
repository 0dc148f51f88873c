"""Overtime: paid hours that cost more than the ordinary hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.records import MINUTES_PER_DAY, Record, Weekday
from scheduler.rules.hours import in_minutes
from scheduler.rules.limit import Limit, ShiftCosts
from scheduler.rules.overtime_audit import overtime_charges, overtime_findings
from scheduler.rules.pay_rule import PayRule
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from scheduler.rules.charge import Charge
    from shiftmodels.data import IntArray

Multiplier = Annotated[Decimal, Field(gt=1, le=10, decimal_places=4)]
Hours = Annotated[Decimal, Field(ge=0, le=168)]


class Tier(Record):
    """
    Paid time above ``after_hours`` is paid at ``multiplier`` times the ordinary hour.

    Parameters
    ----------
    after_hours
        Hours, a whole number of minutes.
    multiplier
        Above 1: 1.5 for time and a half.
    """

    after_hours: Hours
    multiplier: Multiplier

    @property
    def minutes(self) -> int:
        """Minutes after which the tier begins."""
        return int(in_minutes(self.after_hours))


class SeventhDay(Record):
    """
    The seventh day of a week of which all seven are worked.

    Parameters
    ----------
    multiplier
        For its first hours.
    first_hours, beyond
        Above so many hours ``beyond`` is paid instead; ``multiplier`` throughout where ``beyond`` is not given.
    """

    multiplier: Multiplier
    first_hours: Hours = Decimal(8)
    beyond: Multiplier | None = None

    @property
    def minutes(self) -> int:
        """Minutes of the day after which ``beyond`` is paid."""
        return int(in_minutes(self.first_hours))

    @property
    def highest(self) -> Decimal:
        """What its last hours are paid."""
        return self.multiplier if self.beyond is None else self.beyond


class Overtime(PayRule):
    """
    Overtime by the shift, by the week and on the seventh day of the week, at multiples of ``hourly_cost``.

    Paid minutes count, those of a shift on its shift date, also where it passes midnight; they are elapsed time, so a
    night shift is longer or shorter where clocks change. Absences do not count.

    - Of each shift, the time above each daily threshold is paid at its multiplier.
    - What is not above the first daily threshold is *ordinary* time of the week. Of its sum over the week, in order
      of time, what is above each weekly threshold is paid at its multiplier.
    - Where all seven dates of the week have a shift, the one on the seventh is paid as ``seventh_day`` says.

    No minute is paid twice over (no pyramiding): it is paid at the highest of these multipliers. The labour cost holds
    the ordinary hour already; this rule charges what comes on top.

    History of the week that the plan begins in counts as time already worked and is not charged; of a week that
    reaches beyond the end of the plan, the dates of the plan count. Weeks of different agents, and weeks that follow
    each other, are never averaged.

    Parameters
    ----------
    daily, weekly
        Tiers, ascending in hours and multipliers.
    seventh_day
        What is paid on the seventh day; nothing special where not given.
    week_start
        First day of the workweek; that of the plan where not given.

    References
    ----------
    California Labor Code § 510(a): above 8 hours a day, above 40 a week and the first 8 on the seventh day of work in
    one workweek 1.5; above 12 hours a day, and above 8 on that seventh day, 2.
    29 USC 207(a)(1), 29 CFR 778.101-104: above 40 hours in a workweek, 1.5; weeks are not averaged.
    """

    name: ClassVar[str] = "overtime"

    daily: tuple[Tier, ...] = ()
    weekly: tuple[Tier, ...] = ()
    seventh_day: SeventhDay | None = None
    week_start: Weekday | None = None

    @model_validator(mode="after")
    def _tiers_rise(self) -> Self:
        if not (self.daily or self.weekly or self.seventh_day):
            raise ValueError(f"rule {self.label} needs daily, weekly or seventh_day; add one of them")
        for tiers in (self.daily, self.weekly):
            rising = all(low.minutes < up.minutes and low.multiplier < up.multiplier for low, up in pairwise(tiers))
            if not rising:
                raise ValueError(f"rule {self.label}: tiers do not rise in after_hours and multiplier; sort them")
        hours = [tier.after_hours for tier in (*self.daily, *self.weekly)]
        hours += [self.seventh_day.first_hours] if self.seventh_day else []
        if any(in_minutes(value) % 1 for value in hours):
            raise ValueError(f"rule {self.label} has hours that are no whole number of minutes; round them")
        if self.seventh_day and self.seventh_day.highest < self.seventh_day.multiplier:
            raise ValueError(f"rule {self.label}: beyond is less than multiplier on the seventh day; raise it")
        return self

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return 6 if self.weekly or self.seventh_day else 0

    @property
    def ordinary_minutes(self) -> int:
        """Most minutes of a shift that are ordinary time of the week."""
        return self.daily[0].minutes if self.daily else 7 * MINUTES_PER_DAY

    def shift_costs(self, candidates: Candidates) -> ShiftCosts | None:
        """Daily overtime of each candidate."""
        if not self.daily:
            return None
        hourly = Fraction(candidates.contract.hourly_cost) / 60
        levels = [Decimal(1), *(tier.multiplier for tier in self.daily)]
        gains = [Fraction(above - below) for below, above in pairwise(levels)]
        extra = {
            paid: hourly * sum(gain * max(0, paid - tier.minutes) for gain, tier in zip(gains, self.daily, strict=True))
            for paid in np.unique(candidates.paid).tolist()
        }
        return ShiftCosts([extra[paid] for paid in candidates.paid.tolist()])

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """
        Weekly overtime and the seventh day.

        Minutes that are paid at a multiplier or more are the last ones of the week, by the weekly tiers as on the
        seventh day; so those of both together are the larger of the two, and one slack holds them.
        """
        hourly = Fraction(candidates.contract.hourly_cost) / 60
        if not hourly:
            return
        ordinary, gains, unit = self._ordinary(candidates), *self._gains_on_seventh(candidates.paid)
        for first in candidates.problem.horizon.weeks((self.week_start or candidates.problem.week_start).number):
            for below, level in pairwise([Decimal(1), *self._levels()]):
                seventh = _seventh_row(candidates, first, self._at_level_on_seventh(ordinary, level))
                rows = [self._weekly_row(candidates, first, level, ordinary), seventh]
                yield from _limits(first, level, rows, hourly * Fraction(level - below))
            yield from _limits(first, "beyond", [_seventh_row(candidates, first, gains)], hourly * unit)

    def _levels(self) -> list[Decimal]:
        """Multipliers of ordinary time, ascending."""
        levels = {tier.multiplier for tier in self.weekly}
        if self.seventh_day:
            levels |= {self.seventh_day.multiplier, self.seventh_day.highest}
        return sorted(levels)

    def _ordinary(self, candidates: Candidates) -> IntArray:
        return np.minimum(candidates.paid, self.ordinary_minutes)

    def _at_level_on_seventh(self, ordinary: IntArray, level: Decimal) -> IntArray:
        """Ordinary minutes that the seventh day pays at a multiplier or more."""
        day = self.seventh_day
        if day is None or day.highest < level:
            return np.zeros_like(ordinary)
        return ordinary if day.multiplier >= level else np.maximum(0, ordinary - day.minutes)

    def _gains_on_seventh(self, paid: IntArray) -> tuple[IntArray, Fraction]:
        """What the seventh day adds to the daily overtime of each candidate, and the minutes' pay it is counted in."""
        day, total = self.seventh_day, np.zeros_like(paid)
        if day is None or not self.daily:
            return total, Fraction(1)
        bounds = sorted({*(tier.minutes for tier in self.daily), max(day.minutes, self.ordinary_minutes)})
        steps = []
        for begin, end in pairwise([*bounds, 7 * MINUTES_PER_DAY]):
            daily = max(tier.multiplier for tier in self.daily if tier.minutes <= begin)
            seventh = day.highest if begin >= day.minutes else day.multiplier
            steps.append((begin, end, Fraction(max(daily, seventh) - daily)))
        scale = lcm(*(gain.denominator for _, _, gain in steps))
        for begin, end, gain in steps:
            total = total + int(gain * scale) * np.clip(paid - begin, 0, end - begin)
        return total, Fraction(1, scale)

    def _weekly_row(self, candidates: Candidates, first: int, level: Decimal, ordinary: IntArray) -> SumRow | None:
        """Ordinary minutes of the week beyond the first threshold above which so much is paid."""
        after = [tier.minutes for tier in self.weekly if tier.multiplier >= level]
        if not after:
            return None
        past, shifts = candidates.past, candidates.on_days(first, first + 7)
        upper = max(0, after[0] - int(self._ordinary(past)[past.on_days(first, first + 7)].sum()))
        days = candidates.day[shifts]
        most = sum(int(ordinary[shifts[days == day]].max()) for day in np.unique(days))
        return SumRow(shifts, ordinary[shifts], None, upper) if most > upper else None

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One finding for each shift above the first daily threshold, one for each week with other overtime."""
        return overtime_findings(self, tour)

    def charges(self, tour: AuditedTour) -> Iterator[Charge]:
        """See ``AgentRule``."""
        return overtime_charges(self, tour)


def _seventh_row(candidates: Candidates, first: int, weights: IntArray) -> SumRow | None:
    """``weight of the seventh day's shift <= slack`` where a shift lies on each of the six days before."""
    seventh, before = candidates.on_days(first + 6, first + 7), candidates.on_days(first, first + 6)
    most = int(weights[seventh].max(initial=0))
    past_days = np.unique(candidates.past.day[candidates.past.on_days(first, first + 6)])
    if not most or len(past_days) + len(np.unique(candidates.day[before])) < 6:
        return None
    coefficients = np.concatenate([np.full(len(before), most), weights[seventh]])
    return SumRow(np.concatenate([before, seventh]), coefficients, None, most * (6 - len(past_days)))


def _limits(first: int, breach: object, rows: list[SumRow | None], price: Fraction) -> Iterator[Limit]:
    """Rows of one slack, in the largest unit of which everything in them is a whole multiple."""
    found = [row for row in rows if row is not None]
    scale = gcd(*(int(value) for row in found for value in (*np.unique(row.coefficients), row.upper or 0)))
    for row in found:
        yield Limit(first, replace(row, scale=scale), breach=(first, breach), price=price * scale)
