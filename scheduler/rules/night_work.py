"""Length of single night shifts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from pydantic import Field

from scheduler.audit_words import duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.counted_time import COUNTED_WORDS, Counts, counted_minutes, shifts_of_kind
from scheduler.rules.hours import most_minutes
from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from shiftmodels.data import IntArray


class NightWork(AgentRule):
    """
    Hours of a single night shift, at most.

    All of the shift counts, also what lies outside the night. Only shifts of the roster are looked at. Hours are
    elapsed time; whether a shift is a night shift is read on the local clock with elapsed minutes, so that a window
    from 23:00 to 06:00 holds 6 hours in the night in which clocks go forward.

    Average hours of night workers are asked with ``working_hours``, numbers of nights with ``count_limit``, nights in a
    row with ``consecutive_days``.

    Parameters
    ----------
    night
        Which shifts are night shifts, ``{ windows = [{ start = "23:00", end = "06:00", minutes = 180 }] }``.
    maximum_hours
        Hours at most.
    counts
        ``work``: without breaks, paid or not. ``paid``: what is paid. ``span``: from start to end.

    References
    ----------
    SI 1998/1833 reg 6(7): 8 hours with special hazards. Arbeidstijdenwet 5:8: 10 hours a night.
    HSE shift-work guidance: night shifts of 8 hours.
    """

    name: ClassVar[str] = "night_work"
    unit: ClassVar = "hours"

    night: ShiftKind
    maximum_hours: Annotated[Decimal, Field(gt=0, le=48)]
    counts: Counts = "work"

    def excess(self, candidates: Candidates) -> IntArray:
        """See ``AgentRule``."""
        span = candidates.end - candidates.start
        minutes = {"work": candidates.work, "paid": candidates.paid, "span": span}[self.counts]
        beyond = np.maximum(0, minutes - most_minutes(self.maximum_hours))
        amount: IntArray = np.where(kind_mask(self.night, candidates), beyond, 0)
        return amount

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each night shift that is too long; the amount is by how many minutes."""
        limit = most_minutes(self.maximum_hours)
        for shift in shifts_of_kind(self.night, tour.rostered, tour):
            minutes = counted_minutes(shift, self.counts)
            if minutes > limit:
                yield self._breach(tour, shift, minutes, limit)

    def _breach(self, tour: AuditedTour, shift: Worked, minutes: int, limit: int) -> Violation:
        place = shift.start, shift.end
        message = (
            f"{tour.agent.label} has a night shift {stretch(tour.problem.horizon, *place)} with {duration(minutes)} "
            f"{COUNTED_WORDS[self.counts]}, at most {duration(limit)} are allowed."
        )
        return breach(self, tour.agent, tour.problem, place, message, minutes - limit)
