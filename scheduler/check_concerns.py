"""Parts of a plan that do not fit together, though each is valid: queues, patterns, seats."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scheduler.check import Concern
from scheduler.compile import Compiled
from scheduler.compile_pools import NO_LIMIT, seats_of
from scheduler.problem import Problem
from scheduler.suggest import Suggestions

TOLERANCE = 1e-9
"""Minima divided by proficiencies are binary fractions."""


def further_concerns(compiled: Compiled) -> Iterator[Concern]:
    """
    Queues without a skill, patterns without use, rules for nobody, seats below hard minima, and pools without units.

    Parameters
    ----------
    compiled
        A plan as arrays.
    """
    yield from _queues_without_skill(compiled.problem)
    yield from _unused_patterns(compiled.problem)
    yield from _attributes_nobody_has(compiled.problem)
    yield from _agents_without_shift(compiled)
    yield from _seats_below_minimum(compiled)
    yield from _pools_without_units(compiled.problem)


def _queues_without_skill(problem: Problem) -> Iterator[Concern]:
    skilled = {skill.queue for agent in problem.agents for skill in agent.skills}
    asked = {row.queue for row in problem.requirements if row.required or row.minimum}
    for queue in problem.queues:
        if queue.queue in asked - skilled:
            message = f"Agents are required on queue {queue.queue}, and nobody has the skill."
            yield _warning(message, "Give agents the skill, or remove the requirement.")


def _unused_patterns(problem: Problem) -> Iterator[Concern]:
    horizon = problem.horizon
    used = {name for contract in problem.contracts for name in contract.patterns}
    for pattern in problem.patterns:
        weekdays = {weekday.number for weekday in pattern.days_of_week}
        days = [day for day in range(problem.days) if horizon.date(day).weekday() in weekdays]
        if pattern.pattern not in used:
            message = f"No contract uses pattern {pattern.pattern}."
            yield _warning(message, "Name it in a contract, or remove it.")
        elif not any(horizon.exists(day, start) for day in days for start in pattern.starts):
            message = f"No date of the plan has a start of pattern {pattern.pattern}."
            yield _warning(message, "Correct its days_of_week or its starts, or remove it.")


def _attributes_nobody_has(problem: Problem) -> Iterator[Concern]:
    """Attributes that the plan's own rules and equipment pools name; those of a pack need not occur."""
    held = {attribute for agent in problem.agents for attribute in agent.attributes}
    suggestions = Suggestions(sorted(held))
    named = [
        (f"Rule {name}", field, attribute)
        for name, parameters in problem.rules.items()
        for field in ("only_for", "not_for", "opt_out")
        for attribute in parameters.get(field, ())
    ]
    named += [(f"Pool {pool.pool}", "only_for", attribute) for pool in problem.pools for attribute in pool.only_for]
    for who, field, attribute in named:
        if attribute not in held:
            message = f"{who} names attribute {attribute} in {field}, and no agent has it."
            yield _warning(message, suggestions.remedy(attribute, "give it to agents, or remove it"))


def _agents_without_shift(compiled: Compiled) -> Iterator[Concern]:
    """Agents who cannot work at all and have no absence that says so."""
    problem = compiled.problem
    idle = [
        problem.agents[member] for block in compiled.agent_blocks if not len(block.shifts) for member in block.members
    ]
    names = [agent.label for agent in idle if agent.agent not in problem.absences_of]
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        message = f"No shift can be worked by {', '.join(names[:3])}{more}."
        yield _warning(message, "Correct validity, availability or patterns, or remove the agents.")


def _seats_below_minimum(compiled: Compiled) -> Iterator[Concern]:
    """Intervals in which hard minima together need more agents than there are seats on all sites."""
    problem, cover = compiled.problem, compiled.data.cover
    seats = _places(compiled)
    needed = np.zeros(problem.horizon.num_intervals)
    for number in range(len(problem.queues)):
        best = max(
            (int(units) for block in compiled.agent_blocks for units in block.proficiency[block.queues == number]),
            default=0,
        )
        hard = cover.limit_cost[number] < 0
        minimum = np.where(hard, np.maximum(cover.minimum[number], 0), 0)[: len(needed)]
        needed += minimum / best if best else 0
    short = np.flatnonzero(needed > seats + TOLERANCE)
    if len(short):
        moment = problem.horizon.instant(int(short[0]) * problem.interval_minutes)
        message = (
            f"Hard minima need more agents than there are seats in {len(short)} intervals, "
            f"first at {moment:%Y-%m-%d %H:%M}: {needed[short[0]]:g} for {seats[short[0]]:g} seats."
        )
        yield Concern(severity="impossible", message=message, remedy="Add seats, or lower the minima.")


def _pools_without_units(problem: Problem) -> Iterator[Concern]:
    for pool in problem.pools:
        brought = any(units.count and pool.pool in units.pools for units in problem.units)
        if pool.limits == "hard" and not pool.units and not brought:
            work = f" {', '.join(pool.queues)}" if pool.queues else ""
            message = f"Pool {pool.pool} has no unit, so that nobody who needs one can work{work}."
            yield _warning(message, "Give it units, make its limits soft, or remove it.")


def _places(compiled: Compiled) -> NDArray[np.float64]:
    """Agents who can be on shift at the same time: hard seats of all sites, and who works from home. Shape ``(T,)``."""
    problem = compiled.problem
    places = np.full(problem.horizon.num_intervals, float(sum(agent.works_from_home for agent in problem.agents)))
    for site in problem.sites:
        seats = seats_of(site, problem, len(places))
        places += np.where((seats == NO_LIMIT) | (site.limits == "soft"), np.inf, seats)
    return places


def _warning(message: str, remedy: str) -> Concern:
    return Concern(severity="warning", message=message, remedy=remedy)
