"""France, Spain, South Africa, India, the Philippines, Australia, the EU and HSE: where their wording differs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scheduler.roster import Activity
from scheduler.rules.packs import load_pack
from scheduler.sites import Site
from tests.builders import Part, make_contract, make_shift
from tests.scheduler.rules.packs.rosters import Plan, audited, found, make_plan, on_days, past_weeks

KNOWN: Plan = {"history_from": "2025-11-01"}


def _shift(start: str, end: str, *parts: Part) -> list[Activity]:
    return make_shift("anna", f"2026-12-01 {start}", end, parts)


@pytest.mark.parametrize(("rule", "end", "count"), [
    ("uk.break", "15:00", 0),
    ("de.break", "15:00", 0),
    ("eu.break", "15:00", 0),
    ("es.break", "15:00", 0),
    ("fr.break", "15:00", 1),
    ("fr.break", "14:55", 0),
    ("za.meal", "14:00", 0),
    ("za.meal", "14:30", 1),
])  # fmt: skip
def test_exactly_six_hours(rule: str, end: str, count: int) -> None:
    """Trap 4. 09:00 to 15:00 without a break: only France asks for one from exactly 6 h on, South Africa after 5."""
    assert len({row.rule for row in found(rule, _shift("09:00", end))}) == count


@pytest.mark.parametrize(("end", "count"), [("21:00", 0), ("21:30", 1)])
def test_france_cuts_the_day_at_midnight(end: str, count: int) -> None:
    """Trap 6. Monday 20:00 to 04:00 is 4 h of Tuesday, and 15:00 to 21:00 makes them 10."""
    shifts = [*on_days([0], "20:00", "04:00"), *on_days([1], "15:00", end)]
    assert len(found("fr.day", *shifts)) == count


@pytest.mark.parametrize(("start", "end", "count"), [("14:00", "02:00", 0), ("13:30", "01:30", 1)])
def test_twelve_hours_across_midnight_are_two_french_days(start: str, end: str, count: int) -> None:
    """14:00 to 24:00 is 10 h of one day, 13:30 to 24:00 is more; the hours after midnight are of the next."""
    assert len(found("fr.day", _shift(start, end))) == count


@pytest.mark.parametrize(("rule", "history", "attribute", "end"), [
    ("fr.week48", (0, 0), "", "16:00"),  # 4 x 10 + 8 h
    ("fr.week44", (11, 528), "", "12:00"),  # 11 x 44 h and 4 x 10 + 4 h are 12 x 44 h
    ("fr.night.week", (11, 480), "night_worker", ""),  # 11 x 40 h and 4 x 10 h are 12 x 40 h
    ("za.week45", (0, 0), "", "13:00"),  # 4 x 10 + 5 h
    ("za.week55", (0, 0), "overtime_agreement", "23:00"),  # 4 x 10 + 15 h
    ("in.dl.week54", (0, 0), "delhi", "22:00"),  # 4 x 10 + 14 h
    ("in.tn.week54", (0, 0), "tamil_nadu", "22:00"),
    ("in.ka.quarter", (12, 624), "", "18:00"),  # 12 x 52 h and 50 h are 13 x 48 + 50 h
    ("eu.48", (16, 576), "", "16:00"),  # 17 x 48 h
    ("eu.night", (16, 576), "night_worker", "16:00"),
])  # fmt: skip
def test_hours_of_weeks(rule: str, history: tuple[int, int], attribute: str, end: str) -> None:
    """4 x 10 h and a fifth day from 08:00 to ``end`` just reach the limit; half an hour more breaks it."""
    plan: Plan = {"history": past_weeks(*history), "attributes": (attribute,) if attribute else (), **KNOWN}
    week = on_days(range(4), "08:00", "18:00") + (on_days([4], "08:00", end) if end else [])
    assert found(rule, *week, **plan) == []
    assert len(found(rule, *week, *on_days([5], "08:00", "08:30"), **plan)) == 1


@pytest.mark.parametrize(("end", "count"), [("16:30", 0), ("17:00", 1)])
def test_spanish_year(end: str, count: int) -> None:
    """47 weeks of 44 h, 9 h and 8 h 30 min are 2085 h 30 min; 365 days of 40 h a week are 2085 h 42 min."""
    plan: Plan = {"history": past_weeks(47, 528), "history_from": "2026-01-01"}
    assert len(found("es.year", *on_days([0], "08:00", "17:00"), *on_days([1], "08:00", end), **plan)) == count


@pytest.mark.parametrize(("end", "count"), [("10:00", 0), ("10:30", 1)])
def test_australian_hours(end: str, count: int) -> None:
    """15 x 10 h and 2 h are 152 h; the four weeks are fixed and begin on the first day of this plan."""
    shifts = [*on_days(range(15), "08:00", "18:00"), *on_days([20], "08:00", end)]
    assert len(found("au.hours152", *shifts, days=28)) == count


@pytest.mark.parametrize(("rule", "start", "just", "beyond", "attributes"), [
    ("eu.span13", "08:00", "21:00", "21:30", ()),
    ("fr.span13", "08:00", "21:00", "21:30", ()),
    ("fr.night.day", "08:00", "16:30", "17:00", ("night_worker",)),
    ("es.day9", "08:00", "17:30", "18:00", ()),
    ("es.night8", "08:00", "16:30", "17:00", ("night_worker",)),
    ("es.young.day8", "08:00", "16:30", "17:00", ("young_worker",)),
    ("za.day9", "08:00", "17:30", "18:00", ()),
    ("za.day12", "08:00", "20:30", "21:00", ("overtime_agreement",)),
    ("in.ka.day10", "08:00", "18:30", "19:00", ()),
    ("in.ka.day8", "08:00", "16:30", "17:00", ("permit_24x7",)),
    ("in.ka.span12", "08:00", "20:00", "20:30", ()),
    ("in.dl.span", "08:00", "18:30", "19:00", ("delhi",)),
    ("in.tn.span12", "08:00", "20:00", "20:30", ("tamil_nadu",)),
    ("in.mh.2025.day10", "08:00", "18:30", "19:00", ("maharashtra",)),
    ("in.mh.2025.span12", "08:00", "20:00", "20:30", ("maharashtra",)),
    ("hse.shift12", "08:00", "20:00", "20:30", ()),
    ("hse.night8", "22:00", "06:00", "06:30", ()),
    ("za.night", "06:00", "18:00", "18:30", ()),
    ("in.ka.night", "06:00", "20:00", "20:30", ("night_consent_required",)),
    ("fr.sunday", "08:00", "16:00", "", ()),
])  # fmt: skip
def test_longest_shift(rule: str, start: str, just: str, beyond: str, attributes: tuple[str, ...]) -> None:
    """With a meal of half an hour: the end that is just lawful, and half an hour later."""
    if not beyond:
        assert found(rule, *on_days([5], start, just)) == []
        assert len(found(rule, *on_days([6], start, just))) == 1
        return
    meal = ("meal", "12:00", "12:30") if start < "12:00" else ("meal", "02:00", "02:30")
    assert found(rule, _shift(start, just, meal), attributes=attributes) == []
    assert len(found(rule, _shift(start, beyond, meal), attributes=attributes)) == 1


@pytest.mark.parametrize(("rule", "last", "first"), [
    ("eu.day11", "20:00", "07:00"),
    ("fr.rest11", "20:00", "07:00"),
    ("es.rest12", "20:00", "08:00"),
    ("za.rest12", "20:00", "08:00"),
    ("au.rest10", "21:00", "07:00"),
])  # fmt: skip
def test_rest_between_shifts(rule: str, last: str, first: str) -> None:
    """Just enough rest, and five minutes less."""
    evening = on_days([0], "14:00", last)
    assert found(rule, *evening, *on_days([1], first, "14:00")) == []
    late = on_days([0], "14:00", f"{last[:3]}05")
    assert len(found(rule, *late, *on_days([1], first, "14:00"))) == 1


@pytest.mark.parametrize(("rule", "end", "attributes"), [
    ("eu.week35", "22:00", ()),
    ("fr.week35", "22:00", ()),
    ("es.week36", "21:00", ()),
    ("za.week36", "21:00", ()),
])  # fmt: skip
def test_weekly_rest(rule: str, end: str, attributes: tuple[str, ...]) -> None:
    """Trap 3. Thursday off before Friday 09:00: 22:00 leaves 35 h, 21:00 leaves 36 h, five minutes later too few."""
    days = [*on_days(range(2), "14:00", "20:00"), *on_days([4, 5, 6], "09:00", "17:00")]
    assert found(rule, *days, *on_days([2], "14:00", end), attributes=attributes) == []
    assert len(found(rule, *days, *on_days([2], "14:00", f"{end[:3]}05"), attributes=attributes)) == 1


@pytest.mark.parametrize(("date", "count"), [("2025-09-29", 1), ("2025-09-22", 1), ("2025-10-06", 0)])
def test_maharashtra_changed_on_first_of_october(date: str, count: int) -> None:
    """9 h 30 min are too long until 30 September 2025; the week of the change has both rules."""
    shift = make_shift("anna", f"{date} 08:00", "17:30")
    plan: Plan = {"start_date": date, "attributes": ("maharashtra",)}
    assert len(found("in.mh.2017.day9", shift, **plan)) == count
    assert found("in.mh.2025.day10", shift, **plan) == []


def test_states_of_india_do_not_mix() -> None:
    """An agent in Delhi is not under the act of Karnataka: 11 h of span break Delhi's rule alone."""
    problem = make_plan("in", ("delhi",))
    rules = {row.rule for row in audited(problem, _shift("08:00", "19:00", ("meal", "12:00", "12:30"))).violations}
    assert "in.dl.span" in rules
    assert not [rule for rule in rules if rule.startswith(("in.ka", "in.tn", "in.mh"))]


