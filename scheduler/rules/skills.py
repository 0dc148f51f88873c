"""Agents work queues that they can work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_time import stretch_of
from scheduler.audit_words import stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.result import Violation


class Skills(AgentRule):
    """Agents work only queues for which they have a skill."""

    name: ClassVar[str] = "skills"
    always: ClassVar[bool] = True

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each activity on a queue that the agent cannot work."""
        agent, problem = tour.agent, tour.problem
        known = [skill.queue for skill in agent.skills]
        for shift in tour.shifts:
            for activity in shift.activities:
                if not activity.queue or activity.queue in known:
                    continue
                place = stretch_of(activity, problem.horizon)
                message = (
                    f"{agent.label} works {activity.queue} on {stretch(problem.horizon, *place)}, "
                    f"but has the skills {', '.join(known)}."
                )
                yield breach(self, agent, problem, place, message)
