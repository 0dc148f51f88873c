"""
Instances of Curtois and Qu (2014) as plans.

Cover is the requirement of the one queue; requests are preferences; days off are absences; minutes are points of the
kinds of shift. The cost of a roster is the family's, exactly.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft, Location
from scheduler.io.families.curtois_qu_file import Instance, Person, parse_curtois_qu
from scheduler.io.families.slots import SITE, Slots, family_draft, succession_rules, whole_day
from scheduler.io.validate import problem_of
from scheduler.records import MINUTES_PER_DAY

if TYPE_CHECKING:
    from scheduler.io.families.lines import Line
    from scheduler.problem import Problem

QUEUE = "duty"
MOST_KINDS = MINUTES_PER_DAY // 5


def read_curtois_qu(path: Path) -> Problem:
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
        The file is no such instance, or weighs its cover in more than one way.

    References
    ----------
    T. Curtois and R. Qu, Computational results on new staff scheduling benchmark instances, 2014.
    """
    return problem_of(curtois_qu_draft(path))


def curtois_qu_draft(path: Path) -> Draft:
    """An instance as a draft of a plan; see ``read_curtois_qu``."""
    instance = parse_curtois_qu(path)
    _check(instance)
    slots = Slots(tuple(instance.minutes))
    lines: dict[Location, Line] = {}
    under, over = instance.cover[0].under, instance.cover[0].over
    values = slots.plan(path.stem, instance.days, [QUEUE]) | {
        "weights": {"understaffing": slots.per_hour(under), "overstaffing": slots.per_hour(over)},
        "rules": succession_rules(instance.followers),
        **_people(instance, lines),
        **_rows(instance, slots, lines),
    }
    return family_draft(values, lines, str(path))


def _check(instance: Instance) -> None:
    """
    Refuse what has no equal in a plan.

    Raises
    ------
    InputError
        There is such a thing.
    """
    file = str(instance.path)
    if len(instance.minutes) > MOST_KINDS:
        message = f"Has {len(instance.minutes)} kinds of shift."
        raise InputError([Complaint(file, "", message, f"Keep at most {MOST_KINDS}.")])
    seen: set[tuple[int, str]] = set()
    for row in instance.cover:
        if (row.day, row.kind) in seen:
            raise row.line.error(f"Day {row.day} and shift {row.kind} occur twice.", "Keep one of the rows.")
        seen.add((row.day, row.kind))
        first = instance.cover[0]
        if (row.under, row.over) != (first.under, first.over):
            others = f"those of {first.line.place[1]} are {first.under} and {first.over}"
            message = f"The weights are {row.under} and {row.over}, {others}."
            raise row.line.error(message, "Give all rows the same two weights.")
    missing = [(day, kind) for day in range(instance.days) for kind in instance.minutes if (day, kind) not in seen]
    if missing:
        message = "SECTION_COVER has no row for day {} and shift {}.".format(*missing[0])
        raise InputError([Complaint(file, "", message, "Add one; every day and shift has a row.")])


def _people(instance: Instance, lines: dict[Location, Line]) -> dict[str, list[dict[str, Any]]]:
    """Agents, and a contract for each of the different terms, called after the first agent who has them."""
    contracts: dict[tuple[object, ...], dict[str, Any]] = {}
    agents = []
    for number, person in enumerate(instance.staff):
        if person.terms not in contracts:
            lines["contracts", len(contracts)] = person.line
            contracts[person.terms] = _contract(person, instance)
        contract = contracts[person.terms]["contract"]
        lines["agents", number] = person.line
        agents.append({"agent": person.name, "site": SITE, "contract": contract, "skills": [{"queue": QUEUE}]})
    return {"contracts": list(contracts.values()), "agents": agents}


def _contract(person: Person, instance: Instance) -> dict[str, Any]:
    # Who may work no kind at all keeps all of them, and a maximum of 0 for each.
    kinds = [kind for kind, most in person.most.items() if most] or list(person.most)
    rules = {
        "minutes": {
            "kind": "count_limit",
            "calendar": "horizon",
            "points": {kind: instance.minutes[kind] for kind in kinds},
            "maximum": person.maximum_minutes,
        },
        "weekends off": {
            "kind": "count_limit",
            "counted": "weekends",
            "calendar": "horizon",
            "maximum": person.maximum_weekends,
        },
    }
    if person.minimum_minutes:
        rules["minutes"]["minimum"] = person.minimum_minutes
    rules |= _runs(person, instance.days)
    for kind in kinds:
        if person.most[kind] < instance.days:
            limit = {"calendar": "horizon", "maximum": person.most[kind], "shifts": {"patterns": [kind]}}
            rules[f"most.{kind}"] = {"kind": "count_limit", **limit}
    return {"contract": person.name, "patterns": kinds, "rules": rules}


def _runs(person: Person, days: int) -> dict[str, dict[str, Any]]:
    """Rules about days in a row, as far as they say something."""
    work: dict[str, Any] = {"minimum": person.minimum_work} if person.minimum_work > 1 else {}
    if person.maximum_work < days:
        work["maximum"] = person.maximum_work
    off = {"of": "off", "minimum": person.minimum_off} if person.minimum_off > 1 else {}
    stated = {"days of work": work, "days of rest": off}
    return {name: {"kind": "consecutive_days", **limits} for name, limits in stated.items() if limits}


def _rows(instance: Instance, slots: Slots, lines: dict[Location, Line]) -> dict[str, list[dict[str, Any]]]:
    """Requirements, preferences and absences."""
    cover = [
        {"interval_start": slots.span(row.day, row.kind)["start"], "queue": QUEUE, "required": row.required}
        for row in instance.cover
    ]
    wishes = [
        {
            "agent": wish.name,
            **slots.span(wish.day, wish.kind),
            "kind": "prefer" if wish.wanted else "avoid",
            "weight": slots.per_hour(wish.weight),
        }
        for wish in instance.requests
    ]
    off = [{"agent": name, **whole_day(day), "kind": "day off"} for name, day in instance.days_off]
    lines |= {("requirements", number): row.line for number, row in enumerate(instance.cover)}
    lines |= {("preferences", number): wish.line for number, wish in enumerate(instance.requests)}
    lines |= {("absences", number): line for number, line in enumerate(instance.days_off.values())}
    return {"requirements": cover, "preferences": wishes, "absences": off}
