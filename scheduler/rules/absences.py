"""Agents do not work when they are absent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import common, stretch_of
from scheduler.audit_words import stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation


class Absences(AgentRule):
    """No shift touches leave, sickness or another absence."""

    name: ClassVar[str] = "absences"
    always: ClassVar[bool] = True

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        horizon = candidates.problem.horizon
        free = np.ones(len(candidates), dtype=bool)
        for absence in candidates.absences:
            start, end = horizon.minute(absence.start), horizon.minute(absence.end)
            free &= (candidates.end <= start) | (candidates.start >= end)
        return free

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift and absence that share time."""
        agent, problem = tour.agent, tour.problem
        horizon = problem.horizon
        absences = [(row.kind, stretch_of(row, horizon)) for row in problem.absences_of.get(agent.agent, ())]
        for shift in tour.shifts if absences else ():
            place = stretch_of(shift, horizon)
            for kind, span in absences:
                shared = common(place, span)
                if shared:
                    message = (
                        f"{agent.label} is absent ({kind}) {stretch(horizon, *span)} and has a shift "
                        f"{stretch(horizon, *place)}."
                    )
                    yield breach(self, agent, problem, shared, message)
