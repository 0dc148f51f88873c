"""Arbeidstijdenwet, nights (article 5:8): each rule just inside and just outside."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scheduler.rules.packs import load_pack
from tests.builders import make_shift
from tests.scheduler.rules.packs.rosters import Plan, found, on_days, past_days, past_weeks

NIGHTS = ("night_worker",)
KNOWN: Plan = {"history_from": "2025-11-01"}
LONG = [("meal", "01:00", "01:45")]  # 20:00 to 07:00 with it is 10 h 15 min of work


@pytest.mark.parametrize(("end", "count"), [("07:45", 0), ("08:15", 1)])
def test_hours_of_a_night(end: str, count: int) -> None:
    """19:00 to 07:45 without 45 minutes is 12 h of work; from 07:00 on it would be no night."""
    night = make_shift("anna", "2026-12-01 19:00", end, [("meal", "01:00", "01:45")])
    assert len(found("nl.night.hours", night)) == count


@pytest.mark.parametrize(("nights", "count"), [(range(0, 9, 2), 0), (range(0, 11, 2), 1)])
def test_five_long_nights_in_fourteen_days(nights: range, count: int) -> None:
    """5 long nights in 14 days are lawful, 6 are not."""
    assert len(found("nl.night.long14", *on_days(nights, "20:00", "07:00", LONG), days=14)) == count


@pytest.mark.parametrize(("past", "count"), [(21, 0), (22, 1)])
def test_22_long_nights_in_a_year(past: int, count: int) -> None:
    """21 long nights before and one in the plan are 22."""
    history = past_days(range(-14 * past, 0, 14), "20:00", "07:00", 615)
    assert len(found("nl.night.long52", *on_days([3], "20:00", "07:00", LONG), history=history, **KNOWN)) == count


@pytest.mark.parametrize(("start", "count"), [("19:00", 0), ("18:30", 1)])
def test_rest_after_a_long_night(start: str, count: int) -> None:
    """07:00 to 19:00 is 12 h."""
    shifts = [*on_days([0], "20:00", "07:00", LONG), *on_days([1], start, "23:00")]
    assert len(found("nl.night.long.rest", *shifts)) == count


@pytest.mark.parametrize(("end", "starts", "count"), [
    ("06:00", ("20:00", "20:00"), 0),  # 14 h
    ("06:00", ("19:30", "20:00"), 0),  # once less than 14 h
    ("06:00", ("19:30", "19:30"), 1),  # twice
    ("06:00", ("14:00", "20:00"), 0),  # once 8 h
    ("06:00", ("13:30", "20:00"), 1),
    ("02:00", ("12:00", "12:00"), 0),  # 10 h after nights that end at 02:00
])  # fmt: skip
def test_rest_after_a_night(end: str, starts: tuple[str, str], count: int) -> None:
    """After a night that ends after 02:00 14 h of rest, once in 7 days 8 h."""
    shifts = [
        *on_days([0], "20:00", end), *on_days([1], starts[0], end), *on_days([2], starts[1], end)
    ]  # fmt: skip
    assert len(found("nl.night.rest", *shifts)) == count


@pytest.mark.parametrize(("day", "count"), [(7, 1), (8, 0)])
def test_reduced_rest_after_nights_once_in_seven_days(day: int, count: int) -> None:
    """Rest of 13 h 30 min before the nights of day 1 and of day 7 (within 7 days) or 8."""
    shifts = [*on_days([0, day - 1], "20:00", "06:00"), *on_days([1, day], "19:30", "06:00")]
    assert len(found("nl.night.rest", *shifts, days=14)) == count


@pytest.mark.parametrize(("nights", "start", "count"), [
    (2, "08:00", 0),  # two nights: no series
    (3, "05:00", 0),  # Thursday 07:00 to Saturday 05:00 is 46 h
    (3, "04:30", 1),
    (4, "", 0),  # a fourth night belongs to the series
])  # fmt: skip
def test_rest_after_a_series_of_nights(nights: int, start: str, count: int) -> None:
    """After 3 nights from 23:00 to 07:00 in a row, 46 h of rest."""
    shifts = on_days(range(nights), "23:00", "07:00")
    shifts += on_days([nights + 1 + (nights == 3)], start, "12:00") if start else []
    assert len(found("nl.night.series", *shifts)) == count


@pytest.mark.parametrize(("last", "count"), [(7, 0), (8, 1)])
def test_seven_shifts_in_a_row(last: int, count: int) -> None:
    """Nights on 7 dates in a row are lawful, on 8 they are not."""
    assert len(found("nl.night.runs", *on_days(range(last), "23:00", "07:00"), days=14)) == count


@pytest.mark.parametrize(("past", "count"), [(35, 0), (36, 1)])
def test_36_nights_in_sixteen_weeks(past: int, count: int) -> None:
    """35 nights before and one in the plan, all within 112 days, are 36."""
    history = past_days(range(-3 * past + 3, 1, 3), "22:00", "06:00")[:-1] + past_days([-1], "22:00", "06:00")
    assert len(history) == past
    shifts = on_days([3], "22:00", "06:00")
    assert len(found("nl.night.count", *shifts, history=history, attributes=NIGHTS, **KNOWN)) == count


@pytest.mark.parametrize(("end", "count"), [("16:00", 0), ("16:30", 1)])
def test_average_of_night_workers(end: str, count: int) -> None:
    """15 weeks of 40 h and 4 x 8 + 8 h are 16 x 40 h."""
    shifts = [*on_days(range(4), "08:00", "16:00"), *on_days([4], "08:00", end)]
    plan: Plan = {"history": past_weeks(15, 480), "attributes": NIGHTS, **KNOWN}
    assert len(found("nl.night.average40", *shifts, **plan)) == count


@pytest.mark.parametrize(("past", "count"), [(14, 0), (15, 1)])
def test_sixteen_nights_make_a_night_worker(past: int, count: int) -> None:
    """14 nights before and one in the plan are 15; the sixteenth needs the attribute."""
    history = past_days(range(-7 * past, 0, 7), "22:00", "06:00")
    shifts = on_days([2], "22:00", "06:00")
    assert len(found("nl.night.few", *shifts, history=history, **KNOWN)) == count
    assert found("nl.night.few", *shifts, history=history, attributes=NIGHTS, **KNOWN) == []


@pytest.mark.parametrize(("rule", "maximum", "window"), [
    ("nl.night.long14", 5, 14),
    ("nl.night.long52", 22, 364),
    ("nl.night.count", 36, 112),
    ("nl.night.few", 15, 112),
])  # fmt: skip
def test_windows_of_nights(rule: str, maximum: int, window: int) -> None:
    """With the oldest night so many days before that of Thursday, day 3, that both just lie in one window, or not."""
    others = past_days(range(1 - maximum, 0), "20:00", "07:00", 615)
    shifts = on_days([3], "20:00", "07:00", LONG)
    for oldest, count in ((3 - window, 0), (4 - window, 1)):
        history = past_days([oldest], "20:00", "07:00", 615) + others
        assert len(found(rule, *shifts, history=history, **KNOWN)) == count


def test_a_night_is_the_same_everywhere() -> None:
    """More than an hour between 00:00 and 06:00; a long one is longer than 10 h 45 min, a late one ends after 02:00."""
    night = {"start": "00:00", "end": "06:00", "minutes": 61}
    late = {"start": "02:00", "end": "06:00"}
    kinds = [
        rule.get("night") or rule.get("shifts") or rule["after"]
        for name, rule in load_pack("nl").rules.items()
        if name.startswith("nl.night.") and rule.keys() & {"night", "shifts", "after"}
    ]
    long = {"windows": [night], "minimum_hours": Decimal("10.76")}
    ordinary, ending_late = {"windows": [night]}, {"windows": [night, late]}
    assert kinds == [ordinary, long, long, long, ending_late, ordinary, ending_late, ordinary]
