"""Paid time in a contract week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_time import Week, contract_weeks
from scheduler.audit_words import day_name, duration
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
    from scheduler.roster import Shift


class ContractMinutes(AgentRule):
    """
    Paid minutes per contract week lie between the contract's minimum and maximum.

    A shift counts in the week of its shift date, with the minutes that the roster marks as paid. History counts
    likewise; an absence counts its credited minutes in the week in which it starts. The minimum holds in weeks
    that neither the horizon nor the agent's first or last date cuts, the maximum in every week to which the roster adds
    paid time.
    """

    name: ClassVar[str] = "contract_minutes"
    always: ClassVar[bool] = True

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        problem, contract = candidates.problem, candidates.contract
        horizon, week_start = problem.horizon, problem.week_start.number
        for first in horizon.weeks(week_start):
            shifts = candidates.on_days(first, first + 7)
            done = sum(
                past.paid_minutes for past in candidates.history if first <= horizon.day(past.shift_date) < first + 7
            )
            for absence in candidates.absences:
                day = horizon.day(horizon.instant(horizon.minute(absence.start)).date())
                done += absence.credited_minutes if first <= day < first + 7 else 0
            whole = candidates.is_whole_week(first)
            lower = max(0, contract.minimum_minutes_per_week - done) if whole else None
            most = contract.maximum_minutes_per_week
            upper = None if most is None else max(0, most - done)
            if lower or upper is not None:
                yield Limit(first, SumRow(shifts, candidates.paid[shifts], lower, upper))

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each week outside the contract's limits."""
        agent, problem = tour.agent, tour.problem
        contract = problem.contract_of[agent.agent]
        lowest, highest = contract.minimum_minutes_per_week, contract.maximum_minutes_per_week
        if not lowest and highest is None:
            return
        rostered, known = _rostered(tour.shifts, problem), _known(agent, problem)
        for week in contract_weeks(problem):
            paid = rostered[week.day] + known[week.day]
            if paid < lowest and week.is_whole_for(agent, problem.horizon):
                yield self._breach(agent, week, paid, f"at least {duration(lowest)}", problem)
            elif highest is not None and paid > highest and rostered[week.day]:
                yield self._breach(agent, week, paid, f"at most {duration(highest)}", problem)

    def _breach(self, agent: Agent, week: Week, paid: int, agreed: str, problem: Problem) -> Violation:
        contract = problem.contract_of[agent.agent].contract
        message = (
            f"{agent.label} has {duration(paid)} of paid time in the week from "
            f"{day_name(problem.horizon.date(week.day))}, contract {contract} asks for {agreed}."
        )
        return breach(self, agent, problem, (week.start, week.end), message)


def _rostered(tour: tuple[Shift, ...], problem: Problem) -> Counter[int]:
    """Paid minutes of the roster by first day of the week."""
    horizon, first = problem.horizon, problem.week_start.number
    minutes: Counter[int] = Counter()
    for shift in tour:
        minutes[horizon.week_of(horizon.day(shift.shift_date), first)] += shift.paid_minutes
    return minutes


def _known(agent: Agent, problem: Problem) -> Counter[int]:
    """Paid minutes of history and absences by first day of the week."""
    horizon, first = problem.horizon, problem.week_start.number
    minutes: Counter[int] = Counter()
    for past in problem.history_of.get(agent.agent, ()):
        minutes[horizon.week_of(horizon.day(past.shift_date), first)] += past.paid_minutes
    for absence in problem.absences_of.get(agent.agent, ()):
        date = horizon.instant(horizon.minute(absence.start)).date()
        minutes[horizon.week_of(horizon.day(date), first)] += absence.credited_minutes
    return minutes
