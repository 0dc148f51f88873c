"""Which rules hold in a plan and for each of its agents: packs, the plan, contracts, adjustments, opt-outs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from scheduler.rules.base import AgentRule, PlanRule, Rule
from scheduler.rules.own import RESERVED
from scheduler.rules.packs import load_pack
from scheduler.rules.registry import RULES, kind_of

if TYPE_CHECKING:
    from scheduler.people import Adjustment, Agent
    from scheduler.problem import Problem

Parameters = dict[str, Any]


class RuleBook:
    """
    The rules of a plan.

    A rule of a pack holds with the parameters that ``[rules.ID]`` of the plan changes of it; then those of the
    contract and of the agent's adjustments. Rules that the plan adds hold beside those of the packs: where both say
    something of the same thing, the stricter decides.

    Parameters
    ----------
    problem
        A plan whose rules were checked.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._made: dict[str, Rule] = {}
        self._of: dict[object, tuple[AgentRule, ...]] = {}

    @cached_property
    def stated(self) -> dict[str, Parameters]:
        """Parameters of each rule as packs and the plan state them, by identifier."""
        stated: dict[str, Parameters] = {}
        for pack in self._problem.packs:
            stated |= load_pack(pack).rules
        return merged_rules(stated, self._problem.rules)

    @cached_property
    def from_packs(self) -> frozenset[str]:
        """Identifiers of the rules of the packs."""
        return frozenset(rule for pack in self._problem.packs for rule in load_pack(pack).rules)

    @cached_property
    def of_plan(self) -> tuple[PlanRule, ...]:
        """Rules about agents together."""
        return tuple(rule for rule in self._rules(self.stated) if isinstance(rule, PlanRule))

    def of(self, agent: Agent) -> tuple[AgentRule, ...]:
        """Rules about an agent's tour."""
        adjustments = self.adjustments_in_force(agent)
        key = (agent.contract, agent.attributes, repr(adjustments))
        if key not in self._of:
            stated = self.stated_for(agent)
            rules = [rule for rule in self._rules(stated) if isinstance(rule, AgentRule)]
            self._of[key] = tuple(rule for rule in rules if rule.is_meant_for(agent))
        return self._of[key]

    def stated_for(self, agent: Agent) -> dict[str, Parameters]:
        """Parameters of each rule for an agent, by identifier, whether or not it holds for him."""
        stated = merged_rules(self.stated, self._problem.contract_of[agent.agent].rules)
        for adjustment in self.adjustments_in_force(agent):
            stated = merged_rules(stated, {adjustment.rule: adjustment.parameters})
        return stated

    def adjustments_in_force(self, agent: Agent) -> list[Adjustment]:
        """Adjustments of an agent that hold in this plan."""
        rows = self._problem.adjustments_of.get(agent.agent, ())
        return [row for row in rows if adjustment_holds(row, self._problem)]

    def opted_out(self, agent: Agent) -> list[tuple[str, str]]:
        """Identifiers of the rules that an agent has opted out of, each with the attribute that says so."""
        own = set(agent.attributes)
        if not own & self._opt_outs:
            return []
        rules = self._rules(self.stated_for(agent))
        return [(rule.label, rule.opt_out) for rule in rules if rule.opt_out in own]

    def of_somebody(self) -> list[Rule]:
        """Every rule that holds for an agent or for the plan, once for each identifier."""
        rules = [rule for agent in self._problem.agents for rule in self.of(agent)]
        return list({rule.label: rule for rule in (*rules, *self.of_plan)}.values())

    @cached_property
    def _opt_outs(self) -> set[str]:
        """Attributes with which somebody may have opted out of something."""
        stated = [self.stated, *(contract.rules for contract in self._problem.contracts)]
        stated += [{row.rule: row.parameters} for row in self._problem.adjustments]
        return {rule["opt_out"] for rules in stated for rule in rules.values() if "opt_out" in rule}

    def _rules(self, stated: dict[str, Parameters]) -> list[Rule]:
        order = {name: place for place, name in enumerate(RULES)}
        rules = [self._rule(name, parameters) for name, parameters in stated.items()]
        rules += [self._rule(name, {}) for name, kind in RULES.items() if kind.always and name not in stated]
        return sorted(filter(self._is_in_force, rules), key=lambda rule: order.get(rule.name, len(order)))

    def _rule(self, name: str, parameters: Parameters) -> Rule:
        key = repr((name, parameters))
        if key not in self._made:
            self._made[key] = make_rule(name, parameters)
        return self._made[key]

    def _is_in_force(self, rule: Rule) -> bool:
        first, last = self._problem.start_date, self._problem.horizon.date(self._problem.days - 1)
        begun = rule.valid_from is None or rule.valid_from <= last
        return rule.enabled and begun and (rule.valid_to is None or first <= rule.valid_to)


def adjustment_holds(row: Adjustment, problem: Problem) -> bool:
    """Whether an adjustment covers every date of a plan if it lifts a rule, and any date of it otherwise."""
    first, last = problem.start_date, problem.horizon.date(problem.days - 1)
    begin, end = row.valid_from or first, row.valid_to or last
    if row.parameters.get("enabled") is False:
        return begin <= first and last <= end
    return begin <= last and first <= end


def make_rule(name: str, parameters: Parameters) -> Rule:
    """A rule from its identifier and the parameters of it, which ``kind_of`` knows the kind of."""
    kind = kind_of(name, parameters)
    assert kind is not None, name
    own = {key: value for key, value in parameters.items() if key not in RESERVED}
    return kind(**({} if name == kind.name else {"id": name}) | own)


def merged_rules(below: dict[str, Parameters], above: dict[str, Parameters]) -> dict[str, Parameters]:
    """Rules of two places; a parameter of ``above`` replaces that of ``below``."""
    return below | {name: below.get(name, {}) | parameters for name, parameters in above.items()}
