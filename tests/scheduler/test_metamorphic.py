"""Changes of a plan that can only help: one more unit or skill, pools put together, a wider window."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest

from scheduler.compile import compile_problem
from scheduler.problem import Problem
from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.status import ModelStatus
from tests.random_plans import random_plan

SEEDS = range(15)
ENDLESS = 10**18
"""Cost of a plan without any roster."""


def _least(problem: Problem) -> float:
    """The proven optimum."""
    compiled = compile_problem(problem)
    model = Formulation(compiled.data, individually=True).model
    answer = solve_cp_sat(model, 60.0, seed=0, workers=1, stop=threading.Event())
    if answer.status is ModelStatus.INFEASIBLE:
        return ENDLESS
    assert answer.status is ModelStatus.OPTIMAL
    money = compiled.money(answer.cost)
    assert money is not None
    return float(money)


def _helps(plain: dict[str, Any], better: dict[str, Any]) -> bool:
    """Whether a change helps; it never makes a plan dearer."""
    before, after = (_least(Problem.model_validate(fields)) for fields in (plain, better))
    assert after <= before
    return after < before


def _plan(seed: int) -> dict[str, Any]:
    """A plan in which agents lack equipment: a pool of each queue has no units, and some come for the day or move."""
    plan: dict[str, Any] = random_plan(seed, agents=2, days=1).model_dump()
    draw = random.Random(seed)
    soft = {"limits": "soft", "limit_cost": draw.choice([2, 5])} if draw.random() < 0.5 else {}
    spare = {
        "unit": "spare",
        "count": 1,
        "pools": ["one", "two"],
        "start": "10:00",
        "end": "18:00",
        "step_minutes": 120,
        "holding_cost": draw.choice(["0", "0.5"]),
        "transfer_minutes": draw.choice([0, 60]),
        "transfer_cost": draw.choice(["0", "1"]),
    }
    pools = [{"pool": pool, "units": 0, "queues": [queue]} | soft for pool, queue in (("one", "a"), ("two", "b"))]
    return plan | {"pools": pools, "units": [spare]}


def test_one_more_unit() -> None:
    """Of a pool, or of those that come and move; in some plans it helps."""
    helped = 0
    for seed in SEEDS:
        plan = _plan(seed)
        first = [plan["pools"][0] | {"units": 1}, plan["pools"][1]]
        helped += _helps(plan, plan | {"pools": first})
        helped += _helps(plan, plan | {"units": [plan["units"][0] | {"count": 2}]})
    assert helped > len(SEEDS) // 3


def test_one_more_seat() -> None:
    """In every window of the site."""
    helped = 0
    for seed in range(40):
        plan: dict[str, Any] = random_plan(seed, agents=3, days=1, units=False).model_dump()
        (site,) = plan["sites"]
        if site["seats"]:
            seats = [window | {"seats": window["seats"] + 1} for window in site["seats"]]
            helped += _helps(plan, plan | {"sites": [site | {"seats": seats}]})
    assert helped > 2


def test_one_more_skill() -> None:
    """The first agent who lacks a queue learns it."""
    helped = 0
    for seed in SEEDS:
        plan: dict[str, Any] = random_plan(seed, agents=2, days=1, units=False).model_dump()
        number = next((n for n, agent in enumerate(plan["agents"]) if len(agent["skills"]) == 1), None)
        if number is None:
            continue
        agents = list(plan["agents"])
        other = "b" if agents[number]["skills"][0]["queue"] == "a" else "a"
        skill = {"queue": other, "proficiency": "1"}
        agents[number] = agents[number] | {"skills": [*agents[number]["skills"], skill]}
        helped += _helps(plan, plan | {"agents": agents})
    assert helped > 2


def test_merged_pools() -> None:
    """Two areas share what each had for itself, and what moved between them need not any more."""
    helped = 0
    for seed in SEEDS:
        plan = _plan(seed)
        merged = plan["pools"][0] | {"pool": "both", "queues": ["a", "b"], "units": 1}
        apart = [plan["pools"][0] | {"units": 1}, plan["pools"][1]]
        spare = plan["units"][0] | {"pools": ["both"]}
        helped += _helps(plan | {"pools": apart}, plan | {"pools": [merged], "units": [spare]})
    assert helped > 2


def test_a_wider_window() -> None:
    """Two hours earlier and two hours later, with parts of windows at the same steps."""
    helped = 0
    for seed in SEEDS:
        plan = _plan(seed)
        helped += _helps(plan, plan | {"units": [plan["units"][0] | {"start": "08:00", "end": "20:00"}]})
    assert helped > 2


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_plan_costs_the_same(seed: int) -> None:
    """Agents in another order change nothing."""
    plan = _plan(seed)
    backwards = plan | {"agents": plan["agents"][::-1]}
    assert _least(Problem.model_validate(backwards)) == _least(Problem.model_validate(plan))
