"""Rest between the shifts of an audited tour, for the auditor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.audit_time import Stretch, merged
from scheduler.audit_words import day_name, duration, moment
from scheduler.rules.breach import breach
from scheduler.rules.hours import in_minutes, least_minutes
from scheduler.rules.kind_test import is_of_kind
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.result import Violation
    from scheduler.rules.daily_rest import DailyRest


def rest_breaches(rule: DailyRest, tour: AuditedTour) -> Iterator[Violation]:
    """At most one breach for each shift, in order of time."""
    rests = _Rests(rule, tour)
    reductions: list[int] = []
    for rest in rests.short:
        complaint = rests.complaint(rest, reductions)
        if not rests.is_too_short(rest):
            reductions.append(rest.after.day)
        if complaint is not None:
            place, what = complaint
            yield breach(rule, tour.agent, tour.problem, place, f"{tour.agent.label} has {what}.")


@dataclass(frozen=True, slots=True)
class _ShortRest:
    """A rest below the full hours: the last of the shifts before after which rest is due, and the shift after it."""

    before: Worked
    after: Worked

    @property
    def minutes(self) -> int:
        return self.after.start - self.before.end


@dataclass(frozen=True)
class _Rests:
    """The rests of a tour."""

    rule: DailyRest
    tour: AuditedTour

    @cached_property
    def short(self) -> list[_ShortRest]:
        """Rests below the full hours, also those of the history, in order of time."""
        found, full = [], least_minutes(self.rule.hours)
        recent: list[Worked] = []
        for shift in self.tour.worked:
            recent = [before for before in recent if shift.start - before.end < full]
            due = [before for before in recent if self._is_due_after(before)]
            if due:
                found.append(_ShortRest(max(due, key=lambda before: before.end), shift))
            recent.append(shift)
        return found

    def is_too_short(self, rest: _ShortRest) -> bool:
        """Whether a short rest is no reduction."""
        return self.rule.reduced_hours is None or rest.minutes < least_minutes(self.rule.reduced_hours)

    def complaint(self, rest: _ShortRest, reductions: list[int]) -> tuple[Stretch, str] | None:
        """
        Where and what is wrong with a short rest, in words; ``None`` where nothing is.

        Parameters
        ----------
        rest
            The rest.
        reductions
            Days of the reductions before it.
        """
        place = min(rest.before.end, rest.after.start), rest.after.start
        has = f"{duration(max(0, rest.minutes))} of rest {self._where(rest)}"
        if self.is_too_short(rest):
            # Between two shifts of the history it is not the roster's doing.
            return None if rest.after.past else (place, f"{has}, {self._required(rest.before)}")
        rule = self.rule
        since = rest.after.day - rule.reduction_days + 1
        earlier = sum(day >= since for day in reductions)
        if earlier >= rule.reductions and not rest.after.past:
            number = f"number {earlier + 1} below {duration(in_minutes(rule.hours))} in {rule.reduction_days} days"
            return place, f"{has}, {number}, at most {rule.reductions} may be reduced"
        return self._uncompensated(rest)

    def _uncompensated(self, rest: _ShortRest) -> tuple[Stretch, str] | None:
        rule, reduced, horizon = self.rule, rest.after, self.tour.problem.horizon
        if rule.compensation_hours is None or rule.compensation_days is None:
            return None
        least = least_minutes(rule.compensation_hours)
        window = reduced.end, horizon.day_start(reduced.day + rule.compensation_days + 1)
        if window[1] + least > horizon.num_minutes:
            return None
        longest = self._longest_rest(window, self.tour.worked)
        history = [shift for shift in self.tour.worked if shift.past]
        if longest >= least or (reduced.past and self._longest_rest(window, history) < least):
            return None
        after = f"in the {rule.compensation_days} days after the reduced one {self._where(rest)}"
        has = f"rests of at most {duration(longest)} {after}"
        return (max(0, window[0]), max(0, window[1])), f"{has}, {duration(least)} are required"

    def _longest_rest(self, window: Stretch, shifts: list[Worked]) -> int:
        """Longest time without work that begins, with the end of a shift, in a window; the last ends with the plan."""
        work = merged((shift.start, shift.end) for shift in shifts)
        starts = [*(start for start, _ in work[1:]), self.tour.problem.horizon.num_minutes]
        rests = ((end, start) for (_, end), start in zip(work, starts, strict=True))
        return max((start - end for end, start in rests if window[0] <= end < window[1]), default=0)

    def _where(self, rest: _ShortRest) -> str:
        return f"before the shift on {moment(self.tour.problem.horizon, rest.after.start)}"

    def _is_due_after(self, shift: Worked) -> bool:
        """Whether the rest is due after a shift: it is of the kind, and the last of long enough a row."""
        row = range(shift.day - self.rule.after_in_a_row + 1, shift.day)
        # Kinds are asked last: they read the clock.
        if not all(day in self._on_day for day in row) or not self._is_of_kind(shift):
            return False
        if self.rule.row_continues and self._has_kind(shift.day + 1):
            return False
        return all(self._has_kind(day) for day in row)

    def _has_kind(self, day: int) -> bool:
        """Whether there is a shift on a day after which the rest is due."""
        return any(self._is_of_kind(shift) for shift in self._on_day.get(day, ()))

    def _is_of_kind(self, shift: Worked) -> bool:
        if shift not in self._kinds:
            self._kinds[shift] = self.rule.after == ShiftKind() or is_of_kind(shift, self.rule.after, self.tour)
        return self._kinds[shift]

    @cached_property
    def _on_day(self) -> dict[int, list[Worked]]:
        days: dict[int, list[Worked]] = {}
        for shift in self.tour.worked:
            days.setdefault(shift.day, []).append(shift)
        return days

    @cached_property
    def _kinds(self) -> dict[Worked, bool]:
        """Whether shifts are of the kind, as far as it was asked."""
        return {}

    def _required(self, before: Worked) -> str:
        rule = self.rule
        if rule.reduced_hours is not None:
            return f"{duration(in_minutes(rule.reduced_hours))} are required of reduced rest"
        required = f"{duration(in_minutes(rule.hours))} are required"
        date = day_name(before.date)
        if rule.after_in_a_row > 1:
            return f"{required} after {rule.after_in_a_row} such shifts in a row until {date}"
        return required if rule.after == ShiftKind() else f"{required} after the shift on {date}"
