"""Small plans and rosters for tests, written the way one would say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.audit import audit
from scheduler.contracts import Contract, Pattern
from scheduler.demand import Queue, Requirement
from scheduler.people import Agent, PastShift, Skill
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity, Roster
from scheduler.sites import Site

LONDON = ZoneInfo("Europe/London")
QUEUES = ("phone", "chat")

Part = tuple[str, str, str] | tuple[str, str, str, bool]
"""Name, start, end and, where it is not a queue (paid) or a break (unpaid), whether it is paid."""


def at(text: str, zone: ZoneInfo = LONDON, fold: int = 0) -> dt.datetime:
    """Aware local time of ``2026-12-01 09:00``; ``fold=1`` for the second of two when clocks go back."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def make_problem(**overrides: Any) -> Problem:
    """
    Return the week from Monday 2026-11-30 in London, half hours, with Anna and Ben on phone and chat.

    Shifts start on any half hour and last a whole number of half hours up to 12 hours, without breaks; nothing
    is required and nothing costs. ``overrides`` replace fields of the plan.
    """
    skills = (Skill(queue="phone"), Skill(queue="chat"))
    fields: dict[str, Any] = {
        "name": "test",
        "start_date": dt.date(2026, 11, 30),
        "days": 7,
        "interval_minutes": 30,
        "time_zone": "Europe/London",
        "sites": (Site(site="office"),),
        "queues": tuple(Queue(queue=name) for name in QUEUES),
        "patterns": (make_pattern(),),
        "contracts": (make_contract(),),
        "agents": (
            Agent(agent="anna", name="Anna", site="office", contract="full", skills=skills),
            Agent(agent="ben", name="Ben", site="office", contract="full", skills=skills),
        ),
    }
    return Problem(**{**fields, **overrides})


def make_pattern(**overrides: Any) -> Pattern:
    """
    Return the pattern "any": any half hour, any whole number of half hours up to 12 hours, no breaks.

    With breaks its shifts last at least 6 hours, so that the breaks fit in.
    """
    shortest = 360 if overrides.get("breaks") else 30
    fields: dict[str, Any] = {
        "pattern": "any",
        "earliest_start": "00:00",
        "latest_start": "23:30",
        "lengths_minutes": tuple(range(shortest, 12 * 60 + 1, 30)),
    }
    return Pattern(**{**fields, **overrides})


def make_contract(**overrides: Any) -> Contract:
    """Return the contract "full" over the pattern "any", without limits and costs."""
    return Contract(**{"contract": "full", "patterns": ("any",), **overrides})


def make_shift(
    agent: str, start: str, end: str, parts: Sequence[Part] = (), *, queue: str = "phone", zone: ZoneInfo = LONDON
) -> list[Activity]:
    """
    Return the activities of a shift, ``make_shift("anna", "2026-12-01 09:00", "17:00", [("meal", "12:00", "12:30")])``.

    Times without a date are the first such time after the start of the shift. Where ``parts`` leave room, the
    agent works ``queue``. Parts named like a queue cover it.
    """
    first = at(start, zone)
    last = _after(first, end)
    fixed = [(part, _after(first, part[1], same=True), _after(first, part[2])) for part in parts]
    rows, position = [], first
    for part, begins, ends in sorted(fixed, key=lambda item: item[1].timestamp()):
        if position.timestamp() < begins.timestamp():
            rows.append(_activity(agent, first, (queue, "", ""), position, begins))
        rows.append(_activity(agent, first, part, begins, ends))
        position = ends
    if position.timestamp() < last.timestamp():
        rows.append(_activity(agent, first, (queue, "", ""), position, last))
    return rows


def make_roster(*shifts: Iterable[Activity]) -> Roster:
    """Return a roster of shifts."""
    return Roster(activity for shift in shifts for activity in shift)


def make_past(agent: str, start: str, end: str, paid_minutes: int = 480) -> PastShift:
    """Return a past shift; an end without a date is the first such time after the start."""
    first = at(start)
    return PastShift(
        agent=agent, shift_date=first.date(), start=first, end=_after(first, end), paid_minutes=paid_minutes
    )


def make_requirements(queue: str, start: str, required: Sequence[Any], **limits: Any) -> tuple[Requirement, ...]:
    """Return requirements of consecutive half hours; ``minimum`` and ``maximum`` hold in all of them."""
    first = at(start).astimezone(dt.UTC)
    return tuple(
        Requirement(
            interval_start=(first + dt.timedelta(minutes=30 * index)).astimezone(LONDON),
            queue=queue,
            required=value,
            **limits,
        )
        for index, value in enumerate(required)
    )


def breaches(problem: Problem, *shifts: Iterable[Activity]) -> list[Violation]:
    """Return everything the auditor finds in a roster of these shifts, whatever the rule."""
    return list(audit(make_roster(*shifts), problem).violations)


def _after(first: dt.datetime, text: str, *, same: bool = False) -> dt.datetime:
    """Time of day after ``first``, on the same date or the next; or a full date and time."""
    if " " in text:
        return dt.datetime.fromisoformat(text).replace(tzinfo=first.tzinfo)
    moment = dt.datetime.combine(first.date(), dt.time.fromisoformat(text), first.tzinfo)
    earlier = moment.time() < first.time() or (moment.time() == first.time() and not same)
    return moment + dt.timedelta(days=1) if earlier else moment


def _activity(agent: str, first: dt.datetime, part: Part, start: dt.datetime, end: dt.datetime) -> Activity:
    queue = part[0] if part[0] in QUEUES else ""
    paid = part[3] if len(part) == 4 else bool(queue)
    return Activity(agent, first.date(), part[0], start, end, paid, queue)
