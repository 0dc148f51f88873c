"""A plan without some of what it asks for asks for no more: what stays is in conflict only if the plan is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.demand import Queue
from scheduler.explain.explain import explain
from scheduler.explain.fact import Fact, Question, without
from scheduler.explain.feasible import Asker
from scheduler.explain.prices import ChangePrices
from scheduler.explain.report import Conflict
from scheduler.people import Absence, Agent, Availability, PublishedShift, Skill
from scheduler.problem import Problem
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements

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


def _away(start: str, end: str, **fields: Any) -> Absence:
    return Absence(agent="anna", start=at(f"{start} 00:00"), end=at(f"{end} 00:00"), **fields)


MINUTES = make_contract(minimum_minutes_per_week=2400, maximum_minutes_per_week=None, maximum_days_per_week=7)


@pytest.mark.parametrize(
    "overrides",
    [
        {"absences": (_away("2026-11-30", SATURDAY),)},
        {"absences": (_away("2026-11-30", SATURDAY, credited_minutes=2400),), "contracts": (MINUTES,)},
        {
            "absences": (_away("2026-11-30", SATURDAY, credited_minutes=2400),),
            "contracts": (make_contract(maximum_minutes_per_week=None),),
            "rules": {
                "consecutive_days": {"maximum": 1},
                "working_hours": {"minimum_hours": 40, "window_days": 7, "absences": "worked"},
            },
        },
    ],
)
def test_an_absence_counts_though_it_is_left_out(overrides: dict[str, Any]) -> None:
    """Five days of leave are what the contract asks for: that they must not be worked is another thing."""
    conflict = _conflict(_weekend(**overrides))
    assert {member.rule for member in conflict.members} == {"staffing_limits", "consecutive_days"}


def test_an_absence_that_leaves_no_time_is_named() -> None:
    """Credited minutes shrink what is allowed: with the minimum of Saturday they are beyond the contract."""
    contract = make_contract(maximum_minutes_per_week=2400)
    away = _away("2026-11-30", SATURDAY, credited_minutes=2400)
    conflict = _conflict(_weekend(absences=(away,), contracts=(contract,), rules={}))
    assert {member.rule for member in conflict.members} == {"staffing_limits", "contract_minutes", "absences"}
    assert "remove-absence" in {change.code for change in conflict.relaxations}


def test_a_published_shift_within_an_absence_is_not_to_be_kept() -> None:
    """Anna is ill on a Sunday of which a shift was published; on that day she could not come anyway."""
    span = {"agent": "anna", "start": at(f"{SUNDAY} 06:00"), "end": at(f"{SUNDAY} 08:00")}
    shift, barred = PublishedShift(shift_date=dt.date(2026, 12, 6), **span), Availability(kind="unavailable", **span)
    problem = _weekend(
        absences=(_away(SUNDAY, "2026-12-07"),),
        availability=(barred,),
        published=(shift,),
        contracts=(make_contract(),),
        requirements=(),
        rules={"change_notice": {"change_days": 14}},
    )
    for facts in ([], [Fact("absence", "anna", "", 0)]):
        assert Asker(SECONDS).has_roster(without(Question(problem), facts)) is True


def test_who_is_away_too_long_is_not_compared() -> None:
    """Anna has to work on Saturday; Ben, who is away for five days, needs as many shifts only where he is compared."""
    ben = {**ANNA, "agent": "ben"}
    away = _away("2026-11-30", SATURDAY).model_copy(update={"agent": "ben"})
    never = Availability(agent="ben", kind="unavailable", start=at("2026-11-30 00:00"), end=at("2026-12-08 00:00"))
    problem = _weekend(
        agents=(Agent(**ANNA), Agent(**ben)),
        absences=(away,),
        availability=(never,),
        contracts=(make_contract(),),
        rules={"fairness": {"of": "shifts"}},
    )
    for facts in ([], [Fact("absence", "ben", "", 0)]):
        assert Asker(SECONDS).has_roster(without(Question(problem), facts)) is True


def test_before_he_joins_he_could_work() -> None:
    """A minimum of the Saturday cannot be kept by who joins on Sunday: without that date it can."""
    problem = _weekend(agents=(Agent(**ANNA, valid_from=dt.date(2026, 12, 6)),), rules={})
    conflict = _conflict(problem)
    assert {member.rule for member in conflict.members} == {"staffing_limits", "valid_dates"}
    assert "widen-dates" in {change.code for change in conflict.relaxations}
    free = without(Question(problem), [Fact("valid_dates", "anna")])
    assert Asker(SECONDS).has_roster(free) is True
