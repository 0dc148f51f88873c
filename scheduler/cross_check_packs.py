"""Rule packs that a plan names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.cross_check_place import place
from scheduler.error_words import show
from scheduler.problem import Finding
from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.records import Parameters


def pack_findings(problem: Problem) -> Iterator[Finding]:
    """Packs that do not exist, are listed twice, or state a rule that another one states."""
    from scheduler.rules import packs

    known = packs.pack_names()
    suggestions = Suggestions(known)
    owners: dict[str, str] = {}
    for index, name in enumerate(problem.packs):
        if name not in known:
            message = f"Rule pack {show(name)} does not exist."
            remedy = suggestions.remedy(name, f"remove it; the packs are {', '.join(known)}")
        elif name in problem.packs[:index]:
            message, remedy = f"Rule pack {name} is listed twice.", "List it once."
        else:
            rules = packs.load_pack(name).rules
            shared = next((rule for rule in rules if rule in owners), None)
            owners = dict.fromkeys(rules, name) | owners
            if shared is None:
                continue
            message = f"Rule {shared} stands in two packs, {owners[shared]} and {name}."
            remedy = "Keep one of the packs."
        yield Finding(table="packs", index=index, field="", message=message, remedy=remedy)


def rules_of_packs(problem: Problem) -> dict[str, Parameters]:
    """Rules of those packs of a plan that exist, by identifier."""
    from scheduler.rules import packs

    known = packs.pack_names()
    return {rule: own for name in problem.packs if name in known for rule, own in packs.load_pack(name).rules.items()}


def pack_with(rule: str) -> str:
    """The pack, of all there are, that states a rule; empty where none does."""
    from scheduler.rules import packs

    return next((name for name in packs.pack_names() if rule in packs.load_pack(name).rules), "")


def own_rule_instead(rule: str) -> str:
    """Remedy where a rule of a pack cannot be changed below the plan."""
    return (
        f"State a rule with an identifier of its own beside it, or change it in [{place('rules', rule)}] of the plan, "
        "with a reason."
    )
