"""Rules that a plan and its contracts name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from scheduler.error_words import error_words, show
from scheduler.problem import Finding
from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from scheduler.problem import Problem

Parameters = dict[str, Any]


def rule_findings(problem: Problem) -> Iterator[Finding]:
    """Rules that are unknown, parameters that are wrong, and rules about the whole plan in a contract."""
    from scheduler.rules.base import PlanRule
    from scheduler.rules.registry import RULES

    wrong: set[str] = set()
    for name, parameters in problem.rules.items():
        for field, message, remedy in _complaints(name, parameters):
            wrong.add(name)
            yield Finding(table="rules", index=-1, field=field, message=message, remedy=remedy)
    for index, contract in enumerate(problem.contracts):
        for name, parameters in contract.rules.items():
            if name in wrong:
                continue
            if name in RULES and issubclass(RULES[name], PlanRule):
                message = f"Rule {name} is about the plan as a whole, not about contract {contract.contract}."
                remedy = f"Move it to [rules.{name}] of the plan."
                yield Finding(table="contracts", index=index, field=f"rules.{name}", message=message, remedy=remedy)
                continue
            for field, message, remedy in _complaints(name, {**problem.rules.get(name, {}), **parameters}):
                yield Finding(table="contracts", index=index, field=f"rules.{field}", message=message, remedy=remedy)


def _complaints(name: str, parameters: Parameters) -> Iterator[tuple[str, str, str]]:
    """Place below ``rules``, message and remedy of everything wrong with one rule."""
    from scheduler.rules.registry import RULES

    if name not in RULES:
        remedy = Suggestions(RULES).remedy(name, f"remove it; the rules are {', '.join(RULES)}")
        yield name, f"Rule {show(name)} does not exist.", remedy
        return
    try:
        RULES[name](**parameters)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            field = str(detail["loc"][0]) if detail["loc"] else ""
            known = list(RULES[name].model_fields)
            words = error_words(detail["type"], field, detail["input"], detail.get("ctx", {}), known)
            yield f"{name}.{field}".rstrip("."), f"Rule {name}: {words[0]}", words[1]
