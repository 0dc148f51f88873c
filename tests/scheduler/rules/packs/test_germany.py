"""Arbeitszeitgesetz: each rule just inside and just outside."""

from __future__ import annotations

import pytest

from scheduler.roster import Activity
from scheduler.sites import Site
from tests.builders import make_shift
from tests.scheduler.rules.packs.rosters import Plan, found, on_days, past_days, past_weeks, rules_of, values_of

PERMIT = ("sunday_permit",)
NIGHTS = ("night_worker",)
MEAL = [("meal", "12:00", "12:30", False)]


def _long_week(end_of_last: str) -> list[list[Activity]]:
    """Monday to Thursday 4 x 10 h, and Sunday from 08:00: until 16:00 the week has 48 h."""
    return [*on_days(range(4), "08:00", "18:00"), *on_days([6], "08:00", end_of_last)]


@pytest.mark.parametrize(("end", "count"), [("18:30", 0), ("19:00", 1)])
def test_ten_hours_a_day(end: str, count: int) -> None:
    """08:00 to 18:30 without a meal of 30 minutes is 10 h of work."""
    assert len(found("de.day10", make_shift("anna", "2026-12-01 08:00", end, MEAL))) == count


@pytest.mark.parametrize(("end", "count"), [("16:00", 0), ("16:30", 1)])
def test_average_over_24_weeks(end: str, count: int) -> None:
    """23 weeks of 48 h and one more are 24 x 48 h; the Sunday before them, day -162, no longer counts."""
    before = past_days([-162], "08:00", "16:00")
    plan: Plan = {"history": before + past_weeks(23, 576), "history_from": "2026-06-21"}
    assert len(found("de.average8", *_long_week(end), **plan)) == count


@pytest.mark.parametrize(("end", "count"), [("16:00", 0), ("16:30", 1)])
def test_night_worker_average_over_four_weeks(end: str, count: int) -> None:
    """3 weeks of 48 h and one more are 4 x 48 h; the 24 weeks would still have room."""
    plan: Plan = {"history": past_weeks(3, 576), "history_from": "2026-06-22"}
    assert len(found("de.night", *_long_week(end), attributes=NIGHTS, **plan)) == count
    assert found("de.average8", *_long_week(end), attributes=NIGHTS, **plan) == []


@pytest.mark.parametrize(("end", "parts", "count"), [
    ("14:00", [], 0),  # exactly 6 h: trap 4
    ("14:30", [], 1),
    ("14:30", [("meal", "12:00", "12:30")], 0),
    ("14:35", [("meal", "12:00", "12:20"), ("rest", "13:00", "13:10", True)], 1),  # 10 minutes are no part
    ("14:35", [("meal", "11:00", "11:15"), ("meal", "13:00", "13:15")], 0),  # 2 x 15
    ("14:35", [("meal", "12:00", "12:29")], 1),
    ("14:40", [("meal", "11:00", "11:20"), ("meal", "13:00", "13:14")], 1),  # 14 minutes are no part
    ("15:00", [("meal", "11:00", "11:15"), ("meal", "14:45", "15:00")], 1),  # a break at the end interrupts nothing
    ("17:30", [("meal", "12:00", "12:30")], 0),  # 9 h of work
    ("18:00", [("meal", "12:00", "12:44")], 1),
    ("18:00", [("meal", "12:00", "12:30")], 1),  # 9 h 30 min
    ("18:00", [("meal", "12:00", "12:45")], 0),
    ("15:30", [("meal", "14:30", "15:00")], 1),  # trap 9: 6 h 30 min at a stretch
    ("15:00", [("meal", "14:00", "14:30")], 0),  # 6 h at a stretch
    ("15:00", [("meal", "14:30", "15:00")], 1),  # no break at the end
])  # fmt: skip
def test_breaks(end: str, parts: list[tuple[str, str, str]], count: int) -> None:
    """More than 6 h of work from 08:00 need 30 minutes, more than 9 h 45, in parts of 15 minutes."""
    assert bool(found("de.break", make_shift("anna", "2026-12-01 08:00", end, parts))) == bool(count)


@pytest.mark.parametrize(("start", "count"), [("07:00", 0), ("06:30", 1)])
def test_rest(start: str, count: int) -> None:
    """20:00 to 07:00 is 11 h."""
    assert len(found("de.rest11", *on_days([0], "12:00", "20:00"), *on_days([1], start, "14:00"))) == count


@pytest.mark.parametrize(("hours", "count"), [(11, 1), (9, 0)])
def test_agreement_takes_two_hours_off_the_rest(hours: int, count: int) -> None:
    """A collective agreement may say 9 h: the plan says so with a reason."""
    rules = {"de.rest11": {"hours": hours, "reason": "Tarifvertrag"}}
    shifts = [*on_days([0], "14:00", "22:00"), *on_days([1], "07:00", "14:00")]
    assert len(found("de.rest11", *shifts, rules=rules)) == count


