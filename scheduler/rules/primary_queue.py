"""An agent's own queue comes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.audit_time import stretch_of
from scheduler.audit_words import stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.people import Agent
    from scheduler.result import Violation


class PrimaryQueue(AgentRule):
    """
    Agents work their primary queue, the first of their skills; every hour on another one is a breach.

    At a price of 2, an agent is lent to another queue only where that is worth more than 2 an hour. Pinned work
    counts like any other; shifts of the history do not.

    Parameters
    ----------
    severity
        ``cost`` or ``warning``. Whoever may never work another queue needs no skill for it.
    """

    name: ClassVar[str] = "primary_queue"
    unit: ClassVar = "hours"

    severity: Literal["cost", "warning"] = "cost"

    def unwanted_queues(self, agent: Agent) -> frozenset[str]:
        """See ``AgentRule``."""
        return frozenset(skill.queue for skill in agent.skills[1:])

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each activity on another queue."""
        agent, problem = tour.agent, tour.problem
        own = agent.skills[0].queue
        for shift in tour.shifts:
            for activity in shift.activities:
                if activity.queue in ("", own):
                    continue
                start, end = stretch_of(activity, problem.horizon)
                message = (
                    f"{agent.label} works {activity.queue} on {stretch(problem.horizon, start, end)}, not {own}, "
                    "the first of his queues."
                )
                yield breach(self, agent, problem, (start, end), message, end - start)
