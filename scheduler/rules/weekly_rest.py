"""One long rest in each week."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from scheduler.audit_time import contract_weeks, length, merged, outside, worked_shifts
from scheduler.audit_words import day_name, duration
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift


class WeeklyRest(AgentRule):
    """
    In each contract week that lies wholly inside the horizon, one gap free of work.

    The gap lies wholly inside the week, from its first to its last midnight. Shifts that began before the
    week count as far as they reach into it.

    Parameters
    ----------
    hours
        Length of the gap at least, in elapsed hours.

    References
    ----------
    Directive 2003/88/EC, article 5: 24 hours a week on top of the daily 11.
    """

    name: ClassVar[str] = "weekly_rest"

    hours: Annotated[Decimal, Field(gt=0, le=168)]

    def violations(self, agent: Agent, tour: tuple[Shift, ...], problem: Problem) -> Iterator[Violation]:
        """One breach for each week without a gap that is long enough."""
        work = merged((shift.start, shift.end) for shift in worked_shifts(agent, tour, problem))
        for week in contract_weeks(problem):
            if not week.whole:
                continue
            gaps = outside((week.start, week.end), work)
            longest = max((length([gap]) for gap in gaps), default=0)
            if longest < self.hours * 60:
                message = (
                    f"{agent.label} has at most {duration(longest)} free of work at a stretch in the week from "
                    f"{day_name(problem.horizon.date(week.day))}, {duration(self.hours * 60)} are required."
                )
                yield breach(self, agent, problem, (week.start, week.end), message)
