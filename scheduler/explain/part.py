"""A part of a plan that can be looked at on its own: some agents, some dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from scheduler.exemptions import EVERYBODY
from scheduler.explain.fact import Question, rules_of_agent, rules_of_plan
from scheduler.problem import Problem
from scheduler.rules.base import AgentRule

ROWS = ("availability", "absences", "history", "pins", "adjustments", "published")
"""Tables with a row about an agent."""


def of_agents(problem: Problem, agents: Collection[str], *, alone: bool) -> Problem:
    """
    The plan of some of its agents, without wishes.

    Parameters
    ----------
    problem
        The plan.
    agents
        Identifiers.
    alone
        Whether what binds agents together is left out: requirements, seats, equipment.
    """
    updates: dict[str, object] = {
        table: tuple(row for row in getattr(problem, table) if row.agent in agents) for table in ROWS
    }
    updates["agents"] = tuple(agent for agent in problem.agents if agent.agent in agents)
    updates["preferences"] = updates["demand"] = updates["priorities"] = ()
    if alone:
        bare = tuple(site.model_copy(update={"seats": ()}) for site in problem.sites)
        updates |= {"requirements": (), "sites": bare, "pools": (), "units": ()}
    return problem.model_copy(update=updates)


def like_nobody(problem: Problem, contract: str) -> Problem:
    """The plan of one agent with a contract: always available, without attributes, seated anywhere."""
    own = next(agent for agent in problem.agents if agent.contract == contract)
    plain = own.model_copy(update={"name": f"anybody with contract {contract}", "attributes": ()})
    always = plain.model_copy(update={"valid_from": None, "valid_to": None})
    alone = of_agents(problem, {own.agent}, alone=True)
    nothing: dict[str, object] = {table: () for table in ROWS}
    return alone.model_copy(update=nothing | {"agents": (always,)})


def of_queues(problem: Problem, queues: Collection[str]) -> Problem:
    """The plan without requirements that ask for nothing hard, or not of these queues."""
    kept = tuple(
        row for row in problem.requirements if row.queue in queues and (row.minimum or row.maximum is not None)
    )
    return problem.model_copy(update={"requirements": kept, "demand": ()})


def on_dates(question: Question, first: int, last: int) -> Question:
    """
    Some dates of a plan, without rules about the tour: where the plan has a roster, this part has one.

    Parameters
    ----------
    question
        The plan.
    first, last
        Day indices.
    """
    problem = question.problem
    start, end = problem.horizon.date(first), problem.horizon.date(last)
    dated = ("pins", "published")
    updates: dict[str, object] = {
        table: tuple(row for row in getattr(problem, table) if start <= row.shift_date <= end) for table in dated
    }
    updates["requirements"] = tuple(
        row for row in problem.requirements if start <= problem.horizon.date_at(row.interval_start) <= end
    )
    updates |= {"start_date": start, "days": last - first + 1}
    lifted = {
        (agent.agent, rule.label): None
        for agent in problem.agents
        for rule in rules_of_agent(problem, agent)
        if type(rule).rows is not AgentRule.rows  # type: ignore[attr-defined]
    }
    lifted |= {(EVERYBODY, rule.label): None for rule in rules_of_plan(problem)}
    contracts = frozenset(
        (agent.agent, rule) for agent in problem.agents for rule in ("contract_minutes", "contract_days")
    )
    exemptions = question.exemptions
    changed = replace(
        exemptions,
        rules={**exemptions.rules, **lifted},
        no_least=exemptions.no_least | contracts,
        no_most=exemptions.no_most | contracts,
    )
    return Question(problem.model_copy(update=updates), changed)


def profile(problem: Problem, agent: str) -> object:
    """What agents share who are in the very same position as far as their own tours go."""
    own = problem.agent_named[agent]
    rows = tuple(
        tuple(row.model_copy(update={"agent": ""}) for row in getattr(problem, table) if row.agent == agent)
        for table in ROWS
    )
    place = (own.contract, own.site, own.attributes, own.valid_from, own.valid_to, own.skills)
    return place, repr(rows)
