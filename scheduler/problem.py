"""The plan: everything a person states about the roster he wants, checked once and frozen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from scheduler.contracts import Contract, Pattern
from scheduler.demand import Demand, Queue, Requirement
from scheduler.equipment import EquipmentPool, EquipmentUnits
from scheduler.horizon import Horizon
from scheduler.people import (
    Absence,
    Adjustment,
    Agent,
    Availability,
    PastShift,
    Pin,
    Preference,
    PublishedShift,
    Span,
)
from scheduler.records import Cost, CostTerms, Name, Parameters, Record, Weekday
from scheduler.sites import Site

if TYPE_CHECKING:
    from scheduler.rules.rule_book import RuleBook

SpanT = TypeVar("SpanT", bound=Span | Adjustment)


class Weights(Record):
    """
    What a unit of each cost term costs, unless a queue says otherwise.

    Parameters
    ----------
    understaffing, overstaffing
        Cost of an agent-hour below and above the requirement.
    preferences
        Factor on the weights of preferences.
    """

    understaffing: Cost = Decimal(10)
    overstaffing: Cost = Decimal(1)
    preferences: Cost = Decimal(1)


class Problem(Record):
    """
    A plan, as read from a folder, a workbook or a JSON file.

    Parameters
    ----------
    name
        Title of the plan.
    start_date, days
        First shift date and number of shift dates.
    interval_minutes
        Grid of the requirement, of starts, lengths and breaks.
    time_zone
        IANA zone of all local times.
    week_start
        First day of a contract week.
    packs
        Rule packs that hold, such as ``uk``.
    history_from
        First date from which ``history`` has every shift; the first shift date in it where not given.
    published_on
        Date on which the roster is published; some rules ask for notice.
    priorities
        Cost terms in order of priority, named as in ``result.json`` or by kind, such as ``understaffing``; several of
        one priority are joined by ``+``. Without any, the cost is the sum of all terms.
    weights, rules, sites, pools, units, queues, patterns, contracts
        See their records; ``rules`` is ``{rule: {parameter: value}}``.
    agents, availability, absences, preferences, history, pins, adjustments, published
        Rows about people.
    requirements, demand
        Agents needed per interval and queue, or the volumes from which ``staff`` computes them.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    start_date: dt.date
    days: Annotated[int, Field(ge=1, le=366)]
    interval_minutes: Literal[5, 10, 15, 30, 60]
    time_zone: str
    week_start: Weekday = Weekday.MONDAY
    packs: tuple[Name, ...] = ()
    history_from: dt.date | None = None
    published_on: dt.date | None = None
    priorities: tuple[CostTerms, ...] = ()
    weights: Weights = Weights()
    rules: dict[str, Parameters] = Field(default_factory=dict)
    sites: tuple[Site, ...] = Field(min_length=1)
    pools: tuple[EquipmentPool, ...] = ()
    units: tuple[EquipmentUnits, ...] = ()
    queues: tuple[Queue, ...] = Field(min_length=1)
    patterns: tuple[Pattern, ...] = Field(min_length=1)
    contracts: tuple[Contract, ...] = Field(min_length=1)
    agents: tuple[Agent, ...] = ()
    availability: tuple[Availability, ...] = ()
    absences: tuple[Absence, ...] = ()
    preferences: tuple[Preference, ...] = ()
    history: tuple[PastShift, ...] = ()
    pins: tuple[Pin, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    published: tuple[PublishedShift, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    demand: tuple[Demand, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no IANA time zone; write one such as Europe/London") from error
        return value

    @model_validator(mode="after")
    def _cross_check(self) -> Self:
        from scheduler.cross_check import cross_check

        findings = list(cross_check(self))
        if findings:
            raise CrossCheckError(findings)
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """
        The plan with some fields changed, checked again as a whole.

        Pydantic's own copy would keep look-ups that were made from the fields before the change.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**(fields | dict(update or {})))

    @cached_property
    def horizon(self) -> Horizon:
        """Dates and grid of the plan."""
        return Horizon(self.start_date, self.days, self.interval_minutes, self.time_zone)

    @cached_property
    def contract_of(self) -> dict[str, Contract]:
        """Contract of each agent, by identifier of the agent."""
        contracts = {contract.contract: contract for contract in self.contracts}
        return {agent.agent: contracts[agent.contract] for agent in self.agents}

    @cached_property
    def pattern_named(self) -> dict[str, Pattern]:
        """Patterns by identifier."""
        return {pattern.pattern: pattern for pattern in self.patterns}

    @cached_property
    def queue_named(self) -> dict[str, Queue]:
        """Queues by identifier."""
        return {queue.queue: queue for queue in self.queues}

    @cached_property
    def agent_named(self) -> dict[str, Agent]:
        """Agents by identifier."""
        return {agent.agent: agent for agent in self.agents}

    @cached_property
    def unit_named(self) -> dict[str, EquipmentUnits]:
        """Rows of equipment that comes, goes or moves, by the name of each of their units."""
        return {name: units for units in self.units for name in units.names}

    @cached_property
    def availability_of(self) -> dict[str, tuple[Availability, ...]]:
        """Availability of each agent who has any, by identifier of the agent."""
        return _by_agent(self.availability)

    @cached_property
    def absences_of(self) -> dict[str, tuple[Absence, ...]]:
        """Absences of each agent who has any, by identifier of the agent."""
        return _by_agent(self.absences)

    @cached_property
    def history_of(self) -> dict[str, tuple[PastShift, ...]]:
        """Past shifts of each agent who has any, by identifier of the agent."""
        return _by_agent(self.history)

    @cached_property
    def pins_of(self) -> dict[str, tuple[Pin, ...]]:
        """Pins of each agent who has any, by identifier of the agent."""
        return _by_agent(self.pins)

    @cached_property
    def published_of(self) -> dict[str, tuple[PublishedShift, ...]]:
        """Published shifts of each agent who has any, by identifier of the agent."""
        return _by_agent(self.published)

    @cached_property
    def published_until(self) -> dt.date | None:
        """Last date on which anybody has a published shift; ``None`` where nothing has been published."""
        return max((row.shift_date for row in self.published), default=None)

    @cached_property
    def adjustments_of(self) -> dict[str, tuple[Adjustment, ...]]:
        """Adjustments of each agent who has any, by identifier of the agent."""
        return _by_agent(self.adjustments)

    @cached_property
    def rule_book(self) -> RuleBook:
        """Every rule that holds in the plan, and for whom."""
        from scheduler.rules.rule_book import RuleBook

        return RuleBook(self)

    @cached_property
    def known_from(self) -> int:
        """First day index from which all work is known: 0 or negative."""
        if self.history_from is not None:
            return min(0, self.horizon.day(self.history_from))
        return min((self.horizon.day(past.shift_date) for past in self.history), default=0)

    @cached_property
    def break_names(self) -> frozenset[str]:
        """Names of breaks."""
        return frozenset(part.name for pattern in self.patterns for part in pattern.breaks)

    @cached_property
    def holidays_at(self) -> dict[str, frozenset[dt.date]]:
        """Public holidays at each site, from two years before the plan to one after it."""
        years = range(self.start_date.year - 2, self.horizon.date(self.days).year + 2)
        return {site.site: site.public_holidays(years) for site in self.sites}

    def understaffing_cost(self, queue: Queue) -> Decimal:
        """Cost of an agent-hour below the requirement of a queue."""
        return self.weights.understaffing if queue.understaffing_cost is None else queue.understaffing_cost

    def overstaffing_cost(self, queue: Queue) -> Decimal:
        """Cost of an agent-hour above the requirement of a queue."""
        return self.weights.overstaffing if queue.overstaffing_cost is None else queue.overstaffing_cost


def _by_agent(rows: tuple[SpanT, ...]) -> dict[str, tuple[SpanT, ...]]:
    """Rows of each agent, in the order of the plan."""
    groups: defaultdict[str, list[SpanT]] = defaultdict(list)
    for row in rows:
        groups[row.agent].append(row)
    return {agent: tuple(group) for agent, group in groups.items()}


class Finding(Record):
    """
    A contradiction between parts of a plan.

    Parameters
    ----------
    table
        Field of ``Problem`` that holds the part, such as ``agents``.
    index
        Row in it, from 0; -1 when the whole table is meant.
    field
        Field of the row; empty when the whole row is meant.
    message, remedy
        What is wrong and what to do.
    """

    table: str
    index: int
    field: str
    message: str
    remedy: str


class CrossCheckError(ValueError):
    """Parts of a plan contradict each other; carries all findings."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{item.table}[{item.index}]: {item.message}" for item in findings))
