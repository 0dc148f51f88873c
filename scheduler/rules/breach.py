"""How a rule reports a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.result import Violation

if TYPE_CHECKING:
    from scheduler.audit_time import Stretch
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.rules.base import Rule


def breach(
    rule: Rule,
    agent: Agent | None,
    problem: Problem,
    place: Stretch,
    message: str,
    amount: int = 1,
    *,
    is_soft: bool = False,
) -> Violation:
    """
    A violation with the rule's own severity, or as a warning.

    Parameters
    ----------
    rule
        Rule that is broken.
    agent
        Whose tour breaks it; ``None`` when it is about the plan as a whole.
    problem
        The plan.
    place
        Minutes of the horizon.
    message
        In words, with the numbers.
    amount
        By how much: minutes for rules whose unit is hours, else how many times.
    is_soft
        Whether the plan prices it, so that it is no more than a warning.
    """
    start, end = place
    return Violation(
        rule=rule.label,
        severity="warning" if is_soft else rule.severity,
        agent=None if agent is None else agent.agent,
        start=problem.horizon.instant(start),
        end=problem.horizon.instant(max(start, end)),
        message=message,
        amount=amount,
        source=rule.source,
    )
