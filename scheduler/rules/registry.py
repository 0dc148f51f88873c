"""All kinds of rules by name, built in and installed, and the rules that hold for an agent or a plan."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from scheduler.errors import Complaint, InputError
from scheduler.rules.absences import Absences
from scheduler.rules.availability import Availability
from scheduler.rules.base import AgentRule, PlanRule, Rule
from scheduler.rules.break_entitlement import BreakEntitlement
from scheduler.rules.breaks import Breaks
from scheduler.rules.change_notice import ChangeNotice
from scheduler.rules.compensatory_rest import CompensatoryRest
from scheduler.rules.consecutive_days import ConsecutiveDays
from scheduler.rules.contract_days import ContractDays
from scheduler.rules.contract_minutes import ContractMinutes
from scheduler.rules.count_limit import CountLimit
from scheduler.rules.daily_rest import DailyRest
from scheduler.rules.equipment import Equipment
from scheduler.rules.fairness import Fairness
from scheduler.rules.forbidden_succession import ForbiddenSuccession
from scheduler.rules.minimum_block import MinimumBlock
from scheduler.rules.night_work import NightWork
from scheduler.rules.one_shift_per_day import OneShiftPerDay
from scheduler.rules.overtime import Overtime
from scheduler.rules.own import GROUP, installed_kinds, own_kind
from scheduler.rules.pins import Pins
from scheduler.rules.premium import Premium
from scheduler.rules.primary_queue import PrimaryQueue
from scheduler.rules.protected_time import ProtectedTime
from scheduler.rules.publish_notice import PublishNotice
from scheduler.rules.seats import Seats
from scheduler.rules.shift_length import ShiftLength
from scheduler.rules.shift_pattern import ShiftPattern
from scheduler.rules.similar_starts import SimilarStarts
from scheduler.rules.skills import Skills
from scheduler.rules.split_shift import SplitShift
from scheduler.rules.staffing_limits import StaffingLimits
from scheduler.rules.transfers import Transfers
from scheduler.rules.valid_dates import ValidDates
from scheduler.rules.weekends import Weekends
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.working_hours import WorkingHours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.records import Parameters

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
    Transfers,
    PrimaryQueue,
    DailyRest,
    WeeklyRest,
    ConsecutiveDays,
    Weekends,
    ForbiddenSuccession,
    SimilarStarts,
    CompensatoryRest,
    WorkingHours,
    NightWork,
    ShiftLength,
    CountLimit,
    BreakEntitlement,
    ProtectedTime,
    SplitShift,
    Overtime,
    Premium,
    ChangeNotice,
    PublishNotice,
    Fairness,
    Seats,
    Equipment,
    StaffingLimits,
)


def _by_name() -> dict[str, type[Rule]]:
    kinds = {rule.name: rule for rule in _CLASSES}
    for kind in installed_kinds():
        if kind.name in kinds:
            message, remedy = f"There is a rule {kind.name} already.", "Remove the package, or have it renamed there."
            raise InputError([Complaint(kind.__module__, f"entry point of {GROUP}", message, remedy)])
        kinds[kind.name] = kind
    return kinds


RULES: Mapping[str, type[Rule]] = MappingProxyType(_by_name())
"""Kinds of rules by the name that packs, plans and contracts use."""


def kind_of(name: str, parameters: Parameters) -> type[Rule] | None:
    """Kind of a rule from its identifier and parameters: of its file, the one it states, or the one it is called."""
    if "file" in parameters:
        return own_kind(parameters["file"])
    kind = parameters.get("kind", name)
    return RULES.get(kind) if isinstance(kind, str) else None


def agent_rules(problem: Problem, agent: Agent) -> tuple[AgentRule, ...]:
    """
    Rules that hold for an agent, in the order of ``RULES``: those that always hold, those of the packs and of the
    plan, with what his contract and his adjustments change of them.
    """
    return problem.rule_book.of(agent)


def plan_rules(problem: Problem) -> tuple[PlanRule, ...]:
    """Rules about agents together that hold in a plan, in the order of ``RULES``."""
    return problem.rule_book.of_plan
