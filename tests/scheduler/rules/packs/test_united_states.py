"""California, Fair Workweek and federal law: each rule just inside and just outside."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scheduler.people import PublishedShift
from scheduler.roster import Activity
from tests.builders import at, make_contract, make_shift
from tests.scheduler.rules.packs.rosters import Plan, audited, found, make_plan, on_days, rules_of

PAID_20: Plan = {"contracts": (make_contract(hourly_cost=Decimal(20)),)}


def _premium(pack: str, *shifts: list[Activity], **plan: Any) -> float:
    """What overtime adds to the cost at 20 an hour."""
    terms = audited(make_plan(pack, **(PAID_20 | plan)), *shifts).cost_terms
    return terms[f"rule:{pack}.overtime"].cost


@pytest.mark.parametrize(("end", "premium"), [("16:00", 0), ("18:00", 20)])
def test_federal_overtime(end: str, premium: int) -> None:
    """Trap: long days cost nothing; 42 h in the week are 2 h at half of 20 more."""
    assert _premium("us", *on_days(range(4), "08:00", "16:00"), *on_days([4], "08:00", end)) == premium


def test_federal_overtime_counts_weeks_not_days() -> None:
    """3 x 12 h are no overtime."""
    assert _premium("us", *on_days(range(3), "08:00", "20:00")) == 0


@pytest.mark.parametrize(("end", "premium"), [("16:00", 0), ("18:00", 20), ("20:00", 40), ("21:00", 60)])
def test_daily_overtime(end: str, premium: int) -> None:
    """From 08:00: 8 h are ordinary, the next 4 cost 10 more each, those above 12 cost 20 more each."""
    assert _premium("us-ca", *on_days([1], "08:00", end)) == premium


def test_no_hour_is_overtime_twice() -> None:
    """5 x 10 h: 2 h a day are overtime; the ordinary 8 h a day are 40 h, no weekly overtime: 10 h x 10."""
    assert _premium("us-ca", *on_days(range(5), "08:00", "18:00")) == 100


def test_weekly_overtime() -> None:
    """6 x 8 h: 8 h above 40, 80 in all."""
    assert _premium("us-ca", *on_days(range(6), "08:00", "16:00")) == 80


def test_seventh_day() -> None:
    """7 x 6 h are 42 h: the seventh day is paid half more in full, 6 h x 10; no hour is above 40 besides."""
    attributes = ("seventh_day_exempt",)
    assert _premium("us-ca", *on_days(range(7), "08:00", "14:00"), attributes=attributes) == 60


@pytest.mark.parametrize(("end", "premium"), [("16:00", 80), ("18:00", 120)])
def test_long_seventh_day(end: str, premium: int) -> None:
    """Six short days and a seventh from 08:00: 8 h x 10, and above them 20 an hour."""
    shifts = [*on_days(range(6), "08:00", "12:00"), *on_days([6], "08:00", end)]
    assert _premium("us-ca", *shifts) == premium


@pytest.mark.parametrize(("end", "parts", "waived", "count"), [
    ("13:00", [], False, 0),  # exactly 5 h: trap 4
    ("13:30", [], False, 1),
    ("14:00", [], True, 0),  # 6 h
    ("14:30", [], True, 1),
    ("16:30", [("meal", "12:55", "13:25")], False, 0),
    ("16:30", [("meal", "13:00", "13:30")], False, 1),  # the fifth hour has ended
    ("16:30", [("meal", "12:00", "12:29")], False, 1),
    ("13:30", [("meal", "13:00", "13:30")], False, 0),  # 5 h and a late meal that nobody owes
    ("13:05", [("rest", "10:00", "10:10", True)], False, 1),  # rest is work: 5 h 5 min
    ("16:30", [("meal", "08:00", "08:30")], False, 1),  # a meal at the start interrupts nothing
])  # fmt: skip
def test_meal(end: str, parts: list[tuple[str, str, str]], waived: bool, count: int) -> None:
    """More than 5 h from 08:00 need half an hour that begins before 13:00."""
    attributes = ("meal_waiver",) if waived else ()
    assert len(found("us-ca.meal", make_shift("anna", "2026-12-01 08:00", end, parts), attributes=attributes)) == count


LUNCH = ("meal", "12:00", "12:30")


@pytest.mark.parametrize(("end", "parts", "waived", "count"), [
    ("18:30", [LUNCH], False, 0),  # exactly 10 h
    ("19:00", [LUNCH], False, 1),
    ("18:40", [LUNCH, ("rest", "15:00", "15:10", True)], False, 1),  # rest is work: 10 h 10 min
    ("19:30", [LUNCH, ("meal", "17:55", "18:25")], False, 0),
    ("19:30", [LUNCH, ("meal", "17:00", "17:29")], False, 1),
    ("19:30", [("meal", "08:00", "08:30"), ("meal", "17:00", "17:30")], False, 1),
    ("19:30", [LUNCH, ("meal", "18:00", "18:30")], False, 1),  # the tenth hour has ended
    ("20:30", [LUNCH], True, 0),  # 12 h
    ("21:00", [LUNCH], True, 1),
])  # fmt: skip
def test_second_meal(end: str, parts: list[tuple[str, str, str]], waived: bool, count: int) -> None:
    """More than 10 paid hours from 08:00 need a second half hour that begins before 18:00."""
    attributes = ("second_meal_waiver",) if waived else ()
    shift = make_shift("anna", "2026-12-01 08:00", end, parts)
    assert len(found("us-ca.meal.second", shift, attributes=attributes)) == count


def _rests(number: int) -> list[tuple[str, str, str, bool]]:
    times = [("09:30", "09:40"), ("14:30", "14:40"), ("17:00", "17:10")]
    return [("rest", start, end, True) for start, end in times[:number]]


@pytest.mark.parametrize(("end", "meal", "rests", "count"), [
    ("11:25", False, 0, 0),
    ("11:30", False, 0, 1),  # 3 h 30 min
    ("11:30", False, 1, 0),
    ("14:30", True, 1, 0),  # 6 h worked
    ("14:50", True, 1, 1),  # 6 h 20 min
    ("14:50", True, 2, 0),
    ("18:30", True, 2, 0),  # 10 h
    ("18:35", True, 2, 1),  # 10 h 5 min
    ("18:35", True, 3, 0),
])  # fmt: skip
def test_rest_breaks(end: str, meal: bool, rests: int, count: int) -> None:
    """From 08:00, a meal not paid: 3 h 30 min need one rest, more than 6 h two, more than 10 h three."""
    parts = [*([(*LUNCH, False)] if meal else []), *_rests(rests)]
    assert len(found("us-ca.rest", make_shift("anna", "2026-12-01 08:00", end, parts))) == count


def test_rest_of_nine_minutes() -> None:
    """10 minutes net are owed."""
    rest = ("rest", "09:30", "09:39", True)
    assert len(found("us-ca.rest", make_shift("anna", "2026-12-01 08:00", "11:30", [rest]))) == 1


def test_meal_is_no_rest_break() -> None:
    """Rest is paid: half an hour unpaid does not count."""
    assert len(found("us-ca.rest", make_shift("anna", "2026-12-01 08:00", "13:00", [LUNCH]))) == 1


@pytest.mark.parametrize(("days", "count"), [(6, 0), (7, 1)])
def test_day_of_rest_in_the_workweek(days: int, count: int) -> None:
    """Six days of a workweek are lawful, seven are not, unless the agent is exempt."""
    shifts = on_days(range(days), "08:00", "16:00")
    assert len(found("us-ca.days6", *shifts)) == count
    assert found("us-ca.days6", *shifts, attributes=("seventh_day_exempt",)) == []


def test_twelve_days_over_two_workweeks() -> None:
    """Trap 1. Tuesday to the second Saturday: each workweek has a day of rest."""
    assert found("us-ca.days6", *on_days(range(1, 13), "08:00", "16:00"), days=14) == []


@pytest.mark.parametrize(("published", "count"), [("2026-11-16", 0), ("2026-11-17", 1)])
def test_two_weeks_of_notice(published: str, count: int) -> None:
    """16 November is 14 days before 30 November."""
    assert len(found("us-fair-workweek.publish", published_on=published)) == count


@pytest.mark.parametrize(("start", "count"), [("08:00", 0), ("07:30", 1)])
def test_right_to_rest(start: str, count: int) -> None:
    """22:00 to 08:00 is 10 h; an agent may consent to less."""
    shifts = [*on_days([0], "14:00", "22:00"), *on_days([1], start, "14:00")]
    assert len(found("us-fair-workweek.rest10", *shifts)) == count
    assert found("us-fair-workweek.rest10", *shifts, attributes=("short_rest_consent",)) == []


@pytest.mark.parametrize(("start", "count"), [("08:30", 0), ("08:00", 1)])
def test_new_york_rules_are_off_until_switched_on(start: str, count: int) -> None:
    """21:30 to 08:30 is 11 h."""
    shifts = [*on_days([0], "14:00", "21:30"), *on_days([1], start, "14:00")]
    switched = {"us-fair-workweek.nyc.rest11": {"enabled": True, "reason": "fast food in New York City"}}
    assert found("us-fair-workweek.nyc.rest11", *shifts) == []
    assert len(found("us-fair-workweek.nyc.rest11", *shifts, rules=switched)) == count


@pytest.mark.parametrize(("start", "published", "count"), [
    ("09:30", "2026-11-18", 0),  # half an hour
    ("09:31", "2026-11-18", 1),
    ("09:31", "2026-11-17", 0),  # 14 days before 1 December
])  # fmt: skip
def test_change_of_a_published_shift(start: str, published: str, count: int) -> None:
    """A shift of 1 December that begins later than published is a change within 14 days."""
    told = PublishedShift(
        agent="anna", shift_date="2026-12-01", start=at("2026-12-01 09:00"), end=at("2026-12-01 17:00")
    )
    shift = make_shift("anna", f"2026-12-01 {start}", "17:00")
    plan: Plan = {"published": (told,), "published_on": published}
    assert len(found("us-fair-workweek.change", shift, **plan)) == count


def test_who_is_meant() -> None:
    """Exemptions take single rules off."""
    assert rules_of("us-ca") == {"overtime", "meal", "meal.second", "rest", "days6"}
    assert rules_of("us-ca", "seventh_day_exempt") == rules_of("us-ca") - {"days6"}
    assert rules_of("us-fair-workweek") == {"rest10", "change"}
    assert rules_of("us-fair-workweek", "short_rest_consent") == {"change"}
