"""Days worked in a contract week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import Week, contract_weeks
from scheduler.audit_words import day_name
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation


class ContractDays(AgentRule):
    """
    Shift dates with work per contract week lie between the contract's minimum and maximum.

    History counts. A date that absences cover wholly counts towards the minimum, not towards the maximum. The
    minimum holds in weeks that neither the horizon nor the agent's first or last date cuts, the maximum in every week
    to which the roster adds a shift.
    """

    name: ClassVar[str] = "contract_days"
    always: ClassVar[bool] = True

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        problem, contract = candidates.problem, candidates.contract
        past = set(candidates.past.day.tolist())
        absent = set(candidates.days_absent)
        for first in problem.horizon.weeks(problem.week_start.number):
            week = set(range(first, first + 7))
            shifts = candidates.on_days(first, first + 7)
            whole = candidates.is_whole_week(first)
            lower = max(0, contract.minimum_days_per_week - len(absent & week)) if whole else None
            upper = max(0, contract.maximum_days_per_week - len(past & week))
            if lower:
                # A date of absence counts once, whether or not it is worked all the same.
                present = shifts[~np.isin(candidates.day[shifts], list(absent))]
                yield Limit(first, SumRow(present, np.ones(len(present), dtype=np.int64), lower, None))
            if upper < len(np.unique(candidates.day[shifts])):
                yield Limit(first, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), None, upper))

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each week outside the contract's limits."""
        agent, problem = tour.agent, tour.problem
        contract = problem.contract_of[agent.agent]
        lowest, highest = contract.minimum_days_per_week, contract.maximum_days_per_week
        rostered = {shift.shift_date for shift in tour.shifts}
        worked = rostered | {past.shift_date for past in problem.history_of.get(agent.agent, ())}
        absent = {problem.horizon.date(day) for day in tour.absent_days}
        for week in contract_weeks(problem):
            dates = {problem.horizon.date(week.day + offset) for offset in range(7)}
            if len(dates & worked) > highest and dates & rostered:
                yield self._breach(agent, week, len(dates & worked), f"at most {highest}", problem)
            elif lowest and week.is_whole_for(agent, problem.horizon):
                counted = dates & (worked | absent)
                if len(counted) < lowest:
                    yield self._breach(agent, week, len(counted), f"at least {lowest}", problem)

    def _breach(self, agent: Agent, week: Week, days: int, agreed: str, problem: Problem) -> Violation:
        contract = problem.contract_of[agent.agent].contract
        message = (
            f"{agent.label} has {days} working days in the week from {day_name(problem.horizon.date(week.day))}, "
            f"contract {contract} asks for {agreed}."
        )
        return breach(self, agent, problem, (week.start, week.end), message)
