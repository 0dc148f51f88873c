"""What own rules say of queues, looked at where the plan is known that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.own_answers import refusing, source_of
from scheduler.rules.own_values import need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.rules.base import AgentRule
    from scheduler.rules.limit import TransferTerms


def unwanted_queues_of(rule: AgentRule, agent: Agent, problem: Problem) -> frozenset[str]:
    """
    Queues that a rule does not want an agent to work.

    Parameters
    ----------
    rule, agent, problem
        Whose; those of an own rule must be queues of the plan.
    """
    queues = rule.unwanted_queues(agent)
    if source := source_of(rule):
        with refusing(rule, source):
            _need_known(queues, "each of unwanted_queues", problem)
    return queues


def transfer_terms_of(rule: AgentRule, problem: Problem) -> TransferTerms | None:
    """
    What a rule says of transfers.

    Parameters
    ----------
    rule, problem
        An own rule must name queues of the plan, and keep to its intervals.
    """
    terms = rule.transfer_terms()
    source = source_of(rule)
    if terms is not None and source is not None:
        with refusing(rule, source):
            _need_terms(terms, problem)
    return terms


def _need_terms(terms: TransferTerms, problem: Problem) -> None:
    grid, setup = problem.interval_minutes, terms.setup_minutes
    need(setup % grid == 0, f"setup_minutes must lie on the grid of {grid} minutes", setup)
    _need_known((queue for pair in terms.allowed or () for queue in pair), "each of allowed", problem)


def _need_known(queues: Iterable[str], subject: str, problem: Problem) -> None:
    for queue in sorted(set(queues) - problem.queue_named.keys()):
        need(False, f"{subject} must be a queue of the plan", queue)
