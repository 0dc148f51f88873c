"""Working Time Regulations 1998: each rule just inside and just outside."""

from __future__ import annotations

import pytest

from scheduler.people import Absence
from scheduler.roster import Activity
from tests.builders import at, make_shift
from tests.scheduler.rules.packs.rosters import Plan, found, on_days, past_days, past_weeks, rules_of

YOUNG = ("young_worker",)
HAZARD = ("special_hazard",)

# 16 weeks of 5 x 9 h 36 min = 48 h; with the week of the plan they are the 17 weeks of the law: 17 x 48 h = 816 h.
# The Sunday before them, day -113, no longer counts when the Sunday of the plan does.
SUNDAY_BEFORE = past_days([-113], "08:00", "20:00", 720)
FULL_HISTORY: Plan = {"history": SUNDAY_BEFORE + past_weeks(16, 576), "history_from": "2026-08-09"}


def _long_week(end_of_last: str) -> list[list[Activity]]:
    """Monday to Wednesday 3 x 12 h, and Sunday from 08:00: until 20:00 the week has 48 h."""
    return [*on_days(range(3), "08:00", "20:00"), *on_days([6], "08:00", end_of_last)]


@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:30", 1)])
def test_average_over_seventeen_weeks(end: str, count: int) -> None:
    """768 h in 16 weeks and 48 h are 816 h; half an hour more is too much."""
    assert len(found("uk.48", *_long_week(end), **FULL_HISTORY)) == count


def test_opt_out() -> None:
    """Who has opted out may work more; a night worker's average holds nevertheless."""
    attributes = ("wtr_opt_out", "night_worker")
    assert found("uk.48", *_long_week("20:30"), attributes=attributes, **FULL_HISTORY) == []
    assert len(found("uk.night", *_long_week("20:30"), attributes=attributes, **FULL_HISTORY)) == 1
    assert found("uk.night", *_long_week("20:00"), attributes=attributes, **FULL_HISTORY) == []


def test_weeks_may_differ() -> None:
    """60 h in one week are lawful where the 16 weeks before had 40 h: 640 + 60 = 700 h of 816 h."""
    history: Plan = {"history": past_weeks(16, 480), "history_from": "2026-08-10"}
    assert found("uk.48", *on_days(range(5), "08:00", "20:00"), **history) == []


@pytest.mark.parametrize("rule", ["uk.48", "uk.night"])
@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:30", 1)])
def test_leave_is_neutral(rule: str, end: str, count: int) -> None:
    """Trap 5. A week of leave leaves 16 of 17 weeks: 15 x 48 h before it and 48 h after it are 768 h of 768 h."""
    leave = Absence(agent="anna", start=at("2026-11-30 00:00"), end=at("2026-12-07 00:00"), credited_minutes=2880)
    shifts = [*on_days(range(7, 10), "08:00", "20:00"), *on_days([10], "08:00", end)]
    plan: Plan = {"history": past_weeks(15, 576), "history_from": "2026-08-17", "days": 14, "absences": (leave,)}
    assert len(found(rule, *shifts, attributes=("night_worker",), **plan)) == count


@pytest.mark.parametrize(("start", "count"), [("07:00", 0), ("06:30", 1)])
def test_daily_rest(start: str, count: int) -> None:
    """20:00 to 07:00 is 11 h."""
    shifts = [*on_days([0], "12:00", "20:00"), *on_days([1], start, "14:00")]
    assert len(found("uk.day11", *shifts)) == count


@pytest.mark.parametrize(("end", "count"), [("22:00", 0), ("22:30", 1)])
def test_span_leaves_eleven_of_24_hours(end: str, count: int) -> None:
    """Trap 2. 09:00 to 22:00 is 13 h, which leave 11 of 24 h, whatever the breaks in it."""
    assert len(found("uk.span13", make_shift("anna", "2026-12-01 09:00", end, [("meal", "14:00", "16:00")]))) == count


