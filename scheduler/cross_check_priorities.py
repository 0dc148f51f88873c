"""Priorities that a plan states."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.cost_terms import KINDS, names_of
from scheduler.cross_check_packs import rules_of_packs
from scheduler.error_words import show
from scheduler.problem import Finding
from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from scheduler.problem import Problem


def priority_findings(problem: Problem) -> Iterator[Finding]:
    """Terms that do not exist, or that an earlier priority names already."""
    known = _known_terms(problem)
    suggestions, before = Suggestions(known), set[str]()
    for index, priority in enumerate(problem.priorities):
        for name in names_of(priority):
            if name not in known:
                message = f"Cost term {show(name)} does not exist."
                remedy = suggestions.remedy(name, f"remove it; kinds of terms are {', '.join(KINDS)}")
            elif {name, name.split(":", 1)[0]} & before:
                message, remedy = f"Cost term {name} stands in an earlier priority already.", "Name it once."
            else:
                before.add(name)
                continue
            yield Finding(table="priorities", index=index, field="", message=message, remedy=remedy)


def _known_terms(problem: Problem) -> list[str]:
    queues = [queue.queue for queue in problem.queues]
    rules = [*rules_of_packs(problem), *problem.rules]
    by_queue = [f"{kind}:{queue}" for kind in ("understaffing", "overstaffing", "limits") for queue in queues]
    by_pool = [*(f"seats:{site.site}" for site in problem.sites), *(f"equipment:{pool.pool}" for pool in problem.pools)]
    by_pool += [f"{kind}:{units.unit}" for units in problem.units for kind in ("holding", "moving")]
    return [*KINDS, *by_queue, *by_pool, *(f"rule:{rule}" for rule in rules)]
