"""One long rest in each week."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from pydantic import Field

from scheduler.audit_time import contract_weeks, length, merged, outside, worked_shifts
from scheduler.audit_words import day_name, duration
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from shiftmodels.data import Gaps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift
    from shiftmodels.data import AgentRow, IntArray


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

    def rows(self, candidates: Candidates) -> Iterable[tuple[int, AgentRow]]:
        """See ``AgentRule``."""
        problem = candidates.problem
        for first in problem.horizon.weeks(problem.week_start.number):
            if first >= 0 and first + 7 <= problem.days:
                options = self._gaps(candidates, first)
                if all(len(option) for option in options):
                    yield first, Gaps(tuple(options))

    def _gaps(self, candidates: Candidates, first: int) -> list[IntArray]:
        """Shifts that break each gap of the week; a gap begins with the week or with the end of a shift."""
        horizon, length = candidates.problem.horizon, ceil(self.hours * 60)
        week = horizon.day_start(first), horizon.day_start(first + 7)
        reaching = [end for _, _, end in candidates.history_spans]
        begins = np.unique([week[0], *candidates.end.tolist(), *reaching])
        begins = begins[(begins >= max([week[0], *reaching])) & (begins + length <= week[1])]
        broken = [
            np.flatnonzero((candidates.end > begin) & (candidates.start < begin + length)) for begin in begins.tolist()
        ]
        broken.sort(key=len)
        smallest: list[IntArray] = []
        for option in broken:
            if not any(np.isin(other, option).all() for other in smallest):
                smallest.append(option)
        return smallest

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
