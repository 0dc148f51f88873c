"""Rules that a plan and its contracts state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.cross_check_packs import own_rule_instead, rules_of_packs
from scheduler.cross_check_parameters import RuleChecker
from scheduler.cross_check_place import place
from scheduler.problem import Finding

if TYPE_CHECKING:
    from scheduler.contracts import Contract
    from scheduler.problem import Problem
    from scheduler.records import Parameters


def rule_findings(problem: Problem) -> Iterator[Finding]:
    """
    Everything wrong with rules: unknown ones, wrong parameters, rules about the whole plan in a contract, and rules of
    packs that are changed without a reason or where the law does not let a contract change them.
    """
    from scheduler.rules.rule_book import merged_rules

    packs = rules_of_packs(problem)
    checker = RuleChecker(problem, packs)
    for name, parameters in problem.rules.items():
        for wrong in checker.complaints(name, parameters, packs.get(name)):
            yield _finding("rules", -1, place(name, *wrong.steps), wrong.message, wrong.remedy)
        if name in packs and not has_reason(parameters):
            message = f"The plan changes rule {name} of a rule pack without a reason."
            yield _finding("rules", -1, place(name), message, f'Add reason = "..." to [{place("rules", name)}].')
    stated = merged_rules(packs, problem.rules)
    for index, contract in enumerate(problem.contracts):
        for field, message, remedy in _about_contract(contract, packs, stated, checker):
            yield _finding("contracts", index, field, message, remedy)


def has_reason(parameters: Parameters) -> bool:
    """Whether somebody has said why he departs from a rule of a pack."""
    return bool(str(parameters.get("reason", "")).strip())


def about_whole_plan(checker: RuleChecker, name: str, parameters: Parameters) -> bool:
    """Whether a rule is about agents together, so that it can stand in the plan only."""
    from scheduler.rules.base import PlanRule

    kind = checker.kind_of(name, parameters)
    return kind is not None and issubclass(kind, PlanRule)


def _about_contract(
    contract: Contract, packs: dict[str, Parameters], stated: dict[str, Parameters], checker: RuleChecker
) -> Iterator[tuple[str, str, str]]:
    """Place in the contract, message and remedy."""
    for name, parameters in contract.rules.items():
        below = stated.get(name)
        if below is not None and any(checker.complaints(name, below)):
            continue  # complained of at the plan
        field = place("rules", name)
        if about_whole_plan(checker, name, (below or {}) | parameters):
            message = f"Rule {name} is about the plan as a whole, not about contract {contract.contract}."
            yield field, message, f"Move it to [{field}] of the plan."
        elif name in packs and "contract" not in stated[name].get("derogation", ()):
            message = f"Rule {name} of a rule pack is not for contract {contract.contract} to change."
            yield field, message, own_rule_instead(name)
        else:
            for wrong in checker.complaints(name, parameters, below):
                yield place("rules", name, *wrong.steps), wrong.message, wrong.remedy
            if name in packs and not has_reason(parameters):
                message = f"Contract {contract.contract} changes rule {name} of a rule pack without a reason."
                yield field, message, f'Add reason = "..." to [{place("contracts", "rules", name)}].'


def _finding(table: str, index: int, field: str, message: str, remedy: str) -> Finding:
    return Finding(table=table, index=index, field=field, message=message, remedy=remedy)
