"""Arbeidstijdenwet: each rule just inside and just outside."""

from __future__ import annotations

import pytest

from scheduler.people import Absence, PublishedShift
from scheduler.roster import Activity
from tests.builders import at, make_shift
from tests.scheduler.rules.packs.rosters import Plan, found, on_days, past_days, past_weeks, rules_of, values_of

YOUNG = ("young_worker",)
SHORTER = ("shorter_hours",)
KNOWN: Plan = {"history_from": "2025-11-01"}


def _week(end_of_last: str) -> list[list[Activity]]:
    """Monday to Wednesday 3 x 12 h, and Thursday from 08:00: until 20:00 the week has 48 h."""
    return [*on_days(range(3), "08:00", "20:00"), *on_days([3], "08:00", end_of_last)]


@pytest.mark.parametrize(("second", "third", "count"), [
    ("07:00", "07:00", 0),  # 11 h twice
    ("04:00", "07:00", 0),  # 8 h once
    ("03:30", "07:00", 1),  # less than 8 h
    ("04:00", "04:00", 1),  # 8 h twice within a week
    ("06:30", "06:30", 1),  # 10 h 30 min twice
])  # fmt: skip
def test_daily_rest(second: str, third: str, count: int) -> None:
    """Each shift ends at 20:00; once in any 7 days 8 h are enough."""
    shifts = [
        *on_days([0], "12:00", "20:00"), *on_days([1], second, "20:00"), *on_days([2], third, "20:00")
    ]  # fmt: skip
    assert len(found("nl.rest11", *shifts)) == count


@pytest.mark.parametrize(("day", "count"), [(7, 1), (8, 0)])
def test_reduced_rest_once_in_seven_days(day: int, count: int) -> None:
    """A rest of 8 h before the shift of day 1, and another before that of day 7 (within 7 days) or 8."""
    shifts = [
        *on_days([0, day - 1], "12:00", "20:00"),
        *on_days([1, day], "04:00", "12:00"),
    ]
    assert len(found("nl.rest11", *shifts, days=14)) == count


@pytest.mark.parametrize(("end", "count"), [("22:00", 0), ("22:30", 1)])
def test_span(end: str, count: int) -> None:
    """09:00 to 22:00 is 13 h, which leave 11 of 24 h."""
    shift = make_shift("anna", "2026-12-01 09:00", end, [("meal", "14:00", "16:00")])
    assert len(found("nl.span13", shift)) == count


@pytest.mark.parametrize(("end", "broken"), [("21:00", False), ("21:30", True)])
def test_rest_in_any_week(end: str, broken: bool) -> None:
    """Thursday off between Wednesday until 21:00 and Friday from 09:00 is 36 h; this stands alone, trap 3."""
    shifts = [*on_days(range(2), "13:00", "21:00"), *on_days([2], "13:00", end), *on_days([4, 5, 6], "09:00", "17:00")]
    assert bool(found("nl.week36", *shifts)) == broken


@pytest.mark.parametrize(("days", "count"), [(range(1, 12), 1), ([*range(1, 6), *range(7, 12)], 0)])
def test_any_fortnight_not_only_weeks(days: list[int], count: int) -> None:
    """Trap 1. Twelve days in a row with 36 h of rest in each fixed week are lawful in the UK, but not here."""
    shifts = [*on_days(days, "12:00", "13:00"), *on_days([12], "09:00", "12:00")]
    assert len(found("nl.fortnight", *shifts, days=14, **KNOWN)) == count
    assert found("nl.week36", *shifts, days=14, **KNOWN) == found("uk.week24", *shifts, days=14, **KNOWN) == []


@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:05", 1)])
def test_parts_of_32_hours(end: str, count: int) -> None:
    """A first rest until Tuesday; the second is from Friday 20:00 to Sunday 04:00, 32 h."""
    shifts = [*on_days(range(1, 4), "12:00", "13:00"), *on_days([4], "18:00", end), *on_days([6], "04:00", "10:00")]
    shifts += on_days(range(7, 13), "12:00", "13:00")
    assert len(found("nl.fortnight", *shifts, days=14, **KNOWN)) == count


@pytest.mark.parametrize(("end", "count"), [("20:45", 0), ("21:15", 1)])
def test_twelve_hours_a_shift(end: str, count: int) -> None:
    """08:00 to 20:45 without 45 minutes of breaks is 12 h of work."""
    shift = make_shift("anna", "2026-12-01 08:00", end, [("meal", "13:00", "13:45")])
    assert len(found("nl.shift12", shift)) == count


@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:30", 1)])
def test_sixty_hours_a_week(end: str, count: int) -> None:
    """5 x 12 h are 60 h."""
    shifts = [*on_days(range(4), "08:00", "20:00"), *on_days([4], "08:00", end)]
    assert len(found("nl.week60", *shifts, **KNOWN)) == count


