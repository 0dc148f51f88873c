"""
What a solution of INRC-II costs and breaks, from the competition's files alone.

Nothing here knows of plans, rules or models: it is the yardstick for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import groupby

from scheduler.io.families.inrc2_files import Instance
from scheduler.io.families.inrc2_rows import Bounds, Nurse

Assignments = Mapping[tuple[str, int], tuple[str, str]]
"""Kind of shift and skill of each nurse and day on which she works."""


@dataclass(frozen=True)
class Inrc2Parts:
    """The seven parts of the cost, in the order of the official validator's report."""

    assignments: int
    consecutive: int
    days_off: int
    preferences: int
    weekends: int
    whole_weekends: int
    cover: int

    @property
    def total(self) -> int:
        """The competition's objective."""
        return sum(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Inrc2Cost:
    """
    Parameters
    ----------
    parts
        Parts of the cost.
    violations
        Hard constraints that are broken, in words.
    """

    parts: Inrc2Parts
    violations: tuple[str, ...]

    @property
    def total(self) -> int:
        """The competition's objective."""
        return self.parts.total


def evaluate_inrc2(instance: Instance, assignments: Assignments) -> Inrc2Cost:
    """
    Cost and violations of a solution, all weeks together.

    Parameters
    ----------
    instance
        From ``parse_inrc2``.
    assignments
        Kind of shift and skill of each nurse and day on which she works.

    Raises
    ------
    ValueError
        A nurse, a day, a kind or a skill is not of the instance.
    """
    names = {nurse.name for nurse in instance.nurses}
    for (name, day), (kind, skill) in assignments.items():
        known = name in names and 0 <= day < instance.days
        if not known or kind not in instance.kinds or skill not in instance.skills:
            raise ValueError(f"{name}, day {day}, {kind}, {skill}: not of {instance.name.dataset}.")
    rows = {nurse.name: _row(instance, nurse, assignments) for nurse in instance.nurses}
    charged = [_nurse_parts(instance, nurse, rows[nurse.name]) for nurse in instance.nurses]
    sums = {field.name: sum(part[field.name] for part in charged) for field in fields(Inrc2Parts)}
    people = Counter((day, kind, skill) for (_, day), (kind, skill) in assignments.items())
    sums["cover"] = sum(
        30 * max(0, row.optimum - people[row.day, row.kind, row.skill]) for row in instance.requirements
    )
    sums["preferences"] = sum(10 for wish in instance.requests if _refused(wish.kind, rows[wish.name][wish.day]))
    broken = [words for nurse in instance.nurses for words in _broken(instance, nurse, rows[nurse.name], assignments)]
    broken += [
        f"{people[row.day, row.kind, row.skill]} {row.skill} for {row.kind} on day {row.day}, least {row.minimum}"
        for row in instance.requirements
        if people[row.day, row.kind, row.skill] < row.minimum
    ]
    return Inrc2Cost(Inrc2Parts(**sums), tuple(broken))


def _row(instance: Instance, nurse: Nurse, assignments: Assignments) -> list[str]:
    """A nurse's kind of shift on each day, empty where she is off."""
    return [assignments.get((nurse.name, day), ("", ""))[0] for day in range(instance.days)]


def _refused(unwanted: str, kind: str) -> bool:
    return kind == unwanted if unwanted else bool(kind)


def _nurse_parts(instance: Instance, nurse: Nurse, row: list[str]) -> Counter[str]:
    """Parts of the cost that one nurse's row decides."""
    terms, past = instance.contracts[nurse.contract], nurse.past
    total = past.assignments + sum(map(bool, row))
    worked = [row[monday + 5 : monday + 7] for monday in range(0, len(row), 7)]
    weekends = past.weekends + sum(any(days) for days in worked)
    half = sum(any(days) and not all(days) for days in worked) if terms.whole_weekends else 0
    by_kind = sum(
        _outside([kind == other for other in row], past.same if past.last == kind else 0, bounds)
        for kind, bounds in instance.kinds.items()
    )
    return Counter(
        assignments=20 * (max(0, terms.total.least - total) + max(0, total - terms.total.most)),
        consecutive=15 * by_kind + 30 * _outside([bool(kind) for kind in row], past.work, terms.work),
        days_off=30 * _outside([not kind for kind in row], past.off, terms.off),
        weekends=30 * max(0, weekends - terms.weekends),
        whole_weekends=30 * half,
    )


def _outside(inside: list[bool], history: int, bounds: Bounds) -> int:
    """
    Days beyond or missing over all runs.

    Parameters
    ----------
    inside
        Whether each day belongs to a run.
    history
        Length of the run that has reached the first day.
    bounds
        Of the length of a run.
    """
    days, first = 0, 0
    if history and not inside[0]:
        days += max(0, bounds.least - history)
    for belongs, run in groupby(inside):
        before = history if first == 0 else 0
        added = len(list(run))
        first += added
        if belongs:
            days += max(0, before + added - max(bounds.most, before))
            days += max(0, bounds.least - before - added) if first < len(inside) else 0
    return days


def _broken(instance: Instance, nurse: Nurse, row: list[str], assignments: Assignments) -> Iterator[str]:
    for day, (before, after) in enumerate(zip([nurse.past.last, *row], row, strict=False)):
        if before and after in instance.followers[before]:
            yield f"{nurse.name}: {after} after {before} on day {day}"
    for day in range(instance.days):
        _, skill = assignments.get((nurse.name, day), ("", ""))
        if skill and skill not in nurse.skills:
            yield f"{nurse.name}: works as {skill} on day {day} without the skill"
