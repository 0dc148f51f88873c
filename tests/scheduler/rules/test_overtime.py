"""Overtime by the shift, by the week and on the seventh day."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler import solve
from scheduler.audit import audit
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.records import Weekday
from scheduler.result import CostTerm
from scheduler.rules.overtime import Overtime
from tests.builders import (
    at,
    breaches,
    make_contract,
    make_past,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)
from tests.scheduler.rules.agreement import AUTUMN, SPRING, WINTER, check_agreement

Parameters = dict[str, Any]

CALIFORNIA: Parameters = {
    "daily": [{"after_hours": 8, "multiplier": "1.5"}, {"after_hours": 12, "multiplier": 2}],
    "weekly": [{"after_hours": 40, "multiplier": "1.5"}],
    "seventh_day": {"multiplier": "1.5", "first_hours": 8, "beyond": 2},
}
FEDERAL: Parameters = {"weekly": [{"after_hours": 40, "multiplier": "1.5"}]}
AUSTRALIA: Parameters = {"weekly": [{"after_hours": 38, "multiplier": "1.5"}, {"after_hours": 41, "multiplier": 2}]}
COMPRESSED: Parameters = CALIFORNIA | {"daily": [{"after_hours": 10, "multiplier": "1.5"}]}
EVERY_HOUR: Parameters = {"seventh_day": {"multiplier": "1.5"}}


def _problem(rule: Parameters, **overrides: Any) -> Problem:
    contract = make_contract(hourly_cost=20)
    return make_problem(**{"rules": {"overtime": rule}, "contracts": (contract,), **overrides})


def _week(*hours: float) -> list[Any]:
    """Shifts of Anna from Monday on, each from 07:00; none for 0 hours."""
    first, shifts = at("2026-11-30 07:00"), []
    for day, length in enumerate(hours):
        start = first + dt.timedelta(days=day)
        end = start + dt.timedelta(hours=length)
        if length:
            shifts.append(make_shift("anna", f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"))
    return shifts


def _term(problem: Problem, shifts: list[Any]) -> CostTerm:
    return audit(make_roster(*shifts), problem).cost_terms["rule:overtime"]


CASES = [
    # A shift: 8 h are ordinary; half an hour more costs its half again; 12 h are 4 at one and a half.
    (CALIFORNIA, (8,), 0, 0),
    (CALIFORNIA, (8.5,), 0.5, 0.25),
    (CALIFORNIA, (12,), 4, 2),
    # 13 h: 8 to 12 at one and a half (2 h of pay), the thirteenth twice (1 h).
    (CALIFORNIA, (13,), 5, 3),
    # The week: 40 h are ordinary, 5 x 8 + 0.5 are not; hours above 8 do not count again: 4 x 10 is 32 h of the week.
    (CALIFORNIA, (8, 8, 8, 8, 8), 0, 0),
    (CALIFORNIA, (8, 8, 8, 8, 8, 0.5), 0.5, 0.25),
    (CALIFORNIA, (10, 10, 10, 10), 8, 4),
    (CALIFORNIA, (10, 10, 10, 10, 10), 10, 5),
    # Seven days of 8 h: 16 h above 40, the last 8 of which are the seventh day; nothing is paid twice over.
    (CALIFORNIA, (8,) * 7, 16, 8),
    # Seven days of 6 h: 2 h above 40, but all 6 h of the seventh day are overtime.
    (CALIFORNIA, (6,) * 7, 6, 3),
    # Six days of 8 h and 4 h on the seventh: 12 h above 40.
    (CALIFORNIA, (8, 8, 8, 8, 8, 8, 4), 12, 6),
    # A day off before it: Sunday is the sixth day worked.
    (CALIFORNIA, (6, 6, 6, 0, 6, 6, 6), 0, 0),
    # Seventh day of 11 h after six of 4: 8 at one and a half (4 h of pay), 3 twice (3 h).
    (CALIFORNIA, (4, 4, 4, 4, 4, 4, 11), 11, 7),
    # The same of 13 h: above 12 twice anyway: 4 + 5.
    (CALIFORNIA, (4, 4, 4, 4, 4, 4, 13), 13, 9),
    # Alternative workweek of 10 h a day: the seventh day is paid twice from the ninth hour, 2 h and 2 h above 10.
    (COMPRESSED, (4, 4, 4, 4, 4, 4, 12), 12, 8),
    # 7 x 10 h: 70 ordinary hours, 30 above 40 at one and a half, of the last day 8 h; 2 h twice.
    (COMPRESSED, (10,) * 7, 30, 16),
    # No daily overtime under federal law: 4 x 12 is 8 h above 40; the fifth shift is overtime throughout.
    (FEDERAL, (12, 12, 12), 0, 0),
    (FEDERAL, (12, 12, 12, 12), 8, 4),
    (FEDERAL, (12, 12, 12, 12, 6), 14, 7),
    (FEDERAL, (8,) * 7, 16, 8),
    # Above 38 h three hours at one and a half, then twice: 40 h, 41 h, 41.5 h.
    (AUSTRALIA, (8, 8, 8, 8, 6), 0, 0),
    (AUSTRALIA, (8, 8, 8, 8, 8), 2, 1),
    (AUSTRALIA, (8, 8, 8, 8, 9), 3, 1.5),
    (AUSTRALIA, (8, 8, 8, 8, 9.5), 3.5, 2),
    (AUSTRALIA, (8, 8, 8, 8, 8, 8), 10, 8.5),
    # Only the seventh day, all of it.
    (EVERY_HOUR, (12,) * 7, 12, 6),
    (EVERY_HOUR, (12,) * 6, 0, 0),
]


@pytest.mark.parametrize(("rule", "hours", "overtime", "extra"), CASES)
def test_by_hand(rule: Parameters, hours: tuple[float, ...], overtime: float, extra: float) -> None:
    """Hours of overtime, and what they cost beyond the ordinary hour, at 20 an hour."""
    term = _term(_problem(rule), _week(*hours))
    assert (term.amount, term.cost) == (overtime, extra * 20)


def test_only_paid_time_counts() -> None:
    """From 7:00 to 16:00 with an unpaid hour is 8 h; with a paid one it is 9 h."""
    unpaid = make_shift("anna", "2026-11-30 07:00", "16:00", [("meal", "11:00", "12:00")])
    paid = make_shift("anna", "2026-11-30 07:00", "16:00", [("meal", "11:00", "12:00", True)])
    assert _term(_problem(CALIFORNIA), [unpaid]).cost == 0
    assert _term(_problem(CALIFORNIA), [paid]).cost == 10


@pytest.mark.parametrize(
    ("start", "night", "hours"), [("2026-03-23", "2026-03-28", 0), ("2026-10-19", "2026-10-24", 2)]
)
def test_clock_changes(start: str, night: str, hours: float) -> None:
    """A night shift from 22:00 to 07:00 has 8 h when clocks go forward and 10 h when they go back."""
    problem = _problem(CALIFORNIA, start_date=start)
    assert _term(problem, [make_shift("anna", f"{night} 22:00", "07:00")]).amount == hours


def test_history_of_the_week_counts_and_is_not_charged() -> None:
    """The week begins on Thursday: 4 x 9 h before the plan leave 4 h; of 8 h on Monday 4 are overtime, on Tuesday 8."""
    history = [make_past("anna", f"2026-11-{day} 07:00", "16:00", 540) for day in (26, 27, 28, 29)]
    problem = _problem(FEDERAL | {"week_start": "thursday"}, history=history)
    assert _term(problem, _week(8)).cost == 4 / 2 * 20
    assert _term(problem, _week(8, 8)).cost == 12 / 2 * 20
    # On Thursday the next week begins.
    assert _term(problem, _week(0, 0, 0, 12, 12, 12, 4)).cost == 0
    assert _term(problem, _week(0, 0, 0, 12, 12, 12, 4.5)).cost == 0.5 / 2 * 20


def test_history_beyond_the_threshold_is_not_charged() -> None:
    """4 x 12 h before the plan are 48 h already: of the roster every hour is overtime, and no more."""
    history = [make_past("anna", f"2026-11-{day} 07:00", "19:00", 720) for day in (26, 27, 28, 29)]
    problem = _problem(FEDERAL | {"week_start": "thursday"}, history=history)
    assert _term(problem, _week(3)).cost == 3 / 2 * 20
    assert _term(problem, _week(0, 0, 0, 5)).cost == 0


@pytest.mark.parametrize(("days", "cost"), [((25, 26, 27, 28, 29), 40), ((26, 27, 28, 29), 0)])
def test_seventh_day_after_days_of_history(days: tuple[int, ...], cost: float) -> None:
    """The week begins on Wednesday: five days of 1 h before the plan, Monday 1 h, and 4 h on Tuesday, the seventh."""
    history = [make_past("anna", f"2026-11-{day} 07:00", "08:00", 60) for day in days]
    problem = _problem(CALIFORNIA | {"week_start": "wednesday"}, history=history)
    assert _term(problem, _week(1, 4)).cost == cost


def test_older_history_does_not_count() -> None:
    """Seven days of 12 h in the week before are another week."""
    history = [make_past("anna", f"2026-11-{day} 07:00", "19:00", 720) for day in range(23, 30)]
    assert _term(_problem(CALIFORNIA, history=history), _week(8)).cost == 0


def test_the_week_of_the_plan_unless_stated() -> None:
    """In weeks from Thursday on, 3 x 8 h and 4 x 8 h are not above 40 h; in weeks from Monday on 56 h are 16 above."""
    shifts = _week(*(8,) * 7)
    assert _term(_problem(FEDERAL), shifts).cost == 160
    assert _term(_problem(FEDERAL, week_start="thursday"), shifts).cost == 0
    assert _term(_problem(FEDERAL | {"week_start": "thursday"}), shifts).cost == 0


def test_findings_say_what_and_why() -> None:
    """One finding for each long shift and one for the week, with amounts in minutes."""
    long, week = breaches(_problem(CALIFORNIA), *_week(9.5, 6, 6, 6, 6, 6, 6))
    assert (long.rule, long.severity, long.agent, long.amount) == ("overtime", "cost", "anna", 90)
    assert (long.start, long.end) == (at("2026-11-30 07:00"), at("2026-11-30 16:30"))
    assert long.message == (
        "Anna has 9 h 30 min of paid time in the shift on Mon 2026-11-30, overtime begins after 8 h."
    )
    assert (week.amount, week.start, week.end) == (360, at("2026-12-06 07:00"), at("2026-12-06 13:00"))
    assert week.message == (
        "Anna has 44 h that count in the week from Mon 2026-11-30, 6 h of them overtime: overtime begins after 40 h "
        "and Sun 2026-12-06 is the seventh day worked."
    )


@pytest.mark.parametrize(
    ("rule", "hours", "reason"),
    [
        (CALIFORNIA, (4,) * 7, "4 h of them overtime: Sun 2026-12-06 is the seventh day worked."),
        (FEDERAL, (7,) * 7, "9 h of them overtime: overtime begins after 40 h."),
        (CALIFORNIA, (8,) * 6, "8 h of them overtime: overtime begins after 40 h."),
    ],
)
def test_reason_of_a_week(rule: Parameters, hours: tuple[float, ...], reason: str) -> None:
    (found,) = breaches(_problem(rule), *_week(*hours))
    assert found.message.endswith(reason)


def test_forty_hours_are_no_reason() -> None:
    """Seven days of which the sum is just 40 h: only the seventh day makes overtime."""
    (found,) = breaches(_problem(CALIFORNIA), *_week(6, 6, 6, 6, 6, 6, 4))
    assert found.message.endswith("4 h of them overtime: Sun 2026-12-06 is the seventh day worked.")


def test_nobody_works() -> None:
    """An agent without shifts has no overtime."""
    assert _term(_problem(CALIFORNIA), []).cost == 0


@pytest.mark.parametrize(("rule", "days"), [(CALIFORNIA, 6), (EVERY_HOUR, 6), ({"daily": CALIFORNIA["daily"]}, 0)])
def test_days_of_history_asked_for(rule: Parameters, days: int) -> None:
    """Of a week that has begun, six days can lie before the plan; a shift has none before it."""
    assert Overtime(**rule).look_back_days == days


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        FEDERAL | {"price": 5},
        FEDERAL | {"severity": "hard"},
        {"daily": [{"after_hours": 12, "multiplier": 2}, {"after_hours": 8, "multiplier": "1.5"}]},
        {"daily": [{"after_hours": 8, "multiplier": 2}, {"after_hours": 12, "multiplier": "1.5"}]},
        {"daily": [{"after_hours": 8, "multiplier": "1.5"}, {"after_hours": 8, "multiplier": 2}]},
        {"daily": [{"after_hours": 8, "multiplier": "1.5"}, {"after_hours": 9, "multiplier": "1.5"}]},
        {"weekly": [{"after_hours": 40, "multiplier": 1}]},
        {"weekly": [{"after_hours": -1, "multiplier": 2}]},
        {"weekly": [{"after_hours": "7.33", "multiplier": 2}]},
        {"weekly": [{"after_hours": "168.5", "multiplier": 2}]},
        {"weekly": [{"after_hours": 40, "multiplier": "10.01"}]},
        {"weekly": [{"after_hours": 40, "multiplier": "1.00001"}]},
        {"seventh_day": {"multiplier": 2, "first_hours": "7.33", "beyond": 3}},
        {"seventh_day": {"multiplier": 2, "beyond": "1.5"}},
    ],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """Nothing at all, a price, tiers out of order, no whole minutes, less for later hours."""
    with pytest.raises(ValidationError):
        Overtime(**wrong)


def test_extreme_parameters() -> None:
    """Thresholds of any whole minute from 0 to 168 h, multipliers up to 10; the seventh day changes after 8 h."""
    tiers = [{"after_hours": 0, "multiplier": "1.0001"}, {"after_hours": "7.55", "multiplier": 10}]
    rule = Overtime(daily=tiers, weekly=[{"after_hours": 168, "multiplier": 2}], seventh_day={"multiplier": 2})
    assert [tier.minutes for tier in (*rule.daily, *rule.weekly)] == [0, 453, 10_080]
    assert rule.seventh_day is not None
    assert rule.seventh_day.minutes == 480


def test_the_engine_pays_overtime_where_it_is_worth_it() -> None:
    """
    Five hours are asked for on each day from Monday to Sunday, at 40 an hour when missing; Anna costs 20 an hour.

    Overtime begins after 3 h a day at one and a half, and costs 30: an hour is still worth it. The seventh day, 40 for
    every hour, and hours above 4, 40 too, are not cheaper than to miss them, so that the optimum is 6 x (3 x 20 + 30
    + 40) + 5 x 40 = 6 x 130 + 200 = 980.
    """
    rule = {
        "daily": [{"after_hours": 3, "multiplier": "1.5"}, {"after_hours": 4, "multiplier": 2}],
        "seventh_day": {"multiplier": 2},
    }
    pattern = make_pattern(earliest_start="08:00", latest_start="08:00", lengths_minutes=(180, 240, 300))
    required = [
        row
        for day in range(7)
        for row in make_requirements("phone", f"{dt.date(2026, 11, 30) + dt.timedelta(days=day)} 08:00", [1] * 10)
    ]
    agent = Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone"),))
    weights = {"understaffing": 40, "overstaffing": 0}
    problem = _problem(rule, patterns=(pattern,), agents=(agent,), requirements=required, weights=weights)
    outcome = solve.build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.result.cost == 980


STEEP = [{"after_hours": 8, "multiplier": "1.25"}, {"after_hours": 10, "multiplier": "1.75"}]


def _random_rules(draw: random.Random) -> dict[str, Parameters]:
    daily = draw.choice(
        [(), CALIFORNIA["daily"], [{"after_hours": 5, "multiplier": "1.25"}], COMPRESSED["daily"], STEEP]
    )
    weekly = draw.choice([AUSTRALIA["weekly"], [{"after_hours": "33.5", "multiplier": "1.3"}]])
    rule = {"daily": daily, "weekly": weekly, "week_start": draw.choice(list(Weekday)).value}
    if draw.random() < 0.7:
        beyond = draw.choice([{}, {"first_hours": draw.choice([4, 8, 9, 11]), "beyond": 2}])
        rule |= {"weekly": draw.choice([(), weekly]), "seventh_day": {"multiplier": "1.5"} | beyond}
    return {"overtime": rule}


def _agree(seed: int) -> int:
    """Compare both sides after a week of history with few days off."""
    draw = random.Random(seed)
    start = dt.date.fromisoformat(draw.choice([SPRING, AUTUMN, WINTER]))
    worked = [start - dt.timedelta(days=day) for day in range(8, 0, -1) if draw.random() < 0.9]
    history = [make_past("anna", f"{date} 07:00", "14:30", draw.choice([240, 450, 450])) for date in worked]
    contract = make_contract(patterns=("short", "long"), hourly_cost="12.35")
    return check_agreement(_random_rules, seed, 20, contracts=(contract,), start_date=start, history=history)


def test_both_sides_agree() -> None:
    """Model and auditor charge the same for random tours, some with and some without overtime."""
    assert 0 < sum(map(_agree, range(20))) < 20 * 20


@pytest.mark.slow
def test_both_sides_agree_on_many_tours() -> None:
    for seed in range(100, 600):
        _agree(seed)