@pytest.mark.parametrize(("end", "count"), [("15:00", 0), ("15:30", 1)])
def test_average_over_four_weeks(end: str, count: int) -> None:
    """3 weeks of 55 h and 4 x 12 + 7 h are 4 x 55 h."""
    plan: Plan = {"history": past_weeks(3, 660), **KNOWN}
    shifts = [*on_days(range(4), "08:00", "20:00"), *on_days([4], "08:00", end)]
    assert len(found("nl.average55", *shifts, **plan)) == count


@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:30", 1)])
def test_average_over_sixteen_weeks(end: str, count: int) -> None:
    """15 weeks of 48 h and one more are 16 x 48 h."""
    assert len(found("nl.average48", *_week(end), history=past_weeks(15, 576), **KNOWN)) == count


@pytest.mark.parametrize(("credited", "count"), [(2880, 1), (2850, 0)])
def test_leave_counts_as_worked(credited: int, count: int) -> None:
    """Trap 5. 14 weeks of 48 h, 48 h of leave and 48 h 30 min of work are half an hour more than 16 x 48 h."""
    leave = Absence(agent="anna", start=at("2026-11-30 00:00"), end=at("2026-12-07 00:00"), credited_minutes=credited)
    shifts = [*on_days(range(7, 10), "08:00", "20:00"), *on_days([10], "08:00", "20:30")]
    plan: Plan = {"history": past_weeks(14, 576), "days": 14, "absences": (leave,), **KNOWN}
    assert len(found("nl.average48", *shifts, **plan)) == count


@pytest.mark.parametrize(("end", "parts", "count"), [
    ("13:30", [], 0),
    ("14:00", [], 1),
    ("14:05", [("meal", "11:00", "11:15"), ("meal", "12:00", "12:15")], 0),
    ("14:00", [("meal", "11:00", "11:29")], 1),
    ("14:10", [("meal", "11:00", "11:20"), ("meal", "12:00", "12:14")], 1),  # 14 minutes are no part
    ("14:30", [("meal", "11:00", "11:15"), ("meal", "14:15", "14:30")], 1),  # nor is a break at the end
    ("14:05", [("meal", "11:00", "11:20"), ("rest", "12:00", "12:10", True)], 1),  # 10 minutes are no part
    ("18:30", [("meal", "12:00", "12:30")], 0),  # 10 h of work
    ("19:00", [("meal", "12:00", "12:30")], 1),
    ("19:00", [("meal", "12:00", "12:45")], 0),
    ("19:00", [("meal", "12:00", "12:44")], 1),
])  # fmt: skip
def test_breaks(end: str, parts: list[tuple[str, str, str]], count: int) -> None:
    """More than 5 h 30 min of work from 08:00 need 30 minutes, more than 10 h 45."""
    assert len(found("nl.break", make_shift("anna", "2026-12-01 08:00", end, parts))) == count


@pytest.mark.parametrize(("day", "end", "count"), [(5, "00:00", 0), (5, "00:30", 1), (6, "22:00", 1)])
def test_sunday(day: int, end: str, count: int) -> None:
    """No work from Saturday midnight on without agreement."""
    shifts = on_days([day], "16:00", end)
    assert len(found("nl.sunday", *shifts)) == count
    assert found("nl.sunday", *shifts, attributes=("sunday_agreed",)) == []


@pytest.mark.parametrize(("past", "count"), [(38, 0), (39, 1)])
def test_thirteen_free_sundays(past: int, count: int) -> None:
    """38 Sundays worked before and the one of the plan are 39 = 52 - 13."""
    history = past_days(range(-1 - 7 * (past - 1), 0, 7), "08:00", "16:00")
    plan: Plan = {"history": history, "attributes": ("sunday_agreed",), **KNOWN}
    assert len(history) == past
    assert len(found("nl.sunday.free", *on_days([6], "08:00", "16:00"), **plan)) == count


@pytest.mark.parametrize(("end", "count"), [("17:30", 0), ("18:00", 1)])
def test_young_shift(end: str, count: int) -> None:
    """08:00 to 17:30 without half an hour is 9 h."""
    shift = make_shift("anna", "2026-12-01 08:00", end, [("meal", "12:00", "12:30")])
    assert len(found("nl.young.shift9", shift, attributes=YOUNG)) == count


@pytest.mark.parametrize(("end", "count"), [("17:00", 0), ("17:30", 1)])
def test_young_week(end: str, count: int) -> None:
    """5 x 9 h are 45 h, and after 3 weeks of 38 h 20 min also 4 x 40 h."""
    shifts = [*on_days(range(4), "08:00", "17:00"), *on_days([4], "08:00", end)]
    plan: Plan = {"history": past_weeks(3, 460), "attributes": YOUNG, **KNOWN}
    assert len(found("nl.young.week45", *shifts, **plan)) == count
    assert len(found("nl.young.average40", *shifts, **plan)) == count


@pytest.mark.parametrize(("rule", "end", "attributes"), [
    ("nl.week60", "20:00", ()),
    ("nl.young.week45", "17:00", YOUNG),
])  # fmt: skip
def test_weeks_are_fixed(rule: str, end: str, attributes: tuple[str, ...]) -> None:
    """Five full days from Wednesday and five from the next Monday are lawful weeks, though not any 7 days are."""
    shifts = on_days([*range(2, 7), *range(7, 12)], "08:00", end)
    assert found(rule, *shifts, attributes=attributes, days=14) == []


