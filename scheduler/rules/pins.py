"""What is fixed stays fixed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import merged, outside, stretch_of
from scheduler.audit_words import day_name, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.people import Pin
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift


class Pins(AgentRule):
    """Each pin of the agent is in the roster: whole shifts, work on a queue, breaks and other activities."""

    name: ClassVar[str] = "pins"
    always: ClassVar[bool] = True

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        horizon = candidates.problem.horizon
        fits = np.ones(len(candidates), dtype=bool)
        for pin in candidates.pins:
            start, end = horizon.minute(pin.start), horizon.minute(pin.end)
            if pin.activity:
                inside = (candidates.start <= start) & (candidates.end >= end)
            else:
                inside = (candidates.start == start) & (candidates.end == end)
            fits &= (candidates.day != horizon.day(pin.shift_date)) | inside
        return fits

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        for day in sorted({candidates.problem.horizon.day(pin.shift_date) for pin in candidates.pins}):
            shifts = candidates.on_days(day, day + 1)
            yield Limit(day, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), 1, None))

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each pin that is not honoured."""
        agent, problem = tour.agent, tour.problem
        shifts = {shift.shift_date: shift for shift in tour.shifts}
        pins = problem.pins_of.get(agent.agent, ())
        for pin in sorted(pins, key=lambda pin: pin.start.timestamp()):
            shift = shifts.get(pin.shift_date)
            reason = "has no shift on that date" if shift is None else _reason(pin, shift, problem)
            if reason:
                place = stretch_of(pin, problem.horizon)
                message = (
                    f"{pin.activity or 'A shift'} is pinned for {agent.label} on {stretch(problem.horizon, *place)} "
                    f"(shift date {day_name(pin.shift_date)}), but {agent.label} {reason}."
                )
                yield breach(self, agent, problem, place, message)


def _reason(pin: Pin, shift: Shift, problem: Problem) -> str:
    """Why a shift does not honour a pin; empty if it does."""
    horizon = problem.horizon
    place = stretch_of(pin, horizon)
    if not pin.activity:
        works = stretch_of(shift, horizon)
        return "" if works == place else f"works {stretch(horizon, *works)}"
    queue = pin.activity if pin.activity in problem.queue_named else ""
    rows = [part for part in shift.activities if part.queue == queue and (queue or part.activity == pin.activity)]
    spans = [stretch_of(part, horizon) for part in rows]
    # Other activities are covered, breaks lie exactly there.
    if pin.activity in problem.break_names:
        return "" if place in spans else f"does not have {pin.activity} exactly there"
    if outside(place, merged(spans)):
        return f"does not have {pin.activity} throughout"
    return ""
