"""Plans under a rule pack and rosters for them, for the tests of packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from scheduler.audit import audit
from scheduler.people import Agent, PastShift, Skill
from scheduler.problem import Problem
from scheduler.result import Audit, Violation
from scheduler.roster import Activity
from scheduler.rules.packs import load_pack
from scheduler.sites import Site
from tests.builders import Part, make_past, make_pattern, make_problem, make_roster, make_shift

Plan = dict[str, Any]
"""Fields of a plan."""

MONDAY = dt.date(2026, 11, 30)
"""First day of the plan unless a test says otherwise."""

BREAKS = ({"name": "meal", "minutes": 30}, {"name": "rest", "minutes": 10, "paid": True})


def make_plan(pack: str, attributes: Sequence[str] = (), **plan: Any) -> Problem:
    """
    A week in London under a pack: Anna with attributes, and shifts of any length with a meal and a paid rest.

    Public holidays are those of England.
    """
    anna = Agent(
        agent="anna",
        name="Anna",
        site="office",
        contract="full",
        skills=(Skill(queue="phone"),),
        attributes=tuple(attributes),
    )
    fields: dict[str, Any] = {
        "packs": (pack,),
        "agents": (anna,),
        "interval_minutes": 5,
        "published_on": MONDAY - dt.timedelta(days=60),
        "sites": (Site(site="office", country="GB", region="ENG"),),
        "patterns": (make_pattern(breaks=BREAKS),),
    }
    return make_problem(**(fields | plan))


def found(
    rule: str, *shifts: Iterable[Activity], attributes: Sequence[str] = (), pack: str = "", **plan: Any
) -> list[Violation]:
    """Breaches of one rule in a roster of these shifts; its pack is what stands before the first point."""
    problem = make_plan(pack or rule.split(".")[0], attributes, **plan)
    return [violation for violation in audited(problem, *shifts).violations if violation.rule == rule]


def audited(problem: Problem, *shifts: Iterable[Activity]) -> Audit:
    """Everything the auditor says of a roster of these shifts."""
    return audit(make_roster(*shifts), problem)


def rules_of(pack: str, *attributes: str) -> set[str]:
    """Rules of a pack that hold for an agent with these attributes, without the prefix of the pack."""
    problem = make_plan(pack, attributes)
    rules = problem.rule_book.of(problem.agents[0])
    return {rule.label.removeprefix(f"{pack}.") for rule in rules if rule.label.startswith(f"{pack}.")}


def values_of(pack: str, kind: str, parameter: str) -> list[Any]:
    """What the rules of a kind in a pack say of a parameter."""
    return [rule.get(parameter) for rule in load_pack(pack).rules.values() if rule["kind"] == kind]


def on_days(days: Iterable[int], start: str, end: str, parts: Sequence[Part] = ()) -> list[list[Activity]]:
    """The same shift of Anna on several days, counted from the first Monday."""
    return [make_shift("anna", f"{MONDAY + dt.timedelta(days=day)} {start}", end, parts) for day in days]


def past_days(days: Iterable[int], start: str, end: str, paid_minutes: int = 480) -> tuple[PastShift, ...]:
    """The same past shift of Anna on several days, which are negative."""
    return tuple(make_past("anna", f"{MONDAY + dt.timedelta(days=day)} {start}", end, paid_minutes) for day in days)


def past_weeks(weeks: int, paid_minutes: int, start: str = "08:00", end: str = "20:00") -> tuple[PastShift, ...]:
    """Past shifts from Monday to Friday of so many weeks before the plan, each of so many minutes."""
    days = [7 * week + weekday for week in range(-weeks, 0) for weekday in range(5)]
    return past_days(days, start, end, paid_minutes)
