"""Loadings for nights, Sundays and public holidays."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.problem import Problem
from scheduler.result import CostTerm
from scheduler.rules.premium import Premium
from scheduler.sites import Site
from tests.builders import breaches, make_contract, make_past, make_problem, make_roster, make_shift
from tests.scheduler.rules.agreement import check_agreement

Parameters = dict[str, Any]

NIGHT: Parameters = {"windows": [{"start": "22:00", "end": "06:00"}], "multiplier": "0.25"}
SUNDAY: Parameters = {"days_of_week": ["sunday"], "multiplier": "0.5"}
HOLIDAY: Parameters = {"public_holidays": True, "amount_per_hour": "3.5"}
SATURDAY: Parameters = {"days_of_week": ["saturday"], "multiplier": "0.25"}
EVENING: Parameters = {
    "windows": [{"start": "20:00", "end": "24:00"}, {"start": "21:00", "end": "23:00"}],
    "days_of_week": ["friday"],
    "multiplier": "0.25",
}
WHOLE: Parameters = NIGHT | {"whole_shift_from_minutes": 180}
DATES: Parameters = {"dates": ["2026-12-02"], "multiplier": 1}
ALWAYS: Parameters = {"windows": [{"start": "00:00", "end": "24:00"}], "multiplier": "0.25"}
BOTH: Parameters = {"days_of_week": ["sunday"], "dates": ["2026-12-02"], "public_holidays": True, "multiplier": 1}


def _problem(rule: Parameters, **overrides: Any) -> Problem:
    fields = {"contracts": (make_contract(hourly_cost=20),), "sites": (Site(site="office", country="GB"),)}
    return make_problem(**(fields | {"rules": {"premium": rule}} | overrides))


def _term(problem: Problem, *shifts: Any) -> CostTerm:
    return audit(make_roster(*shifts), problem).cost_terms["rule:premium"]


CASES = [
    # The night begins at 22:00 and ends at 06:00; a quarter of 20 is 5 an hour.
    (NIGHT, "2026-12-01 14:00", "22:00", 0, 0),
    (NIGHT, "2026-12-01 14:30", "22:30", 0.5, 2.5),
    (NIGHT, "2026-12-01 06:00", "14:00", 0, 0),
    (NIGHT, "2026-12-01 05:30", "13:30", 0.5, 2.5),
    (NIGHT, "2026-12-01 21:00", "07:00", 8, 40),
    (NIGHT, "2026-12-01 23:00", "05:00", 6, 30),
    # Two nights in one shift: 04:00-06:00 and 22:00-23:00.
    (NIGHT, "2026-12-01 04:00", "23:00", 3, 15),
    # The night before the first date, and the last night of the plan.
    (NIGHT, "2026-11-30 05:00", "08:00", 1, 5),
    (NIGHT, "2026-12-06 21:00", "2026-12-07 08:00", 8, 40),
    # Sunday from midnight to midnight, at half of 20.
    (SUNDAY, "2026-12-05 16:00", "2026-12-06 00:00", 0, 0),
    (SUNDAY, "2026-12-05 20:00", "2026-12-06 04:00", 4, 40),
    (SUNDAY, "2026-12-06 08:00", "16:00", 8, 80),
    (SUNDAY, "2026-12-06 20:00", "2026-12-07 04:00", 4, 40),
    (SUNDAY, "2026-11-30 08:00", "16:00", 0, 0),
    # Time in two windows counts once; 24:00 is the end of Friday.
    (EVENING, "2026-12-04 18:00", "2026-12-05 02:00", 4, 20),
    (EVENING, "2026-12-04 21:30", "22:30", 1, 5),
    (EVENING, "2026-12-03 18:00", "2026-12-04 02:00", 0, 0),
    # From 3 h of night on the whole shift counts.
    (WHOLE, "2026-12-01 17:30", "00:30", 0, 0),
    (WHOLE, "2026-12-01 17:30", "01:00", 7.5, 37.5),
    (DATES, "2026-12-02 20:00", "04:00", 4, 80),
    (DATES, "2026-12-01 20:00", "04:00", 4, 80),
    (DATES, "2026-12-04 20:00", "04:00", 0, 0),
    (ALWAYS, "2026-12-01 20:00", "04:00", 8, 40),
    # A union of dates: Wednesday by its date, Sunday by its weekday, and nothing else.
    (BOTH, "2026-12-02 08:00", "09:00", 1, 20),
    (BOTH, "2026-12-06 08:00", "09:00", 1, 20),
    (BOTH, "2026-12-03 08:00", "09:00", 0, 0),
]


@pytest.mark.parametrize(("rule", "start", "end", "hours", "cost"), CASES)
def test_by_hand(rule: Parameters, start: str, end: str, hours: float, cost: float) -> None:
    """Hours inside, and what they cost at 20 an hour; nobody breaks anything."""
    shift, problem = make_shift("anna", start, end), _problem(rule)
    term = _term(problem, shift)
    assert (term.amount, term.cost) == (hours, cost)
    assert all(found.rule != "premium" for found in breaches(problem, shift))


@pytest.mark.parametrize(
    ("rule", "start", "end", "meal", "hours"),
    [
        # Wholly inside: 8 h less the unpaid hour. Partly inside: 4 of 7 paid hours, wherever the break lies.
        (SUNDAY, "2026-12-06 08:00", "16:00", "12:00", 7),
        (SUNDAY, "2026-12-05 20:00", "04:00", "23:00", 4),
        (SUNDAY, "2026-12-05 20:00", "04:00", "01:00", 4),
        (WHOLE, "2026-12-01 20:00", "04:00", "23:00", 7),
    ],
)
def test_unpaid_breaks(rule: Parameters, start: str, end: str, meal: str, hours: float) -> None:
    """No more than the paid time is paid more, and with ``whole_shift_from_minutes`` just that."""
    shift = make_shift("anna", start, end, [("meal", meal, f"{(int(meal[:2]) + 1) % 24:02d}:00")])
    assert _term(_problem(rule), shift).amount == hours


@pytest.mark.parametrize(
    ("start", "night", "hours"), [("2026-03-23", "2026-03-28", 7), ("2026-10-19", "2026-10-24", 9)]
)
def test_clock_changes(start: str, night: str, hours: float) -> None:
    """The night from 22:00 to 06:00 has 7 h when clocks go forward and 9 h when they go back."""
    assert _term(_problem(NIGHT, start_date=start), make_shift("anna", f"{night} 21:00", "07:00")).amount == hours


@pytest.mark.parametrize(
    ("start", "saturday", "monday", "hours"),
    [("2026-03-23", "2026-03-28", "2026-03-30", 23), ("2026-10-19", "2026-10-24", "2026-10-26", 25)],
)
def test_a_sunday_has_23_or_25_hours(start: str, saturday: str, monday: str, hours: float) -> None:
    """A shift written by hand, from Saturday 23:00 to Monday 01:00, holds all of Sunday."""
    shift = make_shift("anna", f"{saturday} 23:00", f"{monday} 01:00")
    assert _term(_problem(SUNDAY, start_date=start), shift).amount == hours


@pytest.mark.parametrize(
    ("rule", "date", "hours"),
    [
        # Christmas Day 2026 is a Friday; Boxing Day, a Saturday, is kept on it and on Monday the 28th.
        (HOLIDAY, "2026-12-25", 8),
        (HOLIDAY, "2026-12-24", 0),
        (SATURDAY, "2026-12-26", 8),
        (SATURDAY | {"except_public_holidays": True}, "2026-12-26", 0),
        (NIGHT | {"windows": [{"start": "08:00", "end": "12:00"}], "except_public_holidays": True}, "2026-12-25", 0),
        (NIGHT | {"windows": [{"start": "08:00", "end": "12:00"}], "except_public_holidays": True}, "2026-12-24", 4),
        (NIGHT | {"windows": [{"start": "08:00", "end": "12:00"}], "dates": ["2026-12-25"]}, "2026-12-25", 4),
        (DATES | {"dates": ["2026-12-25"], "except_public_holidays": True}, "2026-12-25", 0),
    ],
)
def test_public_holidays(rule: Parameters, date: str, hours: float) -> None:
    """Those of the agent's site; a premium may leave them to another one."""
    assert _term(_problem(rule, start_date="2026-12-21"), make_shift("anna", f"{date} 08:00", "16:00")).amount == hours


