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
        problem, contract, past = candidates.problem, candidates.contract, candidates.past
        for first in problem.horizon.weeks(problem.week_start.number):
            shifts = candidates.on_days(first, first + 7)
            done = int(past.paid[past.on_days(first, first + 7)].sum())
            done += sum(candidates.credited[day] for day in range(first, first + 7))
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
        rostered, everything = _paid_by_week(tour)
        for week in contract_weeks(problem):
            paid = everything[week.day]
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


def _paid_by_week(tour: AuditedTour) -> tuple[Counter[int], Counter[int]]:
    """Minutes paid in the roster, and with history and absences, by first day of the week."""
    horizon, week_start = tour.problem.horizon, tour.problem.week_start.number
    rostered, everything = Counter[int](), Counter[int]()
    for shift in tour.worked:
        week = horizon.week_of(shift.day, week_start)
        everything[week] += shift.paid_minutes
        rostered[week] += 0 if shift.past else shift.paid_minutes
    for day, credited in tour.credited.items():
        everything[horizon.week_of(day, week_start)] += credited
    return rostered, everything
