"""Dates on which an agent can be rostered at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import stretch_of
from scheduler.audit_words import day_name
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation


class ValidDates(AgentRule):
    """Shift dates lie inside the plan's dates and between the agent's ``valid_from`` and ``valid_to``."""

    name: ClassVar[str] = "valid_dates"
    always: ClassVar[bool] = True

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        agent, horizon = candidates.agent, candidates.problem.horizon
        first = 0 if agent.valid_from is None else horizon.day(agent.valid_from)
        last = horizon.days if agent.valid_to is None else horizon.day(agent.valid_to)
        return (candidates.day >= first) & (candidates.day <= last)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift on a date outside."""
        agent, problem = tour.agent, tour.problem
        first, last = problem.horizon.date(0), problem.horizon.date(problem.days - 1)
        for shift in tour.shifts:
            reason = _reason(shift.shift_date, first, last, "the plan's dates")
            reason = reason or _reason(
                shift.shift_date,
                agent.valid_from or first,
                agent.valid_to or last,
                "the dates on which the agent is valid",
            )
            if reason:
                message = f"{agent.label} has a shift on {day_name(shift.shift_date)}, {reason}."
                yield breach(self, agent, problem, stretch_of(shift, problem.horizon), message)


def _reason(date: dt.date, first: dt.date, last: dt.date, dates: str) -> str:
    return "" if first <= date <= last else f"outside {dates}, {day_name(first)} to {day_name(last)}"
