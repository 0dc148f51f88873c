"""A part of a plan that can be looked at on its own: some agents, some dates."""

from __future__ import annotations

from collections.abc import Collection

from scheduler.problem import Problem

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


def profile(problem: Problem, agent: str) -> object:
    """What agents share who are in the very same position as far as their own tours go."""
    own = problem.agent_named[agent]
    rows = tuple(
        tuple(row.model_copy(update={"agent": ""}) for row in getattr(problem, table) if row.agent == agent)
        for table in ROWS
    )
    place = (own.contract, own.site, own.attributes, own.valid_from, own.valid_to, own.skills)
    return place, repr(rows)
