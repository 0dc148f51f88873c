"""Parts of a plan that do not fit together, though each is valid: queues, patterns, seats."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scheduler.audit_words import moment
from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.check_report import Concern, warning
from scheduler.compile import Compiled
from scheduler.compile_pools import NO_LIMIT, seats_of
from scheduler.explain.part import like_nobody
from scheduler.explain.words import listed
from scheduler.problem import Problem
from scheduler.rules.registry import agent_rules
from scheduler.suggest import Suggestions

TOLERANCE = 1e-9
"""Requirements divided by proficiencies are binary fractions."""


def further_concerns(compiled: Compiled) -> Iterator[Concern]:
    """
    Queues without a skill, patterns without use or shift, rules for nobody, too few seats, pools without units.

    Parameters
    ----------
    compiled
        A plan as arrays.
    """
    yield from _queues_without_skill(compiled.problem)
    yield from _unused_patterns(compiled.problem)
    yield from _attributes_nobody_has(compiled.problem)
    yield from _rules_of_some_dates(compiled.problem)
    yield from _agents_without_shift(compiled)
    yield from _patterns_without_shift(compiled.problem)
    yield from _seats_below_requirement(compiled)
    yield from _pools_without_units(compiled.problem)


def _queues_without_skill(problem: Problem) -> Iterator[Concern]:
    skilled = {skill.queue for agent in problem.agents for skill in agent.skills}
    asked = {row.queue for row in problem.requirements if row.required or row.minimum}
    for queue in problem.queues:
        if queue.queue in asked - skilled:
            yield warning("queue-without-skill", queue=queue.queue)


def _unused_patterns(problem: Problem) -> Iterator[Concern]:
    horizon = problem.horizon
    used = {name for contract in problem.contracts for name in contract.patterns}
    for pattern in problem.patterns:
        weekdays = {weekday.number for weekday in pattern.days_of_week}
        days = [day for day in range(problem.days) if horizon.date(day).weekday() in weekdays]
        if pattern.pattern not in used:
            yield warning("pattern-unused", pattern=pattern.pattern)
        elif not any(horizon.exists(day, start) for day in days for start in pattern.starts):
            yield warning("pattern-without-start", pattern=pattern.pattern)


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
            advice = suggestions.remedy(attribute, "give it to agents, or remove it")
            yield warning("attribute-of-nobody", who=who, attribute=attribute, field=field, advice=advice)


def _rules_of_some_dates(problem: Problem) -> Iterator[Concern]:
    """Rules that begin or end within the plan: a week is not kept by one rule up to a date and by none after it."""
    book, first, last = problem.rule_book, problem.start_date, problem.horizon.date(problem.days - 1)
    rules = {rule.label: rule for agent in problem.agents for rule in book.of(agent)}
    for rule in (rules | {rule.label: rule for rule in book.of_plan}).values():
        begins = f"from {rule.valid_from}" if rule.valid_from and rule.valid_from > first else ""
        ends = f"up to {rule.valid_to}" if rule.valid_to and rule.valid_to < last else ""
        if begins or ends:
            yield warning("rule-of-some-dates", rule=rule.label, dates=" ".join(filter(None, (begins, ends))))


def _agents_without_shift(compiled: Compiled) -> Iterator[Concern]:
    """Agents who cannot work at all and have no absence that says so."""
    problem = compiled.problem
    idle = [
        problem.agents[member] for block in compiled.agent_blocks if not len(block.shifts) for member in block.members
    ]
    names = [agent.label for agent in idle if agent.agent not in problem.absences_of]
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield warning("agents-without-shift", agents=f"{', '.join(names[:3])}{more}")


def _seats_below_requirement(compiled: Compiled) -> Iterator[Concern]:
    """Intervals in which the requirement needs more agents than there are seats on all sites."""
    problem, cover = compiled.problem, compiled.data.cover
    seats = _places(compiled)
    needed = np.zeros(problem.horizon.num_intervals)
    for number in range(len(problem.queues)):
        best = max(
            (int(units) for block in compiled.agent_blocks for units in block.proficiency[block.queues == number]),
            default=0,
        )
        needed += cover.required[number, : len(needed)] / best if best else 0
    short = np.flatnonzero(needed > seats + TOLERANCE)
    if len(short):
        first = int(short[0])
        span = moment(problem.horizon, first * problem.interval_minutes)
        figures = {"needed": f"{needed[first]:g}", "seats": f"{seats[first]:g}"}
        yield warning("seats-below-requirement", intervals=len(short), span=span, **figures)


def _patterns_without_shift(problem: Problem) -> Iterator[Concern]:
    """Patterns of which a contract's rules leave nobody a shift: too long, at a protected time, no room for breaks."""
    for contract in dict.fromkeys(agent.contract for agent in problem.agents):
        nobody = like_nobody(problem, contract)
        agent, offers = nobody.agents[0], Offers(nobody)
        offered = candidates_of(nobody, agent, offers)
        worked: dict[str, Candidates] = {}
        for rule in (rule for rule in agent_rules(nobody, agent) if rule.severity == "hard"):
            worked[rule.label] = rule.kept(offered, offers)
        for name in nobody.contract_of[agent.agent].patterns:
            barred = [rule for rule, left in worked.items() if not left.of_pattern(name).any()]
            if barred and offered.of_pattern(name).any():
                yield warning("pattern-without-shift", contract=contract, pattern=name, rules=listed(barred))


def _pools_without_units(problem: Problem) -> Iterator[Concern]:
    for pool in problem.pools:
        brought = any(units.count and pool.pool in units.pools for units in problem.units)
        if pool.limits == "hard" and not pool.units and not brought:
            work = f" {', '.join(pool.queues)}" if pool.queues else ""
            yield warning("pool-without-units", pool=pool.pool, work=work)


def _places(compiled: Compiled) -> NDArray[np.float64]:
    """Agents who can be on shift at the same time: hard seats of all sites, and who works from home. Shape ``(T,)``."""
    problem = compiled.problem
    places = np.full(problem.horizon.num_intervals, float(sum(agent.works_from_home for agent in problem.agents)))
    for site in problem.sites:
        seats = seats_of(site, problem, len(places))
        places += np.where((seats == NO_LIMIT) | (site.limits == "soft"), np.inf, seats)
    return places
