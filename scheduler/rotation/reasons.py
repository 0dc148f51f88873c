"""Why there is no rota: which single demand, let go, would allow one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from scheduler.records import Weekday
from scheduler.result import Status
from scheduler.rotation.build import build_rotation
from scheduler.rotation.plan import LONGEST_RUN, RotationPlan

SECONDS, SECONDS_EACH = 10.0, 2.0
"""For all questions together, and for each."""

ANY = (1, LONGEST_RUN)


def reasons(plan: RotationPlan, stop: threading.Event) -> tuple[str, ...]:
    """
    What can be said about a plan that has no rota.

    Parameters
    ----------
    plan
        Proven to have none.
    stop
        Set it to end early.

    Returns
    -------
    A sentence for each weekday with too few people, or else for each demand without which there would be a rota.
    """
    found = tuple(_too_few(plan))
    if found:
        return found
    end = time.monotonic() + SECONDS
    possible = []
    for demand, freed in _freed(plan):
        if stop.is_set() or time.monotonic() >= end:
            break
        if build_rotation(freed, time_limit_seconds=SECONDS_EACH, stop=stop).status is Status.OPTIMAL:
            possible.append(f"Without {demand} there would be a rota.")
    return tuple(possible) or ("To let go of any one demand alone was not seen to help.",)


def _too_few(plan: RotationPlan) -> Iterator[str]:
    for day in Weekday:
        required = sum(shift.required[day.number] for shift in plan.shifts)
        if required > plan.weeks:
            yield f"On {day} {required} people are required; the rota has {plan.weeks} weeks, and so people."


def _freed(plan: RotationPlan) -> Iterator[tuple[str, RotationPlan]]:
    """The plan without each of its demands on runs and successions."""
    without = {
        "work_days": ANY,
        "days_off": ANY,
        "forbidden": (),
        "forbidden_after_day_off": (),
        "rest_hours": 0,
        "free_weekends": 0,
    }
    for field, value in without.items():
        if getattr(plan, field) != value:
            yield field, plan.model_copy(update={field: value})
    for place, shift in enumerate(plan.shifts):
        if shift.run != ANY:
            shifts = list(plan.shifts)
            shifts[place] = shift.model_copy(update={"run": ANY})
            yield f"the run of {shift.shift}", plan.model_copy(update={"shifts": tuple(shifts)})