def test_money_for_an_hour() -> None:
    """``amount_per_hour`` does not depend on the contract: 8 h at 3.5."""
    shift = make_shift("anna", "2026-12-25 08:00", "16:00")
    problem = _problem(HOLIDAY, start_date="2026-12-21", contracts=(make_contract(hourly_cost=99),))
    assert _term(problem, shift).cost == 28


def test_history_is_not_charged() -> None:
    """A past shift in the night before the plan was paid before."""
    problem = _problem(NIGHT, history=[make_past("anna", "2026-11-29 22:00", "06:00")])
    assert _term(problem).cost == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"multiplier": 1},
        {"windows": NIGHT["windows"]},
        NIGHT | {"amount_per_hour": 1},
        NIGHT | {"multiplier": 0},
        NIGHT | {"price": 1},
        NIGHT | {"severity": "warning"},
        NIGHT | {"whole_shift_from_minutes": 0},
        HOLIDAY | {"except_public_holidays": True},
    ],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """No time at all, no pay or two of them, a price, and what contradicts itself."""
    with pytest.raises(ValidationError):
        Premium(**wrong)


def _random_rules(draw: random.Random) -> dict[str, Parameters]:
    hours = [f"{hour:02d}:00" for hour in range(0, 24, 2)]
    windows = [{"start": draw.choice(hours), "end": draw.choice([*hours, "24:00"])} for _ in range(draw.choice([1, 2]))]
    rule: Parameters = {"windows": draw.choice([(), windows, windows])}
    dates: list[Parameters] = [
        {"days_of_week": draw.sample(["friday", "saturday", "sunday", "monday"], 2)},
        {"public_holidays": True},
        {"dates": ["2026-12-24", "2026-10-24"], "days_of_week": ["sunday"]},
        {"days_of_week": ["saturday", "friday", "monday"], "except_public_holidays": True},
    ]
    rule |= draw.choice([*dates, {}, {"except_public_holidays": True}] if rule["windows"] else dates)
    rule |= draw.choice([{"multiplier": "0.35"}, {"amount_per_hour": "2.15"}])
    return {"premium": rule | draw.choice([{}, {"whole_shift_from_minutes": draw.choice([60, 120, 180, 240])}])}


def _agree(seed: int) -> int:
    contract = make_contract(patterns=("short", "long"), hourly_cost="12.35")
    return check_agreement(_random_rules, seed, 20, contracts=(contract,))


def test_both_sides_agree() -> None:
    """Model and auditor charge the same for random tours, some with and some without a premium."""
    assert 0 < sum(map(_agree, range(25))) < 25 * 20


@pytest.mark.slow
def test_both_sides_agree_on_many_tours() -> None:
    for seed in range(100, 600):
        _agree(seed)
