"""From volumes and service goals to requirements."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.contracts import Contract, Pattern
from scheduler.demand import Demand, Queue, ServiceGoal
from scheduler.errors import InputError
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.sites import Site
from scheduler.staffing import staff, staffing_table

LONDON = ZoneInfo("Europe/London")
IN_20_SECONDS = {"answered_share": 0.8, "answered_within_seconds": 20}


def _demand(queue: str, volumes: Sequence[float], aht: float = 180.0) -> list[Demand]:
    start = dt.datetime(2026, 11, 30, 8, tzinfo=LONDON)
    return [
        Demand(interval_start=start + dt.timedelta(minutes=30 * row), queue=queue, volume=volume, aht_seconds=aht)
        for row, volume in enumerate(volumes)
    ]


def _problem(goals: dict[str, dict[str, Any] | None], demand: Sequence[Demand]) -> Problem:
    queues = [
        Queue(queue=name, service_goal=None if goal is None else ServiceGoal(**goal)) for name, goal in goals.items()
    ]
    return Problem(
        name="staffing",
        start_date=dt.date(2026, 11, 30),
        days=1,
        interval_minutes=30,
        time_zone="Europe/London",
        sites=(Site(site="office"),),
        queues=tuple(queues),
        patterns=(Pattern(pattern="day", earliest_start="08:00", latest_start="09:00", lengths_minutes=(480,)),),
        contracts=(Contract(contract="full", patterns=("day",)),),
        agents=(Agent(agent="anna", site="office", contract="full", skills=(Skill(queue=queues[0].queue),)),),
        demand=tuple(demand),
    )


def _required(goal: dict[str, Any], volumes: Sequence[float], aht: float = 180.0) -> list[Decimal]:
    staffed = staff(_problem({"phone": goal}, _demand("phone", volumes, aht)))
    return [row.required for row in staffed.requirements]


def test_demand_becomes_requirements() -> None:
    """100 calls of 180 s in half an hour with 80 % in 20 s need 14 agents, as a public reference prints."""
    problem = _problem({"phone": IN_20_SECONDS | {"maximum_occupancy": 0.85}}, _demand("phone", [100]))
    staffed = staff(problem)
    assert staffed.demand == ()
    assert [(row.queue, row.required) for row in staffed.requirements] == [("phone", Decimal(14))]
    assert staffed.requirements[0].interval_start == problem.demand[0].interval_start
    assert staffed.agents == problem.agents


def test_patience_makes_it_erlang_a() -> None:
    """The same calls with 300 s of patience need one agent less."""
    goal = IN_20_SECONDS | {"maximum_occupancy": 0.85, "maximum_abandonment": 0.05, "patience_seconds": 300}
    assert _required(goal, [100]) == [13]


def test_shrinkage_divides_and_rounds_up() -> None:
    """14 agents with 30 % shrinkage are 14 / 0.7 = 20, and 7 are 10, not 11 by a rounding error."""
    assert _required(IN_20_SECONDS | {"maximum_occupancy": 0.85, "shrinkage": 0.3}, [100]) == [20]
    # 126 calls x 100 s / 1800 s = 7 erlangs; occupancy 1 asks for 7 agents; 7 / 0.7 = 10.
    assert _required({"maximum_occupancy": 1.0, "minimum_staff": 7, "shrinkage": 0.3}, [1], 100) == [10]


def test_minimum_staff_counts_before_shrinkage_and_only_with_volume() -> None:
    """One call with at least 3 agents and 25 % shrinkage asks for 3 / 0.75 = 4; no call asks for nobody."""
    assert _required(IN_20_SECONDS | {"minimum_staff": 3, "shrinkage": 0.25}, [1, 0]) == [4, 0]


def test_minimum_staff_alone_is_a_goal() -> None:
    """A queue that only wants two people there gets two wherever there is volume."""
    assert _required({"minimum_staff": 2}, [1, 0, 400]) == [2, 0, 2]


def test_each_queue_has_its_own_goal_and_rows_keep_their_order() -> None:
    """Rows of two queues come back in the order in which they were given."""
    demand = [
        row for pair in zip(_demand("phone", [100, 0]), _demand("chat", [9, 18], 100), strict=True) for row in pair
    ]
    goals: dict[str, dict[str, Any] | None] = {
        "phone": IN_20_SECONDS | {"maximum_occupancy": 0.85},
        "chat": {"maximum_occupancy": 0.5},
    }
    staffed = staff(_problem(goals, demand))
    # Chat: 9 x 100 / 1800 = 0.5 erlangs, one agent; 18 x 100 / 1800 = 1 erlang, two agents at 50 %.
    assert [(row.queue, row.required) for row in staffed.requirements] == [
        ("phone", 14),
        ("chat", 1),
        ("phone", 0),
        ("chat", 2),
    ]


def test_queue_without_goal_is_complained_about_with_its_place() -> None:
    """Demand on a queue without a goal, and a goal that asks for nothing, are both named, with what to do."""
    demand = _demand("phone", [1]) + _demand("chat", [1])
    with pytest.raises(InputError) as caught:
        staff(_problem({"phone": None, "chat": {"shrinkage": 0.1}, "email": None}, demand))
    assert [complaint.place for complaint in caught.value.complaints] == [
        "queues[0].service_goal",
        "queues[1].service_goal",
    ]
    assert all(complaint.remedy for complaint in caught.value.complaints)


def test_plan_without_demand_is_refused() -> None:
    """There is nothing to compute agents from."""
    with pytest.raises(InputError, match="no demand"):
        staff(_problem({"phone": IN_20_SECONDS}, []))


def test_absurd_volume_is_refused_with_its_interval() -> None:
    """Ten million contacts of a day each in half an hour exceed what a requirement can ask for."""
    with pytest.raises(InputError, match=r"2026-11-30T08:30.*10000000|1e\+07"):
        staff(_problem({"phone": IN_20_SECONDS}, _demand("phone", [1, 10_000_000], 86_400)))


def test_table_tells_what_is_reached() -> None:
    """The table of a known case shows the published service level, occupancy, wait and abandonment."""
    goal = IN_20_SECONDS | {"maximum_occupancy": 0.85, "patience_seconds": 300, "shrinkage": 0.2}
    table = staffing_table(_problem({"phone": goal}, _demand("phone", [0, 100])))
    assert table["interval_start"].tolist() == [
        dt.datetime(2026, 11, 30, 8, tzinfo=LONDON),
        dt.datetime(2026, 11, 30, 8, 30, tzinfo=LONDON),
    ]
    # 13 agents; 13 / 0.8 = 16.25 -> 17. Figures: pyworkforce, guide to Erlang A.
    assert table[["agents", "required"]].to_numpy().tolist() == [[0, 0], [13, 17]]
    assert table["service_level"].tolist() == [1, pytest.approx(0.8581777)]
    assert table["occupancy"].tolist() == [0, pytest.approx(0.750028228)]
    assert table["average_speed_of_answer_seconds"].tolist() == [0, pytest.approx(7.48899109)]
    assert table["abandonment"].tolist() == [0, pytest.approx(0.02496330363)]


def test_table_of_a_queue_that_is_too_small_says_so() -> None:
    """Two people for a load of 40 erlangs under Erlang C: nobody in time, an endless wait, always busy."""
    # 400 x 180 / 1800 = 40 erlangs.
    row = staffing_table(_problem({"phone": {"minimum_staff": 2}}, _demand("phone", [400]))).iloc[0]
    assert row["service_level"] == 0
    assert math.isinf(row["average_speed_of_answer_seconds"])
    assert row["occupancy"] == 1
