"""
What a solution of the multi-activity shift scheduling problem costs and breaks, from the family's file alone.

Nothing here knows of plans, rules or models: it is the yardstick for them. Excess is counted slot by slot, each person
too many as 1; in the published solutions no excess is above 1, so that squares, which another checker takes, agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from scheduler.io.families.matsp_file import FIRST_MINUTE, SLOT_MINUTES, SLOTS_PER_DAY, Instance, Person

LEAST_SHIFT, MOST_SHIFT, LEAST_BLOCK = 6 * 60, 10 * 60, 60
"""Minutes."""
REST = 14 * 60
MOST_DAYS = 5
STARTS = ((0, 0), (6 * 60, 10 * 60), (14 * 60, 18 * 60), (20 * 60, 23 * 60 + 45))
"""First and last start of a day, in minutes after midnight; quarters of an hour."""


@dataclass(frozen=True)
class WorkedShift:
    """
    Parameters
    ----------
    day
        Day on which it starts, from 0.
    start
        Minutes after midnight.
    blocks
        Task and minutes of each block, one after the other.
    """

    day: int
    start: int
    blocks: tuple[tuple[str, int], ...]

    @property
    def begin(self) -> int:
        """Minutes after midnight of the first day."""
        return self.day * 24 * 60 + self.start

    @property
    def minutes(self) -> int:
        """Its length."""
        return sum(minutes for _, minutes in self.blocks)


Shifts = Mapping[str, Sequence[WorkedShift]]
"""Shifts of each person."""


@dataclass(frozen=True)
class MatspCost:
    """
    Parameters
    ----------
    excess
        The family's objective: people beyond those wanted, over all slots and tasks.
    missing
        People below those needed, likewise; there may be none.
    violations
        Hard constraints that are broken, in words.
    """

    excess: int
    missing: int
    violations: tuple[str, ...]


def evaluate_matsp(instance: Instance, shifts: Shifts) -> MatspCost:
    """
    Cost and violations of a solution.

    Parameters
    ----------
    instance
        From ``parse_matsp``.
    shifts
        Shifts of each person; persons who are missing never work.

    Raises
    ------
    ValueError
        It names a person or a task that the instance does not have.
    """
    named = {task for tour in shifts.values() for shift in tour for task, _ in shift.blocks}
    strangers = (set(shifts) - {person.name for person in instance.staff}) | (named - set(instance.tasks))
    if strangers:
        raise ValueError(f"The solution does not belong to {instance.path.name}: {', '.join(sorted(strangers))}.")
    people = _people(shifts)
    excess = missing = 0
    for place, (least, most, _) in instance.cover.items():
        excess += max(0, people[place] - most)
        missing += max(0, least - people[place])
    broken = [words for person in instance.staff for words in _violations(instance, person, shifts)]
    if missing:
        broken.append(f"{missing} people missing over all quarters of an hour")
    return MatspCost(excess, missing, tuple(broken))


def _people(shifts: Shifts) -> Counter[tuple[int, str]]:
    """People on each task in each slot of the horizon."""
    people: Counter[tuple[int, str]] = Counter()
    for tour in shifts.values():
        for shift in tour:
            minute = shift.begin - FIRST_MINUTE
            for task, minutes in shift.blocks:
                slots = range(minute // SLOT_MINUTES, (minute + minutes) // SLOT_MINUTES)
                people.update((slot, task) for slot in slots)
                minute += minutes
    return people


def _violations(instance: Instance, person: Person, shifts: Shifts) -> Iterator[str]:
    tour = sorted(shifts.get(person.name, ()), key=lambda shift: shift.begin)
    minutes = sum(shift.minutes for shift in tour)
    if not person.minimum_minutes <= minutes <= person.maximum_minutes:
        yield f"{person.name}: {minutes} minutes, not {person.minimum_minutes} to {person.maximum_minutes}"
    for shift in tour:
        yield from (f"{person.name}, day {shift.day}: {words}" for words in _shift_violations(instance, shift))
    for before, after in pairwise(tour):
        if before.day == after.day:
            yield f"{person.name}: two shifts on day {after.day}"
        elif after.begin - before.begin - before.minutes < REST:
            yield f"{person.name}: less than 14 hours of rest before day {after.day}"
    days = {shift.day for shift in tour}
    for day in sorted(days):
        if all(day - back in days for back in range(MOST_DAYS + 1)):
            yield f"{person.name}: works {MOST_DAYS + 1} days in a row up to day {day}"


def _shift_violations(instance: Instance, shift: WorkedShift) -> Iterator[str]:
    if not LEAST_SHIFT <= shift.minutes <= MOST_SHIFT:
        yield f"lasts {shift.minutes} minutes"
    if shift.start % SLOT_MINUTES or not any(first <= shift.start <= last for first, last in STARTS):
        yield f"starts at minute {shift.start}"
    last = FIRST_MINUTE + instance.days * SLOTS_PER_DAY * SLOT_MINUTES
    if shift.begin < FIRST_MINUTE or shift.begin + shift.minutes > last:
        yield "is not within the horizon"
    for task, minutes in _merged(shift.blocks):
        if minutes < LEAST_BLOCK or minutes % SLOT_MINUTES:
            yield f"has a block of {minutes} minutes on task {task}"


def _merged(blocks: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Blocks of one task that follow each other are one."""
    for task, some in groupby(blocks, key=lambda block: block[0]):
        yield task, sum(minutes for _, minutes in some)
