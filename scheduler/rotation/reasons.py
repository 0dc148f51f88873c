"""Why there is no rota: which single demand, eased or let go, would allow one."""

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
    A sentence for each weekday with too few people, or else for each demand that can be eased so that there is a rota,
    and one for those of which that was not decided in time.
    """
    found = tuple(_too_few(plan))
    if found:
        return found
    end = time.monotonic() + SECONDS
    possible, undecided = list[str](), list[str]()
    for demand, steps in _eased(plan).items():
        status = Status.NO_SOLUTION
        for words, eased in steps:
            if stop.is_set() or time.monotonic() >= end:
                break
            status = build_rotation(eased, time_limit_seconds=SECONDS_EACH, stop=stop).status
            if status is Status.OPTIMAL:
                possible.append(f"{words} there would be a rota.")
                break
        if status not in (Status.OPTIMAL, Status.INFEASIBLE):
            undecided.append(demand)
    if undecided:
        possible.append(f"It was not decided in time whether to ease {', '.join(undecided)} would help.")
    return tuple(possible) or ("To ease any one demand alone does not help.",)


def _too_few(plan: RotationPlan) -> Iterator[str]:
    for day in Weekday:
        required = sum(shift.required[day.number] for shift in plan.shifts)
        if required > plan.weeks:
            yield f"On {day} {required} people are required; the rota has {plan.weeks} weeks, and so people."


def _eased(plan: RotationPlan) -> dict[str, list[tuple[str, RotationPlan]]]:
    """By demand on runs and successions, the plan with less and less of it, and in words what is left of it."""
    eased = {}
    for field in ("work_days", "days_off"):
        eased[field] = [
            (f"With {field} = [{least}, {most}]", plan.model_copy(update={field: (least, most)}))
            for least, most in _wider(getattr(plan, field))
        ]
    free = {"forbidden": (), "forbidden_after_day_off": (), "rest_hours": 0, "free_weekends": 0}
    for field, nothing in free.items():
        if getattr(plan, field) != nothing:
            eased[field] = [(f"Without {field}", plan.model_copy(update={field: nothing}))]
    for place, shift in enumerate(plan.shifts):
        eased[f"the run of {shift.shift}"] = [
            (f"With run = [{least}, {most}] of {shift.shift}", _with_run(plan, place, (least, most)))
            for least, most in _wider(shift.run)
        ]
    return {demand: steps for demand, steps in eased.items() if steps}


def _wider(limits: tuple[int, int]) -> list[tuple[int, int]]:
    """Limits that allow more and more; a rota is found the sooner the fewer days are allowed."""
    least, most = limits
    fewer = max(1, least - 1)
    steps = [(least, most + 1), (fewer, most), (least, most + 2), (fewer, most + 2), (1, most + 4), (1, LONGEST_RUN)]
    return [step for step in dict.fromkeys(steps) if step != limits and step[1] <= LONGEST_RUN]


def _with_run(plan: RotationPlan, place: int, run: tuple[int, int]) -> RotationPlan:
    shifts = list(plan.shifts)
    shifts[place] = shifts[place].model_copy(update={"run": run})
    return plan.model_copy(update={"shifts": tuple(shifts)})
