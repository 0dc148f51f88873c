"""All rules by name, and the rules that hold for an agent or a plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scheduler.rules.absences import Absences
from scheduler.rules.availability import Availability
from scheduler.rules.base import AgentRule, PlanRule, Rule
from scheduler.rules.breaks import Breaks
from scheduler.rules.consecutive_days import ConsecutiveDays
from scheduler.rules.contract_days import ContractDays
from scheduler.rules.contract_minutes import ContractMinutes
from scheduler.rules.daily_rest import DailyRest
from scheduler.rules.minimum_block import MinimumBlock
from scheduler.rules.one_shift_per_day import OneShiftPerDay
from scheduler.rules.pins import Pins
from scheduler.rules.seats import Seats
from scheduler.rules.shift_pattern import ShiftPattern
from scheduler.rules.skills import Skills
from scheduler.rules.staffing_limits import StaffingLimits
from scheduler.rules.valid_dates import ValidDates
from scheduler.rules.weekly_rest import WeeklyRest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.people import Agent
    from scheduler.problem import Problem

_CLASSES: tuple[type[Rule], ...] = (
    ValidDates,
    OneShiftPerDay,
    ShiftPattern,
    Breaks,
    Skills,
    MinimumBlock,
    Availability,
    Absences,
    Pins,
    ContractMinutes,
    ContractDays,
    DailyRest,
    WeeklyRest,
    ConsecutiveDays,
    Seats,
    StaffingLimits,
)

RULES: Mapping[str, type[Rule]] = MappingProxyType({rule.name: rule for rule in _CLASSES})
"""Rules by the name that plans, contracts and violations use."""


@dataclass(frozen=True)
class _Parameters:
    """Parameters as a plan and a contract state them; compared by ``key``, since they hold dictionaries."""

    key: str
    plan: dict[str, dict[str, Any]] = field(compare=False)
    contract: dict[str, dict[str, Any]] = field(compare=False)


def agent_rules(problem: Problem, agent: Agent) -> list[AgentRule]:
    """
    Rules that hold for an agent, in the order of ``RULES``.

    Rules that always hold, those that the plan names, and those that the agent's contract names; a parameter of
    the contract replaces that of the plan.

    Raises
    ------
    ValueError
        If a rule is unknown, or its parameters are missing or wrong, or a contract names a rule about the plan
        as a whole.
    """
    return list(_agent_rules(_parameters(problem.rules, problem.contract_of[agent.agent].rules)))


def plan_rules(problem: Problem) -> list[PlanRule]:
    """
    Rules about agents together that hold in a plan, in the order of ``RULES``.

    Raises
    ------
    ValueError
        If a rule is unknown or its parameters are missing or wrong.
    """
    return [rule for rule in _rules(_parameters(problem.rules, {})) if isinstance(rule, PlanRule)]


def _parameters(plan: dict[str, dict[str, Any]], contract: dict[str, dict[str, Any]]) -> _Parameters:
    return _Parameters(repr((plan, contract)), plan, contract)


@lru_cache(maxsize=1024)
def _agent_rules(parameters: _Parameters) -> tuple[AgentRule, ...]:
    for name in parameters.contract:
        if name in RULES and issubclass(RULES[name], PlanRule):
            raise ValueError(f"rule {name} is about the plan as a whole; name it in the plan, not in a contract")
    return tuple(rule for rule in _rules(parameters) if isinstance(rule, AgentRule))


def _rules(parameters: _Parameters) -> list[Rule]:
    stated = {**parameters.plan, **parameters.contract}
    unknown = sorted(set(stated) - set(RULES))
    if unknown:
        raise ValueError(f"rule {unknown[0]} is unknown; known are {', '.join(RULES)}")
    return [
        rule(**{**parameters.plan.get(name, {}), **parameters.contract.get(name, {})})
        for name, rule in RULES.items()
        if rule.always or name in stated
    ]