@pytest.mark.parametrize(("end", "count"), [("22:00", 0), ("22:30", 1)])
def test_day_off_is_not_weekly_rest(end: str, count: int) -> None:
    """Trap 3. Thursday off between Wednesday until 22:00 and Friday from 09:00 is 35 h; until 22:30 it is less."""
    shifts = [*on_days(range(2), "14:00", "22:00"), *on_days([2], "14:00", end), *on_days([4, 5, 6], "09:00", "17:00")]
    assert len(found("uk.week24", *shifts)) == count


@pytest.mark.parametrize(("end", "count"), [("13:00", 0), ("13:30", 1)])
def test_fixed_weeks_allow_twelve_days_in_a_row(end: str, count: int) -> None:
    """
    Trap 1. Tuesday 11:00 to the second Saturday: each fixed week has 35 h.

    Monday 00:00 to Tuesday 11:00 is 35 h, and so is Saturday 13:00 to Sunday 24:00.
    """
    shifts = [*on_days(range(1, 12), "11:00", "19:00"), *on_days([12], "06:00", end)]
    assert len(found("uk.week24", *shifts, days=14)) == count


@pytest.mark.parametrize(("end", "parts", "count"), [
    ("15:00", [], 0),  # exactly 6 h: trap 4
    ("15:30", [], 1),
    ("15:30", [("meal", "12:00", "12:20")], 0),
    ("15:30", [("meal", "12:00", "12:19")], 1),
    ("15:30", [("meal", "12:00", "12:10"), ("rest", "13:00", "13:10", True)], 1),  # not uninterrupted
    ("15:30", [("meal", "15:10", "15:30")], 1),  # trap 9: at the end
    ("15:30", [("meal", "09:00", "09:20")], 1),  # at the start
])  # fmt: skip
def test_break(end: str, parts: list[tuple[str, str, str]], count: int) -> None:
    """More than 6 h from 09:00 need 20 minutes at a stretch, not at an edge."""
    assert len(found("uk.break", make_shift("anna", "2026-12-01 09:00", end, parts))) == count


@pytest.mark.parametrize(("start", "end", "count"), [
    ("22:00", "06:00", 0),
    ("21:30", "06:00", 1),
    ("15:00", "23:00", 0),
    ("14:00", "23:00", 0),  # no time in the night
    ("14:00", "23:30", 1),
    ("05:30", "14:00", 1),
    ("06:30", "15:00", 0),
])  # fmt: skip
def test_hazardous_night(start: str, end: str, count: int) -> None:
    """A shift that reaches into 23:00 to 06:00 has at most 8 h of work where the work is hazardous."""
    shift = make_shift("anna", f"2026-12-01 {start}", end)
    assert len(found("uk.night.hazard", shift, attributes=HAZARD)) == count
    assert found("uk.night.hazard", shift) == []


def test_breaks_are_no_work_in_a_hazardous_night() -> None:
    """22:00 to 06:30 without half an hour is 8 h."""
    shift = make_shift("anna", "2026-12-01 22:00", "06:30", [("meal", "02:00", "02:30")])
    assert found("uk.night.hazard", shift, attributes=HAZARD) == []


@pytest.mark.parametrize(("start", "count"), [("22:00", 0), ("21:30", 1)])
def test_no_24_hours_with_more_than_8_of_hazard(start: str, count: int) -> None:
    """06:00 to 22:00 is 16 h, what 8 h of work leave of 24 h."""
    shifts = [*on_days([0], "22:00", "06:00"), *on_days([1], start, "05:30")]
    assert len(found("uk.night.hazard.rest", *shifts, attributes=HAZARD)) == count


@pytest.mark.parametrize(("end", "count"), [("17:30", 0), ("18:00", 1)])
def test_young_day(end: str, count: int) -> None:
    """09:00 to 17:30 without the half hour of a meal is 8 h."""
    shift = make_shift("anna", "2026-12-01 09:00", end, [("meal", "12:00", "12:30")])
    assert len(found("uk.young.day", shift, attributes=YOUNG)) == count


@pytest.mark.parametrize(("end", "count"), [("17:00", 0), ("17:30", 1)])
def test_young_week(end: str, count: int) -> None:
    """5 x 8 h are 40 h; there is no averaging and the opt-out does not help."""
    shifts = [*on_days(range(4), "09:00", "17:00"), *on_days([4], "09:00", end)]
    assert len(found("uk.young.week", *shifts, attributes=(*YOUNG, "wtr_opt_out"))) == count


