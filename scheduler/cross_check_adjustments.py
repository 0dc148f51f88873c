"""Adjustments: agreements with single agents about rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from scheduler.cross_check_packs import own_rule_instead, rules_of_packs
from scheduler.cross_check_parameters import RuleChecker
from scheduler.cross_check_place import place
from scheduler.cross_check_rules import about_whole_plan
from scheduler.error_words import show
from scheduler.problem import Finding
from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from scheduler.people import Adjustment
    from scheduler.problem import Problem
    from scheduler.records import Parameters

Complaint = tuple[str, str, str]
"""Field, message and remedy."""


def adjustment_findings(problem: Problem) -> Iterator[Finding]:
    """Everything wrong with adjustments of agents who exist; the plan and its contracts may state wrong rules."""
    if not problem.adjustments:
        return
    from scheduler.rules.rule_book import adjustment_holds

    checker = _Checker(problem)
    holding: set[tuple[str, str]] = set()
    for index, row in enumerate(problem.adjustments):
        wrong = list(checker.about(row))
        if not wrong and adjustment_holds(row, problem):
            if (row.agent, row.rule) in holding:
                message = f"Two adjustments of rule {row.rule} hold for {row.agent!r} in this plan."
                remedy = "Join them, end one before the plan begins, or call one by a name of its own with kind."
                wrong.append(("rule", message, remedy))
            holding.add((row.agent, row.rule))
        for field, message, remedy in wrong:
            yield Finding(table="adjustments", index=index, field=field, message=message, remedy=remedy)


class _Checker:
    """Checks one adjustment after the other."""

    def __init__(self, problem: Problem) -> None:
        from scheduler.rules.registry import RULES
        from scheduler.rules.rule_book import merged_rules

        self._packs = rules_of_packs(problem)
        self._plan = merged_rules(self._packs, problem.rules)
        self._contracts = {row.contract: merged_rules(self._plan, row.rules) for row in problem.contracts}
        self._agents = problem.agent_named
        self._kinds = RULES
        self._rules = RuleChecker(problem, ())
        self._near = cache(lambda contract: Suggestions([*RULES, *self._contracts.get(contract, self._plan)]))
        self._is_sound = cache(self._is_sound_below)

    def about(self, row: Adjustment) -> Iterator[Complaint]:
        """Everything wrong with an adjustment alone."""
        agent = self._agents.get(row.agent)
        contract = "" if agent is None else agent.contract
        below = self._contracts.get(contract, self._plan).get(row.rule)
        if below is None and row.rule not in self._kinds and "kind" not in row.parameters:
            message = f"Rule {show(row.rule)} neither is stated for {row.agent!r} nor is a kind of rule."
            remedy = self._near(contract).remedy(row.rule, "add kind to its parameters")
            yield "rule", message, remedy
        elif below is None or self._is_sound(contract, row.rule):
            yield from self._about_change(row, below)

    def _about_change(self, row: Adjustment, below: Parameters | None) -> Iterator[Complaint]:
        if about_whole_plan(self._rules, row.rule, (below or {}) | row.parameters):
            message = f"Rule {row.rule} is about the plan as a whole, not about {row.agent!r}."
            yield "rule", message, f"Move it to [{place('rules', row.rule)}] of the plan."
        elif row.rule in self._packs and "agent" not in self._plan[row.rule].get("derogation", ()):
            message = f"Rule {row.rule} of a rule pack is not for an agreement with one agent to change."
            yield "rule", message, own_rule_instead(row.rule)
        elif "reason" in row.parameters:
            message = "An adjustment has a reason, and none is stored for single agents."
            yield place("parameters", "reason"), message, "Remove reason."
        else:
            for wrong in self._rules.complaints(row.rule, row.parameters, below):
                yield place("parameters", *wrong.steps), wrong.message, wrong.remedy

    def _is_sound_below(self, contract: str, rule: str) -> bool:
        """Whether nothing is wrong with a rule before it is adjusted; otherwise that is complained of elsewhere."""
        places = (self._plan, self._contracts.get(contract, self._plan))
        stated = [rules[rule] for rules in places if rule in rules]
        return not any(wrong for parameters in stated for wrong in self._rules.complaints(rule, parameters))
