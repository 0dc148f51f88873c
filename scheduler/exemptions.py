"""What is taken out of a plan's rules for the sake of a question: could there be a roster without it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.rules.base import AgentRule, PlanRule, Rule
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from scheduler.people import Absence

EVERYBODY = ""
"""Stands for the agent of a rule about agents together."""


@dataclass(frozen=True)
class Exemptions:
    """
    Parameters
    ----------
    rules
        By agent and rule, the rule that holds instead; ``None`` where none does. The agent of a rule about agents
        together is ``EVERYBODY``.
    no_least, no_most
        Agent and rule whose sums have no lower, and no upper, limit.
    free_shifts
        Agents who may work shifts that none of their patterns offers.
    unruled
        Agents who obey no rule of their own: of whom is not asked, but that they work what they work.
    absences
        Absences that the plan no longer has, and that still count towards what is asked at least: without them a
        contract would ask for more.
    """

    rules: Mapping[tuple[str, str], Rule | None] = field(default_factory=dict)
    no_least: frozenset[tuple[str, str]] = frozenset()
    no_most: frozenset[tuple[str, str]] = frozenset()
    free_shifts: frozenset[str] = frozenset()
    unruled: frozenset[str] = frozenset()
    absences: tuple[Absence, ...] = ()

    @cached_property
    def agents(self) -> frozenset[str]:
        """Agents of whom something is taken out, but not everything."""
        named = {agent for agent, _ in (*self.rules, *self.no_least, *self.no_most)}
        return frozenset(named | self.free_shifts | self.away) - {EVERYBODY}

    @cached_property
    def away(self) -> frozenset[str]:
        """Agents of whom an absence was left out."""
        return frozenset(absence.agent for absence in self.absences)

    def of_agent(self, agent: str, rules: Iterable[AgentRule]) -> list[AgentRule]:
        """Rules that hold for an agent, of those that do in the plan."""
        if agent in self.unruled:
            return []
        found = [self.rules.get((agent, rule.label), rule) for rule in rules]
        return [rule for rule in found if isinstance(rule, AgentRule)]

    def of_plan(self, rules: Iterable[PlanRule]) -> list[PlanRule]:
        """Rules about agents together, of those that hold in the plan."""
        found = [self.rules.get((EVERYBODY, rule.label), rule) for rule in rules]
        return [rule for rule in found if isinstance(rule, PlanRule)]

    def limits(
        self, agent: str, rule: AgentRule, limits: Iterable[Limit | AllowanceSum]
    ) -> Iterable[Limit | AllowanceSum]:
        """What a rule tells the model of an agent, of what it says in the plan."""
        place = agent, rule.label
        if place not in self.no_least and place not in self.no_most:
            return limits
        return [self._open(place, limit) for limit in limits]

    def _open(self, place: tuple[str, str], limit: Limit | AllowanceSum) -> Limit | AllowanceSum:
        if isinstance(limit, AllowanceSum) or not isinstance(limit.row, SumRow):
            return limit
        lower = None if place in self.no_least else limit.row.lower
        upper = None if place in self.no_most else limit.row.upper
        return replace(limit, row=replace(limit.row, lower=lower, upper=upper))


NO_EXEMPTIONS = Exemptions()
