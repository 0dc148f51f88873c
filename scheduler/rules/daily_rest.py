"""Rest between two shifts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from pydantic import Field

from scheduler.audit_time import Worked, worked_shifts
from scheduler.audit_words import day_name, duration
from scheduler.candidates import rest_conflicts
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift
    from shiftmodels.data import AgentRow


class DailyRest(AgentRule):
    """
    Rest between the end of a shift and the start of the next one.

    Rest is elapsed time: the night on which clocks go forward is an hour shorter than the wall clock says.
    The last shift of the history counts as a shift before.

    Parameters
    ----------
    hours
        Rest at least, in hours.

    References
    ----------
    Directive 2003/88/EC, article 3: 11 consecutive hours per 24-hour period.
    """

    name: ClassVar[str] = "daily_rest"

    hours: Annotated[Decimal, Field(gt=0, le=168)]

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        rested = [end + ceil(self.hours * 60) for _, _, end in candidates.history_spans]
        return candidates.start >= max(rested, default=candidates.problem.horizon.day_start(-1))

    def rows(self, candidates: Candidates) -> Iterable[tuple[int, AgentRow]]:
        """See ``AgentRule``."""
        return rest_conflicts(candidates, ceil(self.hours * 60))

    def violations(self, agent: Agent, tour: tuple[Shift, ...], problem: Problem) -> Iterator[Violation]:
        """One breach for each shift that begins too soon after the work before it."""
        latest: Worked | None = None
        for shift in worked_shifts(agent, tour, problem):
            if latest is not None and not (latest.past and shift.past) and shift.start - latest.end < self.hours * 60:
                yield self._breach(agent, latest, shift, problem)
            if latest is None or shift.end > latest.end:
                latest = shift

    def _breach(self, agent: Agent, before: Worked, after: Worked, problem: Problem) -> Violation:
        rest = max(0, after.start - before.end)
        begins = problem.horizon.instant(after.start)
        message = (
            f"{agent.label} has {duration(rest)} of rest before the shift on {day_name(begins.date())} "
            f"{begins:%H:%M}, {duration(self.hours * 60)} are required."
        )
        return breach(self, agent, problem, (min(before.end, after.start), after.start), message)
