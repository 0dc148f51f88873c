"""Not fewer than the minimum and not more than the maximum on a queue."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from scheduler.audit_supply import SUPPLY_UNITS, Targets, supply, targets
from scheduler.audit_words import at_worst, counted, number, stretch
from scheduler.rules.base import PlanRule
from scheduler.rules.breach import breach
from scheduler.rules.seats import true_stretches

if TYPE_CHECKING:
    from scheduler.audit_supply import IntArray
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Roster


class StaffingLimits(PlanRule):
    """
    Supply of each queue lies between ``minimum`` and ``maximum`` of the requirement.

    How bad a breach is, the queue says: ``limits = "hard"`` or ``"soft"``, which is reported as a warning.

    Parameters
    ----------
    severity
        Only ``hard``; write ``limits = "soft"`` for the queues whose limits may be broken.
    """

    name: ClassVar[str] = "staffing_limits"
    always: ClassVar[bool] = True

    severity: Literal["hard"] = "hard"

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """One breach for each queue, side and unbroken stretch of intervals."""
        asked = targets(problem)
        if (asked.minimum < 0).all() and (asked.maximum < 0).all():
            return
        given = supply(roster, problem)
        for row in range(len(problem.queues)):
            yield from self._violations_of_queue(row, given[row], asked, problem)

    def _violations_of_queue(self, row: int, given: IntArray, asked: Targets, problem: Problem) -> Iterator[Violation]:
        sides = (
            ("fewer than the minimum", asked.minimum[row], asked.minimum[row] - given),
            ("more than the maximum", asked.maximum[row], given - asked.maximum[row]),
        )
        for side, limit, beyond in sides:
            for first, last in true_stretches((limit >= 0) & (beyond > 0)):
                worst = int(np.argmax(beyond[first:last]))
                figures = given[first:last], limit[first:last], worst
                yield self._breach(row, (first, last), side, figures, problem)

    def _breach(
        self, row: int, intervals: tuple[int, int], side: str, figures: tuple[IntArray, IntArray, int], problem: Problem
    ) -> Violation:
        given, limits, worst = figures
        queue, horizon = problem.queues[row], problem.horizon
        start, end = (index * problem.interval_minutes for index in intervals)
        scale = SUPPLY_UNITS * problem.interval_minutes
        there, limit = (number(Fraction(int(units[worst]), scale)) for units in (given, limits))
        message = (
            f"{queue.queue} has {at_worst(given, limits, worst)}{counted(there, 'agent')}, {side} of {limit} "
            f"({stretch(horizon, start, end)})."
        )
        return breach(self, None, problem, (start, end), message, is_soft=queue.limits == "soft")
