"""Shifts in the hour that clocks repeat: its two runs look the same on the clock, and are told apart everywhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.demand import Demand, Queue, Requirement, ServiceGoal
from scheduler.people import Agent, Pin, Skill
from scheduler.problem import Problem
from scheduler.result import Status
from scheduler.roster import Activity, Roster, Shift
from scheduler.solve import build
from scheduler.staffing import staff
from scheduler.why.short import why_short
from tests.builders import at, make_pattern, make_problem

SATURDAY = dt.date(2026, 10, 24)
FIRST, SECOND = at("2026-10-25 01:00"), at("2026-10-25 01:00", fold=1)


def _plan(length: int, **changes: Any) -> Problem:
    """The night of 24 October in London, in which 01:00 to 02:00 comes twice: Anna works it from 22:00."""
    meal = {"name": "meal", "minutes": 30, "earliest_minutes": 180, "latest_minutes": 180}
    pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(length,), breaks=(meal,))
    anna = Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone"),))
    wanted = Requirement(interval_start=at("2026-10-25 00:00"), queue="phone", required=1)
    fields = {"start_date": SATURDAY, "days": 2, "patterns": (pattern,), "agents": (anna,), "requirements": (wanted,)}
    return make_problem(weights={"understaffing": 10}, **fields | changes)


def test_a_shift_ends_when_its_last_part_does() -> None:
    """Half past one, once before and once after the clocks go back: the later one is the end."""
    early, late = at("2026-10-25 01:30"), at("2026-10-25 01:30", fold=1)
    parts = [
        Activity("anna", SATURDAY, "phone", start, end, True, "phone")
        for start, end in ((at("2026-10-24 22:00"), early), (early, late))
    ]
    assert Shift("anna", SATURDAY, tuple(parts)).end.timestamp() == late.timestamp()


@pytest.mark.parametrize("length", [210, 240, 270, 300])
def test_a_shift_that_ends_there_is_built(length: int) -> None:
    """Engine and auditor agree on its length, whatever run of the hour it ends in."""
    outcome = build(_plan(length), engine="cpsat", time_limit_seconds=200)
    assert outcome.result.status is Status.OPTIMAL
    assert outcome.roster is not None
    assert [shift.minutes for shift in outcome.roster.shifts()] == [length]


def test_training_pinned_over_both_runs_is_decoded() -> None:
    """From half past midnight to the second half past one it is two hours, in every interval of them."""
    pin = Pin(
        agent="anna",
        shift_date=SATURDAY,
        start=at("2026-10-25 00:00"),
        end=at("2026-10-25 01:30", fold=1),
        activity="training",
    )
    pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(480,))
    outcome = build(_plan(480, pins=(pin,), patterns=(pattern,)), engine="cpsat", time_limit_seconds=200)
    assert outcome.roster is not None
    assert [part.minutes for part in outcome.roster.activities if part.activity == "training"] == [150]


def test_why_tells_the_runs_apart() -> None:
    """Who has his meal in the second run works the queue in the first."""
    rows = (("phone", at("2026-10-24 22:00"), SECOND), ("meal", SECOND, at("2026-10-25 01:30", fold=1)))
    queue = ("phone", at("2026-10-25 01:30", fold=1), at("2026-10-25 05:00"))
    parts = [
        Activity("anna", SATURDAY, name, start, end, name == "phone", "phone" if name == "phone" else "")
        for name, start, end in (*rows, queue)
    ]
    meal = {"name": "meal", "minutes": 30, "earliest_minutes": 240, "latest_minutes": 240}
    pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(480,), breaks=(meal,))
    problem = _plan(480, patterns=(pattern,))
    doing = [why_short(problem, Roster(parts), "phone", start).agents[0].doing for start in (FIRST, SECOND)]
    assert doing == ["phone", "meal"]


def test_each_run_is_staffed_for_its_own_volume() -> None:
    """Many calls in the first run, few in the second: not the agents of the one for the other."""
    goal = ServiceGoal(maximum_occupancy=0.8)
    volumes = ((FIRST, 100.0), (SECOND, 10.0))
    demand = tuple(
        Demand(interval_start=start, queue="phone", volume=volume, aht_seconds=180) for start, volume in volumes
    )
    queues = (Queue(queue="phone", service_goal=goal),)
    staffed = staff(_plan(240, queues=queues, demand=demand, requirements=()))
    first, second = (row.required for row in staffed.requirements)
    assert first > 2 * second
