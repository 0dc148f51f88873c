"""What a design answers: contents of ``design.json``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import ConfigDict, Field

from scheduler.records import Record, TimeOfDay
from scheduler.result import CostTerm, QueueCoverage, Status


class DesignedShift(Record):
    """
    A shift to offer.

    Parameters
    ----------
    shift
        Its start and end.
    patterns
        Its patterns in the new plan, one for each pattern of the plan that it comes from.
    start, end
        Local times of day; an end at or before the start is on the next date.
    length_minutes
        From start to end, breaks included.
    break_minutes
        Its breaks, those of the first of its patterns.
    people
        People who start it on each date on which anybody does.
    """

    shift: str
    patterns: tuple[str, ...]
    start: TimeOfDay
    end: TimeOfDay
    length_minutes: int
    break_minutes: int
    people: dict[dt.date, int]


class CurvePoint(Record):
    """
    The best fit with a number of different shifts.

    Parameters
    ----------
    most_shifts
        Different shifts at most.
    shifts
        Those that are used.
    status
        ``optimal`` only with proof.
    cost, bound
        Of under- and overstaffing, without a price of shifts; nothing fits better than the bound.
    understaffed_hours, overstaffed_hours
        Agent-hours.
    """

    most_shifts: int
    shifts: tuple[str, ...]
    status: Status
    cost: float
    bound: float | None
    understaffed_hours: float
    overstaffed_hours: float


class Design(Record):
    """
    Contents of ``design.json``; names are kept, new ones may be added.

    ``cost`` is that of the auditor: agent-hours below and above the requirement at their prices, and ``shift_cost``
    for each different shift. ``bound`` is a bound of all designs from the shifts that may be offered; ``gap`` is
    ``(cost - bound) / cost``. ``most_shifts`` is ``None`` where any number is allowed. ``repeats`` says whether the
    last night works into the first morning, ``break_share`` which share of the people on a shift is on a break.
    ``new_plan`` is the folder beside ``design.json`` with the plan whose patterns are the shifts; empty where it could
    not be made, and a message says why.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["shiftwright.design/1"] = Field(default="shiftwright.design/1", alias="schema")
    status: Status
    plan: str
    start_date: dt.date
    days: int
    queues: tuple[str, ...]
    most_shifts: int | None
    shift_cost: float
    repeats: bool
    break_share: float
    offered_shifts: int
    cost: float
    bound: float
    gap: float
    cost_terms: dict[str, CostTerm]
    coverage: QueueCoverage
    shifts: tuple[DesignedShift, ...]
    curve: tuple[CurvePoint, ...]
    engine: str
    seed: int
    workers: int
    time_limit_seconds: float
    runtime_seconds: float
    versions: dict[str, str]
    plan_path: str
    input_sha256: str
    overrides: tuple[str, ...]
    new_plan: str
    messages: tuple[str, ...]
