"""Length of single shifts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_words import duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.counted_time import COUNTED_WORDS, Counts, counted_minutes, shifts_of_kind
from scheduler.rules.hours import least_minutes, most_minutes
from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from shiftmodels.data import IntArray

Hours = Annotated[Decimal, Field(gt=0, le=48)]


class ShiftLength(AgentRule):
    """
    Hours of a single shift: at most, at least.

    Only shifts of the roster are looked at. Everything is elapsed time: a shift from 22:00 to 06:00 lasts 7 hours in
    the night in which clocks go forward and 9 in the one in which they go back. Limits that are no whole minutes are
    rounded against the agent's work: an upper one down, a lower one up.

    Parameters
    ----------
    maximum_hours, minimum_hours
        Hours at most and at least, both ends included.
    counts
        ``span``: from start to end. ``work``: without breaks, paid or not. ``paid``: what is paid.
    shifts
        Shifts that are meant; all where it states nothing.

    References
    ----------
    ArbZG § 3: 10 hours of work at most. Arbeidstijdenwet 5:7: 12 hours of work a shift.
    SI 1998/1833 reg 10(1): 11 hours of rest in each 24 hours, so that a shift spans 13 hours at most.
    Minimum engagement of Australian awards: ``minimum_hours``.
    """

    name: ClassVar[str] = "shift_length"
    unit: ClassVar = "hours"

    maximum_hours: Hours | None = None
    minimum_hours: Hours | None = None
    counts: Counts = "span"
    shifts: ShiftKind = ShiftKind()

    @model_validator(mode="after")
    def _limits(self) -> Self:
        least, most = self.minimum_hours, self.maximum_hours
        if least is None and most is None:
            raise ValueError(f"rule {self.label} needs maximum_hours or minimum_hours; add one of them")
        if least is not None and most is not None and least > most:
            raise ValueError(f"rule {self.label}: minimum_hours is above maximum_hours; swap them")
        return self

    def excess(self, candidates: Candidates) -> IntArray:
        """See ``AgentRule``."""
        span = candidates.end - candidates.start
        minutes = {"span": span, "work": candidates.work, "paid": candidates.paid}[self.counts]
        amount = np.zeros_like(minutes)
        if self.maximum_hours is not None:
            amount = np.maximum(amount, minutes - most_minutes(self.maximum_hours))
        if self.minimum_hours is not None:
            amount = np.maximum(amount, least_minutes(self.minimum_hours) - minutes)
        meant: IntArray = np.where(kind_mask(self.shifts, candidates), amount, 0)
        return meant

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that is too long or too short; the amount is by how many minutes."""
        for shift in shifts_of_kind(self.shifts, tour.rostered, tour):
            minutes = counted_minutes(shift, self.counts)
            if self.maximum_hours is not None and minutes > (limit := most_minutes(self.maximum_hours)):
                yield self._breach(tour, shift, minutes, limit, f"at most {duration(limit)} are allowed")
            elif self.minimum_hours is not None and minutes < (limit := least_minutes(self.minimum_hours)):
                yield self._breach(tour, shift, minutes, limit, f"at least {duration(limit)} are required")

    def _breach(self, tour: AuditedTour, shift: Worked, minutes: int, limit: int, words: str) -> Violation:
        place = shift.start, shift.end
        message = (
            f"{tour.agent.label} has a shift {stretch(tour.problem.horizon, *place)} with {duration(minutes)} "
            f"{COUNTED_WORDS[self.counts]}, {words}."
        )
        return breach(self, tour.agent, tour.problem, place, message, abs(minutes - limit))
