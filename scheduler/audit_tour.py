"""One agent's tour as the auditor sees it, together with what came before it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.audit_time import Stretch, length, merged, stretch_of

if TYPE_CHECKING:
    from scheduler.people import Agent, PastShift
    from scheduler.problem import Problem
    from scheduler.roster import Shift


@dataclass(frozen=True, slots=True)
class Pause:
    """A break inside a shift, in minutes of the horizon."""

    start: int
    end: int
    paid: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """
    A shift in minutes of the horizon.

    Parameters
    ----------
    date, day
        Shift date, and its index; negative before the horizon.
    start, end
        Half-open span of minutes; never negative in length.
    paid_minutes
        Paid time.
    work_minutes
        Time on duty: the span without breaks, paid or not. For the past, which has no activities, the paid time.
    past
        Whether it comes from the history and not from the roster.
    pauses
        Breaks, in order of time; none are known of the past.
    """

    date: dt.date
    day: int
    start: int
    end: int
    paid_minutes: int
    work_minutes: int
    past: bool
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True)
class AuditedTour:
    """
    Parameters
    ----------
    agent
        Whose tour it is.
    shifts
        Shifts of the roster, in order of their dates; may be empty.
    problem
        The plan.
    """

    agent: Agent
    shifts: tuple[Shift, ...]
    problem: Problem

    @cached_property
    def worked(self) -> list[Worked]:
        """Shifts of the history and of the roster, in order of their starts."""
        history = self.problem.history_of.get(self.agent.agent, ())
        shifts = [*map(self._past, history), *map(self._rostered, self.shifts)]
        return sorted(shifts, key=lambda shift: (shift.start, shift.end))

    @cached_property
    def rostered(self) -> list[Worked]:
        """Shifts of the roster, in order of their starts."""
        return [shift for shift in self.worked if not shift.past]

    @cached_property
    def holidays(self) -> frozenset[dt.date]:
        """Public holidays at the agent's site."""
        return self.problem.holidays_at[self.agent.site]

    @cached_property
    def credited(self) -> Counter[int]:
        """Credited minutes of the agent's absences, by the day on which they start."""
        horizon, minutes = self.problem.horizon, Counter[int]()
        for absence in self.problem.absences_of.get(self.agent.agent, ()):
            minutes[horizon.day(horizon.date_at(absence.start))] += absence.credited_minutes
        return minutes

    @cached_property
    def absent_days(self) -> list[int]:
        """Days that the agent's absences cover together, from midnight to midnight, in order."""
        horizon, days = self.problem.horizon, []
        absences = self.problem.absences_of.get(self.agent.agent, ())
        for start, end in merged(stretch_of(absence, horizon) for absence in absences):
            day = horizon.day(horizon.instant(start).date())
            day += horizon.day_start(day) < start
            while horizon.day_start(day + 1) <= end:
                days.append(day)
                day += 1
        return days

    @cached_property
    def known_from(self) -> int:
        """First day index from which all the agent's work is known; never after the start of the horizon."""
        return self.problem.known_from

    def _past(self, past: PastShift) -> Worked:
        place = stretch_of(past, self.problem.horizon)
        day = self.problem.horizon.day(past.shift_date)
        return Worked(past.shift_date, day, *place, past.paid_minutes, past.paid_minutes, past=True)

    def _rostered(self, shift: Shift) -> Worked:
        horizon = self.problem.horizon
        start, end = stretch_of(shift, horizon)
        pauses = tuple(self._pauses(shift))
        resting = length(merged((max(start, pause.start), min(end, pause.end)) for pause in pauses))
        day, work = horizon.day(shift.shift_date), max(0, end - start - resting)
        return Worked(shift.shift_date, day, start, end, shift.paid_minutes, work, past=False, pauses=pauses)

    def _pauses(self, shift: Shift) -> Iterator[Pause]:
        for activity in shift.activities:
            if not activity.queue and activity.activity in self.problem.break_names:
                place: Stretch = stretch_of(activity, self.problem.horizon)
                yield Pause(*place, paid=activity.paid)
