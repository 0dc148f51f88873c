"""
What a solution of Curtois and Qu costs and breaks, from the family's file alone.

Nothing here knows of plans, rules or models: it is the yardstick for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from scheduler.io.families.curtois_qu_file import Instance, Person

Table = Mapping[str, Sequence[str]]
"""Each person's kind of shift on each day; empty where he is off."""


@dataclass(frozen=True)
class CurtoisQuCost:
    """
    Parameters
    ----------
    cover, requests
        Parts of the cost.
    violations
        Hard constraints that are broken, in words.
    """

    cover: int
    requests: int
    violations: tuple[str, ...]

    @property
    def total(self) -> int:
        """The family's objective."""
        return self.cover + self.requests


def evaluate_curtois_qu(instance: Instance, table: Table) -> CurtoisQuCost:
    """
    Cost and violations of a solution.

    Parameters
    ----------
    instance
        From ``parse_curtois_qu``.
    table
        Each person's kind of shift on each day, as long as the horizon; persons who are missing never work.

    Raises
    ------
    ValueError
        A row has another length, or names a person or a kind that the instance does not have.
    """
    rows = {person.name: list(table.get(person.name, [""] * instance.days)) for person in instance.staff}
    strangers = set(table) - set(rows)
    unknown = {kind for row in rows.values() for kind in row} - {"", *instance.minutes}
    if strangers or unknown or any(len(row) != instance.days for row in rows.values()):
        wrong = ", ".join(sorted(strangers | unknown)) or "the number of days"
        raise ValueError(f"The table does not belong to {instance.path.name}: {wrong}.")
    broken = [words for person in instance.staff for words in _violations(instance, person, rows[person.name])]
    return CurtoisQuCost(_cover(instance, rows), _requests(instance, rows), tuple(broken))


def _cover(instance: Instance, rows: dict[str, list[str]]) -> int:
    worked = Counter((day, kind) for row in rows.values() for day, kind in enumerate(row))
    cost = 0
    for row in instance.cover:
        people = worked[row.day, row.kind]
        cost += row.under * max(0, row.required - people) + row.over * max(0, people - row.required)
    return cost


def _requests(instance: Instance, rows: dict[str, list[str]]) -> int:
    refused = (wish for wish in instance.requests if (rows[wish.name][wish.day] == wish.kind) != wish.wanted)
    return sum(wish.weight for wish in refused)


def _violations(instance: Instance, person: Person, row: list[str]) -> Iterator[str]:
    for kind, count in Counter(filter(None, row)).items():
        if count > person.most[kind]:
            yield f"{person.name}: {count} times {kind}, most {person.most[kind]}"
    minutes = sum(instance.minutes[kind] for kind in row if kind)
    if not person.minimum_minutes <= minutes <= person.maximum_minutes:
        yield f"{person.name}: {minutes} minutes, not {person.minimum_minutes} to {person.maximum_minutes}"
    weekends = sum(any(row[monday + 5 : monday + 7]) for monday in range(0, instance.days, 7))
    if weekends > person.maximum_weekends:
        yield f"{person.name}: {weekends} weekends, most {person.maximum_weekends}"
    for day, (kind, later) in enumerate(pairwise(row)):
        if kind and later in instance.followers[kind]:
            yield f"{person.name}: {later} after {kind} on day {day + 1}"
    for day in range(instance.days):
        if row[day] and (person.name, day) in instance.days_off:
            yield f"{person.name}: works on day {day}, a day off"
    yield from _bad_runs(person, row)


def _bad_runs(person: Person, row: list[str]) -> Iterator[str]:
    """Runs of work and of rest; those at either end of the horizon may be shorter."""
    day = 0
    for works, run in groupby(row, key=bool):
        first, length = day, len(list(run))
        day += length
        inside = first > 0 and day < len(row)
        if works and length > person.maximum_work:
            yield f"{person.name}: works {length} days from day {first}, most {person.maximum_work}"
        least = person.minimum_work if works else person.minimum_off
        if inside and length < least:
            yield f"{person.name}: {'works' if works else 'off'} {length} days from day {first}, least {least}"
