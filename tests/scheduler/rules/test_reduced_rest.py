"""Rest between two shifts that may be reduced now and then, and what compensates it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest

from scheduler.audit_tour import AuditedTour
from scheduler.candidates import Offers, candidates_of
from scheduler.people import PastShift
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity
from scheduler.rules.limit import AllowanceSum
from shiftmodels.data import Gaps
from tests.builders import at, breaches, make_contract, make_past, make_pattern, make_problem, make_roster, make_shift
from tests.scheduler.rules.agreement import check_agreement

Spell = tuple[int, str, str]
"""Day, start and end of a shift."""

NETHERLANDS = {"hours": 11, "reduced_hours": 8}
"""Arbeidstijdenwet 5:3(2): once in any 7 days."""

GERMANY = {"hours": 11, "reduced_hours": 10, "reductions": 7, "compensation_hours": 12, "compensation_days": 2}
"""ArbZG 5(2), with 2 days in place of four weeks."""


def _date(day: int) -> dt.date:
    return dt.date(2026, 11, 30) + dt.timedelta(days=day)


def _problem(rule: dict[str, Any], *past: Spell, **overrides: object) -> Problem:
    history = tuple(_past(spell) for spell in past)
    return make_problem(rules={"daily_rest": rule}, history=history, **overrides)


def _past(spell: Spell) -> PastShift:
    return make_past("anna", f"{_date(spell[0])} {spell[1]}", spell[2])


def _shifts(spells: Iterable[Spell]) -> list[list[Activity]]:
    return [make_shift("anna", f"{_date(day)} {start}", end) for day, start, end in spells]


def _found(problem: Problem, *spells: Spell) -> list[Violation]:
    # Some of the shifts are longer than any pattern allows.
    return [found for found in breaches(problem, *_shifts(spells)) if found.rule == "daily_rest"]


def _reduced(*days: int) -> list[Spell]:
    """On each of these days a shift 8 h after the one of the day before; no two of the days follow each other."""
    return [spell for day in days for spell in ((day - 1, "12:00", "20:00"), (day, "04:00", "11:00"))]


@pytest.mark.parametrize(("second", "third", "count"), [
    ("07:00", "07:00", 0),  # 11 h twice
    ("04:00", "07:00", 0),  # 8 h once
    ("06:30", "07:00", 0),
    ("03:30", "07:00", 1),  # less than 8 h
    ("03:30", "04:00", 1),  # which is no reduction
    ("04:00", "06:30", 1),  # twice less than 11 h
    ("03:30", "03:30", 2),
])  # fmt: skip
def test_once_in_seven_days(second: str, third: str, count: int) -> None:
    """Each shift ends at 20:00."""
    shifts = (0, "12:00", "20:00"), (1, second, "20:00"), (2, third, "20:00")
    assert len(_found(_problem(NETHERLANDS), *shifts)) == count


def test_messages() -> None:
    """What is too short, and what is once too often."""
    shifts = (0, "12:00", "20:00"), (1, "03:30", "20:00"), (2, "04:00", "20:00"), (3, "06:30", "15:00")
    too_short, too_many = _found(_problem(NETHERLANDS), *shifts)
    assert too_short.message == (
        "Anna has 7 h 30 min of rest before the shift on Tue 2026-12-01 03:30, 8 h are required of reduced rest."
    )
    assert too_many.message == (
        "Anna has 10 h 30 min of rest before the shift on Thu 2026-12-03 06:30, number 2 below 11 h in 7 days, "
        "at most 1 may be reduced."
    )
    assert [found.amount for found in (too_short, too_many)] == [1, 1]


@pytest.mark.parametrize(("days", "count"), [((1, 7), 1), ((1, 8), 0), ((1, 7, 13), 2), ((1, 8, 14), 1)])
def test_any_seven_days(days: tuple[int, ...], count: int) -> None:
    """Days 1 and 7 lie in seven days, 1 and 8 do not; each reduction is counted with those before it."""
    assert len(_found(_problem(NETHERLANDS, days=15), *_reduced(*days))) == count


@pytest.mark.parametrize(("days", "count"), [((1, 3), 0), ((1, 3, 5), 1), ((1, 3, 5, 7), 2), ((1, 3, 8), 0)])
def test_twice_in_seven_days(days: tuple[int, ...], count: int) -> None:
    """With two reductions in seven days, the third and each further one is a breach."""
    assert len(_found(_problem(NETHERLANDS | {"reductions": 2}, days=15), *_reduced(*days))) == count


@pytest.mark.parametrize(("day", "count"), [(5, 1), (6, 0)])
def test_reductions_of_the_history_count(day: int, count: int) -> None:
    """A reduction on the day before the plan: day 5 is the last of seven days with it."""
    problem = _problem(NETHERLANDS, *_reduced(-1))
    assert len(_found(problem, *_reduced(day))) == count
    assert _found(problem) == []


@pytest.mark.parametrize(("start", "count"), [("04:00", 0), ("03:30", 1)])
def test_reduced_after_the_history(start: str, count: int) -> None:
    """A past shift until Sunday 20:00; the reduction belongs to Monday."""
    problem = _problem(NETHERLANDS, (-1, "12:00", "20:00"))
    assert len(_found(problem, (0, start, "12:00"), (6, "12:00", "20:00"))) == count
    assert len(_found(problem, (0, "04:00", "12:00"), (5, "12:00", "20:00"), (6, "04:00", "12:00"))) == 1


@pytest.mark.parametrize(("friday", "days", "count"), [("05:30", 2, 1), ("06:00", 2, 0), ("06:00", 1, 1)])
def test_compensation(friday: str, days: int, count: int) -> None:
    """
    10 h before Tuesday, then rests of 11 h 30 min.

    From Thursday 18:00 to Friday 06:00 it is 12 h, which begin on the second day after the one of Tuesday.
    """
    shifts = (0, "12:00", "21:00"), (1, "07:00", "19:00"), (2, "06:30", "18:30"), (3, "06:00", "18:00")
    found = _found(_problem(GERMANY | {"compensation_days": days}), *shifts, (4, friday, "12:00"))
    assert len(found) == count
    if days == 2 and count:
        assert found[0].message == (
            "Anna has rests of at most 11 h 30 min in the 2 days after the reduced one before the shift on "
            "Tue 2026-12-01 07:00, 12 h are required."
        )


@pytest.mark.parametrize(("wednesday", "count"), [("07:00", 0), ("06:30", 1)])
def test_rest_right_after_the_shift_compensates(wednesday: str, count: int) -> None:
    """Tuesday 19:00 to Wednesday 07:00 is 12 h; the time before the shift of Tuesday is not asked."""
    shifts = (0, "12:00", "21:00"), (1, "07:00", "19:00"), (2, wednesday, "18:30"), (3, "06:00", "18:00")
    assert len(_found(_problem(GERMANY | {"compensation_days": 1}), *shifts)) == count


@pytest.mark.parametrize(("hours", "count"), [(24, 1), (24.5, 0)])
def test_compensation_is_asked_within_the_plan(hours: float, count: int) -> None:
    """Two days after Thursday end on Saturday; 24 h after that the plan ends, half an hour more is not known."""
    shifts = (2, "12:00", "21:00"), (3, "07:00", "19:00"), (4, "07:00", "19:00"), (5, "07:00", "19:00")
    problem = _problem(GERMANY | {"compensation_hours": hours})
    assert len(_found(problem, *shifts, (6, "07:00", "19:00"))) == count


@pytest.mark.parametrize(("wednesday", "count"), [("06:00", 0), ("05:30", 1)])
def test_compensation_for_the_history(wednesday: str, count: int) -> None:
    """10 h before Sunday; Tuesday 18:00 to Wednesday 06:00 is 12 h and begins two days after it."""
    problem = _problem(GERMANY, (-2, "12:00", "21:00"), (-1, "07:00", "19:00"))
    shifts = (0, "06:30", "18:30"), (1, "06:00", "18:00"), (2, wednesday, "17:00")
    found = _found(problem, *shifts)
    assert len(found) == count
    days = at("2026-11-30 00:00"), at("2026-12-02 00:00")
    assert [(violation.start, violation.end) for violation in found] == count * [days]


def test_what_the_history_made_impossible() -> None:
    """No rest of 12 h begins within a day after Thursday: the shift of Saturday ends after that."""
    past = (-5, "12:00", "21:00"), (-4, "07:00", "18:30"), (-3, "06:00", "17:30"), (-2, "05:00", "16:30")
    problem = _problem(GERMANY | {"compensation_days": 1}, *past, (-1, "04:00", "15:30"))
    assert _found(problem, (0, "03:00", "12:00")) == []


def test_history_that_compensated() -> None:
    """12 h on the night to Sunday; what the roster does is no matter."""
    past = (-3, "12:00", "21:00"), (-2, "07:00", "19:00"), (-1, "07:00", "18:30")
    assert _found(_problem(GERMANY | {"compensation_days": 1}, *past), (0, "05:30", "12:00")) == []


def test_price_of_breaches() -> None:
    """One price for each shift with too little rest, whatever is wrong with it."""
    rule = {"hours": 11, "reduced_hours": 8, "compensation_hours": 40, "compensation_days": 1}
    problem = _problem(rule | {"severity": "cost", "price": 30})
    agent = problem.agent_named["anna"]
    (priced,) = (one for one in problem.rule_book.of(agent) if one.name == "daily_rest")
    shifts = (0, "12:00", "20:00"), (1, "04:00", "20:00"), (2, "04:00", "20:00"), (3, "03:30", "20:00")
    tour = AuditedTour(agent, make_roster(*_shifts(shifts)).tours["anna"], problem)
    assert [charge.cost for charge in priced.charges(tour)] == [30, 30, 30]


def test_rows_of_the_model() -> None:
    """
    Starts at 8:00 and 14:00, 8 h each: 10 h from the late to the early one are a reduction.

    Every two of days 1 to 6 lie in seven days. A compensation within 2 days is asked of days 1 to 3; the free time
    begins with the end of a shift, and those that begin before the next early shift are as good as the last of them.
    """
    times = {"earliest_start": "08:00", "latest_start": "14:00", "start_step_minutes": 360}
    pattern = make_pattern(**times, lengths_minutes=(480,))
    problem = _problem(GERMANY | {"reductions": 1, "reduction_days": 7}, patterns=(pattern,))
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    (rule,) = (one for one in problem.rule_book.of(problem.agents[0]) if one.name == "daily_rest")
    limits = list(rule.rows(candidates))
    assert [limit.day for limit in limits if isinstance(limit, AllowanceSum)] == [2, 3, 4, 5, 6]
    gaps = [limit for limit in limits if not isinstance(limit, AllowanceSum) and isinstance(limit.row, Gaps)]
    assert [limit.day for limit in gaps] == [1, 2, 3]


def _draw(draw: random.Random) -> dict[str, dict[str, Any]]:
    rule: dict[str, Any] = {"hours": draw.choice([11, 12, 14, 24, 30, 46]), "reduced_hours": draw.choice([0, 4, 8, 10])}
    rule |= {"reductions": draw.choice([1, 1, 2, 3]), "reduction_days": draw.choice([1, 2, 3, 7, 10])}
    rule |= draw.choice([{"severity": "hard"}, {"severity": "cost", "price": 7}])
    if draw.random() < 0.6:
        rule |= {"compensation_hours": draw.choice([12, 16, 24, 40]), "compensation_days": draw.choice([1, 2, 4, 9])}
    if draw.random() < 0.3:
        rule["after"] = {"windows": [{"start": "00:00", "end": "06:00", "minutes": 61}]}
    return {"daily_rest": rule}


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_draw, seed, tours=20) for seed in range(12))
    assert 0 < broken < 12 * 20


@pytest.mark.parametrize(
    ("start", "end"), [("07:00", "16:00"), ("06:30", "16:30"), ("04:00", "19:00"), ("03:30", "19:30")]
)
@pytest.mark.parametrize("rule", [NETHERLANDS, GERMANY | {"reduced_hours": 8, "compensation_hours": 36}])
def test_sides_agree_after_the_history(start: str, end: str, rule: dict[str, Any]) -> None:
    """The same with rests of 11 h, 8 h, and half an hour less, before Sunday and before 3:00 on Monday."""
    times = {"earliest_start": "03:00", "latest_start": "11:00", "start_step_minutes": 480}
    plan: dict[str, Any] = {
        "start_date": "2026-11-30",
        "history": tuple(_past(spell) for spell in ((-2, "12:00", "20:00"), (-1, start, end))),
        "patterns": (make_pattern(**times, lengths_minutes=(480,)),),
        "contracts": (make_contract(),),
    }
    severities: list[dict[str, Any]] = [{}, {}, {"severity": "cost", "price": 7}]
    for seed, severity in enumerate(severities):
        check_agreement(partial(_same, rule | severity), seed, 20, **plan)


def _same(rule: dict[str, Any], _: random.Random) -> dict[str, dict[str, Any]]:
    return {"daily_rest": rule}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1050))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_draw, seed, tours=200)
