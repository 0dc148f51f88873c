"""
Instances of minimum shift design as plans: demand is the requirement of one queue, types of shift are patterns.

There are no agents in it: it is for ``design``, with the price of a shift that the instance states.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.io.draft import Draft
from scheduler.io.families.shift_design_file import Instance, ShiftType, parse_shift_design
from scheduler.io.families.slots import MONDAY, SITE, family_draft
from scheduler.io.validate import problem_of
from scheduler.records import format_time_of_day

if TYPE_CHECKING:
    from scheduler.problem import Problem

QUEUE = "duty"


def read_shift_design(path: Path) -> Problem:
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
        The file is no such instance, or its slots are none of a plan.

    References
    ----------
    L. Di Gaspero et al., The minimum shift design problem, Annals of Operations Research 155, 2007.
    """
    return problem_of(shift_design_draft(path))


def shift_design_draft(path: Path) -> Draft:
    """An instance as a draft of a plan; see ``read_shift_design``."""
    instance = parse_shift_design(path)
    patterns = [_pattern(number, kind, instance) for number, kind in enumerate(instance.types, start=1)]
    midnight = dt.datetime.combine(MONDAY, dt.time())
    values: dict[str, Any] = {
        "name": path.stem,
        "start_date": MONDAY,
        "days": instance.days,
        "interval_minutes": instance.interval,
        "time_zone": "UTC",
        "weights": {"understaffing": 60 * instance.under, "overstaffing": 60 * instance.over},
        "sites": [{"site": SITE}],
        "queues": [{"queue": QUEUE}],
        "patterns": patterns,
        "contracts": [{"contract": "any", "patterns": [pattern["pattern"] for pattern in patterns]}],
        "requirements": [
            {
                "interval_start": midnight + dt.timedelta(minutes=instance.interval * slot),
                "queue": QUEUE,
                "required": people,
            }
            for slot, people in enumerate(instance.demand)
        ],
    }
    return family_draft(values, {}, str(path))


def _pattern(number: int, kind: ShiftType, instance: Instance) -> dict[str, Any]:
    grid = instance.interval
    return {
        "pattern": f"type {number}",
        "earliest_start": format_time_of_day(kind.first_start * grid),
        "latest_start": format_time_of_day(kind.last_start * grid),
        "start_step_minutes": grid,
        "lengths_minutes": [length * grid for length in range(kind.shortest, kind.longest + 1)],
    }
