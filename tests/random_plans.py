"""Small random plans in which every primitive of the model occurs, and a brute-force optimum for them."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from scheduler.problem import Problem

UTC = dt.UTC
START = dt.datetime(2026, 11, 30, tzinfo=UTC)


def random_plan(seed: int, *, agents: int = 3, days: int = 2, units: bool = True) -> Problem:
    """
    Return a plan of a few agents on hourly intervals, small enough for an exact solver and nasty on purpose.

    Nights, breaks in wide windows, two queues with proficiency and minimum blocks, seats, pins, absences, wishes,
    history that reaches in, weekly rest, hard and soft minima, transfers: each occurs with some probability, and where
    ``units`` is true equipment that comes, goes or moves, of which there are too many tours to try them all.
    """
    draw = random.Random(seed)
    starts = sorted(draw.sample(range(5, 21), 2))
    fields: dict[str, Any] = {
        "name": f"random {seed}",
        "start_date": START.date(),
        "days": days,
        "interval_minutes": 60,
        "time_zone": "UTC",
        "weights": {"understaffing": draw.choice([3, 10]), "overstaffing": draw.choice([1, "0.5"])},
        "rules": _rules(draw),
        "sites": [_site(draw, agents)],
        "queues": [_queue(draw, "a"), _queue(draw, "b")],
        "patterns": [_pattern(draw, "day", starts, 4), _pattern(draw, "night", [21, 23], 6)],
        "contracts": [_contract(draw, "one", ["day"], days), _contract(draw, "two", ["day", "night"], days)],
        "agents": [_agent(draw, number) for number in range(agents)],
        "requirements": _requirements(draw, days),
    }
    fields["absences"] = _spans(draw, agents, days, 0.2)
    fields["availability"] = [dict(span, kind="unavailable") for span in _spans(draw, agents, days, 0.2)]
    kinds = ("avoid", "prefer")
    fields["preferences"] = [dict(span, kind=draw.choice(kinds), weight=2) for span in _spans(draw, agents, days, 0.4)]
    fields["history"] = _history(draw)
    _add_seats(random.Random(f"seats {seed}"), fields)
    _add_transfers(random.Random(f"transfers {seed}"), fields)
    return Problem.model_validate(fields if units else fields | {"units": []})


def _add_seats(draw: random.Random, fields: dict[str, Any]) -> None:
    """Seats soft, turned around or out of use, people at home, equipment; from random numbers of their own."""
    site = fields["sites"][0]
    if draw.random() < 0.4:
        site |= {"limits": "soft", "limit_cost": draw.choice([2, "3.5"])}
    site["turnaround_minutes"] = draw.choice([0, 0, 60, 120])
    if draw.random() < 0.3:
        first = (START + dt.timedelta(days=draw.randint(0, 1))).date()
        window = {"start": "12:00", "end": "15:00", "seats": draw.randint(0, 2), "valid_from": first}
        site["seats"] = [*site.get("seats", []), window]
    for agent in fields["agents"]:
        agent["works_from_home"] = draw.random() < 0.2
        agent["attributes"] = [name for name in ("driver",) if draw.random() < 0.5]
    headsets = {"pool": "headsets", "queues": draw.choice([["a"], ["a", "b"]])}
    fields["pools"] = [
        pool | _units(draw) for pool in (headsets, {"pool": "vans", "only_for": ["driver"]}) if draw.random() < 0.3
    ]


def _add_transfers(draw: random.Random, fields: dict[str, Any]) -> None:
    """Prices and limits of changes between queues, units that come, go or move; from random numbers of their own."""
    if draw.random() < 0.3:
        fields["rules"] |= {"primary_queue": {"price": draw.choice([1, "2.5"])}}
    limits = {"maximum_per_shift": draw.randint(0, 2), "setup_minutes": draw.choice([0, 60]), "pairs": [["a", "b"]]}
    stated = {name: value for name, value in limits.items() if value and draw.random() < 0.4}
    if stated and draw.random() < 0.5:
        fields["rules"] |= {"transfers": stated}
    if draw.random() < 0.3:
        fields["rules"] |= {"price of a transfer": {"kind": "transfers", "severity": "cost", "price": 2}}
    if fields["pools"] and draw.random() < 0.5:
        fields["units"] = [_spare(draw, [pool["pool"] for pool in fields["pools"]])]


def _spare(draw: random.Random, pools: list[str]) -> dict[str, Any]:
    spare = {"unit": "spare", "count": draw.randint(1, 2), "pools": pools, "holding_cost": draw.choice([0, "0.5"])}
    if draw.random() < 0.5:
        spare |= {"start": "20:00", "end": draw.choice(["02:00", "23:00"]), "maximum_days": 1}
    return spare | {
        "transfer_minutes": draw.choice([0, 60]),
        "transfer_cost": 1,
        "maximum_transfers": draw.randint(0, 2),
    }


def _units(draw: random.Random) -> dict[str, Any]:
    """Few and soft, or so many that hard minima can be kept."""
    if draw.random() < 0.5:
        return {"units": draw.randint(0, 1), "limits": "soft", "limit_cost": draw.choice([1, "2.5"])}
    return {"units": draw.randint(1, 3)}


def _rules(draw: random.Random) -> dict[str, Any]:
    rules: dict[str, Any] = {
        "daily_rest": {"hours": 11},
        "consecutive_days": {"maximum": 2},
        "weekly_rest": {"hours": 36},
    }
    return {name: rule for name, rule in rules.items() if draw.random() < 0.7}


def _site(draw: random.Random, agents: int) -> dict[str, Any]:
    if draw.random() < 0.5:
        return {"site": "s"}
    return {"site": "s", "seats": [{"start": "06:00", "end": "22:00", "seats": draw.randint(1, agents)}]}


def _queue(draw: random.Random, name: str) -> dict[str, Any]:
    return {"queue": name, "minimum_block_minutes": draw.choice([0, 60, 120]), "limits": "soft", "limit_cost": 4}


def _pattern(draw: random.Random, name: str, starts: list[int], length: int) -> dict[str, Any]:
    breaks = [
        {"name": "short", "minutes": 60, "paid": True, "earliest_minutes": 60, "latest_minutes": 120},
        {"name": "meal", "minutes": 60, "minimum_work_before_minutes": 60, "minimum_work_after_minutes": 60},
    ]
    return {
        "pattern": name,
        "earliest_start": f"{starts[0]:02d}:00",
        "latest_start": f"{min(starts[0] + 2, starts[1]):02d}:00",
        "start_step_minutes": 60,
        "lengths_minutes": [60 * length, 60 * (length + 1)],
        "breaks": breaks[: draw.randint(0, 2)] if length > 4 else breaks[: draw.randint(0, 1)],
    }


def _contract(draw: random.Random, name: str, patterns: list[str], days: int) -> dict[str, Any]:
    return {
        "contract": name,
        "patterns": patterns,
        "maximum_days_per_week": draw.randint(1, days),
        "maximum_minutes_per_week": draw.choice([480, 720, 1200]),
        "hourly_cost": draw.choice([1, 2, "2.5"]),
    }


def _agent(draw: random.Random, number: int) -> dict[str, Any]:
    skills = draw.choice([["a"], ["b"], ["a", "b"], ["b", "a"]])
    return {
        "agent": f"agent{number}",
        "site": "s",
        "contract": draw.choice(["one", "two"]),
        "skills": [{"queue": queue, "proficiency": draw.choice(["1", "1", "0.5"])} for queue in skills],
    }


def _requirements(draw: random.Random, days: int) -> list[dict[str, Any]]:
    rows = []
    for queue in "ab":
        for hour in range(24 * days):
            if draw.random() < 0.6:
                row = {
                    "interval_start": START + dt.timedelta(hours=hour),
                    "queue": queue,
                    "required": draw.randint(0, 2),
                }
                if draw.random() < 0.2:
                    row["minimum"] = 1
                rows.append(row)
    return rows


def _spans(draw: random.Random, agents: int, days: int, chance: float) -> list[dict[str, Any]]:
    spans = []
    for number in range(agents):
        if draw.random() < chance:
            start = START + dt.timedelta(hours=draw.randrange(24 * days - 8))
            spans.append(
                {"agent": f"agent{number}", "start": start, "end": start + dt.timedelta(hours=draw.randint(2, 8))}
            )
    return spans


def _history(draw: random.Random) -> list[dict[str, Any]]:
    if draw.random() < 0.5:
        return []
    end = START + dt.timedelta(hours=draw.randint(-12, 4))
    start = START - dt.timedelta(hours=14)
    return [{"agent": "agent0", "shift_date": "2026-11-29", "start": start, "end": end, "paid_minutes": 480}]
