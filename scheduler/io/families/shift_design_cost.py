"""
What a solution of minimum shift design costs, from the family's file alone.

Nothing here knows of plans or models: it is the yardstick for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.io.families.shift_design_file import Instance
from scheduler.records import MINUTES_PER_DAY


class Duty(NamedTuple):
    """A shift on a day: its start on that day and its length in slots, and the day from 0."""

    start: int
    length: int
    day: int


@dataclass(frozen=True)
class ShiftDesignCost:
    """
    Parameters
    ----------
    under, over
        Slots of a person who lacks, and of one too many.
    shifts
        Different shifts that are used.
    total
        The family's objective.
    """

    under: int
    over: int
    shifts: int
    total: int


def evaluate_shift_design(instance: Instance, people: Mapping[Duty, int]) -> ShiftDesignCost:
    """
    Cost of a solution: shifts run over midnight, and from the last day into the first.

    Parameters
    ----------
    instance
        From ``parse_shift_design``.
    people
        People on each duty; nobody on those that are missing.

    Raises
    ------
    ValueError
        A shift is none of the instance, or a day or a number of people is none.
    """
    allowed, slots = set(instance.shifts), MINUTES_PER_DAY // instance.interval
    present = [0] * len(instance.demand)
    used = set()
    for (start, length, day), count in people.items():
        if (start, length) not in allowed or not 0 <= day < instance.days or count < 0:
            raise ValueError(f"{count} people on a shift of {length} slots from slot {start} of day {day}.")
        if count:
            used.add((start, length))
        for slot in range(day * slots + start, day * slots + start + length):
            present[slot % len(present)] += count
    pairs = list(zip(present, instance.demand, strict=True))
    under = sum(max(0, demand - count) for count, demand in pairs)
    over = sum(max(0, count - demand) for count, demand in pairs)
    misfit = instance.interval * (instance.under * under + instance.over * over)
    return ShiftDesignCost(under, over, len(used), misfit + instance.shift * len(used))
