"""Identifiers of a plan: each once, and every reference to one that exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.error_words import show
from scheduler.problem import Finding
from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from scheduler.problem import Problem

IDENTIFIED = {
    "sites": "site",
    "pools": "pool",
    "units": "unit",
    "queues": "queue",
    "patterns": "pattern",
    "contracts": "contract",
    "agents": "agent",
}
"""Tables whose rows have an identifier, and the field that holds it."""

AGENT_ROWS = ("availability", "absences", "preferences", "history", "pins", "adjustments", "published")
QUEUE_ROWS = ("requirements", "demand")

_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def name_findings(problem: Problem) -> Iterator[Finding]:
    """Identifiers that occur twice, references to nothing, and texts with control characters."""
    for table, field in IDENTIFIED.items():
        yield from _repeated(problem, table, field)
    yield from _break_names(problem)
    yield from _agent_references(problem)
    yield from _pool_references(problem)
    yield from _contract_references(problem)
    yield from _row_references(problem)
    yield from _free_texts(problem)


def _repeated(problem: Problem, table: str, field: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, row in enumerate(getattr(problem, table)):
        name = getattr(row, field)
        if name in seen:
            message = f"{field.capitalize()} {name!r} occurs twice."
            yield Finding(table=table, index=index, field=field, message=message, remedy="Rename or remove one.")
        seen.add(name)


def _break_names(problem: Problem) -> Iterator[Finding]:
    """A pin names a queue or a break, so no name can be both."""
    queues = {queue.queue for queue in problem.queues}
    for index, pattern in enumerate(problem.patterns):
        for number, part in enumerate(pattern.breaks):
            if part.name in queues:
                message = f"Break {part.name!r} of pattern {pattern.pattern} has the name of a queue."
                field = f"breaks[{number}].name"
                yield Finding(table="patterns", index=index, field=field, message=message, remedy="Rename the break.")


class _Known:
    """Identifiers of a table, to look references up."""

    def __init__(self, problem: Problem, table: str) -> None:
        self._table, self._what = table, IDENTIFIED[table]
        self._names = {getattr(row, self._what) for row in getattr(problem, table)}
        self._suggestions = Suggestions(sorted(self._names))

    def check(self, name: str, table: str, index: int, field: str) -> Iterator[Finding]:
        """A finding if the name does not exist."""
        if name not in self._names:
            message = f"{self._what.capitalize()} {show(name)} does not exist."
            remedy = self._suggestions.remedy(name, f"add it to {self._table}")
            yield Finding(table=table, index=index, field=field, message=message, remedy=remedy)


def _agent_references(problem: Problem) -> Iterator[Finding]:
    sites, contracts, queues = (_Known(problem, table) for table in ("sites", "contracts", "queues"))
    for index, agent in enumerate(problem.agents):
        yield from sites.check(agent.site, "agents", index, "site")
        yield from contracts.check(agent.contract, "agents", index, "contract")
        for number, skill in enumerate(agent.skills):
            yield from queues.check(skill.queue, "agents", index, f"skills[{number}].queue")


def _pool_references(problem: Problem) -> Iterator[Finding]:
    sites, queues = _Known(problem, "sites"), _Known(problem, "queues")
    pools = _Known(problem, "pools")
    for index, units in enumerate(problem.units):
        for number, name in enumerate(units.pools):
            yield from pools.check(name, "units", index, f"pools[{number}]")
    for index, pool in enumerate(problem.pools):
        for number, name in enumerate(pool.queues):
            yield from queues.check(name, "pools", index, f"queues[{number}]")
        for number, name in enumerate(pool.sites):
            yield from sites.check(name, "pools", index, f"sites[{number}]")


def _contract_references(problem: Problem) -> Iterator[Finding]:
    patterns = _Known(problem, "patterns")
    for index, contract in enumerate(problem.contracts):
        for number, name in enumerate(contract.patterns):
            yield from patterns.check(name, "contracts", index, f"patterns[{number}]")


def _row_references(problem: Problem) -> Iterator[Finding]:
    agents, queues = _Known(problem, "agents"), _Known(problem, "queues")
    for table in AGENT_ROWS:
        for index, row in enumerate(getattr(problem, table)):
            yield from agents.check(row.agent, table, index, "agent")
    for table in QUEUE_ROWS:
        for index, row in enumerate(getattr(problem, table)):
            yield from queues.check(row.queue, table, index, "queue")


def _free_texts(problem: Problem) -> Iterator[Finding]:
    """Identifiers are checked by their type; these are the other texts."""
    texts = [("name", -1, "", problem.name)]
    texts += [("agents", index, "name", agent.name) for index, agent in enumerate(problem.agents)]
    texts += [("absences", index, "kind", row.kind) for index, row in enumerate(problem.absences)]
    texts += [("pins", index, "activity", row.activity) for index, row in enumerate(problem.pins)]
    for table, index, field, text in texts:
        if _CONTROL.search(text):
            message = f"{show(text)} contains a line break or another control character."
            yield Finding(table=table, index=index, field=field, message=message, remedy="Remove that character.")
        elif table == "absences" and not text:
            remedy = "Write a reason, or leave kind out."
            yield Finding(table=table, index=index, field=field, message="kind is empty.", remedy=remedy)
