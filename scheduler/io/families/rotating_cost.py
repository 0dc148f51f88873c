"""
What a schedule of rotating workforce scheduling breaks, from the family's file alone.

Nothing here knows of plans, rules or models: it is the yardstick for them. The family has no objective; a schedule
either breaks nothing or is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.io.families.rotating_file import BETWEEN, DAYS, Instance

Table = Sequence[Sequence[str]]
"""A row for each employee, a cell for each day, Monday first: the name of a shift, or ``-`` for a day off."""


def evaluate_rotating(instance: Instance, table: Table) -> tuple[str, ...]:
    """
    Constraints that a schedule breaks, in words; none for a solution.

    Parameters
    ----------
    instance
        What is asked for.
    table
        The schedule, read row by row as one cycle.
    """
    names = {kind.name for kind in instance.kinds} | {BETWEEN}
    if len(table) != instance.employees or any(len(row) != DAYS for row in table):
        return (f"The table has not {instance.employees} rows of {DAYS} days.",)
    cycle = [cell for row in table for cell in row]
    if unknown := set(cycle) - names:
        return (f"There is no shift {min(unknown)!r}.",)
    return (*_demand(instance, table), *_blocks(instance, cycle), *_sequences(instance, cycle))


def _demand(instance: Instance, table: Table) -> Iterator[str]:
    for day, column in enumerate(zip(*table, strict=True)):
        for kind in instance.kinds:
            if column.count(kind.name) != kind.required[day]:
                yield f"Day {day + 1}: {column.count(kind.name)} in {kind.name}, required {kind.required[day]}."


def _blocks(instance: Instance, cycle: Sequence[str]) -> Iterator[str]:
    for kind in instance.kinds:
        yield from _lengths(f"block of {kind.name}", [cell == kind.name for cell in cycle], kind.limits)
    yield from _lengths("work block", [cell != BETWEEN for cell in cycle], instance.work)
    yield from _lengths("days-off block", [cell == BETWEEN for cell in cycle], instance.off)


def _lengths(what: str, member: Sequence[bool], limits: tuple[int, int]) -> Iterator[str]:
    """Blocks of members, each followed from its first day around the cycle."""
    days = len(member)
    if all(member):
        yield f"One {what} without an end."
    for first in range(days):
        if member[first] and not member[first - 1]:
            length = 1
            while member[(first + length) % days]:
                length += 1
            if not limits[0] <= length <= limits[1]:
                yield f"Day {first + 1} of the cycle: a {what} of {length} days, not {limits[0]} to {limits[1]}."


def _sequences(instance: Instance, cycle: Sequence[str]) -> Iterator[str]:
    for barred in instance.barred:
        for first in range(len(cycle)):
            if all(cycle[(first + place) % len(cycle)] == cell for place, cell in enumerate(barred)):
                yield f"Day {first + 1} of the cycle: {' '.join(barred)}."
