"""Why an interval is short: every kind of answer, and costs against the audit of the changed roster."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.encode import NoRosterOfPlanError
from scheduler.people import Absence, Agent, Availability, Pin, Skill
from scheduler.problem import Problem
from scheduler.why.report import AgentAnswer
from scheduler.why.short import why_short
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements, make_roster, make_shift

NINE = at("2026-12-01 09:00")


def _agent(name: str, *queues: str) -> Agent:
    skills = tuple(Skill(queue=queue) for queue in queues)
    return Agent(agent=name, site="office", contract="full", skills=skills)


def _plan(**changes: Any) -> Problem:
    """Three people needed on phone from nine to ten on Tuesday; shifts of two hours from eight or nine, days only."""
    fields: dict[str, Any] = {
        "patterns": (make_pattern(earliest_start="08:00", latest_start="10:00", lengths_minutes=(120,)),),
        "contracts": (make_contract(hourly_cost=10),),
        "agents": tuple(_agent(name, "phone", "chat") for name in ("anna", "ben", "carl", "dora", "emil")),
        "requirements": make_requirements("phone", "2026-12-01 09:00", [3, 3])
        + make_requirements("chat", "2026-12-01 09:00", [1, 1]),
        "weights": {"understaffing": 100, "overstaffing": 1},
    }
    return make_problem(**fields | changes)


def _answers(problem: Problem, *shifts: Any) -> dict[str, AgentAnswer]:
    answer = why_short(problem, make_roster(*shifts), "phone", NINE)
    return {one.agent: one for one in answer.agents}


ANNA = make_shift("anna", "2026-12-01 09:00", "11:00")
BEN = make_shift("ben", "2026-12-01 09:00", "11:00", queue="chat")


def test_numbers_of_the_interval() -> None:
    """Three are required, one is there; who lacks the skill is counted."""
    problem = _plan(agents=(_agent("anna", "phone"), _agent("ben", "chat")))
    answer = why_short(problem, make_roster(ANNA), "phone", NINE + dt.timedelta(minutes=10))
    assert (answer.required, answer.scheduled, answer.without_skill) == (3, 1, 1)
    assert (answer.start, answer.end) == (NINE, NINE + dt.timedelta(minutes=30))
    assert [one.code for one in answer.agents] == ["works"]


def test_whoever_is_off_could_come_and_the_roster_would_gain() -> None:
    """Two hours of pay, 20, an hour of phone filled, 100, and one of nothing to do, 1: it costs 79 less."""
    carl = _answers(_plan(), ANNA, BEN)["carl"]
    assert (carl.doing, carl.code) == ("off", "gains")
    assert carl.extra_cost == pytest.approx(20 - 100 + 1)
    assert carl.terms == {"labour": 20.0, "understaffing:phone": -100.0, "overstaffing:phone": 1.0}
    assert "instead of nothing" in carl.message


def test_whoever_is_on_another_queue_is_missed_there() -> None:
    """Chat is as dear as phone, so that it costs the same."""
    ben = _answers(_plan(), ANNA, BEN)["ben"]
    assert (ben.doing, ben.code, ben.extra_cost) == ("chat", "dearer", 0.0)
    assert "With the same shifts" in ben.message
    assert "the same." in ben.message


def test_absence_availability_and_patterns_are_named() -> None:
    """The first rule that takes the last shift around the interval."""
    tuesday = {"start": at("2026-12-01 00:00"), "end": at("2026-12-02 00:00")}
    problem = _plan(
        absences=(Absence(agent="carl", **tuesday),),
        availability=(Availability(agent="dora", kind="unavailable", **tuesday),),
    )
    found = _answers(problem, ANNA, BEN)
    assert (found["carl"].code, found["dora"].code) == ("no_shift", "no_shift")
    assert "rule absences" in found["carl"].message
    assert "rule availability" in found["dora"].message
    night = why_short(problem, make_roster(ANNA, BEN), "phone", at("2026-12-01 20:00"))
    assert {one.code for one in night.agents} == {"no_shift"}
    assert "rule shift_pattern" in night.agents[0].message


def test_rules_about_other_shifts_are_named() -> None:
    """A pinned shift on Monday and one day of work in the plan at most: no legal tour is there."""
    pin = Pin(agent="carl", shift_date=dt.date(2026, 11, 30), start=at("2026-11-30 09:00"), end=at("2026-11-30 11:00"))
    rules = {"few": {"kind": "working_hours", "calendar": "horizon", "maximum_hours": 2}}
    carl = _answers(_plan(pins=(pin,), rules=rules), make_shift("carl", "2026-11-30 09:00", "11:00"), ANNA, BEN)["carl"]
    assert carl.code == "rules"
    assert "few" in carl.message


def test_hard_limits_of_the_plan_are_told() -> None:
    """Ben is the one whom a hard minimum of chat asks for, and nobody else can be there."""
    agents = (_agent("anna", "phone"), _agent("ben", "phone", "chat"))
    requirements = make_requirements("phone", "2026-12-01 09:00", [2, 2])
    requirements += make_requirements("chat", "2026-12-01 09:00", [1, 1], minimum=1)
    ben = _answers(_plan(agents=agents, requirements=requirements), ANNA, BEN)["ben"]
    assert (ben.code, ben.extra_cost) == ("limits", None)


def test_cheapest_come_first_and_who_is_there_last() -> None:
    """In the order in which a planner would ask them."""
    order = list(_answers(_plan(), ANNA, BEN))
    assert order[-2:] == ["ben", "anna"]
    assert set(order[:3]) == {"carl", "dora", "emil"}


def test_foreign_rosters_and_times_are_refused() -> None:
    """A shift that no pattern has, and a time after the plan."""
    with pytest.raises(NoRosterOfPlanError):
        why_short(_plan(), make_roster(make_shift("anna", "2026-12-01 07:00", "11:00")), "phone", NINE)
    with pytest.raises(ValueError, match="outside the plan"):
        why_short(_plan(), make_roster(ANNA), "phone", at("2027-01-01 09:00"))
