"""Changes that ease a rule: its limits step by step, then without it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pydantic import ValidationError

from scheduler.exemptions import EVERYBODY
from scheduler.explain.change import Apply, Change, Ladder, single
from scheduler.explain.fact import Fact, Question
from scheduler.problem import Problem
from scheduler.rules.base import Rule

RAISED = ("maximum", "tolerance_minutes")
"""How the names of limits begin that ease a rule when they are raised."""
LOWERED = ("minimum", "hours", "parts")
"""Of those that ease it when they are lowered."""
NO_LIMITS = frozenset({"minimum_presence", "minimum_part"})
MINUTE_STEP = 15
MOST_STEPS = 1024


def rule_of(problem: Problem, fact: Fact) -> Rule:
    """The rule that a fact is about, with the parameters that hold for its agent."""
    book = problem.rule_book
    rules: tuple[Rule, ...] = book.of_plan if fact.agent == EVERYBODY else book.of(problem.agent_named[fact.agent])
    return next(rule for rule in rules if rule.label == fact.name)


def rule_ladders(problem: Problem, fact: Fact) -> Iterator[Ladder]:
    """
    Ladders that ease a rule for the agent whom a fact is about.

    Parameters
    ----------
    problem
        The plan.
    fact
        A fact about a rule.
    """
    rule = rule_of(problem, fact)
    kind = "law" if rule.label in problem.rule_book.from_packs else "rule"
    who = _who(problem, fact)
    for field, value in rule:
        if field in NO_LIMITS or isinstance(value, bool) or not isinstance(value, int | Decimal):
            continue
        if field.startswith(RAISED) or field.startswith(LOWERED):
            yield _ladder(rule, fact, field, value, kind, who)
    words: dict[str, str | int | float] = {"rule": rule.label, "agent": who}
    yield single(Change("rule-off", words, kind, 10.0, _with_rule(fact, None), fact.agent))


def _who(problem: Problem, fact: Fact) -> str:
    return "all" if fact.agent == EVERYBODY else problem.agent_named[fact.agent].label


def _ladder(rule: Rule, fact: Fact, field: str, before: int | Decimal, kind: str, who: str) -> Ladder:
    step, size = _step(field, before)
    lowered = field.startswith(LOWERED)
    most = int(before // step) if lowered else MOST_STEPS

    def value(number: int) -> int | Decimal:
        return before - number * step if lowered else before + number * step

    def at(number: int) -> Change:
        after, apply = value(number), _with_rule(fact, _changed(rule, field, value(number)))
        words: dict[str, str | int | float] = {
            "rule": rule.label,
            "agent": who,
            "field": field,
            "before": str(before),
            "after": str(after),
        }
        return Change("rule-limit", words, kind, number * size, apply, fact.agent)

    # Steps behind one that is not allowed go further, so that they are not allowed either.
    steps = bisect_left(range(1, most + 1), True, key=lambda number: _changed(rule, field, value(number)) is None)
    return Ladder(steps, at)


def _changed(rule: Rule, field: str, value: int | Decimal) -> Rule | None:
    """A rule with another limit; ``None`` where no plan may have it."""
    try:
        return type(rule).model_validate({**dict(rule), field: value})
    except ValidationError:
        return None


def _step(field: str, before: int | Decimal) -> tuple[int | Decimal, float]:
    """Step of a limit, and how many units of price it is."""
    if "minutes" in field:
        return MINUTE_STEP, MINUTE_STEP / 60
    if "hours" in field:
        return Decimal("0.25"), 0.25
    return (1, 1.0) if isinstance(before, int) else (Decimal(1), 1.0)


def _with_rule(fact: Fact, rule: Rule | None) -> Apply:
    def apply(question: Question, agent: str) -> Question:
        rules = {**question.exemptions.rules, (agent, fact.name): rule}
        return Question(question.problem, replace(question.exemptions, rules=rules))

    return apply
