"""Plans, shifts and histories of Anna for the tests of rules about windows of days."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from scheduler.horizon import Horizon
from scheduler.people import Absence, Agent, PastShift, Skill
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity
from tests.builders import at, breaches, make_past, make_problem, make_shift
from tests.scheduler.rules.agreement import AUTUMN, SPRING, WINTER

MONDAY = dt.date(2026, 11, 30)
"""First day of the plans."""

KNOWN: dict[str, Any] = {"history_from": "2025-01-01"}
"""A history that goes back further than any window; without shifts nobody has worked."""


def make_plan(kind: str, parameters: dict[str, Any], **overrides: Any) -> Problem:
    """Return a week in London with one rule, whose identifier is ``rule``."""
    skills = (Skill(queue="phone"), Skill(queue="chat"))
    dates = {name: overrides.pop(name) for name in ("valid_from", "valid_to") if name in overrides}
    anna = Agent(agent="anna", name="Anna", site="office", contract="full", skills=skills, **dates)
    return make_problem(rules={"rule": {"kind": kind, **parameters}}, **{"agents": (anna,), **overrides})


def found_in(problem: Problem, *shifts: list[Activity]) -> list[Violation]:
    """Breaches of the rule in a roster of these shifts."""
    return [found for found in breaches(problem, *shifts) if found.rule == "rule"]


def on_days(days: Iterable[int], start: str, end: str, monday: dt.date = MONDAY) -> list[list[Activity]]:
    """The same shift on several days of the plan."""
    return [make_shift("anna", f"{monday + dt.timedelta(days=day)} {start}", end) for day in days]


def past_days(days: Iterable[int], minutes: int, start: str = "08:00", end: str = "20:00") -> tuple[PastShift, ...]:
    """The same past shift on several days before the plan, which are negative."""
    return tuple(make_past("anna", f"{MONDAY + dt.timedelta(days=day)} {start}", end, minutes) for day in days)


def past_weeks(weeks: int, minutes: int) -> tuple[PastShift, ...]:
    """Monday to Friday of so many weeks before the plan, so many paid minutes each day."""
    return past_days((7 * week + day for week in range(-weeks, 0) for day in range(5)), minutes)


def absent(first: int, stop: int, credited: int = 0) -> Absence:
    """An absence from one day of the plan to before another one."""
    start, end = (at(f"{MONDAY + dt.timedelta(days=day)} 00:00") for day in (first, stop))
    return Absence(agent="anna", start=start, end=end, credited_minutes=credited)


def draw_window(draw: random.Random) -> tuple[dict[str, Any], int]:
    """Parameters of a window, and its days as far as a plan of two weeks with three weeks before it can fill them."""
    calendar = draw.choice([None, None, None, "month", "year", "horizon"])
    if calendar is not None:
        return {"calendar": calendar}, {"month": 24, "year": 28, "horizon": 14}[calendar]
    days = draw.choice([1, 2, 7, 10, 14, 28, 35])
    window: dict[str, Any] = {"window_days": days, "anchor": draw.choice(["fixed", "rolling"])}
    if days == 7 and window["anchor"] == "fixed":
        window["week_start"] = draw.choice(["monday", "thursday", "sunday"])
    return window, min(days, 28)


def draw_plan(seed: int) -> dict[str, Any]:
    """
    Two weeks from any weekday, about a clock change or New Year, with what rules about windows depend on.

    Anna may join or leave in them, is away on some dates, and has a history of up to 20 days.
    """
    draw = random.Random(seed)
    start = dt.date.fromisoformat(draw.choice([SPRING, AUTUMN, WINTER])) + dt.timedelta(
        days=draw.choice([0, 6, 12, 13])
    )
    horizon = Horizon(start, 14, 30, "Europe/London")
    known = draw.choice([0, -3, -10, -20])
    history = [_past(draw, horizon, day) for day in range(known, 0) if draw.random() < 0.6]
    dates = {
        "valid_from": draw.choice([None, None, horizon.date(draw.choice([-15, -3, 0, 4]))]),
        "valid_to": draw.choice([None, None, horizon.date(9)]),
    }
    skills = (Skill(queue="phone"),)
    return {
        "start_date": start.isoformat(),
        "agents": (Agent(agent="anna", site="office", contract="full", skills=skills, **dates),),
        "absences": _absences(draw, horizon),
        "history": tuple(history),
        "history_from": horizon.date(known),
    }


def _past(draw: random.Random, horizon: Horizon, day: int) -> PastShift:
    begin, minutes = horizon.minute_at(day, draw.choice([480, 1200, 1380])), draw.choice([240, 480, 600])
    span = {"start": horizon.instant(begin), "end": horizon.instant(begin + minutes)}
    return PastShift(agent="anna", shift_date=horizon.date(day), paid_minutes=minutes, **span)


def _absences(draw: random.Random, horizon: Horizon) -> tuple[Absence, ...]:
    """No absence, or two that follow each other, each of some dates from midnight or from noon."""
    if draw.random() < 0.4:
        return ()
    marks = sorted(draw.sample(range(-16, 26), 3))
    moments = [horizon.instant(horizon.minute_at(mark // 2, 720 * (mark % 2))) for mark in marks]
    credited = draw.choice([0, 480, 960])
    return tuple(Absence(agent="anna", start=a, end=b, credited_minutes=credited) for a, b in pairwise(moments))
