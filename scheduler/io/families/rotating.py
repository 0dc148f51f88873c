"""Instances of rotating workforce scheduling as plans of a rota."""

from __future__ import annotations

from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.families.rotating_file import Instance, Kind, parse_rotating
from scheduler.records import MINUTES_PER_DAY, format_time_of_day
from scheduler.rotation.plan import LONGEST_RUN, MOST_WEEKS, RotationPlan


def read_rotating(path: Path) -> RotationPlan:
    """
    Read an instance as a plan.

    Raises
    ------
    InputError
        The file is no instance, or larger than a plan may be.
    """
    return rotation_of(parse_rotating(path))


def rotation_of(instance: Instance) -> RotationPlan:
    """
    The plan of an instance.

    Raises
    ------
    InputError
        It has more employees than a plan may have weeks.
    """
    if instance.employees > MOST_WEEKS:
        message = f"Has {instance.employees} employees; a rota has {MOST_WEEKS} weeks at most."
        raise InputError([Complaint(str(instance.path), "", message, "Split it into smaller teams.")])
    return RotationPlan(
        name=instance.path.stem,
        weeks=instance.employees,
        shifts=tuple(map(_shift, instance.kinds)),
        work_days=_limits(instance.work),
        days_off=_limits(instance.off),
        forbidden=tuple((names[0], names[1]) for names in instance.barred if len(names) == 2),
        forbidden_after_day_off=tuple((names[0], names[2]) for names in instance.barred if len(names) == 3),
    )


def _shift(kind: Kind) -> dict[str, object]:
    return {
        "shift": kind.name,
        "start": format_time_of_day(kind.start),
        "end": format_time_of_day((kind.start + kind.minutes) % MINUTES_PER_DAY),
        "required": kind.required,
        "run": _limits(kind.limits),
    }


def _limits(limits: tuple[int, int]) -> tuple[int, int]:
    return limits[0], min(limits[1], max(limits[0], LONGEST_RUN))