@pytest.mark.parametrize(("start", "count"), [("08:00", 0), ("07:30", 1)])
def test_young_rest(start: str, count: int) -> None:
    """20:00 to 08:00 is 12 h; the rule for adults is silent."""
    shifts = [*on_days([0], "14:00", "20:00"), *on_days([1], start, "12:00")]
    assert len(found("uk.young.rest", *shifts, attributes=YOUNG)) == count
    assert found("uk.day11", *on_days([0], "14:00", "22:00"), *on_days([1], "07:00", "12:00"), attributes=YOUNG) == []


@pytest.mark.parametrize(("end", "count"), [("19:00", 0), ("19:30", 1)])
def test_young_span(end: str, count: int) -> None:
    """07:00 to 19:00 is 12 h, which leave 12 of 24 h."""
    shift = make_shift("anna", "2026-12-01 07:00", end, [("meal", "11:00", "15:30")])
    assert len(found("uk.young.span12", shift, attributes=YOUNG)) == count


@pytest.mark.parametrize(("end", "count"), [("18:00", 0), ("18:30", 1)])
def test_young_weekly_rest(end: str, count: int) -> None:
    """Tuesday 18:00 to Thursday 18:00 is 48 h; all other days are worked."""
    shifts = [
        *on_days([0], "10:00", "18:00"),
        *on_days([1], "10:00", end),
        *on_days([3], "18:00", "20:00"),
        *on_days([4, 5, 6], "10:00", "18:00"),
    ]
    assert len(found("uk.young.week48", *shifts, attributes=YOUNG)) == count


@pytest.mark.parametrize(("end", "parts", "count"), [
    ("13:30", [], 0),
    ("14:00", [], 1),
    ("14:00", [("meal", "11:00", "11:30")], 0),
    ("14:00", [("meal", "11:00", "11:29")], 1),
    ("14:00", [("meal", "13:30", "14:00")], 1),
])  # fmt: skip
def test_young_break(end: str, parts: list[tuple[str, str, str]], count: int) -> None:
    """More than 4 h 30 min from 09:00 need 30 minutes."""
    shift = make_shift("anna", "2026-12-01 09:00", end, parts)
    assert len(found("uk.young.break", shift, attributes=YOUNG)) == count


@pytest.mark.parametrize(("start", "end", "night", "agreed"), [
    ("14:00", "22:00", 0, 0),
    ("14:30", "22:30", 1, 0),
    ("15:30", "23:30", 1, 1),
    ("06:00", "14:00", 0, 1),
    ("05:30", "13:30", 1, 1),
    ("07:00", "15:00", 0, 0),
])  # fmt: skip
def test_young_night(start: str, end: str, night: int, agreed: int) -> None:
    """22:00 to 06:00 is barred, or 23:00 to 07:00 where the contract allows work after 22:00."""
    shift = make_shift("anna", f"2026-12-01 {start}", end)
    assert len(found("uk.young.night", shift, attributes=YOUNG)) == night
    after = (*YOUNG, "young_worker_after_22")
    assert found("uk.young.night", shift, attributes=after) == []
    assert len(found("uk.young.night.agreed", shift, attributes=after)) == agreed


def test_who_is_meant() -> None:
    """Adults, night workers with and without hazards, and young workers have rules of their own."""
    adult = {"48", "day11", "span13", "week24", "break"}
    young = {f"young.{rule}" for rule in ("day", "week", "rest", "span12", "week48", "break")}
    assert rules_of("uk") == adult
    assert rules_of("uk", "wtr_opt_out") == adult - {"48"}
    assert rules_of("uk", "night_worker") == adult | {"night"}
    assert rules_of("uk", "night_worker", "special_hazard") == adult | {"night", "night.hazard", "night.hazard.rest"}
    assert rules_of("uk", "young_worker") == young | {"young.night"}
    assert rules_of("uk", "young_worker", "young_worker_after_22") == young | {"young.night.agreed"}
