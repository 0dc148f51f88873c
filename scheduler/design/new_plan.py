"""The plan whose patterns are the shifts of a design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.contracts import Contract
    from scheduler.design.offers import Offer
    from scheduler.problem import Problem

Names = Mapping[str, tuple[str, ...]]
"""For each pattern of the plan the shifts that come from it."""


def plan_with(problem: Problem, offers: Sequence[Offer]) -> Problem:
    """
    The plan with the chosen shifts as its patterns.

    A contract gets the shifts that come from its patterns, and keeps those of its patterns from which no shift was
    chosen if it would have none otherwise. Rules that name patterns name the shifts that come from them instead; one
    from which none comes stays in the plan where a rule or a contract still names it.

    Parameters
    ----------
    problem
        The plan.
    offers
        The chosen shifts; one at least.

    Raises
    ------
    CrossCheckError
        Something else in the plan, such as a pin, needs a pattern that is gone.
    """
    new = [(source, pattern) for offer in offers for source, pattern in offer.patterns.items()]
    names = {
        old.pattern: tuple(pattern.pattern for source, pattern in new if source == old.pattern)
        for old in problem.patterns
    }
    contracts = tuple(_contract(contract, names) for contract in problem.contracts)
    adjustments = tuple(
        row.model_copy(update={"parameters": _renamed(row.parameters, names)}) for row in problem.adjustments
    )
    rules = {rule: _renamed(parameters, names) for rule, parameters in problem.rules.items()}
    every = (rules, *(contract.rules for contract in contracts), *(row.parameters for row in adjustments))
    needed = {name for contract in contracts for name in contract.patterns}.union(*map(_named_in, every))
    chosen = {offer.name for offer in offers}
    kept = tuple(pattern for pattern in problem.patterns if pattern.pattern in needed and pattern.pattern not in chosen)
    changes: dict[str, Any] = {
        "patterns": (*(pattern for _, pattern in new), *kept),
        "contracts": contracts,
        "rules": rules,
        "adjustments": adjustments,
    }
    return problem.model_copy(update=changes)


def _contract(contract: Contract, names: Names) -> Contract:
    patterns = tuple(dict.fromkeys(name for pattern in contract.patterns for name in names[pattern]))
    rules = {rule: _renamed(parameters, names) for rule, parameters in contract.rules.items()}
    return contract.model_copy(update={"patterns": patterns or contract.patterns, "rules": rules})


def _renamed(value: Any, names: Names) -> Any:
    """Parameters of a rule in which patterns have the names of their shifts."""
    if isinstance(value, list | tuple):
        return [_renamed(part, names) for part in value]
    if not isinstance(value, dict):
        return value
    renamed: dict[str, Any] = {}
    for key, part in value.items():
        if key == "patterns" and isinstance(part, list | tuple):
            renamed[key] = list(dict.fromkeys(name for old in part for name in (names.get(old) or (old,))))
        elif key == "points" and isinstance(part, dict):
            renamed[key] = {name: points for old, points in part.items() for name in (names.get(old) or (old,))}
        else:
            renamed[key] = _renamed(part, names)
    return renamed


def _named_in(value: Any) -> set[str]:
    """Names of patterns in parameters of rules."""
    if isinstance(value, list | tuple):
        return set().union(*map(_named_in, value))
    if not isinstance(value, dict):
        return set()
    found = {key: part for key, part in value.items() if key in ("patterns", "points")}
    names = {name for part in found.values() if isinstance(part, list | tuple | dict) for name in part}
    return names.union(*(_named_in(part) for key, part in value.items() if key not in found))
