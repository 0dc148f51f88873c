"""What a run answers: status, cost, bound, and everything the audit found."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from scheduler.law import Law
from scheduler.records import Record


class Status(StrEnum):
    """How a run ended; ``optimal`` only with proof."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_SOLUTION = "no_solution"
    INVALID_INPUT = "invalid_input"
    INTERRUPTED = "interrupted"


Severity = Literal["hard", "warning", "cost"]


class Violation(Record):
    """
    A rule that a roster breaks.

    Parameters
    ----------
    rule
        What the plan or the pack calls the rule.
    severity
        ``hard`` (no legal roster), ``warning``, or ``cost`` (allowed at a price).
    agent
        Whose; ``None`` when the rule is about the plan as a whole.
    start, end
        When.
    message
        In words, with the numbers.
    amount
        By how much: minutes for rules about time, else how many times.
    source
        Statute or agreement with its section; empty for rules of the plan itself.
    """

    rule: str
    severity: Severity
    agent: str | None
    start: AwareDatetime
    end: AwareDatetime
    message: str
    amount: int = 1
    source: str = ""


class CostTerm(Record):
    """
    One part of the cost: ``cost == amount * unit_cost``.

    Parameters
    ----------
    amount
        Agent-hours; for preferences weighted hours, for rules hours or times.
    unit_cost
        Cost of a unit; ``None`` where units of different cost are added up.
    cost
        What it costs.
    """

    amount: float
    unit_cost: float | None
    cost: float


class QueueCoverage(Record):
    """
    How well requirements are met, in agent-hours over the horizon.

    Parameters
    ----------
    required_hours, scheduled_hours
        Asked for, and supplied (proficiency counted).
    understaffed_hours, overstaffed_hours
        Missing and superfluous, interval by interval.
    """

    required_hours: float
    scheduled_hours: float
    understaffed_hours: float
    overstaffed_hours: float


class Coverage(QueueCoverage):
    """Totals, and the same for each queue."""

    queues: dict[str, QueueCoverage]


class Audit(Record):
    """
    What the independent auditor finds in a roster.

    Parameters
    ----------
    cost
        Cost recomputed from the roster alone.
    cost_terms
        Its parts by name: ``labour``, ``preferences``, ``understaffing:QUEUE``, ``overstaffing:QUEUE``,
        ``limits:QUEUE``, ``seats:SITE``, ``equipment:POOL``, ``rule:ID``.
    coverage
        Hours required, scheduled, under and over.
    violations
        Every breach of a rule.
    law
        Which law was applied.
    """

    cost: float
    cost_terms: dict[str, CostTerm]
    coverage: Coverage
    violations: tuple[Violation, ...]
    law: Law = Law()

    @property
    def legal(self) -> bool:
        """Whether no hard rule is broken."""
        return all(violation.severity != "hard" for violation in self.violations)


class Priority(Record):
    """
    One level of a plan with priorities.

    Parameters
    ----------
    terms
        The priority as the plan says it; ``all else`` for what no priority names.
    cost
        What its terms cost together.
    bound
        Least that they can cost beside what the levels above cost; ``None`` if unknown.
    """

    terms: str
    cost: float
    bound: float | None


class ProblemSize(Record):
    """Size of the plan and of the model made of it."""

    agents: int
    queues: int
    days: int
    intervals: int
    candidate_shifts: int


class WeekRun(Record):
    """
    One week of a plan that was built week by week.

    Parameters
    ----------
    first_date, last_date
        Its dates.
    expected_cost
        What the dates that were looked at were to cost by what was known then; of the last week what it does cost.
    status
        How the engine ended.
    engine
        Which one.
    runtime_seconds
        Wall time.
    """

    first_date: dt.date
    last_date: dt.date
    expected_cost: float | None
    status: Status
    engine: str
    runtime_seconds: float


class Result(Record):
    """
    Contents of ``result.json``; names are kept, new ones may be added.

    ``cost``, ``cost_terms``, ``coverage`` are the auditor's and ``None`` (empty) without a roster. ``bound`` is a
    bound of the full problem or ``None``; ``gap`` is ``(cost - bound) / cost``; ``gap_of_required`` is ``(cost -
    bound) / (required hours x understaffing unit cost)``, summed over queues; ``required_cost`` is that divisor,
    ``None`` in runs of earlier versions. ``priorities`` are those of the plan, in order; with them ``bound`` is
    ``None``, and ``optimal`` says that each is proven. ``engine_reason`` says why ``auto`` took the engine, ``solver``
    is that of ``mip``; both are empty otherwise. ``plan_path`` is where the plan was, as the user named it;
    ``overrides`` is what was set in it from outside, ``start_path`` the roster that the run began with. ``weeks`` are
    those of a plan that was built week by week, with ``look_ahead`` weeks after each (``None``: all, or not so
    built).
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["shiftwright.result/1"] = Field(default="shiftwright.result/1", alias="schema")
    status: Status
    plan: str
    start_date: dt.date
    cost: float | None
    bound: float | None
    gap: float | None
    gap_of_required: float | None
    required_cost: float | None = None
    priorities: tuple[Priority, ...] = ()
    cost_terms: dict[str, CostTerm]
    coverage: Coverage | None
    violations: tuple[Violation, ...]
    engine: str
    engine_reason: str = ""
    solver: str = ""
    seed: int
    workers: int
    time_limit_seconds: float
    runtime_seconds: float
    peak_memory_mb: float
    versions: dict[str, str]
    plan_path: str = ""
    input_sha256: str
    overrides: tuple[str, ...] = ()
    start_path: str = ""
    problem_size: ProblemSize
    messages: tuple[str, ...] = ()
    weeks: tuple[WeekRun, ...] = ()
    look_ahead: int | None = None
    law: Law = Law()
