"""Rest between two shifts."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit_tour import AuditedTour
from scheduler.candidates import Offers, candidates_of
from scheduler.problem import Problem
from scheduler.roster import Activity
from scheduler.rules.daily_rest import DailyRest
from tests.builders import (
    at,
    breaches,
    make_contract,
    make_past,
    make_pattern,
    make_problem,
    make_roster,
    make_shift,
)
from tests.scheduler.rules.agreement import check_agreement


def _problem(rule: dict[str, Any] | None = None, **overrides: object) -> Problem:
    return make_problem(rules={"daily_rest": rule or {"hours": 11}}, **overrides)


def _on(days: Iterable[int], start: str, end: str, first: str = "2026-11-30") -> list[list[Activity]]:
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=day) for day in days]
    return [make_shift("anna", f"{date} {start}", end) for date in dates]


def test_eleven_hours_are_enough() -> None:
    """Rest of exactly the limit is legal: 20:00 to 07:00 is 11 h."""
    late, early = make_shift("anna", "2026-11-30 12:00", "20:00"), make_shift("anna", "2026-12-01 07:00", "15:00")
    assert breaches(_problem(), late, early) == []


def test_half_an_hour_less_is_found_once() -> None:
    """20:30 to 07:00 is 10 h 30 min; the message names the agent, the shift and both numbers."""
    late, early = make_shift("anna", "2026-11-30 12:30", "20:30"), make_shift("anna", "2026-12-01 07:00", "15:00")
    (found,) = breaches(_problem(), late, early)
    assert (found.rule, found.severity, found.agent) == ("daily_rest", "hard", "anna")
    assert (found.start, found.end) == (at("2026-11-30 20:30"), at("2026-12-01 07:00"))
    assert found.message == (
        "Anna has 10 h 30 min of rest before the shift on Tue 2026-12-01 07:00, 11 h are required."
    )


def test_last_night_of_the_plan() -> None:
    """The pair of the last two dates is checked: Saturday until 23:00, Sunday from 09:30 is 10 h 30 min."""
    late, early = make_shift("anna", "2026-12-05 15:00", "23:00"), make_shift("anna", "2026-12-06 09:30", "17:30")
    (found,) = breaches(_problem(), late, early)
    assert found.rule == "daily_rest"


@pytest.mark.parametrize(("start", "count"), [("08:00", 0), ("07:30", 1)])
def test_history_before_the_first_day(start: str, count: int) -> None:
    """A past shift until Sunday 21:00 asks for rest until Monday 08:00."""
    problem = _problem(history=(make_past("anna", "2026-11-29 13:00", "21:00"),))
    assert len(breaches(problem, make_shift("anna", f"2026-11-30 {start}", "16:00"))) == count


@pytest.mark.parametrize(("start", "count"), [("17:00", 0), ("16:30", 1)])
def test_night_shift_across_midnight(start: str, count: int) -> None:
    """A night shift of Monday until Tuesday 06:00 asks for rest until Tuesday 17:00."""
    night = make_shift("anna", "2026-11-30 22:00", "06:00")
    assert len(breaches(_problem(), night, make_shift("anna", f"2026-12-01 {start}", "23:00"))) == count


@pytest.mark.parametrize(("end", "count"), [("19:00", 0), ("19:30", 1)])
def test_spring_night_is_an_hour_shorter(end: str, count: int) -> None:
    """In the night to 2026-03-29 clocks go forward: 19:00 to 07:00 is 11 h elapsed, 19:30 to 07:00 is 10 h 30 min."""
    problem = _problem(start_date=dt.date(2026, 3, 23))
    saturday = make_shift("anna", "2026-03-28 11:00", end)
    assert len(breaches(problem, saturday, make_shift("anna", "2026-03-29 07:00", "15:00"))) == count


@pytest.mark.parametrize(("start", "count"), [("07:00", 0), ("06:30", 1)])
def test_autumn_night_is_an_hour_longer(start: str, count: int) -> None:
    """In the night to 2026-10-25 clocks go back: 21:00 to 07:00 is 11 h elapsed, to 06:30 it is 10 h 30 min."""
    problem = _problem(start_date=dt.date(2026, 10, 19))
    saturday = make_shift("anna", "2026-10-24 13:00", "21:00")
    assert len(breaches(problem, saturday, make_shift("anna", f"2026-10-25 {start}", "15:00"))) == count


def test_two_past_shifts_are_no_breach() -> None:
    """What happened before the plan is not the roster's doing."""
    history = (make_past("anna", "2026-11-28 14:00", "22:00"), make_past("anna", "2026-11-29 06:00", "14:00"))
    assert breaches(_problem(history=history)) == []


