"""Small plans of every kind of rule and limit, none of them tight: two to eight people for some days."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.problem import Problem

PLACES = (
    ("UTC", dt.date(2026, 11, 30)),
    ("Europe/London", dt.date(2026, 12, 3)),
    ("Europe/London", dt.date(2026, 10, 22)),
    ("America/New_York", dt.date(2027, 3, 12)),
)
"""Zones and first dates, some in front of a change of clocks."""
QUEUES = ("phone", "chat", "mail")
NIGHT = {"windows": [{"start": "23:00", "end": "05:00", "minutes": 120}]}
MEAL = {"name": "meal", "minutes": 60, "minimum_work_before_minutes": 120, "minimum_work_after_minutes": 120}
TEA = {"name": "tea", "minutes": 60, "paid": True, "earliest_minutes": 60, "latest_minutes": 300}
PATTERNS = (
    {"pattern": "early", "earliest_start": "06:00", "latest_start": "09:00", "lengths_minutes": [480, 540]},
    {"pattern": "late", "earliest_start": "13:00", "latest_start": "15:00", "lengths_minutes": [480]},
    {"pattern": "short", "earliest_start": "08:00", "latest_start": "18:00", "lengths_minutes": [240, 300]},
    {"pattern": "night", "earliest_start": "22:00", "latest_start": "23:00", "lengths_minutes": [480, 600]},
)
RULES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "rest": {"kind": "daily_rest", "hours": 9},
        "rest after nights": {"kind": "daily_rest", "hours": 9, "after": NIGHT},
        "weekly rest": {"kind": "weekly_rest", "hours": 24},
        "any week's rest": {"kind": "weekly_rest", "hours": 24, "anchor": "rolling"},
        "days in a row": {"kind": "consecutive_days", "maximum": 6},
        "days at once": {"kind": "consecutive_days", "minimum": 1, "of": "off"},
        "nights in a row": {"kind": "consecutive_days", "maximum": 6, "shifts": NIGHT},
        "weekends": {"kind": "weekends", "whole": True},
        "no early after late": {
            "kind": "forbidden_succession",
            "before": {"patterns": ["late"]},
            "after": {"patterns": ["early"]},
        },
        "regular starts": {"kind": "similar_starts", "tolerance_minutes": 600},
        "most hours": {"kind": "working_hours", "maximum_hours": 60, "window_days": 7, "anchor": "rolling"},
        "least hours": {"kind": "working_hours", "minimum_hours": 1, "window_days": 7},
        "span of days": {"kind": "working_hours", "maximum_hours": 40, "window_days": 3, "counts": "span"},
        "nights": {"kind": "count_limit", "maximum": 7, "window_days": 7, "shifts": NIGHT},
        "least shifts": {"kind": "count_limit", "minimum": 1, "calendar": "horizon"},
        "short nights": {"kind": "night_work", "night": NIGHT, "maximum_hours": 10},
        "length": {"kind": "shift_length", "maximum_hours": 10},
        "lunch": {"kind": "break_entitlement", "tiers": [{"more_than_hours": 8, "minutes": 60}]},
        "prayer": {
            "kind": "protected_time",
            "windows": [{"start": "12:00", "end": "13:00"}],
            "days_of_week": ["friday"],
            "only_for": ["devout"],
        },
        "transfers": {"maximum_per_shift": 6},
        "fair shifts": {"kind": "fairness", "of": "shifts", "maximum_difference": 9},
        "fair weekends": {"kind": "fairness", "of": "weekend_days", "maximum_difference": 4},
    }
)
"""Kinds of rules, each with limits that hardly bind."""


def small_plan(seed: int) -> Problem:
    """
    A plan in which next to everything can be worked.

    Parameters
    ----------
    seed
        Of the random choices.
    """
    draw = random.Random(f"small {seed}")
    zone, start = draw.choice(PLACES)
    agents, days = draw.choice([2, 2, 3, 3, 4, 5, 6, 8]), draw.choice([3, 3, 4, 5, 7, 7, 10, 14])
    queues, patterns = QUEUES[: draw.randint(1, 3)], draw.sample(PATTERNS, draw.randint(2, 4))
    fields: dict[str, Any] = {
        "name": f"small {seed}",
        "start_date": start,
        "days": days,
        "interval_minutes": draw.choice([60, 60, 60, 30]),
        "time_zone": zone,
        "packs": draw.choice([(), (), (), ("eu",), ("uk",)]),
        "rules": {name: dict(RULES[name]) for name in draw.sample(sorted(RULES), draw.randint(1, 5))},
        "sites": [{"site": "office"}, {"site": "annex", "turnaround_minutes": draw.choice([0, 60])}],
        "queues": [{"queue": queue} for queue in queues],
        "patterns": [_pattern(draw, pattern) for pattern in patterns],
        "contracts": [_contract(draw, name, patterns) for name in ("one", "two")],
        "agents": [_agent(draw, number, queues) for number in range(agents)],
        "pools": _pools(draw, queues),
        "units": [],
    }
    fields["rules"] = _without_strangers(fields["rules"], [pattern["pattern"] for pattern in patterns])
    midnight = dt.datetime.combine(start, dt.time(), ZoneInfo(zone))
    fields["requirements"] = _requirements(draw, queues, midnight, days)
    fields["history"] = _history(draw, midnight, agents)
    fields["preferences"] = _wishes(draw, midnight, days, agents)
    return Problem.model_validate(fields)


def _without_strangers(rules: dict[str, dict[str, Any]], patterns: list[str]) -> dict[str, dict[str, Any]]:
    """Rules but those that name a pattern which the plan does not have."""
    named = {"no early after late": {"early", "late"}}
    return {name: rule for name, rule in rules.items() if named.get(name, set()) <= set(patterns)}


def _pattern(draw: random.Random, pattern: Mapping[str, Any]) -> dict[str, Any]:
    long = min(pattern["lengths_minutes"]) >= 480
    breaks = [dict(one) for one in draw.choice([(), (MEAL,), (TEA, MEAL)])] if long else []
    return {**pattern, "start_step_minutes": draw.choice([60, 120]), "breaks": breaks}


def _contract(draw: random.Random, name: str, patterns: list[Mapping[str, Any]]) -> dict[str, Any]:
    some = draw.sample(patterns, draw.randint(1, len(patterns)))
    names = [pattern["pattern"] for pattern in some]
    return {"contract": name, "patterns": names, "hourly_cost": draw.choice([0, 1, 2])}


def _agent(draw: random.Random, number: int, queues: tuple[str, ...]) -> dict[str, Any]:
    skills = draw.sample(queues, draw.randint(1, len(queues)))
    return {
        "agent": f"a{number}",
        "site": draw.choice(["office", "office", "annex"]),
        "contract": draw.choice(["one", "two"]),
        "skills": [{"queue": queue, "proficiency": draw.choice(["1", "1", "0.5", "1.25"])} for queue in skills],
        "attributes": [name for name in ("devout", "driver") if draw.random() < 0.4],
        "works_from_home": draw.random() < 0.2,
    }


def _pools(draw: random.Random, queues: tuple[str, ...]) -> list[dict[str, Any]]:
    headsets = {"pool": "headsets", "units": 9, "queues": [draw.choice(queues)]}
    cars = {"pool": "cars", "units": 9, "only_for": ["driver"]}
    return [pool for pool in (headsets, cars) if draw.random() < 0.4]


def _requirements(
    draw: random.Random, queues: tuple[str, ...], midnight: dt.datetime, days: int
) -> list[dict[str, Any]]:
    """Some people from morning to evening, on the first queue on some plans round the clock."""
    rows = []
    for number, queue in enumerate(queues):
        first, last = (0, 24) if number == 0 and draw.random() < 0.3 else draw.choice([(7, 19), (9, 22)])
        for day in range(days):
            wanted = draw.randint(0, 3)
            for hour in range(first, last):
                # On the wall: where clocks change, no hour stands twice.
                place = (midnight + dt.timedelta(days=day)).replace(hour=hour)
                if dt.datetime.fromtimestamp(place.timestamp(), place.tzinfo).hour == hour:
                    rows.append({"interval_start": place, "queue": queue, "required": wanted})
    return rows


def _history(draw: random.Random, midnight: dt.datetime, agents: int) -> list[dict[str, Any]]:
    """Shifts of the days before, the last of which may reach into the plan."""
    rows = []
    for number in range(agents):
        if draw.random() < 0.3:
            for back in range(draw.randint(1, 4), 0, -1):
                start = (midnight - dt.timedelta(days=back)).replace(hour=draw.choice([8, 14]))
                end = start + dt.timedelta(hours=8)
                row = {"agent": f"a{number}", "shift_date": start.date(), "start": start, "end": end}
                rows.append(row | {"paid_minutes": 480})
    return rows


def _wishes(draw: random.Random, midnight: dt.datetime, days: int, agents: int) -> list[dict[str, Any]]:
    """Wishes, by which rosters differ."""
    rows = []
    for number in range(agents):
        start = midnight + dt.timedelta(days=draw.randrange(days), hours=draw.randrange(6, 18))
        kind = draw.choice(["avoid", "prefer"])
        end = start + dt.timedelta(hours=draw.randint(2, 30))
        rows.append({"agent": f"a{number}", "start": start, "end": end, "kind": kind, "weight": draw.choice([1, 5])})
    return rows
