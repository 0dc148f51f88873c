"""
Instances of the Second International Nurse Rostering Competition as plans, all weeks known (static).

Skills are queues, the optimal cover is the requirement and the minimal one its hard minimum; the soft constraints are
rules with a price. The cost of a roster is the competition's, exactly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.io.draft import Draft, Location
from scheduler.io.families.inrc2_files import Instance, parse_inrc2, parse_inrc2_stage
from scheduler.io.families.inrc2_rows import Bounds, Nurse, Terms
from scheduler.io.families.slots import MONDAY, SITE, Slots, family_draft, succession_rules, whole_day
from scheduler.io.validate import problem_of

if TYPE_CHECKING:
    from scheduler.io.families.lines import Line
    from scheduler.problem import Problem

UNDER_OPTIMUM, SHIFT_RUN, RUN, REQUEST, WHOLE_WEEKEND, ASSIGNMENT, WEEKEND = 30, 15, 30, 10, 30, 20, 30


def read_inrc2(path: Path) -> Problem:
    """
    Read an instance as a plan.

    Parameters
    ----------
    path
        ``FOLDER/n030w4_1_6-2-9-1``, which need not exist; the folder ``FOLDER/n030w4`` holds the files.

    Returns
    -------
    The plan, from Monday 2026-01-05 on, in UTC.

    Raises
    ------
    InputError
        The files are missing or are no such instance.

    References
    ----------
    S. Ceschia, N. T. T. Dang, P. De Causmaecker, S. Haspeslagh, A. Schaerf, Second International Nurse Rostering
    Competition (INRC-II): problem description and rules, 2015.
    """
    return problem_of(inrc2_draft(path))


def inrc2_draft(path: Path) -> Draft:
    """An instance as a draft of a plan; see ``read_inrc2``."""
    return _draft(parse_inrc2(path), path)


def read_inrc2_stage(scenario: Path, history: Path, week: Path) -> Problem:
    """
    Read what the competition tells of one week as a plan of the weeks that are left.

    Parameters
    ----------
    scenario, history, week
        See ``parse_inrc2_stage``.

    Returns
    -------
    The plan; nothing is asked for after its first week. Limits of the whole horizon are what the history leaves of
    them: 0 where it is above them, whose price is then not in the cost of the plan.
    """
    return problem_of(_draft(parse_inrc2_stage(scenario, history, week), history, is_stage=True))


def _draft(instance: Instance, path: Path, *, is_stage: bool = False) -> Draft:
    slots = Slots(tuple(instance.kinds))
    lines: dict[Location, Line] = {}
    rules = {
        f"consecutive.{kind}": _run(SHIFT_RUN, bounds, {"shifts": {"patterns": [kind]}})
        for kind, bounds in instance.kinds.items()
    }
    longest = max((max(nurse.past.work, nurse.past.off) for nurse in instance.nurses), default=0)
    values = slots.plan(path.name, instance.days, instance.skills) | {
        "history_from": MONDAY - dt.timedelta(days=longest + 1),
        "weights": {"understaffing": slots.per_hour(UNDER_OPTIMUM), "overstaffing": 0},
        "rules": succession_rules(instance.followers) | rules,
        **_people(instance, lines, is_stage=is_stage),
        **_rows(instance, slots, lines),
    }
    return family_draft(values, lines, str(path))


def _priced(kind: str, price: int, **parameters: Any) -> dict[str, Any]:
    return {"kind": kind, "severity": "cost", "price": price, **parameters}


def _run(price: int, bounds: Bounds, parameters: dict[str, Any]) -> dict[str, Any]:
    """Rule about days in a row; the history says how the run began that the first day continues."""
    limits: dict[str, Any] = {"maximum": bounds.most, "open_start": "charge"}
    if bounds.least:
        limits["minimum"] = bounds.least
    return _priced("consecutive_days", price, **parameters, **limits)


def _people(instance: Instance, lines: dict[Location, Line], *, is_stage: bool) -> dict[str, list[dict[str, Any]]]:
    """Agents and their contracts; what the history has used of totals makes a contract of its own."""
    contracts: dict[str, dict[str, Any]] = {}
    agents = []
    for number, nurse in enumerate(instance.nurses):
        name, past = nurse.contract, nurse.past
        if past.assignments or past.weekends:
            name += f" after {past.assignments} assignments and {past.weekends} weekends"
        if name not in contracts:
            terms = instance.contracts[nurse.contract]
            lines["contracts", len(contracts)] = terms.line
            contracts[name] = {
                "contract": name,
                "patterns": list(instance.kinds),
                "rules": _contract_rules(terms, nurse, is_stage=is_stage),
            }
        lines["agents", number] = nurse.line
        skills = [{"queue": skill} for skill in nurse.skills]
        agents.append({"agent": nurse.name, "site": SITE, "contract": name, "skills": skills})
    return {"contracts": list(contracts.values()), "agents": agents}


def _contract_rules(terms: Terms, nurse: Nurse, *, is_stage: bool) -> dict[str, dict[str, Any]]:
    """
    Soft constraints of a contract.

    Raises
    ------
    InputError
        The nurse's history alone has more than the contract allows: plans do not charge for what lies before them. Not
        so within a horizon, where earlier weeks have been charged for it.
    """
    past = nurse.past
    least, most = terms.total.least - past.assignments, terms.total.most - past.assignments
    weekends = terms.weekends - past.weekends
    if is_stage:
        most, weekends = max(0, most), max(0, weekends)
    if most < 0 or weekends < 0:
        raise past.line.error(
            f"{nurse.name} has worked more already than contract {nurse.contract} allows.",
            "Lower the history, or raise the limits of the contract.",
        )
    total = {"maximum": most, **({"minimum": least} if least > 0 else {})}
    rules = {
        "consecutive.work": _run(RUN, terms.work, {}),
        "consecutive.off": _run(RUN, terms.off, {"of": "off"}),
        "assignments": _priced("count_limit", ASSIGNMENT, calendar="horizon", **total),
        "most weekends": _priced("count_limit", WEEKEND, counted="weekends", calendar="horizon", maximum=weekends),
    }
    if terms.whole_weekends:
        rules["whole weekends"] = _priced("weekends", WHOLE_WEEKEND, whole=True)
    return rules


def _rows(instance: Instance, slots: Slots, lines: dict[Location, Line]) -> dict[str, list[dict[str, Any]]]:
    """Requirements, preferences and history."""
    cover = [
        {
            "interval_start": slots.span(row.day, row.kind)["start"],
            "queue": row.skill,
            "required": row.optimum,
            "minimum": row.minimum,
        }
        for row in instance.requirements
    ]
    weight = slots.per_hour(REQUEST)
    wishes = [
        {
            "agent": wish.name,
            **(slots.span(wish.day, wish.kind) if wish.kind else whole_day(wish.day)),
            "kind": "avoid",
            "weight": weight,
        }
        for wish in instance.requests
    ]
    past = [row for nurse in instance.nurses for row in _history(nurse, slots)]
    lines |= {("requirements", number): row.line for number, row in enumerate(instance.requirements)}
    lines |= {("preferences", number): wish.line for number, wish in enumerate(instance.requests)}
    return {"requirements": cover, "preferences": wishes, "history": past}


def _history(nurse: Nurse, slots: Slots) -> Iterator[dict[str, Any]]:
    """Past shifts with the runs that the history states; a run before them is ended by its opposite."""
    past = nurse.past
    days = {-back: past.last if back <= past.same else _other(slots, past.last) for back in range(1, past.work + 1)}
    if past.off:
        days[-past.off - 1] = slots.kinds[0]
    for day, kind in days.items():
        date = MONDAY + dt.timedelta(days=day)
        paid = slots.interval_minutes
        yield {"agent": nurse.name, "shift_date": date, **slots.span(day, kind), "paid_minutes": paid}


def _other(slots: Slots, kind: str) -> str:
    """A kind that ends a run of the given one; where there is but one kind there can be no such run."""
    return next((other for other in slots.kinds if other != kind), kind)
