"""
Skeleton of a rule: copy this file, rename it after the rule, and replace everything that is about late ends.

1. One rule a file. A rule about one agent's tour derives from ``AgentRule``, one about agents together from
   ``PlanRule`` (and has ``violations_of_roster(roster, problem)`` instead of ``violations``).
2. Add the class to ``scheduler/rules/registry.py``; this template is not in it.
3. ``violations`` is the auditor's side: it looks at a finished roster and nothing else. ``allowed`` and ``rows`` are
   the model's side. The two sides share no code, so that a mistake in one is found by the other.
4. Write ``tests/scheduler/rules/test_RULE.py`` with the arithmetic in comments: a roster just inside the limit has no
   violation, one just outside has exactly one; the same in the last interval of the plan, on the first day with
   history before it, across midnight, and across a clock change (Europe/London, 2026-03-29 and 2026-10-25). Add an
   agent without shifts and a roster written by hand (gaps, times off the grid), which must not crash it.
   For the model's side: the engine never returns what the rule forbids, and finds what it only just allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_time import stretch_of
from scheduler.audit_words import stretch
from scheduler.records import TimeOfDay, format_time_of_day
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.result import Violation


class LatestEnd(AgentRule):
    """
    Shifts end on their shift date, not later than a time of day.

    Say here what a planner must know: what counts, what does not, on which clock, and the law behind it.

    Parameters
    ----------
    latest
        Last allowed end, local time (``HH:MM``).

    References
    ----------
    The statute or the agreement, with its section.
    """

    # The name is what plans write, ``[rules.latest_end]``, and what violations carry. Never change it later.
    name: ClassVar[str] = "latest_end"

    # Rules without parameters that hold in every plan set ``always: ClassVar[bool] = True``.
    # Parameters are fields with units in their names or docstring, and with ranges (see DailyRest.hours).
    latest: TimeOfDay

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that ends too late."""
        agent, problem = tour.agent, tour.problem
        horizon = problem.horizon
        for shift in tour.shifts:
            # Minutes of the horizon are elapsed time; minute_at translates a time of day on any date.
            place = stretch_of(shift, horizon)
            limit = horizon.minute_at(horizon.day(shift.shift_date), self.latest)
            if place[1] > limit:
                # Names, dates and both numbers: what is, and what is allowed.
                message = (
                    f"{agent.label} works {stretch(horizon, *place)}, "
                    f"{format_time_of_day(self.latest)} is the latest end allowed."
                )
                yield breach(self, agent, problem, (max(limit, place[0]), place[1]), message)

    # The model's side, if the rule forbids single shifts: ``allowed(candidates)`` returns a mask over the candidates.
    # If it is about queues: ``unwanted_queues(agent)`` names those of which every minute of work is a breach, and
    # ``transfer_terms()`` says what changes between them take.
    # If it is about several shifts: ``rows(candidates)`` yields rows over them, each with the day on which it begins.
