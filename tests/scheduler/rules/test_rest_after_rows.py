"""Rest that is due only after some shifts, or after several in a row."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest

from scheduler.people import PastShift
from scheduler.problem import Problem
from scheduler.roster import Activity
from tests.builders import at, breaches, make_contract, make_past, make_pattern, make_problem, make_shift
from tests.scheduler.rules.agreement import check_agreement

NIGHT = {"windows": [{"start": "00:00", "end": "06:00", "minutes": 61}]}
SERIES = {"hours": 46, "after": NIGHT, "after_in_a_row": 3}
"""Arbeidstijdenwet 5:8."""


def _problem(rule: dict[str, Any], **overrides: object) -> Problem:
    return make_problem(rules={"daily_rest": rule}, **overrides)


def _on(days: Iterable[int], start: str, end: str, first: str = "2026-11-30") -> list[list[Activity]]:
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=day) for day in days]
    return [make_shift("anna", f"{date} {start}", end) for date in dates]


def _eight_hours(day: int, start: str) -> list[Activity]:
    first = at(f"{dt.date(2026, 11, 30) + dt.timedelta(days=day)} {start}")
    return make_shift("anna", f"{first:%Y-%m-%d %H:%M}", f"{first + dt.timedelta(hours=8):%H:%M}")


def _past(days: Iterable[int], start: str, end: str) -> tuple[PastShift, ...]:
    dates = [dt.date(2026, 11, 30) + dt.timedelta(days=day) for day in days]
    return tuple(make_past("anna", f"{date} {start}", end) for date in dates)


@pytest.mark.parametrize(("start", "count"), [("10:00", 0), ("09:30", 1)])
def test_rest_after_nights_only(start: str, count: int) -> None:
    """28 h after the night until Tuesday 06:00; the 9 h after the day shift of Wednesday are not meant."""
    shifts = [*_on([0], "22:00", "06:00"), make_shift("anna", f"2026-12-02 {start}", "17:00")]
    early = make_shift("anna", "2026-12-03 02:00", "04:00")
    found = breaches(_problem({"hours": 28, "after": NIGHT}), *shifts, early)
    assert [violation.message for violation in found] == count * [
        "Anna has 27 h 30 min of rest before the shift on Wed 2026-12-02 09:30, "
        "28 h are required after the shift on Mon 2026-11-30."
    ]


def test_each_shift_inside_a_long_rest_is_a_breach() -> None:
    """46 h after Tuesday 07:00 last until Thursday 05:00: two shifts begin before that, each breach is found once."""
    shifts = [*_on([0], "23:00", "07:00"), *_on(range(1, 4), "22:00", "23:30")]
    assert len(breaches(_problem({"hours": 46, "after": NIGHT}), *shifts)) == 2


@pytest.mark.parametrize(("nights", "day", "start", "count"), [
    (2, 3, "08:00", 0),  # two nights make no row of three
    (3, 5, "05:00", 0),  # the third ends on Thursday at 07:00; 46 h later it is Saturday 05:00
    (3, 5, "04:30", 1),
    (3, 3, "23:00", 0),  # a fourth night continues the row
    (3, 3, "12:00", 1),  # a day shift does not
    (3, 4, "23:00", 1),  # neither does a night after a day off: 40 h
    (4, 6, "05:00", 0),  # the rest is due after the fourth night
    (4, 6, "04:30", 1),
])  # fmt: skip
def test_rest_after_nights_in_a_row(nights: int, day: int, start: str, count: int) -> None:
    """Nights from 23:00 to 07:00 from Monday on, then another shift."""
    found = breaches(_problem(SERIES), *_on(range(nights), "23:00", "07:00"), _eight_hours(day, start))
    assert len(found) == count
    if (nights, count) == (3, 1):
        assert found[0].message.endswith("46 h are required after 3 such shifts in a row until Wed 2026-12-02.")


@pytest.mark.parametrize(("past", "day", "start", "count"), [
    ((-3, -2, -1), 2, "05:00", 0),  # Monday 07:00 to Wednesday 05:00 is 46 h
    ((-3, -2, -1), 2, "04:30", 1),
    ((-3, -2, -1), 0, "23:00", 0),  # continues the row
    ((-3, -2, -1), 0, "12:00", 1),
    ((-4, -3, -2), 1, "05:00", 0),  # the row ended on Sunday at 07:00
    ((-4, -3, -2), 1, "04:30", 1),
    ((-4, -3, -2), 0, "23:00", 1),
    ((-2, -1), 2, "04:30", 0),
    ((-4, -3, -1), 2, "04:30", 0),
])  # fmt: skip
def test_rest_after_nights_of_the_history(past: Iterable[int], day: int, start: str, count: int) -> None:
    """Nights before the plan are in the row; that of Sunday ends on Monday at 07:00."""
    problem = _problem(SERIES, history=_past(past, "23:00", "07:00"))
    assert len(breaches(problem, _eight_hours(day, start))) == count


@pytest.mark.parametrize(("start_date", "first", "count"), [
    ("2026-03-23", "2026-03-30 06:00", 0),  # 46 h with a Sunday of 23
    ("2026-03-23", "2026-03-30 05:30", 1),
    ("2026-10-19", "2026-10-26 04:00", 0),  # 46 h with a Sunday of 25
    ("2026-10-19", "2026-10-26 03:30", 1),
])  # fmt: skip
def test_long_rest_across_clock_changes(start_date: str, first: str, count: int) -> None:
    """Nights of Wednesday to Friday end on Saturday at 07:00."""
    nights = _on(range(2, 5), "23:00", "07:00", start_date)
    problem = _problem(SERIES, start_date=dt.date.fromisoformat(start_date), days=14)
    assert len(breaches(problem, *nights, make_shift("anna", first, "12:00"))) == count


@pytest.mark.parametrize(("days", "start", "count"), [(6, "16:00", 0), (6, "15:30", 1), (5, "08:00", 0)])
def test_any_six_days_in_a_row(days: int, start: str, count: int) -> None:
    """24 h of rest after six days of work, the last until 16:00, also where the seventh is worked."""
    rule = {"hours": 24, "after_in_a_row": 6}
    assert len(breaches(_problem(rule), *_on(range(days), "08:00", "16:00"), _eight_hours(days, start))) == count


def _draw(draw: random.Random) -> dict[str, dict[str, Any]]:
    rule: dict[str, Any] = {"hours": draw.choice([14, 24, 30, 46, 60])}
    rule |= draw.choice([{"severity": "hard"}, {"severity": "cost", "price": 7}])
    rule["after"] = draw.choice([NIGHT, {}, {"latest_start": "12:00"}, {"minimum_hours": 8}])
    rule["after_in_a_row"] = draw.choice([1, 2, 2, 3, 4])
    return {"daily_rest": rule}


def _same(rules: dict[str, dict[str, Any]], _: random.Random) -> dict[str, dict[str, Any]]:
    return rules


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_draw, seed, tours=20) for seed in range(12))
    assert 0 < broken < 12 * 20


@pytest.mark.parametrize("past", [(-4, -3, -2, -1), (-3, -2, -1), (-4, -3, -2), (-2, -1), (-4, -3, -1)])
@pytest.mark.parametrize("hours", [14, 46])
def test_sides_agree_after_nights_of_the_history(past: Iterable[int], hours: int) -> None:
    """The same after nights until 4:00; 14 h last until 18:00 on Monday, 46 h until 2:00 on Wednesday."""
    times = {"earliest_start": "02:00", "latest_start": "18:00", "start_step_minutes": 480}
    plan: dict[str, Any] = {
        "start_date": "2026-11-30",
        "history": _past(past, "20:00", "04:00"),
        "patterns": (make_pattern(**times, lengths_minutes=(240, 480)),),
        "contracts": (make_contract(),),
    }
    severities: list[dict[str, Any]] = [{}, {"severity": "cost", "price": 7}]
    for seed, severity in enumerate(severities):
        check_agreement(partial(_same, {"daily_rest": SERIES | {"hours": hours} | severity}), seed, 30, **plan)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1050))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_draw, seed, tours=200)
