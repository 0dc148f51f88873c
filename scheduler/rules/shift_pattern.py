"""Shifts are shifts that the contract knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_time import stretch_of
from scheduler.audit_words import duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.matching import (
    contract_patterns,
    is_pinned_whole,
    matching_patterns,
    shift_length,
    starts_in,
)

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift


class ShiftPattern(AgentRule):
    """
    Each shift has a start and a length of a pattern of the contract, or is pinned as a whole.

    A start that occurs twice when clocks go back means its first occurrence; lengths are elapsed time.
    """

    name: ClassVar[str] = "shift_pattern"
    always: ClassVar[bool] = True

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that no pattern and no pin explains."""
        agent, problem = tour.agent, tour.problem
        for shift in tour.shifts:
            if matching_patterns(shift, agent, problem) or is_pinned_whole(shift, agent, problem):
                continue
            place = stretch_of(shift, problem.horizon)
            message = (
                f"{agent.label} has a shift {stretch(problem.horizon, *place)} "
                f"({duration(shift_length(shift, problem))}); {_reason(shift, agent, problem)}."
            )
            yield breach(self, agent, problem, place, message)


def _reason(shift: Shift, agent: Agent, problem: Problem) -> str:
    contract = problem.contract_of[agent.agent].contract
    startable = starts_in(shift, contract_patterns(agent, problem), problem)
    if not startable:
        return f"no pattern of contract {contract} starts then"
    lengths = sorted({minutes for pattern in startable for minutes in pattern.lengths_minutes})
    listed = ", ".join(duration(minutes) for minutes in lengths)
    return f"shifts of contract {contract} that start then last {listed}"