def _cost(rule: str, *shifts: list[Activity], attributes: tuple[str, ...] = (), **plan: Any) -> float:
    """What a rule costs at 20 an hour."""
    contracts = (make_contract(hourly_cost=Decimal(20)),)
    problem = make_plan(rule.split(".")[0], attributes, contracts=contracts, **plan)
    return audited(problem, *shifts).cost_terms[f"rule:{rule}"].cost


@pytest.mark.parametrize(("rule", "days", "end", "attributes", "cost"), [
    ("fr.overtime", range(5), "17:00", (), 8 * 5 + 2 * 10),
    ("ph.overtime", range(1), "17:00", (), 1 * 5),
    ("za.overtime", range(1), "18:00", ("overtime_agreement",), 1 * 10),
    ("in.ka.overtime", range(1), "18:00", (), 1 * 20),
    ("in.tn.overtime", range(1), "17:00", ("tamil_nadu",), 1 * 20),
    ("au.overtime", range(5), "16:24", (), 3 * 10 + 1 * 20),
    ("au.saturday", range(5, 6), "16:00", (), 8 * 5),
    ("au.sunday", range(6, 7), "16:00", (), 8 * 10),
    ("au.sunday.early", range(6, 7), "20:00", (), 1 * 15),
    ("au.early", range(1), "20:00", (), 1 * 5),
    ("au.casual", range(1), "16:00", ("casual",), 8 * 5),
    ("za.sunday", range(6, 7), "16:00", (), 8 * 20),
    ("za.sunday.ordinary", range(6, 7), "16:00", ("sunday_worker",), 8 * 10),
])  # fmt: skip
def test_pay(rule: str, days: range, end: str, attributes: tuple[str, ...], cost: float) -> None:
    """Hours from 08:00 above the threshold or inside the window x share of 20."""
    assert _cost(rule, *on_days(days, "08:00", end), attributes=attributes) == pytest.approx(cost)


