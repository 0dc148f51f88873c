"""A plan without some of what it asks for asks for no more: what stays is in conflict only if the plan is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scheduler.demand import Queue
from scheduler.explain.explain import explain
from scheduler.explain.fact import Fact, Question, without
from scheduler.explain.feasible import Asker
from scheduler.explain.prices import ChangePrices
from scheduler.explain.report import Conflict
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from tests.builders import make_contract, make_pattern, make_problem, make_requirements

SECONDS = 300.0
ANNA = {"agent": "anna", "site": "office", "contract": "full", "skills": (Skill(queue="phone"),)}
SATURDAY, SUNDAY = "2026-12-05", "2026-12-06"


def _weekend(**overrides: Any) -> Problem:
    """Return a week in which Anna is to work five days by contract, no two in a row, and is needed on the last two."""
    rows = [row for day in (SATURDAY, SUNDAY) for row in make_requirements("phone", f"{day} 14:00", [1])]
    fields: dict[str, Any] = {
        "agents": (Agent(**ANNA),),
        "queues": (Queue(queue="phone", limits="hard"),),
        "patterns": (make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(480,), breaks=()),),
        "contracts": (make_contract(minimum_days_per_week=5, maximum_days_per_week=7, maximum_minutes_per_week=None),),
        "requirements": tuple(row.model_copy(update={"minimum": 1}) for row in rows),
        "rules": {"consecutive_days": {"maximum": 1}},
    }
    return make_problem(**fields | overrides)


def _conflict(problem: Problem) -> Conflict:
    """The only conflict of a plan."""
    report = explain(problem, ChangePrices(), SECONDS)
    assert report.cured is True
    (conflict,) = report.conflicts
    assert conflict.minimal
    return conflict


def test_a_week_that_is_cut_has_no_contract_minimum() -> None:
    """Who joins on Wednesday has to work no five days that week, whether or not it is asked when he joins."""
    problem = _weekend(agents=(Agent(**ANNA, valid_from=dt.date(2026, 12, 2)),))
    conflict = _conflict(problem)
    assert {member.rule for member in conflict.members} == {"staffing_limits", "consecutive_days"}
    assert "lower-minimum" in {change.code for change in conflict.relaxations}


def test_before_he_joins_he_could_work() -> None:
    """A minimum of the Saturday cannot be kept by who joins on Sunday: without that date it can."""
    problem = _weekend(agents=(Agent(**ANNA, valid_from=dt.date(2026, 12, 6)),), rules={})
    conflict = _conflict(problem)
    assert {member.rule for member in conflict.members} == {"staffing_limits", "valid_dates"}
    assert "widen-dates" in {change.code for change in conflict.relaxations}
    free = without(Question(problem), [Fact("valid_dates", "anna")])
    assert Asker(SECONDS).has_roster(free) is True