@pytest.mark.parametrize(("start", "count"), [("07:00", 0), ("06:30", 1)])
def test_young_rest(start: str, count: int) -> None:
    """19:00 to 07:00 is 12 h."""
    shifts = [*on_days([0], "12:00", "19:00"), *on_days([1], start, "14:00")]
    assert len(found("nl.young.rest12", *shifts, attributes=YOUNG)) == count


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [("15:00", "23:00", 0), ("15:30", "23:30", 1), ("05:30", "12:00", 1), ("06:00", "14:00", 0)],
)
def test_young_night(start: str, end: str, count: int) -> None:
    """No work between 23:00 and 06:00."""
    assert len(found("nl.young.night", make_shift("anna", f"2026-12-01 {start}", end), attributes=YOUNG)) == count


@pytest.mark.parametrize(("end", "count"), [("18:30", 0), ("19:00", 1)])
def test_shorter_shift(end: str, count: int) -> None:
    """08:00 to 18:30 without half an hour is 10 h."""
    shift = make_shift("anna", "2026-12-01 08:00", end, [("meal", "12:00", "12:30")])
    assert len(found("nl.shorter.shift10", shift, attributes=SHORTER)) == count


@pytest.mark.parametrize(("rule", "weeks", "minutes", "end"), [
    ("nl.shorter.average50", 3, 600, "18:00"),  # 3 x 50 h and 5 x 10 h are 4 x 50 h
    ("nl.shorter.average45", 15, 540, "13:00"),  # 15 x 45 h and 4 x 10 + 5 h are 16 x 45 h
])  # fmt: skip
def test_shorter_averages(rule: str, weeks: int, minutes: int, end: str) -> None:
    """Just the average is lawful, half an hour more is not."""
    plan: Plan = {"history": past_weeks(weeks, minutes), "attributes": SHORTER, **KNOWN}
    four = on_days(range(4), "08:00", "18:00")
    assert found(rule, *four, *on_days([4], "08:00", end), **plan) == []
    assert len(found(rule, *four, *on_days([4], "07:30", end), **plan)) == 1


@pytest.mark.parametrize(("oldest", "count"), [(6 - 364, 0), (6 - 357, 1)])
def test_window_of_sundays(oldest: int, count: int) -> None:
    """The Sunday 52 weeks ago no longer counts, the one after it does."""
    history = past_days([oldest, *range(-1 - 7 * 37, 0, 7)], "08:00", "16:00")
    plan: Plan = {"history": history, "attributes": ("sunday_agreed",), "history_from": "2025-10-01"}
    assert len(found("nl.sunday.free", *on_days([6], "08:00", "16:00"), **plan)) == count


@pytest.mark.parametrize(("published", "count"), [("2026-11-02", 0), ("2026-11-03", 1)])
def test_four_weeks_of_notice(published: str, count: int) -> None:
    """2 November is 28 days before 30 November."""
    assert len(found("nl.notice", published_on=published)) == count


@pytest.mark.parametrize(("published", "count"), [("2026-11-27", 0), ("2026-11-28", 1)])
def test_times_known_four_days_ahead(published: str, count: int) -> None:
    """27 November is 4 days before 1 December, on which an hour is cut."""
    told = PublishedShift(
        agent="anna", shift_date="2026-12-01", start=at("2026-12-01 09:00"), end=at("2026-12-01 17:00")
    )
    plan: Plan = {"published": (told,), "published_on": published}
    assert len(found("nl.notice.times", make_shift("anna", "2026-12-01 09:00", "16:00"), **plan)) == count


def test_leave_counts_as_worked_everywhere() -> None:
    """Article 5:2 holds for every limit of hours."""
    assert set(values_of("nl", "working_hours", "absences")) == {"worked"}


def test_who_is_meant() -> None:
    """Agents under 18, with shorter hours and with many nights have rules of their own."""
    hours = {"rest11", "shift12", "week60", "average55", "average48"}
    nights = {"hours", "long14", "long52", "long.rest", "rest", "series", "runs", "count"}
    common = {"span13", "week36", "fortnight", "break", "sunday.free", "notice.times"}
    common |= {f"night.{rule}" for rule in nights}
    adult = hours | common | {"night.few", "sunday"}
    assert rules_of("nl") == adult
    assert rules_of("nl", "night_worker") == adult - {"night.few"} | {"night.average40"}
    assert rules_of("nl", "sunday_agreed") == adult - {"sunday"}
    young = {"young.shift9", "young.week45", "young.average40", "young.rest12", "young.night"}
    assert rules_of("nl", "young_worker") == adult - hours | young
    shorter = {"shorter.shift10", "shorter.average50", "shorter.average45"}
    assert rules_of("nl", "shorter_hours") == adult - {"shift12", "average55", "average48"} | shorter
