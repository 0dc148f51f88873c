"""Hours in windows of days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.result import Violation
from scheduler.roster import Activity
from scheduler.rules.working_hours import WorkingHours
from tests.builders import at, make_pattern, make_roster, make_shift
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

FORTY = {"window_days": 7, "maximum_hours": 40}


def _found(parameters: dict[str, Any], *shifts: list[Activity], **plan: Any) -> list[Violation]:
    return found_in(make_plan("working_hours", parameters, **plan), *shifts)


@pytest.mark.parametrize(("end", "count"), [("16:00", 0), ("16:30", 1)])
@pytest.mark.parametrize("day", [0, 6])
def test_forty_hours_a_week(day: int, end: str, count: int) -> None:
    """5 x 8 h are 40 h; the half hour more lies on the first or on the last day of the week."""
    shifts = [*on_days([1, 2, 3, 4], "08:00", "16:00"), *on_days([day], "08:00", end)]
    assert len(_found(FORTY, *shifts)) == count


def test_message_and_amount() -> None:
    """5 x 8 h and 2 h 30 min are 2 h 30 min more than 40 h."""
    (found,) = _found(FORTY, *on_days(range(5), "08:00", "16:00"), *on_days([5], "08:00", "10:30"))
    assert (found.severity, found.agent, found.amount) == ("hard", "anna", 150)
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-07 00:00"))
    assert found.message == "Anna has 42 h 30 min of work in the week from Mon 2026-11-30, at most 40 h are allowed."


@pytest.mark.parametrize(("end", "amount"), [("16:00", 0), ("15:30", 30)])
def test_at_least_forty_hours_a_week(end: str, amount: int) -> None:
    """4 x 8 h and a shift from 08:00; less than 40 h is too little."""
    shifts = [*on_days(range(4), "08:00", "16:00"), *on_days([6], "08:00", end)]
    found = _found({"window_days": 7, "minimum_hours": 40}, *shifts)
    assert sum(violation.amount for violation in found) == amount
    for violation in found:
        assert violation.message.endswith(
            "39 h 30 min of work in the week from Mon 2026-11-30, at least 40 h are required."
        )


def test_agents_without_shifts() -> None:
    """Who does not work breaks no upper limit, whatever the history; a lower one he misses in full."""
    history = past_weeks(3, 720)
    assert _found(FORTY, history=history) == []
    assert [found.amount for found in _found({"window_days": 7, "minimum_hours": 40}, history=history)] == [2400]


@pytest.mark.parametrize(("rule", "plan", "count"), [
    ({}, "monday", 1),
    ({}, "thursday", 0),
    ({"week_start": "thursday"}, "monday", 0),
    ({"week_start": "monday"}, "thursday", 1),
    ({"week_start": "saturday"}, "monday", 1),
])  # fmt: skip
def test_weeks_begin_on_week_start(rule: dict[str, Any], plan: str, count: int) -> None:
    """Monday to Friday 5 x 9 h are 45 h of a week from Monday; from Thursday on they are 27 h and 18 h."""
    assert len(_found({**FORTY, **rule}, *on_days(range(5), "08:00", "17:00"), week_start=plan)) == count


@pytest.mark.parametrize(("rule", "dates"), [
    ({"window_days": 1}, "on Mon 2026-11-30"),
    ({"window_days": 14}, "in the 14 days from Mon 2026-11-30 to Sun 2026-12-13"),
    ({"window_days": 14, "week_start": "sunday"}, "in the 14 days from Sun 2026-11-22 to Sat 2026-12-05"),
    ({"window_days": 21}, "in the 21 days from Mon 2026-11-16 to Sun 2026-12-06"),
    ({"window_days": 10}, "in the 10 days from Thu 2026-11-26 to Sat 2026-12-05"),
])  # fmt: skip
def test_longer_windows_are_counted_from_2024(rule: dict[str, Any], dates: str) -> None:
    """
    Monday 2026-11-30 is 1064 days after Monday 2024-01-01.

    1064 = 76 x 14 = 50 x 21 + 14 = 106 x 10 + 4; from Sunday 2024-01-07 there are 1058 = 75 x 14 + 8 days.
    """
    (found,) = _found({"maximum_hours": 7, **rule}, *on_days([0], "08:00", "16:00"), **KNOWN)
    assert dates in found.message


@pytest.mark.parametrize(("minutes", "amount"), [(1920, 0), (1950, 30), (2400, 480), (2880, 480)])
def test_week_that_began_before_the_plan(minutes: int, amount: int) -> None:
    """From Wednesday on: 32 h before it and 8 h are 40 h. Of what is beyond, the roster answers for its own hours."""
    history = past_days([0, 1], minutes // 2)
    shifts = on_days([2], "08:00", "16:00")
    found = _found(FORTY, *shifts, start_date=MONDAY + dt.timedelta(days=2), history=history, days=3)
    assert sum(violation.amount for violation in found) == amount


@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:30", 1)])
def test_week_that_ends_after_the_plan(end: str, count: int) -> None:
    """Of a plan of 10 days the second week holds 3 days, whose 28 + 12 h are just as much as a whole week may have."""
    shifts = [*on_days([7, 8], "08:00", "22:00"), *on_days([9], "08:00", end)]
    assert len(_found(FORTY, *shifts, days=10)) == count
    assert (
        _found({"window_days": 7, "anchor": "fixed", "minimum_hours": 1}, *on_days([0], "08:00", "09:00"), days=10)
        == []
    )


@pytest.mark.parametrize(("plan", "count"), [
    ({}, 1),
    ({"valid_from": "2026-11-30", "valid_to": "2026-12-06"}, 1),
    ({"valid_from": "2026-12-01"}, 0),
    ({"valid_to": "2026-12-05"}, 0),
])  # fmt: skip
def test_minimum_of_who_joins_or_leaves(plan: dict[str, Any], count: int) -> None:
    """A lower limit is asked of weeks in which the agent is employed throughout."""
    assert len(_found({"window_days": 7, "minimum_hours": 40}, **plan)) == count


@pytest.mark.parametrize(("known", "count"), [("2026-11-23", 1), ("2026-11-24", 0)])
@pytest.mark.parametrize("missing", ["nothing", "shrink"])
def test_minimum_needs_the_history(known: str, count: int, missing: str) -> None:
    """The 14 days until the end of the plan are asked where all of them are known, the later ones never."""
    rule = {"window_days": 14, "anchor": "rolling", "minimum_hours": 1, "missing_history": missing}
    assert len(_found(rule, history_from=known)) == count


@pytest.mark.parametrize(("counts", "paid", "count"), [
    ("work", True, 0),
    ("work", False, 0),
    ("paid", True, 1),
    ("paid", False, 0),
    ("span", False, 1),
])  # fmt: skip
def test_what_counts(counts: str, paid: bool, count: int) -> None:
    """5 shifts of 8 h 30 min with half an hour of break each: 40 h of work."""
    meal = ("meal", "12:00", "12:30", paid)
    shifts = [make_shift("anna", f"2026-12-0{day} 08:00", "16:30", [meal]) for day in range(1, 6)]
    patterns = (make_pattern(breaks=({"name": "meal", "minutes": 30, "paid": paid},)),)
    assert len(_found({**FORTY, "counts": counts}, *shifts, patterns=patterns)) == count


@pytest.mark.parametrize(("counts", "count"), [("work", 0), ("paid", 0), ("span", 1)])
def test_what_counts_of_the_history(counts: str, count: int) -> None:
    """A past shift of 12 h with 8 paid hours: 4 x 8 h and 8 h are 40 h, 4 x 12 h and 8 h are not."""
    plan = {"start_date": MONDAY + dt.timedelta(days=4), "history": past_days(range(4), 480), "days": 2}
    assert len(_found({**FORTY, "counts": counts}, *on_days([4], "08:00", "16:00"), **plan)) == count


def test_only_some_shifts_count() -> None:
    """Of 5 nights and 2 days only the nights count, in the plan and before it."""
    rule = {**FORTY, "shifts": {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}}
    nights = on_days(range(5), "22:00", "06:00")
    days = on_days([5, 6], "12:00", "20:00")
    assert _found(rule, *nights, *days) == []
    plan = {"start_date": MONDAY + dt.timedelta(days=3), "history": past_days(range(3), 600)}
    assert _found(rule, *on_days([3, 4], "22:00", "06:00"), **plan) == []
    plan["history"] = past_days(range(3), 600, "20:00", "06:00")
    assert [found.amount for found in _found(rule, *on_days([3, 4], "22:00", "06:00"), **plan)] == [6 * 60]


@pytest.mark.parametrize(("day", "count"), [(0, 1), (1, 0)])
def test_calendar_month(day: int, count: int) -> None:
    """152 h in November before the plan and 9 h on the 30th are more than 160 h; on 1 December they are not."""
    history = past_weeks(3, 576) + past_days([-26], 480)
    rule = {"calendar": "month", "maximum_hours": 160}
    found = _found(rule, *on_days([day], "08:00", "17:00"), history=history)
    assert [violation.amount for violation in found] == [60] * count


@pytest.mark.parametrize(("date", "end", "count"), [
    ("2026-12-31", "16:00", 0),
    ("2026-12-31", "16:30", 1),
    ("2027-01-01", "16:30", 0),
])  # fmt: skip
def test_eighty_hours_of_overtime_a_year(date: str, end: str, count: int) -> None:
    """
    Estatuto de los Trabajadores 35.2, read with 34.1: 40 h a week and 80 h of overtime in a calendar year.

    1826 h and 80 h are 1906 h; 219 x 520 min before the plan and 8 h are 1906 h.
    """
    history = past_days(range(-219, 0), 520)
    rule = {"calendar": "year", "maximum_hours": 1906}
    shift = make_shift("anna", f"{date} 08:00", end)
    assert len(_found(rule, shift, history=history, days=40, **KNOWN)) == count


def test_year_of_the_week_of_new_year() -> None:
    """The hours of the first days of January count in the new year."""
    rule = {"calendar": "year", "maximum_hours": 10}
    plan = {"start_date": "2026-12-28", **KNOWN}
    monday = dt.date(2026, 12, 28)
    assert _found(rule, *on_days([3, 4], "08:00", "18:00", monday), **plan) == []
    found = _found(rule, *on_days([2, 3, 4, 5], "08:00", "18:00", monday), **plan)
    assert [violation.amount for violation in found] == [600, 600]


@pytest.mark.parametrize(("hours", "limits"), [(56, []), (54, ["least"]), (72, []), (74, ["most"])])
def test_minutes_of_the_horizon(hours: int, limits: list[str]) -> None:
    """Curtois and Qu, Instance1, nurse A: 3360 to 4320 minutes in 14 days; what came before does not count."""
    rule = {"calendar": "horizon", "counts": "span", "minimum_hours": 3360 / 60, "maximum_hours": 4320 / 60}
    shifts = on_days(range(hours // 8), "08:00", "16:00")
    shifts += on_days([13], "08:00", f"{8 + hours % 8:02}:00") if hours % 8 else []
    found = _found(rule, *shifts, days=14, history=past_weeks(2, 480))
    assert ["least" if "at least" in violation.message else "most" for violation in found] == limits
    assert [violation.amount for violation in found] == [120] * len(limits)


def test_hours_that_are_no_whole_minutes() -> None:
    """3820 / 60 h mean 3820 min; 8.01 h are 480.6 min, of which 480 are allowed and 481 asked for."""
    rule = WorkingHours(calendar="horizon", maximum_hours=3820 / 60, minimum_hours=3820 / 60)
    assert (rule.maximum_hours or 0) * 60 < 3820
    exact = [*on_days(range(7), "08:00", "17:00"), *on_days([7], "08:00", "08:40")]
    assert (
        found_in(make_plan("working_hours", {"calendar": "horizon", "maximum_hours": 3820 / 60}, days=8), *exact) == []
    )
    shift = make_shift("anna", "2026-12-01 08:00", "16:01")
    assert [found.amount for found in _found({"window_days": 7, "maximum_hours": "8.01"}, shift)] == [1]
    shift = make_shift("anna", "2026-12-01 08:00", "16:00")
    assert [found.amount for found in _found({"window_days": 7, "minimum_hours": "8.01"}, shift)] == [1]


def test_warning() -> None:
    """A warning is found like a breach."""
    (found,) = _found({**FORTY, "severity": "warning"}, *on_days(range(6), "08:00", "16:00"))
    assert found.severity == "warning"


def test_cost() -> None:
    """8 h and 2 h beyond 40 h at 12 an hour cost 120."""
    problem = make_plan("working_hours", {**FORTY, "severity": "cost", "price": 12}, days=14)
    shifts = [
        *on_days(range(6), "08:00", "16:00"),
        *on_days(range(8, 13), "08:00", "16:00"),
        *on_days([7], "08:00", "10:00"),
    ]
    term = audit(make_roster(*shifts), problem).cost_terms["rule:rule"]
    assert (term.amount, term.cost) == (10, 120)


def test_credited_absence() -> None:
    """A week with 16 h of credited leave on Thursday holds 24 h of work before 40 h are full."""
    rule, leave = {**FORTY, "absences": "worked"}, absent(3, 5, 960)
    assert _found(rule, *on_days(range(3), "08:00", "16:00"), absences=(leave,)) == []
    (found,) = _found(rule, *on_days(range(3), "08:00", "16:30"), absences=(leave,))
    assert found.amount == 90
    assert len(_found({**FORTY, "absences": "ignored"}, *on_days(range(3), "08:00", "22:00"), absences=(leave,))) == 1
    enough = {"window_days": 7, "minimum_hours": 40, "absences": "worked"}
    assert _found(enough, *on_days(range(3), "08:00", "16:00"), absences=(leave,)) == []


def test_leave_alone_is_no_breach() -> None:
    """Beyond 50 h of credited leave the roster adds 8 h, for which alone it answers."""
    rule, leave = {**FORTY, "absences": "worked"}, absent(0, 4, 3000)
    assert [found.amount for found in _found(rule, *on_days([5], "08:00", "16:00"), absences=(leave,))] == [480]
    assert _found(rule, *on_days([8], "08:00", "16:00"), absences=(leave,), days=14) == []
    assert _found(rule, *on_days([5], "08:00", "16:00"), absences=(absent(7, 11, 3000),), days=14) == []


def test_leave_lowers_the_minimum() -> None:
    """Of at least 35 h a week, two of seven days are asked for after five days of leave: 10 h."""
    rule = {"window_days": 7, "average": True, "minimum_hours": 35, "absences": "neutral"}
    assert _found(rule, *on_days([5], "08:00", "18:00"), absences=(absent(0, 5),)) == []
    found = _found(rule, *on_days([5], "08:00", "17:30"), absences=(absent(0, 5),))
    assert [violation.amount for violation in found] == [30]


@pytest.mark.parametrize("parameters", [
    {"window_days": 7},
    {"maximum_hours": 40},
    {"maximum_hours": 40, "window_days": 7, "calendar": "month"},
    {"maximum_hours": 40, "window_days": 0},
    {"maximum_hours": 40, "window_days": 367},
    {"maximum_hours": -1, "window_days": 7},
    {"maximum_hours": 9001, "window_days": 7},
    {"maximum_hours": 40, "minimum_hours": 41, "window_days": 7},
    {"maximum_hours": 40, "calendar": "month", "anchor": "rolling"},
    {"maximum_hours": 40, "calendar": "month", "week_start": "monday"},
    {"maximum_hours": 40, "window_days": 10, "week_start": "monday"},
    {"maximum_hours": 40, "window_days": 7, "anchor": "rolling", "week_start": "monday"},
    {"maximum_hours": 40, "window_days": 7, "split_at_midnight": True},
    {"maximum_hours": 40, "window_days": 7, "absences": "neutral"},
    {"maximum_hours": 40, "window_days": 7, "average_per_days": 0},
    {"maximum_hours": 40, "window_days": 7, "severity": "cost"},
])  # fmt: skip
def test_bad_parameters(parameters: dict[str, Any]) -> None:
    """What is missing, out of range or contradicts itself is refused."""
    with pytest.raises(ValidationError):
        WorkingHours(**parameters)


@pytest.mark.parametrize(("parameters", "days", "assumption"), [
    ({"window_days": 7}, 6, "no work before that"),
    ({"window_days": 119, "average": True}, 118, "as much work before that as the limit allows"),
    ({"window_days": 119, "average": True, "missing_history": "nothing"}, 118, "no work before that"),
    ({"calendar": "month"}, 30, "no work before that"),
    ({"calendar": "year", "missing_history": "shrink"}, 365, "as much work before that as the limit allows"),
    ({"calendar": "horizon"}, 0, "no work before that"),
    ({"window_days": 1, "counts": "span", "split_at_midnight": True}, 1, "no work before that"),
])  # fmt: skip
def test_history_that_is_asked_for(parameters: dict[str, Any], days: int, assumption: str) -> None:
    """A window that ends on the first day of the plan began so many days before it."""
    rule = WorkingHours(maximum_hours=40, **parameters)
    assert (rule.look_back_days, rule.assumption) == (days, assumption)