@pytest.mark.parametrize(("past", "start", "end", "count"), [
    (47, "18:00", "01:00", 0),
    (47, "18:00", "01:01", 1),
    (47, "04:00", "12:00", 0),
    (47, "03:59", "12:00", 1),
    (46, "18:00", "01:01", 0),  # the 47th
])  # fmt: skip
def test_more_than_two_hours_make_a_night(past: int, start: str, end: str, count: int) -> None:
    """Trap 4. Two hours between 23:00 and 06:00 are no night, a minute more is; the 48th of the year is too many."""
    plan: Plan = {"history": past_days(range(-2 * past, 0, 2), "22:00", "06:00"), "history_from": "2026-01-01"}
    assert len(found("de.night.days", *on_days([1], start, end), **plan)) == count


@pytest.mark.parametrize(("day", "start", "end", "count"), [
    (5, "16:00", "24:00", 0),
    (5, "16:00", "00:30", 1),  # Sunday begins at midnight
    (6, "23:30", "06:00", 1),
    (7, "00:00", "06:00", 0),
])  # fmt: skip
def test_sunday(day: int, start: str, end: str, count: int) -> None:
    """Trap 6. Sunday lasts from 00:00 to 24:00; a permit lifts the ban."""
    shifts = on_days([day], start, "00:00" if end == "24:00" else end)
    assert len(found("de.sunday", *shifts, days=8)) == count
    assert found("de.sunday", *shifts, attributes=PERMIT, days=8) == []


@pytest.mark.parametrize(("region", "count"), [("BY", 1), ("BE", 0)])
def test_public_holidays_are_those_of_the_land(region: str, count: int) -> None:
    """Trap 8. Epiphany, 6 January, is a holiday in Bavaria but not in Berlin."""
    plan: Plan = {"start_date": "2026-01-05", "sites": (Site(site="office", country="DE", region=region),)}
    assert len(found("de.sunday", make_shift("anna", "2026-01-06 09:00", "15:00"), **plan)) == count


@pytest.mark.parametrize(("sundays", "count"), [(36, 0), (37, 1)])
def test_fifteen_free_sundays(sundays: int, count: int) -> None:
    """36 Sundays worked this year and the one of the plan are 37 = 52 - 15."""
    # Sunday 2026-11-29 is day -1; 2026-01-04 is day -330, so that all of them lie in 2026.
    history = past_days(range(-1 - 7 * (sundays - 1), 0, 7), "08:00", "16:00")
    plan: Plan = {"history": history, "history_from": "2026-01-01"}
    assert len(found("de.sunday.free", *on_days([6], "08:00", "16:00"), attributes=PERMIT, **plan)) == count


@pytest.mark.parametrize(("free", "count"), [(-7, 0), (-8, 1), (9, 0), (19, 0), (20, 1), (None, 1)])
def test_day_off_for_a_sunday(free: int | None, count: int) -> None:
    """Sunday 2026-12-06 (day 6) is worked: one of days -7 to 19 must be free. Day -9 is, for the Sunday before."""
    past = past_days([day for day in range(-14, 0) if day not in (-9, free)], "08:00", "16:00")
    shifts = on_days([day for day in range(21) if day != free], "08:00", "16:00")
    plan: Plan = {"history": past, "history_from": "2026-11-01", "days": 21, "attributes": PERMIT}
    assert len(found("de.sunday.rest", *shifts, **plan)) == count


@pytest.mark.parametrize(("free", "count"), [(57, 0), (58, 1), (None, 1)])
def test_day_off_for_a_holiday(free: int | None, count: int) -> None:
    """Tuesday 2026-12-01 (day 1) is kept as a holiday and worked: one of the 56 dates after it must be free."""
    sites = (Site(site="office", holidays=("2026-12-01",)),)
    shifts = on_days([day for day in range(63) if day != free], "08:00", "12:00")
    assert len(found("de.holiday.rest", *shifts, attributes=PERMIT, days=63, sites=sites)) == count


def test_who_is_meant() -> None:
    """Night workers have an average of their own, and a permit lifts the ban of Sundays, not the free ones."""
    everybody = {"day10", "average8", "break", "rest11", "sunday.free", "sunday.rest", "holiday.rest"}
    assert rules_of("de") == everybody | {"sunday", "night.days"}
    assert rules_of("de", "night_worker", "sunday_permit") == everybody | {"night"}


def test_leave_is_neutral() -> None:
    """In every average."""
    assert values_of("de", "working_hours", "absences") == ["neutral", "neutral"]
