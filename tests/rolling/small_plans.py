"""Two weeks in which it pays to look ahead."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scheduler.people import Absence, Preference
from scheduler.problem import Problem
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements

MONDAYS = ("2026-11-30", "2026-12-07")


def two_mondays(**overrides: Any) -> Problem:
    """
    Return two weeks from Monday 2026-11-30 with half an hour of work on the phone on each Monday at nine.

    Anna and Ben are each to work once in the two weeks; once more costs 50, to leave the half hour open costs 100. Ben
    is away in the second week, and he would rather not work on the first Monday, which costs 2. So it is best to let
    him work then: 2 in all. Who looks at the first week alone lets Anna work, and pays 50 in the second.
    """
    once = {"kind": "count_limit", "severity": "cost", "price": 50, "maximum": 1, "calendar": "horizon"}
    wish = {"start": at("2026-11-30 00:00"), "end": at("2026-12-01 00:00")}
    away = {"start": at("2026-12-07 00:00"), "end": at("2026-12-14 00:00")}
    fields: dict[str, Any] = {
        "days": 14,
        "weights": {"understaffing": 200, "overstaffing": 0},
        "patterns": (make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(30,)),),
        "contracts": (make_contract(rules={"once": once}),),
        "requirements": tuple(row for day in MONDAYS for row in make_requirements("phone", f"{day} 09:00", [1])),
        "preferences": (Preference(agent="ben", kind="avoid", weight=4, **wish),),
        "absences": (Absence(agent="ben", **away),),
    }
    return make_problem(**{**fields, **overrides})


def worked(roster: Any) -> list[tuple[str, dt.date]]:
    """Who works on which dates."""
    return sorted((shift.agent, shift.shift_date) for shift in roster.shifts())
