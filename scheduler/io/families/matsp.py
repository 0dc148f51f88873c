"""
Instances of the multi-activity shift scheduling problem of Qu and Curtois (2020) as plans.

Tasks are queues that everybody works; what they need is a hard minimum, and everybody beyond what they want costs as
much for a quarter of an hour as the family counts. The plan has a date more than the instance has days: it begins at
06:00 of the first one, and ends at 06:00 of the last.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.io.draft import Draft, Location
from scheduler.io.families.matsp_file import FIRST_MINUTE, SLOT_MINUTES, Instance, Person, parse_matsp
from scheduler.io.families.slots import MONDAY, SITE, family_draft
from scheduler.io.validate import problem_of

if TYPE_CHECKING:
    from scheduler.io.families.lines import Line
    from scheduler.problem import Problem

STARTS = {
    "midnight": ("00:00", "00:00"),
    "morning": ("06:00", "10:00"),
    "afternoon": ("14:00", "18:00"),
    "night": ("20:00", "23:45"),
}
"""First and last start of each pattern."""
LENGTHS = list(range(6 * 60, 10 * 60 + 1, SLOT_MINUTES))
MISSING = 1
"""Price of a person missing for a slot, in units of one too many: none may be missing, so it only guides searches."""
PER_HOUR = 60 // SLOT_MINUTES


def read_matsp(path: Path) -> Problem:
    """
    Read an instance as a plan.

    Parameters
    ----------
    path
        File of the instance.

    Returns
    -------
    The plan, from Monday 2026-01-05 on, in UTC.

    Raises
    ------
    InputError
        The file is no such instance, or needs other numbers of people than it wants.

    References
    ----------
    Y. Qu and T. Curtois, Solving the multi-activity shift scheduling problem using variable neighbourhood search, 2020.
    """
    return problem_of(matsp_draft(path))


def queue_of(task: str) -> str:
    """Name of the queue that a task is in the plan."""
    return f"task {task}"


def matsp_draft(path: Path) -> Draft:
    """An instance as a draft of a plan; see ``read_matsp``."""
    instance = parse_matsp(path)
    lines: dict[Location, Line] = {}
    values = {
        "name": path.stem,
        "start_date": MONDAY,
        "days": instance.days + 1,
        "interval_minutes": SLOT_MINUTES,
        "time_zone": "UTC",
        "weights": {"understaffing": MISSING * PER_HOUR, "overstaffing": PER_HOUR},
        "rules": {"daily_rest": {"hours": 14}, "consecutive_days": {"maximum": 5}},
        "sites": [{"site": SITE}],
        "queues": [{"queue": queue_of(task), "minimum_block_minutes": 60} for task in instance.tasks],
        "patterns": [_pattern(name, *times) for name, times in STARTS.items()],
        **_people(instance, lines),
        "requirements": list(_requirements(instance, lines)),
        "availability": list(_outside(instance)),
    }
    return family_draft(values, lines, str(path))


def _pattern(name: str, first: str, last: str) -> dict[str, Any]:
    grid = {"start_step_minutes": SLOT_MINUTES, "lengths_minutes": LENGTHS}
    return {"pattern": name, "earliest_start": first, "latest_start": last, **grid}


def _people(instance: Instance, lines: dict[Location, Line]) -> dict[str, list[dict[str, Any]]]:
    """Agents, and a contract for each of the different limits, called after the first agent who has them."""
    contracts: dict[tuple[int, int], dict[str, Any]] = {}
    agents, skills = [], [{"queue": queue_of(task)} for task in instance.tasks]
    for number, person in enumerate(instance.staff):
        limits = person.minimum_minutes, person.maximum_minutes
        if limits not in contracts:
            lines["contracts", len(contracts)] = person.line
            contracts[limits] = _contract(person)
        lines["agents", number] = person.line
        agents.append({"agent": person.name, "site": SITE, "contract": contracts[limits]["contract"], "skills": skills})
    return {"contracts": list(contracts.values()), "agents": agents}


def _contract(person: Person) -> dict[str, Any]:
    """Shifts last whole quarters of an hour, so that limits may as well."""
    least, most = -(-person.minimum_minutes // SLOT_MINUTES), person.maximum_minutes // SLOT_MINUTES
    limits = {"minimum_hours": least / PER_HOUR, "maximum_hours": most / PER_HOUR}
    rule = {"kind": "working_hours", "calendar": "horizon", **limits}
    return {"contract": person.name, "patterns": list(STARTS), "rules": {"minutes": rule}}


def _requirements(instance: Instance, lines: dict[Location, Line]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for (slot, task), (least, most, line) in instance.cover.items():
        if least != most:
            remedy = "Write the same number twice; a plan has one requirement."
            raise line.error(f"Needs {least} people and wants {most}.", remedy)
        if least:
            start = _moment(FIRST_MINUTE + slot * SLOT_MINUTES)
            lines["requirements", len(rows)] = line
            rows.append({"interval_start": start, "queue": queue_of(task), "required": least, "minimum": least})
    return rows


def _outside(instance: Instance) -> list[dict[str, Any]]:
    """Nobody works before the horizon begins, nor after it ends."""
    last = FIRST_MINUTE + instance.days * 24 * 60
    spans = [(0, FIRST_MINUTE), (last, (instance.days + 1) * 24 * 60)]
    return [
        {"agent": person.name, "start": _moment(start), "end": _moment(end), "kind": "unavailable"}
        for person in instance.staff
        for start, end in spans
    ]


def _moment(minute: int) -> dt.datetime:
    """Minutes after midnight of the first day."""
    return dt.datetime.combine(MONDAY, dt.time()) + dt.timedelta(minutes=minute)
