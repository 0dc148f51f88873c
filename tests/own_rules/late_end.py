"""Nobody works past a time of day, or somebody pays for it."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from scheduler.audit_time import stretch_of
from scheduler.audit_tour import AuditedTour
from scheduler.candidates import Candidates
from scheduler.records import TimeOfDay
from scheduler.result import Violation
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from shiftmodels.data import IntArray


class LateEnd(AgentRule):
    """Shifts end by a time of day; ``price`` is paid for each hour beyond it."""

    name: ClassVar[str] = "late_end"
    unit: ClassVar[Literal["hours", "times", ""]] = "hours"

    latest: TimeOfDay

    def excess(self, candidates: Candidates) -> IntArray:
        """Minutes beyond the time of day."""
        horizon = candidates.problem.horizon
        limits = [horizon.minute_at(int(day), self.latest) for day in candidates.day]
        return (candidates.end - limits).clip(min=0)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that ends too late."""
        horizon = tour.problem.horizon
        for shift in tour.shifts:
            start, end = stretch_of(shift, horizon)
            limit = horizon.minute_at(horizon.day(shift.shift_date), self.latest)
            if end > limit:
                place = (max(limit, start), end)
                message = f"{tour.agent.label} works {end - limit} minutes too long."
                yield breach(self, tour.agent, tour.problem, place, message, amount=end - limit)
