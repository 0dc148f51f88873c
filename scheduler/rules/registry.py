"""All kinds of rules by name, and the rules that hold for an agent or a plan."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

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
from scheduler.rules.fairness import Fairness
from scheduler.rules.forbidden_succession import ForbiddenSuccession
from scheduler.rules.minimum_block import MinimumBlock
from scheduler.rules.night_work import NightWork
from scheduler.rules.one_shift_per_day import OneShiftPerDay
from scheduler.rules.overtime import Overtime
from scheduler.rules.pins import Pins
from scheduler.rules.premium import Premium
from scheduler.rules.protected_time import ProtectedTime
from scheduler.rules.publish_notice import PublishNotice
from scheduler.rules.seats import Seats
from scheduler.rules.shift_length import ShiftLength
from scheduler.rules.shift_pattern import ShiftPattern
from scheduler.rules.similar_starts import SimilarStarts
from scheduler.rules.skills import Skills
from scheduler.rules.split_shift import SplitShift
from scheduler.rules.staffing_limits import StaffingLimits
from scheduler.rules.valid_dates import ValidDates
from scheduler.rules.weekends import Weekends
from scheduler.rules.weekly_rest import WeeklyRest
from scheduler.rules.working_hours import WorkingHours

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
    StaffingLimits,
)

RULES: Mapping[str, type[Rule]] = MappingProxyType({rule.name: rule for rule in _CLASSES})
"""Kinds of rules by the name that packs, plans and contracts use."""


def agent_rules(problem: Problem, agent: Agent) -> tuple[AgentRule, ...]:
    """
    Rules that hold for an agent, in the order of ``RULES``: those that always hold, those of the packs and of the
    plan, with what his contract and his adjustments change of them.
    """
    return problem.rule_book.of(agent)


def plan_rules(problem: Problem) -> tuple[PlanRule, ...]:
    """Rules about agents together that hold in a plan, in the order of ``RULES``."""
    return problem.rule_book.of_plan