def test_philippine_night() -> None:
    """22:00 to 06:00 is 8 h at 10 % of 20."""
    assert _cost("ph.night", _shift("21:00", "07:00")) == 16


def test_australian_holiday() -> None:
    """8 h on a public holiday at 150 % of 20."""
    sites = (Site(site="office", holidays=("2026-12-01",)),)
    assert _cost("au.holiday", _shift("08:00", "16:00"), sites=sites) == 240


@pytest.mark.parametrize(("nights", "start", "end", "count"), [
    (3, "18:00", "02:00", 0),
    (4, "18:00", "02:00", 1),
    (4, "18:00", "01:59", 0),
    (4, "03:00", "11:00", 1),
    (4, "03:01", "11:00", 0),
])  # fmt: skip
def test_nights_in_a_row(nights: int, start: str, end: str, count: int) -> None:
    """Trap 4. A British night has at least 3 h between 23:00 and 06:00; three of them in a row are enough."""
    assert len(found("hse.nights", *on_days(range(nights), start, end))) == count


def test_a_night_is_the_same_for_all_guidance() -> None:
    """Three hours or more between 23:00 and 06:00."""
    rules = load_pack("hse").rules
    night = rules["hse.night8"]["night"]
    assert night == {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}
    assert night == rules["hse.nights"]["shifts"] == rules["hse.sleep"]["before"]


