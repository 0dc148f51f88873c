"""Agents work when they can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import Stretch, common, length, merged, outside, stretch_of
from scheduler.audit_words import duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation


class Availability(AgentRule):
    """
    Shifts lie inside the agent's ``available`` spans, if he has any, and outside the ``unavailable`` ones.

    The whole shift counts, from its start to its end.
    """

    name: ClassVar[str] = "availability"
    always: ClassVar[bool] = True

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        horizon, spans = candidates.problem.horizon, candidates.availability
        free = np.zeros(candidates.num_minutes, dtype=bool)
        free[:] = not any(span.kind == "available" for span in spans)
        for kind, state in (("available", True), ("unavailable", False)):
            for span in (span for span in spans if span.kind == kind):
                free[max(0, horizon.minute(span.start)) : max(0, horizon.minute(span.end))] = state
        taken = np.concatenate([[0], np.cumsum(~free)])
        inside: NDArray[np.bool_] = taken[candidates.end] == taken[candidates.start]
        return inside

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that lies partly or wholly outside."""
        agent, problem = tour.agent, tour.problem
        horizon = problem.horizon
        rows = problem.availability_of.get(agent.agent, ())
        available = merged(stretch_of(row, horizon) for row in rows if row.kind == "available")
        unavailable = merged(stretch_of(row, horizon) for row in rows if row.kind == "unavailable")
        for shift in tour.shifts if rows else ():
            place = stretch_of(shift, horizon)
            beyond = outside(place, available) if available else []
            beyond = merged(beyond + [part for span in unavailable if (part := common(place, span))])
            if beyond:
                yield self._breach(agent, place, beyond, problem)

    def _breach(self, agent: Agent, place: Stretch, beyond: list[Stretch], problem: Problem) -> Violation:
        message = (
            f"{agent.label} is not available for {duration(length(beyond))} of the shift "
            f"{stretch(problem.horizon, *place)}, from {problem.horizon.instant(beyond[0][0]):%H:%M}."
        )
        return breach(self, agent, problem, (beyond[0][0], beyond[-1][1]), message)
