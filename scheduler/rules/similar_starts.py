"""Starts that move little from day to day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from scheduler.audit_words import day_name, duration
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import Limit
from shiftmodels.data import AtMostOne, SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from shiftmodels.data import IntArray


class SimilarStarts(AgentRule):
    """
    Shifts on consecutive dates start at about the same time of day; the history counts.

    Starts are compared on the local clock, each on its own date: 23:00 and 01:00 of the next date lie 22 hours apart.

    Parameters
    ----------
    tolerance_minutes
        Difference that is free.
    later_only
        Whether starting later than on the day before is free (forward rotation), so that only an earlier start counts.

    References
    ----------
    HSE, Managing shift work (HSG256): rotate forwards, keep starts regular.
    """

    name: ClassVar[str] = "similar_starts"
    unit: ClassVar[Literal["hours", "times", ""]] = "times"

    tolerance_minutes: Annotated[int, Field(ge=0, le=1440)]
    later_only: bool = False

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return 1

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        starts = candidates.local_start
        past = dict(zip(candidates.past.day.tolist(), candidates.past.local_start.tolist(), strict=True))
        for day in np.unique(candidates.day).tolist():
            today = candidates.on_days(day, day + 1)
            if day - 1 in past:
                apart = today[self._differ(np.full(len(today), past[day - 1]), starts[today])]
                if len(apart):
                    yield Limit(day, SumRow(apart, np.ones(len(apart), dtype=np.int64), None, 0), breach=day)
            for clique in self._cliques(starts, candidates.on_days(day - 1, day), today):
                yield Limit(day, AtMostOne(clique), breach=day)

    def _differ(self, before: IntArray, after: IntArray) -> IntArray:
        """Places at which the later start is too far from the earlier one."""
        apart = before - after > self.tolerance_minutes
        if not self.later_only:
            apart |= after - before > self.tolerance_minutes
        return np.flatnonzero(apart)

    def _cliques(self, starts: IntArray, before: IntArray, after: IntArray) -> Iterator[IntArray]:
        """For each start of the day before: those at least as far out, with all of the next day that are too far."""
        for moment in np.unique(starts[before]).tolist():
            early = after[starts[after] < moment - self.tolerance_minutes]
            if len(early):
                yield np.concatenate([before[starts[before] >= moment], early])
            late = after[starts[after] > moment + self.tolerance_minutes]
            if len(late) and not self.later_only:
                yield np.concatenate([before[starts[before] <= moment], late])

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that starts too far from the one of the day before."""
        horizon = tour.problem.horizon
        begins = {shift.day: horizon.instant(shift.start) for shift in tour.worked}
        minute = {day: moment.hour * 60 + moment.minute for day, moment in begins.items()}
        for shift in tour.rostered:
            if shift.day - 1 not in minute:
                continue
            earlier = minute[shift.day - 1] - minute[shift.day]
            moved = earlier if self.later_only else abs(earlier)
            if moved > self.tolerance_minutes:
                message = (
                    f"{tour.agent.label} starts at {begins[shift.day]:%H:%M} on {day_name(shift.date)} and at "
                    f"{begins[shift.day - 1]:%H:%M} on the day before, {duration(moved)} apart; "
                    f"{duration(self.tolerance_minutes)} are allowed."
                )
                yield breach(self, tour.agent, tour.problem, (shift.start, shift.end), message)