def test_contract_may_ask_for_more() -> None:
    """A parameter of the contract replaces that of the plan: 12 h are required, 11 h are had."""
    problem = _problem(contracts=(make_contract(rules={"daily_rest": {"hours": 12}}),))
    late, early = make_shift("anna", "2026-11-30 12:00", "20:00"), make_shift("anna", "2026-12-01 07:00", "15:00")
    (found,) = breaches(problem, late, early)
    assert found.message.endswith("11 h of rest before the shift on Tue 2026-12-01 07:00, 12 h are required.")


def test_parts_of_hours() -> None:
    """Hours may be decimal: 11.5 h are 11 h 30 min."""
    problem = make_problem(rules={"daily_rest": {"hours": Decimal("11.5"), "severity": "warning"}})
    late, early = make_shift("anna", "2026-11-30 12:00", "20:00"), make_shift("anna", "2026-12-01 07:00", "15:00")
    (found,) = breaches(problem, late, early)
    assert found.severity == "warning"
    assert found.message.endswith("11 h 30 min are required.")


def test_price_of_a_breach() -> None:
    """Each shift that begins too soon costs the price once, and none is forbidden."""
    problem = _problem({"hours": 11, "severity": "cost", "price": 40})
    shifts = [*_on([0], "12:00", "21:00"), *_on([1, 2], "07:00", "21:00"), *_on([3], "08:00", "09:00")]
    agent = problem.agent_named["anna"]
    (rule,) = (rule for rule in problem.rule_book.of(agent) if rule.name == "daily_rest")
    tour = AuditedTour(agent, make_roster(*shifts).tours["anna"], problem)
    assert [charge.cost for charge in rule.charges(tour)] == [40, 40]


def test_rows_that_cannot_bind_are_left_out() -> None:
    """Shifts from 8:00 to 18:00 always leave 14 h; where they may end at 22:00, a row for each night is enough."""
    for latest, rows in (("10:00", 0), ("14:00", 6)):
        times = {"earliest_start": "08:00", "latest_start": latest, "start_step_minutes": 120}
        problem = _problem(patterns=(make_pattern(**times, lengths_minutes=(480,)),))
        candidates = candidates_of(problem, problem.agents[0], Offers(problem))
        limits = list(DailyRest(hours=11).rows(candidates))
        assert [limit.day for limit in limits] == list(range(1, 1 + rows))


def test_look_back() -> None:
    """A night may end half a day after its date; rows, reductions and compensations reach further back."""
    assert DailyRest(hours=12).look_back_days == 1
    assert DailyRest(hours=13).look_back_days == 2
    assert DailyRest(hours=46, after_in_a_row=3).look_back_days == 3 + 2
    assert DailyRest(hours=11, reduced_hours=8).look_back_days == 1 + 6
    compensated = {"compensation_hours": 12, "compensation_days": 27}
    assert DailyRest(hours=11, reduced_hours=10, **compensated).look_back_days == 1 + 27


@pytest.mark.parametrize("hours", [0, -1, 169])
def test_hours_out_of_range(hours: int) -> None:
    """No rest, less than none or more than a week is refused."""
    with pytest.raises(ValidationError):
        DailyRest(hours=hours)


@pytest.mark.parametrize("parameters", [
    {"after_in_a_row": 0},
    {"reduced_hours": 11},
    {"reduced_hours": 8, "after_in_a_row": 2},
    {"reduced_hours": 8, "reductions": 0},
    {"compensation_hours": 12},
    {"compensation_days": 3},
    {"reduced_hours": 8, "compensation_hours": 12},
    {"reduced_hours": 8, "compensation_days": 3},
    {"reduced_hours": 8, "reductions": 2, "reduction_days": 34, "severity": "cost", "price": 1},
])  # fmt: skip
def test_parameters_that_contradict_each_other(parameters: dict[str, Any]) -> None:
    """Each is refused; two reductions in 33 days can be priced, there are 32 x 31 / 2 choices."""
    priced: dict[str, Any] = {"reduced_hours": 8, "reductions": 2, "severity": "cost", "price": 1}
    assert DailyRest(hours=11, reduction_days=33, **priced).reductions == 2
    with pytest.raises(ValidationError):
        DailyRest(hours=11, **parameters)


def _draw(draw: random.Random) -> dict[str, dict[str, Any]]:
    severity: dict[str, Any] = draw.choice([{"severity": "hard"}, {"severity": "cost", "price": 7}])
    return {"daily_rest": {"hours": draw.choice([8, 10.5, 11, 14, 24, 30, 46]), **severity}}


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_draw, seed, tours=20) for seed in range(12))
    assert 0 < broken < 12 * 20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1050))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_draw, seed, tours=200)
