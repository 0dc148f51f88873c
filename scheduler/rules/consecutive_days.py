"""Days worked in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from pydantic import Field

from scheduler.audit_time import Worked, worked_shifts
from scheduler.audit_words import day_name
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift
    from shiftmodels.data import AgentRow


class ConsecutiveDays(AgentRule):
    """
    Shift dates with work in a row; the history before the plan counts.

    Parameters
    ----------
    maximum
        Dates in a row at most.
    """

    name: ClassVar[str] = "consecutive_days"

    maximum: Annotated[int, Field(ge=1, le=366)]

    def rows(self, candidates: Candidates) -> Iterable[tuple[int, AgentRow]]:
        """See ``AgentRule``."""
        past = {day for day, _, _ in candidates.history_spans}
        for first in range(-self.maximum, candidates.problem.days - self.maximum):
            shifts = candidates.on_days(first, first + self.maximum + 1)
            worked = len(past & set(range(first, 0)))
            if len(np.unique(candidates.day[shifts])) + worked > self.maximum:
                yield first, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), None, max(0, self.maximum - worked))

    def violations(self, agent: Agent, tour: tuple[Shift, ...], problem: Problem) -> Iterator[Violation]:
        """One breach for each row that is too long and that the roster takes part in."""
        for row in _rows(worked_shifts(agent, tour, problem)):
            dates = sorted({shift.date for shift in row})
            if len(dates) <= self.maximum or all(shift.past for shift in row):
                continue
            surplus = [shift for shift in row if shift.date >= dates[self.maximum]]
            place = min(shift.start for shift in surplus), max(shift.end for shift in surplus)
            message = (
                f"{agent.label} works {len(dates)} days in a row from {day_name(dates[0])} to "
                f"{day_name(dates[-1])}, at most {self.maximum} are allowed."
            )
            yield breach(self, agent, problem, place, message)


def _rows(shifts: list[Worked]) -> Iterator[list[Worked]]:
    """Shifts grouped by rows of dates without a free one between them."""
    ordered = sorted(shifts, key=lambda shift: shift.date)
    row = ordered[:1]
    for before, shift in pairwise(ordered):
        if (shift.date - before.date).days > 1:
            yield row
            row = []
        row.append(shift)
    if row:
        yield row
