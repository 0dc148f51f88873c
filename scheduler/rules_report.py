"""Which rules hold in a plan, for whom, and what a planner should know of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scheduler.audit_law import law_of
from scheduler.law import Law
from scheduler.problem import Problem
from scheduler.records import Record
from scheduler.result import Severity
from scheduler.rules.base import Rule

OLD_AFTER_DAYS = 365
"""Days between the figures of a pack and the plan after which the report warns."""

_COMMON = frozenset(Rule.model_fields)


class RuleReport(Record):
    """
    A rule that holds.

    Parameters
    ----------
    rule, kind, severity, summary, source, verified
        As in ``Rule``.
    parameters
        What the rule states beyond the defaults of its kind.
    agents
        For how many agents it holds; ``None`` for rules about the plan as a whole.
    look_back_days
        Days before the plan whose work it asks for.
    """

    rule: str
    kind: str
    severity: Severity
    summary: str
    source: str
    verified: bool
    parameters: dict[str, Any]
    agents: int | None
    look_back_days: int


class RulesReport(Record):
    """
    Parameters
    ----------
    plan
        Its name.
    agents
        How many it has.
    rules
        Rules that hold for somebody; a rule whose parameters differ between agents once for each form.
    law
        Packs, departures, assumptions.
    warnings
        What to look at before relying on it.
    """

    plan: str
    agents: int
    rules: tuple[RuleReport, ...]
    law: Law
    warnings: tuple[str, ...]


def rules_report(problem: Problem) -> RulesReport:
    """Report on the rules of a plan."""
    counts: defaultdict[str, int] = defaultdict(int)
    found: dict[str, Rule] = {}
    for agent in problem.agents:
        for rule in problem.rule_book.of(agent):
            key = repr(rule)
            found[key] = rule
            counts[key] += 1
    rules = [_report(rule, counts[key]) for key, rule in found.items()]
    rules += [_report(rule, None) for rule in problem.rule_book.of_plan]
    law = law_of(problem, None)
    return RulesReport(
        plan=problem.name,
        agents=len(problem.agents),
        rules=tuple(rules),
        law=law,
        warnings=tuple(_warnings(problem, law, rules)),
    )


def _report(rule: Rule, agents: int | None) -> RuleReport:
    stated = rule.model_dump(mode="json", exclude_defaults=True)
    return RuleReport(
        rule=rule.label,
        kind=rule.name,
        severity=rule.severity,
        summary=rule.summary or first_sentence(rule),
        source=rule.source,
        verified=rule.verified,
        parameters={name: value for name, value in stated.items() if name not in _COMMON or name == "price"},
        agents=agents,
        look_back_days=rule.look_back_days,
    )


def first_sentence(rule: Rule | type[Rule]) -> str:
    """First line of what a kind of rule says of itself."""
    return (rule.__doc__ or "").strip().splitlines()[0]


def _warnings(problem: Problem, law: Law, rules: list[RuleReport]) -> Iterator[str]:
    for pack in law.packs:
        if pack.reviewed_by == "unreviewed":
            yield f"Pack {pack.pack} is unreviewed: nobody with local knowledge of the law has confirmed it."
        if (problem.start_date - pack.as_of).days > OLD_AFTER_DAYS:
            yield f"Pack {pack.pack} is as of {pack.as_of}, more than a year before the plan; look for amendments."
    open_ = sorted({row.rule for row in rules if row.rule in problem.rule_book.from_packs and not row.verified})
    if open_:
        yield f"{len(open_)} rules of packs rest on secondary sources: {', '.join(open_)}."
