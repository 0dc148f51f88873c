"""Changes to a published roster at short notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from pydantic import Field

from scheduler.audit_time import Stretch, common, stretch_of
from scheduler.audit_words import day_name, stretch
from scheduler.records import MINUTES_PER_DAY
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import Limit, ShiftCosts
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.people import PublishedShift
    from scheduler.problem import Problem
    from scheduler.result import Violation


class ChangeNotice(AgentRule):
    """
    Shifts stay as they were published, on dates that are too near.

    The plan is compared with ``published``, what agents were told before. A date of the plan is too near when fewer
    than ``change_days`` days lie between the date on which the new roster is published (``published_on``) and it; where
    the plan does not state ``published_on``, every date is. On such a date it is a change when

    - a shift is added, dropped,
    - or begins or ends more than ``tolerance_minutes`` earlier or later, on the elapsed clock.

    Breaks, queues and other activities may change. Dates after the last date on which anybody has a published shift
    have not been published yet, so that nothing changes there. A published shift into which an absence of the agent
    falls cannot be kept: whatever the roster has on its date is no change.

    Parameters
    ----------
    change_days
        Days from the publication of the change to the date of the shift at least.
    tolerance_minutes
        A start or an end may move by so many minutes.
    price
        With severity ``cost``: for each date that changes. Where pay differs with the notice, use several rules: what
        each charges adds up.

    References
    ----------
    Arbeidstijdenwet 4:2: times of work are known 4 days ahead. Oregon SB 828 (ORS 653.412 ff.): an hour of pay for a
    shift that is added, moved, or changed by more than 30 minutes within 14 days. Employment Rights Act 2025 (UK), ERA
    1996 s. 27BP: payment for shifts that are cancelled, moved or curtailed at short notice; figures left to
    regulations.
    """

    name: ClassVar[str] = "change_notice"
    unit: ClassVar = "times"

    change_days: Annotated[int, Field(ge=1, le=366)]
    tolerance_minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)] = 0

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Candidates that change nothing that is too near."""
        kept = np.ones(len(candidates), dtype=bool)
        for day, told in self._told(candidates).items():
            on_day = candidates.on_days(day, day + 1)
            if told is None:
                kept[on_day] = False
                continue
            moved = np.maximum(abs(candidates.start[on_day] - told[0]), abs(candidates.end[on_day] - told[1]))
            kept[on_day] = moved <= self.tolerance_minutes
        return kept

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """Hard: the published shift, or one that is near enough to it, is worked."""
        if self.severity == "cost":
            return
        kept = self.allowed(candidates)
        for day, told in self._told(candidates).items():
            if told is not None:
                shifts = np.flatnonzero((candidates.day == day) & kept)
                yield Limit(day, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), 1, None))

    def shift_costs(self, candidates: Candidates) -> ShiftCosts:
        """A published shift costs until one is worked on its date; if that one differs, its excess costs again."""
        days = [day for day, told in self._told(candidates).items() if told is not None]
        worked = np.isin(candidates.day, days).tolist()
        return ShiftCosts([-self.unit_price if day else Fraction(0) for day in worked], self.unit_price * len(days))

    def _told(self, candidates: Candidates) -> dict[int, tuple[int, int] | None]:
        """Start and end that were published for each day that is too near, ``None`` for a day off."""
        problem, horizon = candidates.problem, candidates.problem.horizon
        if problem.published_until is None:
            return {}
        until = horizon.day(problem.published_until) + 1
        if problem.published_on is not None:
            until = min(until, horizon.day(problem.published_on) + self.change_days)
        told: dict[int, tuple[int, int] | None] = dict.fromkeys(range(until))
        away = [(horizon.minute(row.start), horizon.minute(row.end)) for row in candidates.absences]
        for row in problem.published_of.get(candidates.agent.agent, ()):
            day, start, end = horizon.day(row.shift_date), horizon.minute(row.start), horizon.minute(row.end)
            if any(begin < end and start < back for begin, back in away):
                told.pop(day, None)
            elif day in told:
                told[day] = (start, end)
        return told

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each date that changes."""
        problem = tour.problem
        published = {row.shift_date: row for row in problem.published_of.get(tour.agent.agent, ())}
        given = {shift.date: (shift.start, shift.end) for shift in tour.rostered}
        for date in sorted(published.keys() | given.keys()):
            told = published.get(date)
            if not self._is_near(date, problem) or (told is not None and _is_away(told, tour)):
                continue
            before, now = None if told is None else stretch_of(told, problem.horizon), given.get(date)
            place = now or before
            if place is not None and self._differ(before, now):
                message = self._message(tour, date, before, now)
                yield breach(self, tour.agent, problem, place, message)

    def _is_near(self, date: dt.date, problem: Problem) -> bool:
        """Whether a date of the plan has been published, and fewer than ``change_days`` days are left to it."""
        if problem.published_until is None or not problem.start_date <= date <= problem.published_until:
            return False
        return problem.published_on is None or (date - problem.published_on).days < self.change_days

    def _differ(self, before: Stretch | None, now: Stretch | None) -> bool:
        if before is None or now is None:
            return before is not now
        return any(abs(old - new) > self.tolerance_minutes for old, new in zip(before, now, strict=True))

    def _message(self, tour: AuditedTour, date: dt.date, before: Stretch | None, now: Stretch | None) -> str:
        problem, horizon = tour.problem, tour.problem.horizon
        works = f"works {stretch(horizon, *now)}" if now else f"has no shift on {day_name(date)}"
        told = stretch(horizon, *before) if before else "a day off"
        notice = "the plan does not state when that is published"
        if problem.published_on is not None:
            notice = f"that is published {max(0, (date - problem.published_on).days)} days before"
        return (
            f"{tour.agent.label} {works}, {told} was published before; {notice}, {self.change_days} days are required."
        )


def _is_away(told: PublishedShift, tour: AuditedTour) -> bool:
    """Whether an absence falls into a published shift."""
    horizon = tour.problem.horizon
    absences = tour.problem.absences_of.get(tour.agent.agent, ())
    return any(common(stretch_of(told, horizon), stretch_of(absence, horizon)) for absence in absences)
