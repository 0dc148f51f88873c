"""Average hours over many weeks, as the laws of five countries have them, and hours of the civil day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.audit import audit
from scheduler.people import Absence
from scheduler.result import Violation
from scheduler.roster import Activity
from tests.builders import at, make_roster
from tests.scheduler.rules.working_plans import (
    KNOWN,
    MONDAY,
    absent,
    found_in,
    make_plan,
    on_days,
    past_days,
    past_weeks,
)

AVERAGE = {"anchor": "rolling", "average": True}
UK = {**AVERAGE, "window_days": 119, "maximum_hours": 48, "absences": "neutral"}
CIVIL_DAY = {"window_days": 1, "maximum_hours": 10, "counts": "span", "split_at_midnight": True}


def _found(parameters: dict[str, Any], *shifts: list[Activity], **plan: Any) -> list[Violation]:
    return found_in(make_plan("working_hours", parameters, **plan), *shifts)


def _amounts(parameters: dict[str, Any], *shifts: list[Activity], **plan: Any) -> list[int]:
    return [found.amount for found in _found(parameters, *shifts, **plan)]


def _week(end: str, monday: int = 0) -> list[list[Activity]]:
    """4 x 10 h and a fifth day from 08:00: until 16:00 the week has 48 h."""
    return [*on_days(range(monday, monday + 4), "08:00", "18:00"), *on_days([monday + 4], "08:00", end)]


@pytest.mark.parametrize(("rule", "weeks", "minutes", "end"), [
    (UK, 16, 576, "16:00"),  # 17 weeks of 48 h
    ({**AVERAGE, "window_days": 168, "maximum_hours": 48}, 23, 576, "16:00"),  # Germany: 24 weeks of 6 x 8 h
    ({**AVERAGE, "window_days": 28, "maximum_hours": 55}, 3, 660, "23:00"),  # Netherlands: 4 weeks of 55 h
    ({**AVERAGE, "window_days": 112, "maximum_hours": 48}, 15, 576, "16:00"),  # and 16 of 48 h
    ({**AVERAGE, "window_days": 84, "maximum_hours": 44}, 11, 528, "12:00"),  # France: 12 weeks of 44 h
    ({**AVERAGE, "window_days": 28, "maximum_hours": 96, "average_per_days": 14}, 3, 576, "16:00"),
])  # fmt: skip
def test_averages(rule: dict[str, Any], weeks: int, minutes: int, end: str) -> None:
    """Weeks of 5 x ``minutes`` before the plan and one in it just reach the limit; half an hour more breaks it."""
    plan = {"history": past_weeks(weeks, minutes), **KNOWN}
    assert _amounts(rule, *_week(end), **plan) == []
    assert _amounts(rule, *_week(end), *on_days([5], "08:00", "08:30"), **plan) == [30]


def test_message() -> None:
    """16 x 48 h and 48 h 30 min are half an hour more than 17 x 48 h = 816 h."""
    (found,) = _found(UK, *_week("16:30"), history=past_weeks(16, 576), **KNOWN)
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-05 00:00"))
    assert found.message == (
        "Anna has 816 h 30 min of work in the 119 days from Sat 2026-08-08 to Fri 2026-12-04, "
        "at most 816 h are allowed (48 h a week on average)."
    )


@pytest.mark.parametrize(("end", "amounts"), [("20:00", []), ("20:30", [30])])
def test_any_seventeen_weeks(end: str, amounts: list[int]) -> None:
    """
    15 weeks of 48 h, one of 36 h and one of 60 h are 816 h.

    The week of 60 h comes first: with the 16 weeks before it, one of them of 36 h, it is in one window, too.
    """
    history = past_weeks(15, 576) + past_days(range(-112, -109), 720)
    weeks = [
        *on_days(range(4), "08:00", "20:00"),
        *on_days([4], "08:00", end),
        *on_days(range(7, 10), "08:00", "20:00"),
    ]
    assert _amounts(UK, *weeks, history=history, days=14, **KNOWN) == amounts


@pytest.mark.parametrize(("day", "end", "amounts"), [(10, "09:30", []), (10, "10:00", [18])])
def test_days_of_leave_are_taken_out(day: int, end: str, amounts: list[int]) -> None:
    """
    Five days of leave leave 114 of 119 days: 114 x 48 / 7 h = 46,902.86 min.

    15 weeks of 48 h are 43,200 min; with 5 x 12 h and 1 h 30 min they are 46,890 min, with 2 h 46,920 min.
    """
    weeks = [*on_days([7, 8, 9, 11, 12], "08:00", "20:00"), *on_days([day], "08:00", end)]
    plan = {"history": past_weeks(15, 576), "days": 14, **KNOWN}
    assert _amounts(UK, *weeks, absences=(absent(0, 5),), **plan) == amounts
    assert _amounts({**UK, "absences": "ignored"}, *weeks, absences=(absent(0, 5),), **plan) == []


@pytest.mark.parametrize(("ends", "amounts"), [
    (["2026-12-05 00:00"], [18]),
    (["2026-12-04 23:30"], []),
    (["2026-12-02 12:00", "2026-12-05 00:00"], [18]),
    (["2026-12-04 12:00", "2026-12-05 00:30"], [18]),
])  # fmt: skip
def test_only_whole_dates_are_taken_out(ends: list[str], amounts: list[int]) -> None:
    """Leave that ends before midnight leaves its date in; leave and sickness that touch cover the date together."""
    starts = ["2026-11-30 00:00", *ends]
    absences = tuple(
        Absence(agent="anna", start=at(start), end=at(end)) for start, end in zip(starts, ends, strict=False)
    )
    weeks = [*on_days([7, 8, 9, 11, 12], "08:00", "20:00"), *on_days([10], "08:00", "10:00")]
    plan = {"history": past_weeks(15, 576), "days": 14, **KNOWN}
    assert _amounts(UK, *weeks, absences=absences, **plan) == amounts


def test_first_day_after_a_long_sickness() -> None:
    """Of 118 days of sickness and one of work a week is left: 10 h are allowed where the average is 10 h a week."""
    sick = (absent(-112, 6),)
    rule = {**UK, "maximum_hours": 10}
    assert _amounts(rule, *on_days([6], "08:00", "18:00"), absences=sick, **KNOWN) == []
    assert _amounts(rule, *on_days([6], "08:00", "18:30"), absences=sick, **KNOWN) == [30]


@pytest.mark.parametrize(("minutes", "amounts"), [(2880, [30]), (2850, [])])
def test_leave_as_worked(minutes: int, amounts: list[int]) -> None:
    """Arbeidstijdenwet 5:2: 14 weeks of 48 h, 48 h of leave, and 48 h 30 min of work are 30 min beyond 16 x 48 h."""
    rule = {**AVERAGE, "window_days": 112, "maximum_hours": 48, "absences": "worked"}
    plan = {"history": past_weeks(14, 576), "days": 14, "absences": (absent(0, 7, minutes),), **KNOWN}
    assert _amounts(rule, *_week("16:30", 7), **plan) == amounts


def test_rolling_windows_that_overlap_are_one_breach() -> None:
    """
    Any 7 days hold 40 h at most. Monday to Friday of two weeks 8 h a day, but 8 h 30 min on the first Friday.

    40 h 30 min lie in every window around this Friday; of those that end on days 0 to 6 of the plan one is a breach,
    and of those that end on days 7 to 13.
    """
    rule = {"window_days": 7, "anchor": "rolling", "maximum_hours": 40}
    shifts = [*on_days([0, 1, 2, 3, 7, 8, 9, 10, 11], "08:00", "16:00"), *on_days([4], "08:00", "16:30")]
    first, second = _found(rule, *shifts, days=14, **KNOWN)
    assert (first.amount, second.amount) == (30, 30)
    assert " in the week from Sat 2026-11-28, " in first.message
    assert " in the week from Tue 2026-12-01, " in second.message


def test_days_that_do_not_overlap() -> None:
    """Windows of one day are breaches of their own to the last day of the plan."""
    rule = {"window_days": 1, "anchor": "rolling", "maximum_hours": 7}
    assert _amounts(rule, *on_days([0, 5, 6], "08:00", "16:00")) == [60, 60, 60]


def test_worst_of_the_windows_that_overlap() -> None:
    """12 h on Sunday after 40 h: 12 h too much in the week until Sunday, none in that until Friday."""
    rule = {"window_days": 7, "anchor": "rolling", "maximum_hours": 40}
    shifts = [*on_days(range(5), "08:00", "16:30"), *on_days([6], "08:00", "20:00")]
    assert _amounts(rule, *shifts, **KNOWN) == [14 * 60 + 30]
    assert _amounts(rule, *shifts, days=20, **KNOWN) == [14 * 60 + 30, 6 * 60]


def test_cost_of_rolling_windows() -> None:
    """Half an hour too much lies in three windows of 7 days and costs half an hour at 12."""
    rule = {"window_days": 7, "anchor": "rolling", "maximum_hours": 40, "severity": "cost", "price": 12}
    shifts = [*on_days(range(4), "08:00", "16:00"), *on_days([4], "08:00", "16:30")]
    term = audit(make_roster(*shifts), make_plan("working_hours", rule, **KNOWN)).cost_terms["rule:rule"]
    assert (term.amount, term.cost) == (0.5, 6)


@pytest.mark.parametrize(("end", "amounts"), [("16:00", []), ("16:30", [30])])
@pytest.mark.parametrize("plan", [{}, {"valid_from": "2026-11-30", **KNOWN}])
def test_new_starter(end: str, amounts: list[int], plan: dict[str, Any]) -> None:
    """Reg 4(4): over less than 17 weeks the average is that of the time since the start, 48 h in the first week."""
    assert _amounts(UK, *_week(end), **plan) == amounts
    assert _amounts({**UK, "missing_history": "nothing"}, *_week(end), **plan) == []


def test_first_day() -> None:
    """A week that has begun counts as a week: 12 h on the first day are no average of 84 h."""
    assert _amounts(UK, *on_days([0], "08:00", "20:00")) == []
    daily = {**UK, "maximum_hours": 8, "average_per_days": 1}
    assert _amounts(daily, *on_days([0], "08:00", "16:30")) == [30]
    assert _amounts(daily, *on_days([1], "08:00", "20:00")) == []


@pytest.mark.parametrize(("known", "amounts"), [(-24, []), (-23, [30]), (-21, [30])])
def test_history_of_some_weeks(known: int, amounts: list[int]) -> None:
    """3 weeks of 48 h and 48 h 30 min until Friday are too much for 28 days; with 29 a fifth week has begun."""
    plan = {"history": past_weeks(3, 576), "history_from": MONDAY + dt.timedelta(days=known)}
    assert _amounts(UK, *_week("16:30"), **plan) == amounts


def test_hours_before_the_first_day_do_not_count() -> None:
    """Where windows shrink to the time since the start, 12 h of the week before it are out of them."""
    plan = {"valid_from": "2026-12-07", "days": 14, **KNOWN}
    before = on_days([6], "08:00", "20:00")
    assert _amounts(UK, *before, *_week("16:00", 7), **plan) == []
    assert _amounts(UK, *before, *_week("16:30", 7), **plan) == [30]
    assert _amounts({"window_days": 14, "maximum_hours": 59}, *before, *_week("16:00", 7), **plan) == [60]


def test_limits_that_are_no_averages_shrink_too() -> None:
    """Of 28 days with at most 160 h a plan without history knows 7, 40 h of them."""
    rule = {"window_days": 28, "anchor": "rolling", "maximum_hours": 160, "missing_history": "shrink"}
    assert _amounts(rule, *_week("08:30")) == [30]
    assert _amounts(rule, *on_days(range(4), "08:00", "18:00")) == []
    # On Friday 8 days are known, which are two weeks.
    assert _amounts(rule, *_week("08:30"), history_from=MONDAY - dt.timedelta(days=3)) == []


@pytest.mark.parametrize(("end", "amounts"), [("21:00", []), ("21:30", [30])])
def test_french_day_is_cut_at_midnight(end: str, amounts: list[int]) -> None:
    """Monday 20:00 to 04:00 is 4 h of Tuesday, and 15:00 to 21:00 makes them 10."""
    found = _found(CIVIL_DAY, *on_days([0], "20:00", "04:00"), *on_days([1], "15:00", end))
    assert [violation.amount for violation in found] == amounts
    assert [violation.message for violation in found] == [
        "Anna has 10 h 30 min from start to end on Tue 2026-12-01, at most 10 h are allowed."
    ] * len(found)


def test_long_shift_across_midnight() -> None:
    """14:00 to 02:00 is 10 h and 2 h; on one shift date it would be 12 h."""
    assert _amounts(CIVIL_DAY, *on_days([2], "14:00", "02:00")) == []
    assert _amounts({**CIVIL_DAY, "split_at_midnight": False}, *on_days([2], "14:00", "02:00")) == [120]


@pytest.mark.parametrize(("start", "amounts"), [("20:00", []), ("19:30", [30])])
def test_night_before_the_plan(start: str, amounts: list[int]) -> None:
    """A past shift from Sunday 20:00 to 06:00 is 6 h of Monday; Monday until 24:00 may have 4 h more."""
    history = past_days([-1], 600, "20:00", "06:00")
    assert _amounts(CIVIL_DAY, *on_days([0], start, "00:00"), history=history) == amounts
    assert _amounts({**CIVIL_DAY, "maximum_hours": 5}, history=history) == []


def test_night_after_the_plan() -> None:
    """Of the last night, Sunday 20:00 to 08:00, 8 h lie on the Monday after the plan."""
    (found,) = _found({**CIVIL_DAY, "maximum_hours": 7}, *on_days([6], "20:00", "08:00"))
    assert (found.start, found.end, found.amount) == (at("2026-12-07 00:00"), at("2026-12-08 00:00"), 60)


@pytest.mark.parametrize(("date", "hours"), [("2026-03-28", 9), ("2026-10-24", 11), ("2026-11-28", 10)])
def test_civil_days_of_clock_changes(date: str, hours: int) -> None:
    """Midnight to 10:00 on Sunday: 9 h elapsed where clocks go forward, 11 h where they go back."""
    monday = dt.date.fromisoformat(date) - dt.timedelta(days=5)
    night = on_days([5], "23:00", "10:00", monday)
    assert _amounts({**CIVIL_DAY, "maximum_hours": hours}, *night, start_date=monday) == []
    assert _amounts({**CIVIL_DAY, "maximum_hours": hours - 1}, *night, start_date=monday) == [60]
