"""The part of an audit that says which law was applied, to whom not, and what was assumed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from scheduler.audit_words import day_name
from scheduler.law import AdjustmentReport, Law, Override, PackUsed
from scheduler.rules.packs import load_pack

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.result import Violation


def law_of(problem: Problem, violations: Iterable[Violation] | None) -> Law:
    """
    The law of a plan.

    Parameters
    ----------
    problem
        The plan.
    violations
        What the audit of a roster found; ``None`` where there is no roster.
    """
    return Law(
        packs=tuple(_packs(problem)),
        overrides=(*_by_plan(problem), *_by_contract(problem), *_by_agents(problem), *_by_opt_out(problem)),
        adjustments=() if violations is None else tuple(_adjustments(problem, violations)),
        assumptions=tuple(_assumptions(problem)),
    )


def _packs(problem: Problem) -> Iterator[PackUsed]:
    for name in problem.packs:
        pack = load_pack(name)
        own = {"title": pack.title, "version": pack.version, "as_of": pack.as_of, "reviewed_by": pack.reviewed_by}
        yield PackUsed(pack=name, **own)


def _by_plan(problem: Problem) -> Iterator[Override]:
    for rule, parameters in problem.rules.items():
        if rule in problem.rule_book.from_packs:
            yield _override(rule, "plan", (), parameters)


def _by_contract(problem: Problem) -> Iterator[Override]:
    for contract in problem.contracts:
        agents = tuple(agent.agent for agent in problem.agents if agent.contract == contract.contract)
        for rule, parameters in contract.rules.items():
            if rule in problem.rule_book.from_packs and agents:
                yield _override(rule, "contract", agents, parameters)


def _by_agents(problem: Problem) -> Iterator[Override]:
    for agent in (problem.agent_named[name] for name in problem.adjustments_of):
        for adjustment in problem.rule_book.adjustments_in_force(agent):
            if adjustment.rule in problem.rule_book.from_packs:
                yield _override(adjustment.rule, "agent", (agent.agent,), adjustment.parameters)


def _by_opt_out(problem: Problem) -> Iterator[Override]:
    agents: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for agent in problem.agents:
        for rule, attribute in problem.rule_book.opted_out(agent):
            agents[rule, attribute].append(agent.agent)
    for (rule, attribute), names in agents.items():
        change = f"opted out by attribute {attribute}"
        yield Override(rule=rule, by="opt_out", agents=tuple(names), change=change, reason="")


def _override(rule: str, by: Any, agents: tuple[str, ...], parameters: dict[str, Any]) -> Override:
    changes = [f"{name} = {value}" for name, value in parameters.items() if name != "reason"]
    return Override(
        rule=rule, by=by, agents=agents, change=", ".join(changes), reason=str(parameters.get("reason", ""))
    )


def _adjustments(problem: Problem, violations: Iterable[Violation]) -> Iterator[AdjustmentReport]:
    broken = {(violation.agent, violation.rule) for violation in violations}
    for agent in (problem.agent_named[name] for name in problem.adjustments_of):
        for adjustment in problem.rule_book.adjustments_in_force(agent):
            met = (agent.agent, adjustment.rule) not in broken
            yield AdjustmentReport(agent=agent.agent, rule=adjustment.rule, met=met)


def _assumptions(problem: Problem) -> Iterator[str]:
    """One sentence for each rule that looks further back than the history reaches."""
    known = problem.known_from
    since = f"History is known from {day_name(problem.horizon.date(known))}" if known else "No history is given"
    for rule in problem.rule_book.of_somebody():
        if rule.look_back_days > -known:
            yield f"{since}; rule {rule.label} looks back {rule.look_back_days} days and assumes {rule.assumption}."
