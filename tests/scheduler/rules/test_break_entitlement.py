"""Breaks that the length of a shift asks for."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from scheduler.candidates import Offers, candidates_of
from scheduler.compile import compile_problem
from scheduler.rules.break_entitlement import BreakEntitlement
from tests.builders import Part, at, make_past, make_shift
from tests.scheduler.rules.break_cases import (
    FRANCE,
    GERMANY,
    MEAL,
    NETHERLANDS,
    REST,
    SCREEN,
    SCREEN_HOURLY,
    SECOND_MEAL,
    SOUTH_AFRICA,
    SPAIN,
    UK,
    YOUNG,
    Parameters,
    anna,
    break_problem,
    found_in,
    meal,
    rest,
)

LAW = [
    # Exactly 6 h need nothing; 6 h 5 min need 20 minutes, not 15, and not at the start or end.
    (UK, "15:00", [], 0),
    (UK, "15:05", [], 1),
    (UK, "15:05", meal("12:00-12:20"), 0),
    (UK, "15:05", meal("12:00-12:15"), 1),
    (UK, "15:05", meal("10:00-10:15", "12:00-12:15"), 1),
    (UK, "15:05", meal("09:00-09:20"), 1),
    (UK, "15:05", meal("09:05-09:25"), 0),
    (UK, "15:05", meal("14:45-15:05"), 1),
    (UK, "15:05", meal("14:40-15:00"), 0),
    # Two breaks that touch are one of 20 minutes; so are a paid and an unpaid one.
    (UK, "15:05", [*meal("12:00-12:10"), *rest("12:10-12:20")], 0),
    # A break that follows one at the start has no work before it.
    (UK, "15:05", [*rest("09:00-09:10"), *meal("09:10-09:30")], 1),
    (UK, "15:05", [*rest("09:00-09:10"), *meal("09:15-09:35")], 0),
    # Under 18: more than 4 h 30 min.
    (YOUNG, "13:30", [], 0),
    (YOUNG, "13:35", [], 1),
    (YOUNG, "13:35", meal("11:00-11:30"), 0),
    (YOUNG, "13:35", meal("11:00-11:25"), 1),
    # 9:00-15:15 with 15 min are 6 h of work: no tier, and 3 h at a stretch; with 10 min they are 6 h 5 min.
    (GERMANY, "15:15", meal("12:00-12:15"), 0),
    (GERMANY, "15:20", meal("12:00-12:15"), 1),
    (GERMANY, "15:20", meal("12:00-12:30"), 0),
    # 9 h of work and 30 min; one interval more asks for 45, in parts of 15.
    (GERMANY, "18:30", meal("13:00-13:30"), 0),
    (GERMANY, "18:35", meal("13:00-13:30"), 1),
    (GERMANY, "18:50", meal("13:00-13:30", "16:00-16:15"), 0),
    (GERMANY, "18:50", meal("13:00-13:35", "16:00-16:10"), 1),
    # 6 h without a break are legal, 6 h 5 min are not, before, between or after breaks.
    (GERMANY, "16:00", meal("15:00-15:30"), 0),
    (GERMANY, "16:00", meal("15:05-15:35"), 1),
    (GERMANY, "16:00", meal("09:25-09:55"), 1),
    (GERMANY, "16:00", meal("09:30-10:00"), 0),
    (GERMANY, "17:00", meal("09:30-09:45", "15:45-16:15"), 0),
    (GERMANY, "17:00", meal("09:30-09:45", "15:50-16:20"), 1),
    # 6 h of work exactly need 20 minutes.
    (FRANCE, "14:55", [], 0),
    (FRANCE, "15:00", [], 1),
    (FRANCE, "15:20", meal("12:00-12:20"), 0),
    (SPAIN, "15:00", [], 0),
    (SPAIN, "15:05", meal("12:00-12:10"), 1),
    (SPAIN, "15:05", meal("12:00-12:15"), 0),
    # 2 x 15, 3 x 15; parts of 10 do not count.
    (NETHERLANDS, "14:30", [], 0),
    (NETHERLANDS, "14:35", [], 1),
    (NETHERLANDS, "15:30", meal("11:00-11:15", "13:00-13:15"), 0),
    (NETHERLANDS, "15:30", meal("11:00-11:20", "13:00-13:10"), 1),
    (NETHERLANDS, "19:30", meal("11:00-11:15", "13:00-13:15"), 0),
    (NETHERLANDS, "19:35", meal("11:00-11:15", "13:00-13:15"), 1),
    (NETHERLANDS, "19:50", meal("11:00-11:15", "13:00-13:15", "17:00-17:15"), 0),
    # The meal begins before 5:00 after the start; above 10 h paid there are two, the second before 10:00.
    (MEAL, "14:00", [], 0),
    (MEAL, "14:05", [], 1),
    (MEAL, "17:30", meal("13:55-14:25"), 0),
    (MEAL, "17:30", meal("14:00-14:30"), 1),
    (MEAL, "17:30", meal("12:00-12:25"), 1),
    (SECOND_MEAL, "19:30", meal("13:00-13:30"), 0),
    (SECOND_MEAL, "20:30", meal("13:00-13:30"), 1),
    (SECOND_MEAL, "20:30", meal("13:00-14:00"), 1),
    (SECOND_MEAL, "20:30", meal("13:00-13:30", "18:55-19:25"), 0),
    (SECOND_MEAL, "20:30", meal("13:00-13:30", "19:00-19:30"), 1),
    # 10 paid minutes for 3.5 h, two times above 6 h, three times above 10 h; a longer one is still one.
    (REST, "12:25", [], 0),
    (REST, "12:30", [], 1),
    (REST, "12:30", rest("11:00-11:10"), 0),
    (REST, "12:30", meal("11:00-11:10"), 0),
    (REST, "12:40", meal("11:00-11:10"), 1),
    (REST, "15:00", rest("11:00-11:10"), 0),
    (REST, "15:05", rest("11:00-11:20"), 1),
    (REST, "15:05", rest("11:00-11:10", "11:10-11:20"), 1),
    (REST, "15:05", rest("11:00-11:10", "11:15-11:25"), 0),
    (REST, "15:05", rest("11:00-11:10", "11:15-11:20"), 1),
    (REST, "19:00", rest("11:00-11:10", "14:00-14:10"), 0),
    (REST, "19:05", rest("11:00-11:10", "14:00-14:10"), 1),
    (REST, "19:05", rest("11:00-11:10", "14:00-14:10", "17:00-17:10"), 0),
    # A meal between two rests that touch it: the rests are two.
    (REST, "15:35", [*rest("11:00-11:10", "11:40-11:50"), *meal("11:10-11:40")], 0),
    # 5 h at a stretch are legal; a break of 55 minutes is no interruption.
    (SOUTH_AFRICA, "14:00", [], 0),
    (SOUTH_AFRICA, "14:05", [], 1),
    (SOUTH_AFRICA, "18:00", meal("13:00-14:00"), 0),
    (SOUTH_AFRICA, "18:00", meal("13:00-13:55"), 1),
    (SOUTH_AFRICA, "20:30", meal("14:05-15:05"), 2),
    # A rest after each hour, or a longer one after two.
    (SCREEN_HOURLY, "12:10", rest("10:00-10:05", "11:05-11:10"), 0),
    (SCREEN_HOURLY, "12:10", rest("10:00-10:05", "11:10-11:15"), 1),
    (SCREEN_HOURLY, "12:15", rest("10:00-10:05", "11:05-11:10"), 1),
    (SCREEN, "13:15", rest("11:00-11:15"), 0),
    (SCREEN, "13:15", rest("11:00-11:10"), 1),
]


@pytest.mark.parametrize(("rule", "end", "parts", "count"), LAW)
def test_law(rule: Parameters, end: str, parts: list[Part], count: int) -> None:
    """Shifts from 9:00, just inside and just outside the law."""
    assert len(found_in(break_problem(rule), make_shift("anna", "2026-12-01 09:00", end, parts))) == count


@pytest.mark.parametrize(
    ("attributes", "end", "count"),
    [((), "15:00", 1), (("meal_waiver",), "15:00", 0), (("meal_waiver",), "15:05", 1), (("other",), "15:00", 1)],
)
def test_waiver(attributes: tuple[str, ...], end: str, count: int) -> None:
    """Agents with the attribute need no meal in shifts up to 6 h."""
    assert len(found_in(break_problem(MEAL, attributes), make_shift("anna", "2026-12-01 09:00", end))) == count


@pytest.mark.parametrize(
    ("attributes", "taken", "count"),
    [(("waiver",), "12:00-12:15", 0), (("waiver",), "12:00-12:10", 1), ((), "12:00-12:15", 1), ((), "12:00-12:30", 0)],
)
def test_waived_tier_leaves_the_one_below(attributes: tuple[str, ...], taken: str, count: int) -> None:
    """8 h 5 min: 15 minutes for who has waived the second tier, 30 for all others."""
    tiers = [
        {"more_than_hours": 6, "minutes": 15},
        {"more_than_hours": 7, "minutes": 30, "with_attribute_waived": "waiver"},
    ]
    shift = make_shift("anna", "2026-12-01 09:00", "17:05", meal(taken))
    assert len(found_in(break_problem({"tiers": tiers}, attributes), shift)) == count


def test_messages() -> None:
    """The message names the agent, the shift, what counts, and both numbers."""
    (found,) = found_in(break_problem(UK), make_shift("anna", "2026-12-01 09:00", "15:30", meal("12:00-12:15")))
    assert (found.severity, found.agent, found.amount) == ("hard", "anna", 1)
    assert (found.start, found.end) == (at("2026-12-01 09:00"), at("2026-12-01 15:30"))
    assert found.message == (
        "Anna has 0 min of breaks (of at least 20 min, with work before and after) in the shift "
        "Tue 2026-12-01 09:00-15:30, 20 min are required above 6 h."
    )


def test_message_of_a_meal_that_is_late() -> None:
    """It names the time before which the breaks must have begun, and minutes and number."""
    shift = make_shift("anna", "2026-12-01 09:00", "20:30", meal("13:00-13:30"))
    (found,) = found_in(break_problem(SECOND_MEAL), shift)
    assert found.message == (
        "Anna has 30 min in 1 break (unpaid, of at least 30 min, begun before Tue 2026-12-01 19:00) in the shift "
        "Tue 2026-12-01 09:00-20:30, 1 h in 2 breaks are required above 10 h of paid time."
    )


@pytest.mark.parametrize(
    ("end", "words"), [("12:30", "0 breaks (p*), 1 is required from 3 h 30 min"), ("15:05", "0 breaks (p*), 2 are")]
)
def test_message_of_a_number(end: str, words: str) -> None:
    """Where a tier asks for a number only, the message counts."""
    (found,) = found_in(break_problem(REST), make_shift("anna", "2026-12-01 09:00", end))
    first, rest = words.split(" (p*)")
    assert f"has {first} (paid, of at least 10 min) in the shift" in found.message
    assert rest in found.message


def test_message_of_a_time_without_break() -> None:
    """The place of the breach is the time that is too long; a break that is too short is no interruption."""
    shift = make_shift("anna", "2026-12-01 09:00", "20:30", meal("14:00-15:00", "17:00-17:30"))
    (found,) = found_in(break_problem(SOUTH_AFRICA), shift)
    assert (found.start, found.end) == (at("2026-12-01 15:00"), at("2026-12-01 20:30"))
    assert found.message == (
        "Anna works 5 h 30 min without a break (of at least 1 h), Tue 2026-12-01 15:00-20:30, at most 5 h are allowed."
    )


@pytest.mark.parametrize(("date", "end", "count"), [("2026-11-30", "15:00", 0), ("2026-12-06", "15:05", 1)])
def test_first_and_last_day(date: str, end: str, count: int) -> None:
    """The rule holds on the first and on the last date."""
    assert len(found_in(break_problem(UK), make_shift("anna", f"{date} 09:00", end))) == count


def test_across_midnight() -> None:
    """A night shift of 6 h 30 min at the end of the plan: its break lies on the next date."""
    assert not found_in(break_problem(UK), make_shift("anna", "2026-12-06 22:00", "04:30", meal("01:00-01:20")))
    assert found_in(break_problem(UK), make_shift("anna", "2026-12-06 22:00", "04:30"))


@pytest.mark.parametrize(
    ("start", "date", "end", "count"),
    [
        (dt.date(2026, 3, 23), "2026-03-28 22:00", "05:00", 0),
        (dt.date(2026, 3, 23), "2026-03-28 22:00", "05:05", 1),
        (dt.date(2026, 10, 19), "2026-10-24 22:00", "03:00", 0),
        (dt.date(2026, 10, 19), "2026-10-24 22:00", "03:05", 1),
    ],
)
def test_clock_changes(start: dt.date, date: str, end: str, count: int) -> None:
    """22:00 to 05:00 are 6 h in the night in which clocks go forward, 22:00 to 03:00 where they go back."""
    assert len(found_in(break_problem(UK, start_date=start), make_shift("anna", date, end))) == count


def test_history_and_agents_without_shifts() -> None:
    """Past shifts are not looked at: their breaks are not known."""
    assert found_in(break_problem(UK, history=(make_past("anna", "2026-11-29 09:00", "18:00"),))) == []


def test_warning_does_not_bind_the_model() -> None:
    """As a warning the rule reports a breach, and leaves the plan with an answer."""
    problem = break_problem(UK | {"severity": "warning"})
    (found,) = found_in(problem, make_shift("anna", "2026-12-01 09:00", "16:00"))
    assert found.severity == "warning"
    assert len(compile_problem(problem).data.blocks[0].shifts) == len(candidates_of(problem, anna(), Offers(problem)))


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"tiers": [{"minutes": 20}]},
        {"tiers": [{"more_than_hours": 6, "at_least_hours": 6, "minutes": 20}]},
        {"tiers": [{"more_than_hours": 6}]},
        {"tiers": [{"more_than_hours": 6, "minutes": 20, "unless_at_most_hours": 7}]},
        {"tiers": [{"more_than_hours": 9, "minutes": 45}, {"more_than_hours": 6, "minutes": 30}]},
        {"tiers": [{"more_than_hours": 6, "minutes": 45}, {"at_least_hours": 6, "minutes": 30}]},
        {"tiers": [{"more_than_hours": 6, "minutes": 45}, {"more_than_hours": 6, "minutes": 30}]},
        {"maximum_continuous_hours": 0},
        {"maximum_continuous_hours": 5, "minimum_part": 0},
        UK | {"severity": "cost", "price": 1},
    ],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """Rules that ask for nothing, or for what cannot be meant, are refused."""
    with pytest.raises(ValidationError):
        BreakEntitlement(**wrong)


def test_tiers_of_the_same_hours() -> None:
    """From 6 hours on comes before above 6 hours."""
    tiers = [{"at_least_hours": 6, "minutes": 15}, {"more_than_hours": 6, "minutes": 30}]
    rule = {"tiers": tiers}
    for end, minutes, count in (("15:00", "12:15", 0), ("15:00", "12:10", 1), ("15:05", "12:15", 1)):
        shift = make_shift("anna", "2026-12-01 09:00", end, meal(f"12:00-{minutes}"))
        assert len(found_in(break_problem(rule), shift)) == count
