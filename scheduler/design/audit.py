"""
What a written design costs, from its shifts and the plan alone, in exact fractions.

It shares no code with what the engine is told: coverage is counted shift by shift and interval by interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.records import Weekday

if TYPE_CHECKING:
    from scheduler.design.offers import Offer
    from scheduler.design.result import DesignedShift
    from scheduler.design.settings import DesignSettings
    from scheduler.problem import Problem


@dataclass(frozen=True)
class DesignAudit:
    """
    Parameters
    ----------
    required, scheduled
        Agents in each interval of the plan.
    shifts
        Different shifts that anybody works.
    interval_minutes
        Length of an interval.
    """

    required: tuple[Fraction, ...]
    scheduled: tuple[Fraction, ...]
    shifts: int
    interval_minutes: int

    @property
    def under_hours(self) -> Fraction:
        """Agent-hours below the requirement."""
        return self._hours(max(asked - there, Fraction(0)) for asked, there in self._pairs)

    @property
    def over_hours(self) -> Fraction:
        """Agent-hours above the requirement."""
        return self._hours(max(there - asked, Fraction(0)) for asked, there in self._pairs)

    @property
    def required_hours(self) -> Fraction:
        """Agent-hours asked for."""
        return self._hours(self.required)

    @property
    def scheduled_hours(self) -> Fraction:
        """Agent-hours at work within the plan."""
        return self._hours(self.scheduled)

    @property
    def _pairs(self) -> Iterator[tuple[Fraction, Fraction]]:
        return zip(self.required, self.scheduled, strict=True)

    def _hours(self, agents: Iterable[Fraction]) -> Fraction:
        return sum(agents, Fraction(0)) * self.interval_minutes / 60


def audit_design(
    shifts: Iterable[DesignedShift],
    offers: Mapping[str, Offer],
    problem: Problem,
    settings: DesignSettings,
) -> DesignAudit:
    """
    Count who is at work.

    Parameters
    ----------
    shifts
        As written, with people by date.
    offers
        What may be offered, by name of the shift.
    problem
        The plan, with requirements.
    settings
        Queues whose requirements are added up, share of breaks, and whether what runs past the last interval goes on
        in the first one.

    Raises
    ------
    ValueError
        Somebody starts a shift where no pattern allows it.
    """
    horizon, grid = problem.horizon, problem.interval_minutes
    required = [Fraction(0)] * horizon.num_intervals
    scheduled, used = list(required), set()
    at_work = 1 - Fraction(settings.break_share)
    for row in problem.requirements:
        if row.queue in settings.queues:
            required[horizon.minute(row.interval_start) // grid] += Fraction(row.required)
    for shift in shifts:
        for date, people in shift.people.items():
            begin = _first_minute(shift, offers[shift.shift], date, people, problem)
            used.add(shift.shift)
            for minute in range(begin, begin + shift.length_minutes, grid):
                if settings.repeats or minute < horizon.num_minutes:
                    scheduled[minute // grid % len(scheduled)] += people * at_work
    return DesignAudit(tuple(required), tuple(scheduled), len(used), grid)


def _first_minute(shift: DesignedShift, offer: Offer, date: dt.date, people: int, problem: Problem) -> int:
    day = (date - problem.start_date).days
    fits = any(
        shift.start in pattern.starts
        and shift.length_minutes in pattern.lengths_minutes
        and Weekday(f"{date:%A}".lower()) in pattern.days_of_week
        for pattern in offer.patterns.values()
    )
    if people < 1 or not 0 <= day < problem.days or not fits:
        raise ValueError(f"{people} people start {shift.shift} on {date}, which no pattern allows.")
    return problem.horizon.minute_at(day, shift.start)
