"""
What a written design costs, from its shifts and the plan alone, in exact fractions.

It shares no code with what the engine is told: windows of breaks are found by trying moment after moment, and coverage
is counted shift by shift.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.contracts import Break, Pattern
    from scheduler.design.result import DesignedShift
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
    patterns: dict[str, Pattern],
    problem: Problem,
    queues: tuple[str, ...],
    repeats: bool,
) -> DesignAudit:
    """
    Count who is at work.

    Parameters
    ----------
    shifts
        As written, with people by date.
    patterns
        The pattern of each shift, by its name; for its breaks and weekdays.
    problem
        The plan, with requirements.
    queues
        Queues whose requirements are added up.
    repeats
        Whether what runs past the last interval goes on in the first one.

    Raises
    ------
    ValueError
        Somebody starts a shift where its pattern does not allow it.
    """
    horizon, grid = problem.horizon, problem.interval_minutes
    required = [Fraction(0)] * horizon.num_intervals
    scheduled = list(required)
    for row in problem.requirements:
        if row.queue in queues:
            required[horizon.minute(row.interval_start) // grid] += Fraction(row.required)
    used = set()
    for shift in shifts:
        present = _present(patterns[shift.shift].breaks, shift.length_minutes, grid)
        for date, people in shift.people.items():
            first = _first_minute(shift, patterns[shift.shift], date, people, problem) // grid
            used.add(shift.shift)
            for place, share in enumerate(present, start=first):
                if repeats or place < len(scheduled):
                    scheduled[place % len(scheduled)] += people * share
    return DesignAudit(tuple(required), tuple(scheduled), len(used), grid)


def _first_minute(shift: DesignedShift, pattern: Pattern, date: dt.date, people: int, problem: Problem) -> int:
    day = (date - problem.start_date).days
    weekdays = {name.number for name in pattern.days_of_week}
    fits = shift.start in pattern.starts and shift.length_minutes in pattern.lengths_minutes
    if people < 1 or not 0 <= day < problem.days or date.weekday() not in weekdays or not fits:
        raise ValueError(f"{people} people start {shift.shift} on {date}, which its pattern does not allow.")
    return problem.horizon.minute_at(day, shift.start)


def _present(breaks: tuple[Break, ...], minutes: int, grid: int) -> list[Fraction]:
    """Share of a person at work in each interval of a shift, in hundredths that add up to what the breaks leave."""
    starts = _starts(breaks, minutes, grid)
    present, absent, told = [], Fraction(0), 0
    for begin in range(0, minutes, grid):
        for part, each in zip(breaks, starts, strict=True):
            absent += Fraction(sum(start <= begin < start + part.minutes for start in each), len(each))
        rounded = round(absent * 100)
        present.append(max(Fraction(0), 1 - Fraction(rounded - told, 100)))
        told = rounded
    return present


def _starts(breaks: tuple[Break, ...], minutes: int, grid: int) -> list[set[int]]:
    """Starts of each break, in minutes after that of the shift, that some legal placing of all breaks has."""
    if not breaks:
        return []
    moments = [
        {
            moment
            for moment in range(0, minutes - part.minutes + 1, grid)
            if part.earliest_minutes <= moment <= (minutes if part.latest_minutes is None else part.latest_minutes)
        }
        for part in breaks
    ]
    first, last = breaks[0], breaks[-1]
    moments[0] = {moment for moment in moments[0] if moment >= first.minimum_work_before_minutes}
    end = minutes - last.minutes - last.minimum_work_after_minutes
    moments[-1] = {moment for moment in moments[-1] if moment <= end}
    # Forwards what some earlier placing allows, then backwards what some later one does: in a chain that is all.
    order = list(enumerate(pairwise(breaks)))
    for number, (one, other) in [*order, *reversed(order)]:
        apart = one.minutes + max(one.minimum_work_after_minutes, other.minimum_work_before_minutes)
        before, after = moments[number], moments[number + 1]
        moments[number + 1] = {moment for moment in after if any(moment - early >= apart for early in before)}
        moments[number] = {moment for moment in before if any(late - moment >= apart for late in after)}
    return moments
