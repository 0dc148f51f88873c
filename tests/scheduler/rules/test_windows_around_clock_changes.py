"""Windows of the clock in nights in which clocks change: some have no minute at all, in all rules and on both sides."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from scheduler.horizon import Horizon
from scheduler.people import Agent, Skill
from scheduler.records import format_time_of_day
from scheduler.result import Status
from scheduler.sites import SeatLimit, Site
from scheduler.solve import build
from tests.builders import at, breaches, make_contract, make_pattern, make_problem, make_requirements, make_shift
from tests.scheduler.rules.agreement import check_agreement

Parameters = dict[str, Any]

CHANGES = [
    # Clocks go forward at 1:00, at midnight, and by half an hour at 2:00.
    ("Europe/London", "2026-03-29"),
    ("Africa/Cairo", "2026-04-24"),
    ("Australia/Lord_Howe", "2026-10-04"),
    # Clocks go back at 2:00, at midnight, and by half an hour at 2:00.
    ("Europe/London", "2026-10-25"),
    ("Africa/Cairo", "2026-10-30"),
    ("Australia/Lord_Howe", "2026-04-05"),
]

SWALLOWED = {"start": "01:30", "end": "02:00"}
"""On 2026-03-29 in London its start, which there is not, falls after its end."""


@pytest.mark.parametrize(
    ("date", "start", "end", "minutes"),
    [
        ("2026-03-29", "01:00", "02:00", 0),
        ("2026-03-29", "01:30", "02:00", 0),
        ("2026-03-29", "01:45", "02:15", 0),
        ("2026-03-29", "01:30", "03:00", 30),
        ("2026-03-29", "00:30", "02:00", 30),
        ("2026-03-29", "00:30", "03:00", 90),
        ("2026-03-28", "22:00", "06:00", 7 * 60),
        ("2026-03-28", "02:00", "02:00", 23 * 60),
        ("2026-03-29", "00:00", "24:00", 23 * 60),
        ("2026-10-25", "01:00", "02:00", 120),
        ("2026-10-25", "01:30", "02:00", 90),
        ("2026-10-25", "00:30", "01:30", 60),
        ("2026-10-24", "22:00", "06:00", 9 * 60),
        ("2026-10-25", "00:00", "24:00", 25 * 60),
        ("2026-10-25", "12:00", "12:00", 24 * 60),
    ],
)
def test_minutes_of_a_window(date: str, start: str, end: str, minutes: int) -> None:
    """In London; a time that is skipped is read an hour later, one that occurs twice is its first occurrence."""
    horizon = Horizon(dt.date(2026, 3, 1), 7, 30, "Europe/London")
    times = (60 * int(time[:2]) + int(time[3:]) for time in (start, end))
    opens, closes = horizon.window(horizon.day(dt.date.fromisoformat(date)), *times)
    assert closes - opens == minutes


def test_a_window_after_a_swallowed_one_is_seen() -> None:
    """From 22:00 to 7:00 Anna works from 4:00 to 5:00, and in no minute from 1:00 to 2:00 or from 1:30 to 2:00."""
    windows = [{"start": "01:00", "end": "02:00"}, SWALLOWED, {"start": "04:00", "end": "05:00"}]
    problem = make_problem(rules={"protected_time": {"windows": windows}}, start_date="2026-03-28")
    (found,) = breaches(problem, make_shift("anna", "2026-03-28 22:00", "2026-03-29 07:00"))
    assert (found.rule, found.amount, found.start) == ("protected_time", 60, at("2026-03-29 04:00"))


def _windows(draw: random.Random) -> list[Parameters]:
    """One to three, most from quarter to quarter of an hour around the change."""
    near = [*range(0, 240, 15), *range(0, 240, 15), 22 * 60, 23 * 60, 6 * 60, 12 * 60]
    ends = [*near, 24 * 60]
    spans = [(draw.choice(near), draw.choice(ends)) for _ in range(draw.choice([1, 2, 3]))]
    return [{"start": format_time_of_day(start), "end": format_time_of_day(end)} for start, end in spans]


def _rules(draw: random.Random) -> dict[str, Parameters]:
    windows = _windows(draw)
    inside = [window | {"minutes": draw.choice([1, 30, 90])} for window in windows[:1]]
    return {
        "premium": {"windows": windows, "amount_per_hour": 1},
        "forbidden": {"kind": "protected_time", "windows": windows},
        "priced": {"kind": "protected_time", "windows": windows, "severity": "cost", "price": 7},
        "kind": {"kind": "shift_length", "maximum_hours": 1, "shifts": {"windows": inside}},
    }


def _agree(zone: str, date: str, seed: int) -> int:
    night = make_pattern(pattern="long", earliest_start="20:00", lengths_minutes=(360, 480, 600), start_step_minutes=60)
    early = make_pattern(pattern="short", latest_start="04:00", lengths_minutes=(120, 300))
    plan = {"time_zone": zone, "start_date": dt.date.fromisoformat(date) - dt.timedelta(days=1), "days": 10}
    contracts = (make_contract(patterns=("long", "short")),)
    return check_agreement(_rules, seed, 4, patterns=(night, early), contracts=contracts, **plan)


@pytest.mark.parametrize(("zone", "date"), CHANGES)
def test_both_sides_agree(zone: str, date: str) -> None:
    """What a window of any kind costs, forbids, or makes a shift of a kind."""
    broken = sum(_agree(zone, date, seed) for seed in range(40))
    assert 0 < broken < 40 * 4 * 4


@pytest.mark.slow
@pytest.mark.parametrize(("zone", "date"), CHANGES)
def test_both_sides_agree_on_many_tours(zone: str, date: str) -> None:
    """The same on thousands of tours."""
    for seed in range(1000, 1500):
        _agree(zone, date, seed)


@pytest.mark.parametrize("window", [SWALLOWED, {"start": "01:20", "end": "02:10"}, {"start": "01:00", "end": "02:00"}])
def test_seats_of_a_swallowed_window(window: Parameters) -> None:
    """There is no minute without a seat, so that Anna works the night; in the next one she could not."""
    office = Site(site="office", seats=(SeatLimit(**window, seats=0),))
    anna = Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone"),))
    pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(480,))
    plan = {"start_date": "2026-03-28", "days": 2, "sites": (office,), "agents": (anna,), "patterns": (pattern,)}
    wanted = [
        *make_requirements("phone", "2026-03-28 22:00", [1] * 4),
        *make_requirements("phone", "2026-03-29 22:00", [1] * 4),
    ]
    problem = make_problem(requirements=wanted, weights={"understaffing": 10}, **plan)
    outcome = build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.result.status is Status.OPTIMAL
    assert outcome.roster is not None
    assert [shift.shift_date for shift in outcome.roster.shifts()] == [dt.date(2026, 3, 28)]