@pytest.mark.parametrize(("day", "count"), [(1, 1), (2, 1), (3, 0)])
def test_two_free_sleeps_after_nights(day: int, count: int) -> None:
    """The night of Monday ends on Tuesday morning: two nights of sleep later it is Thursday."""
    assert len(found("hse.sleep", *on_days([0], "22:00", "06:00"), *on_days([day], "09:00", "17:00"))) == count


@pytest.mark.parametrize(("start", "count"), [("10:00", 0), ("09:30", 1), ("18:00", 0)])
def test_forward_rotation(start: str, count: int) -> None:
    """After a start at 12:00, a start up to 2 h earlier or any later one is no rotation back."""
    assert len(found("hse.forward", *on_days([0], "12:00", "20:00"), *on_days([1], start, "22:00"))) == count


@pytest.mark.parametrize(("parts", "count"), [
    ([("rest", "11:00", "11:15", True), ("meal", "13:15", "14:00"), ("rest", "16:00", "16:15", True)], 0),
    ([("rest", "11:15", "11:30", True), ("meal", "13:15", "14:00"), ("rest", "16:00", "16:15", True)], 1),
])  # fmt: skip
def test_screen_breaks(parts: list[Part], count: int) -> None:
    """From 09:00 to 18:00 no more than 2 h without 15 minutes of break; 09:00 to 11:15 is too long."""
    assert len(found("hse.screen", _shift("09:00", "18:00", *parts))) == count


@pytest.mark.parametrize(("days", "count"), [(7, 0), (8, 1)])
def test_days_in_a_row(days: int, count: int) -> None:
    """HSE: seven at most."""
    assert len(found("hse.days", *on_days(range(days), "09:00", "15:00"), days=14)) == count


@pytest.mark.parametrize(("start", "end", "count"), [("22:00", "06:00", 1), ("21:00", "05:00", 0)])
def test_clock_change_makes_a_night_longer(start: str, end: str, count: int) -> None:
    """Trap 7. In the night to 2026-10-25 clocks go back: 22:00 to 06:00 is 9 h, 21:00 to 05:00 with a rest 8 h 55."""
    shift = make_shift("anna", f"2026-10-24 {start}", end, [] if count else [("meal", "22:00", "23:00")])
    plan: Plan = {"start_date": "2026-10-19", "attributes": ("special_hazard",)}
    assert len(found("uk.night.hazard", shift, **plan)) == count


@pytest.mark.parametrize(("days", "count"), [(6, 0), (7, 1)])
def test_philippine_rest_day(days: int, count: int) -> None:
    """Six days in a row are lawful, seven are not."""
    assert len(found("ph.days6", *on_days(range(days), "08:00", "16:00"), days=14)) == count


@pytest.mark.parametrize(("end", "count"), [("06:00", 0), ("06:30", 1)])
def test_philippine_day_of_rest(end: str, count: int) -> None:
    """Six nights until Sunday; Monday from 06:00 on has 24 h of rest before it."""
    shifts = [*on_days(range(5), "22:00", "06:00"), *on_days([5], "22:00", end), *on_days([7], "06:00", "12:00")]
    assert len(found("ph.rest24", *shifts, days=14)) == count


@pytest.mark.parametrize(("rule", "nights", "count"), [("za.night.month", 4, 0), ("za.night.month", 5, 1)])
def test_regular_night_work(rule: str, nights: int, count: int) -> None:
    """The fifth night of December is regular night work."""
    shifts = on_days(range(1, 1 + nights), "17:00", "00:30")
    assert len(found(rule, *shifts, days=14)) == count


@pytest.mark.parametrize(("published", "count"), [("2026-11-25", 0), ("2026-11-26", 1)])
def test_spanish_notice(published: str, count: int) -> None:
    """25 November is 5 days before 30 November."""
    assert len(found("es.notice", published_on=published)) == count
