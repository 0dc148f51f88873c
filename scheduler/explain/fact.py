"""Single things that a plan asks for, each of which can be left out for the sake of a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from scheduler.exemptions import EVERYBODY, NO_EXEMPTIONS, Exemptions
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.rules.base import Rule

FactKind = Literal[
    "pin",
    "absence",
    "unavailable",
    "available",
    "valid_dates",
    "contract_least",
    "contract_most",
    "patterns",
    "minimum",
    "maximum",
    "seats",
    "equipment",
    "minimum_block",
    "rule",
]

OWN_FACTS = frozenset({"pins", "absences", "availability", "valid_dates", "contract_minutes", "contract_days"})
"""Rules that hold because of rows or contracts, which are facts of their own."""

ALWAYS_TRUE = frozenset({"one_shift_per_day", "shift_pattern", "skills", "breaks", "minimum_block"})
"""Rules that say what a roster is: a plan without them is none. Patterns and minimum blocks are facts of their own."""


@dataclass(frozen=True)
class Fact:
    """
    Parameters
    ----------
    kind
        ``contract_least`` and ``contract_most`` are what a contract asks for a week, at least and at most.
    agent
        Whom it binds; ``EVERYBODY`` where it binds agents together.
    name
        Rule, queue, site or equipment pool; empty where the row says everything.
    row
        Row of its table in the plan; -1 where it has none.
    """

    kind: FactKind
    agent: str = EVERYBODY
    name: str = ""
    row: int = -1


@dataclass(frozen=True)
class Question:
    """
    A plan with something taken out: has it a roster?

    Parameters
    ----------
    problem
        The plan.
    exemptions
        What is taken out of its rules.
    """

    problem: Problem
    exemptions: Exemptions = field(default=NO_EXEMPTIONS)


def facts_of(problem: Problem) -> list[Fact]:
    """
    Everything that a plan asks for and that could be left out.

    Parameters
    ----------
    problem
        The plan.

    Returns
    -------
    What the plan itself states first, then rules: of several explanations the one without law is given.
    """
    facts = [Fact("pin", row.agent, "", index) for index, row in enumerate(problem.pins)]
    for agent in problem.agents:
        facts += _contract_facts(problem, agent)
    facts += _plan_facts(problem)
    for agent in problem.agents:
        facts += _time_facts(problem, agent)
    for agent in problem.agents:
        facts += [Fact("rule", agent.agent, rule.label) for rule in rules_of_agent(problem, agent)]
    return facts + [Fact("rule", EVERYBODY, rule.label) for rule in rules_of_plan(problem)]


def rules_of_agent(problem: Problem, agent: Agent) -> list[Rule]:
    """Hard rules of an agent that are facts."""
    rules = problem.rule_book.of(agent)
    return [rule for rule in rules if rule.severity == "hard" and rule.name not in OWN_FACTS | ALWAYS_TRUE]


def rules_of_plan(problem: Problem) -> list[Rule]:
    """Hard rules about agents together that are facts."""
    always = ("seats", "equipment", "staffing_limits")
    return [rule for rule in problem.rule_book.of_plan if rule.severity == "hard" and rule.name not in always]


def _contract_facts(problem: Problem, agent: Agent) -> Iterator[Fact]:
    contract = problem.contract_of[agent.agent]
    hard = {rule.label for rule in problem.rule_book.of(agent) if rule.severity == "hard"}
    limits = {
        "contract_minutes": (contract.minimum_minutes_per_week > 0, contract.maximum_minutes_per_week is not None),
        "contract_days": (contract.minimum_days_per_week > 0, contract.maximum_days_per_week < 7),
    }
    yield Fact("patterns", agent.agent)
    for rule, (least, most) in limits.items():
        if least and rule in hard:
            yield Fact("contract_least", agent.agent, rule)
        if most and rule in hard:
            yield Fact("contract_most", agent.agent, rule)


def _time_facts(problem: Problem, agent: Agent) -> Iterator[Fact]:
    name = agent.agent
    if agent.valid_from or agent.valid_to:
        yield Fact("valid_dates", name)
    yield from (Fact("absence", name, "", row) for row, one in enumerate(problem.absences) if one.agent == name)
    own = [(row, one.kind) for row, one in enumerate(problem.availability) if one.agent == name]
    if any(kind == "available" for _, kind in own):
        yield Fact("available", name)
    yield from (Fact("unavailable", name, "", row) for row, kind in own if kind == "unavailable")


def _plan_facts(problem: Problem) -> Iterator[Fact]:
    hard = {queue.queue for queue in problem.queues if queue.limits == "hard"}
    for row, one in enumerate(problem.requirements):
        if one.minimum and one.queue in hard:
            yield Fact("minimum", EVERYBODY, one.queue, row)
    for row, one in enumerate(problem.requirements):
        if one.maximum is not None and one.queue in hard:
            yield Fact("maximum", EVERYBODY, one.queue, row)
    yield from (Fact("seats", EVERYBODY, s.site) for s in problem.sites if s.seats and s.limits == "hard")
    yield from (Fact("equipment", EVERYBODY, pool.pool) for pool in problem.pools if pool.limits == "hard")
    yield from (Fact("minimum_block", EVERYBODY, q.queue) for q in problem.queues if q.minimum_block_minutes)


def without(question: Question, facts: Iterable[Fact]) -> Question:
    """
    A plan with some facts taken out.

    Parameters
    ----------
    question
        The plan.
    facts
        Facts of its plan.

    Returns
    -------
    A plan that has a roster if the whole one has: the search for a smallest conflict relies on it.
    """
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    updates = _without_rows(question.problem, by_kind) | _without_limits(question.problem, by_kind)
    problem = question.problem.model_copy(update=updates) if updates else question.problem
    return Question(problem, _without_rules(question.exemptions, by_kind, question.problem))


def _without_rows(problem: Problem, by_kind: dict[str, list[Fact]]) -> dict[str, object]:
    """Fields of a plan without rows about people."""

    def rows(*kinds: str) -> frozenset[int]:
        return frozenset(fact.row for kind in kinds for fact in by_kind.get(kind, ()))

    updates: dict[str, object] = {}
    if gone := rows("pin"):
        updates["pins"] = tuple(one for row, one in enumerate(problem.pins) if row not in gone)
    if gone := rows("absence"):
        updates["absences"] = tuple(one for row, one in enumerate(problem.absences) if row not in gone)
    gone, free = rows("unavailable"), {fact.agent for fact in by_kind.get("available", ())}
    if gone or free:
        updates["availability"] = tuple(
            one
            for row, one in enumerate(problem.availability)
            if row not in gone and not (one.kind == "available" and one.agent in free)
        )
    return updates


def _without_limits(problem: Problem, by_kind: dict[str, list[Fact]]) -> dict[str, object]:
    """Fields of a plan without limits of queues, seats and equipment."""
    updates: dict[str, object] = {}
    low, high = ({fact.row for fact in by_kind.get(kind, ())} for kind in ("minimum", "maximum"))
    if low or high:
        updates["requirements"] = tuple(
            one.model_copy(
                update={
                    "minimum": None if row in low else one.minimum,
                    "maximum": None if row in high else one.maximum,
                }
            )
            if row in low or row in high
            else one
            for row, one in enumerate(problem.requirements)
        )
    for kind, table, key, change in (
        ("seats", "sites", "site", {"seats": ()}),
        ("equipment", "pools", "pool", {"limits": "soft"}),
        ("minimum_block", "queues", "queue", {"minimum_block_minutes": 0}),
    ):
        if names := {fact.name for fact in by_kind.get(kind, ())}:
            rows = getattr(problem, table)
            updates[table] = tuple(row.model_copy(update=change) if getattr(row, key) in names else row for row in rows)
    return updates


def _without_rules(exemptions: Exemptions, by_kind: dict[str, list[Fact]], problem: Problem) -> Exemptions:
    def places(kind: str) -> frozenset[tuple[str, str]]:
        return frozenset((fact.agent, fact.name) for fact in by_kind.get(kind, ()))

    # Without the dates themselves, weeks that they cut would have a contract minimum, and without what absences count
    # towards it, it would be higher: to ask for less would be to ask for more.
    always = {(fact.agent, "valid_dates"): None for fact in by_kind.get("valid_dates", ())}
    return replace(
        exemptions,
        rules={**exemptions.rules, **dict.fromkeys(places("rule")), **always},
        no_least=exemptions.no_least | places("contract_least"),
        no_most=exemptions.no_most | places("contract_most"),
        free_shifts=exemptions.free_shifts | {fact.agent for fact in by_kind.get("patterns", ())},
        absences=(*exemptions.absences, *(problem.absences[fact.row] for fact in by_kind.get("absence", ()))),
    )
