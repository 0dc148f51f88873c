"""One run from plan to audited result."""

from __future__ import annotations

import threading
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scheduler import solve
from scheduler.errors import AuditMismatch
from scheduler.io.read import read_plan
from scheduler.people import Agent
from scheduler.problem import Problem, Weights
from scheduler.result import Status
from shiftmodels.engines.crew import Crew
from tests.builders import make_problem, make_requirements
from tests.random_plans import random_plan

TINY = Path(__file__).parent.parent.parent / "instances" / "tiny"


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
@pytest.mark.parametrize("seed", range(4))
def test_every_roster_passes_the_audit(engine: solve.Engine, seed: int) -> None:
    """Engine and auditor agree to the last digit, and no hard rule is broken, or ``build`` would raise."""
    outcome = solve.build(random_plan(seed, agents=4, days=7), engine=engine, time_limit_seconds=5)
    assert outcome.roster is not None
    assert outcome.result.cost is not None
    assert outcome.result.bound is None or outcome.result.bound <= outcome.result.cost
    assert all(violation.severity != "hard" for violation in outcome.result.violations)


def test_engines_agree_on_tiny() -> None:
    """Both engines reach 399; CP-SAT proves it."""
    problem = read_plan(TINY)
    exact = solve.build(problem, engine="cpsat", time_limit_seconds=200)
    staged = solve.build(problem, engine="staged", time_limit_seconds=6)
    assert exact.result.status is Status.OPTIMAL
    assert exact.result.cost == staged.result.cost == 399.0


def test_same_seed_and_one_worker_give_the_same_roster() -> None:
    """Two runs that end by proof are the same, activity by activity."""
    problem = read_plan(TINY)
    first, second = (solve.build(problem, seed=3, workers=1, time_limit_seconds=200) for _ in range(2))
    assert first.roster == second.roster


def test_a_difference_between_engine_and_auditor_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the auditor finds one more than the engine claims, the run stops with both numbers."""
    exact_cost = solve.exact_cost
    monkeypatch.setattr(solve, "exact_cost", lambda roster, problem: exact_cost(roster, problem) + Fraction(1))
    with pytest.raises(AuditMismatch, match=r"399.*400"):
        solve.build(read_plan(TINY), time_limit_seconds=200)


def test_a_stop_before_the_first_roster_proves_nothing() -> None:
    """A run that is stopped at once says interrupted, with neither roster nor cost."""
    stop = threading.Event()
    stop.set()
    outcome = solve.build(random_plan(1, agents=4, days=7), engine="staged", stop=stop)
    assert outcome.result.status is Status.INTERRUPTED
    assert outcome.roster is None
    assert outcome.result.cost is None


def _cost(problem: Problem) -> float:
    outcome = solve.build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.result.status is Status.OPTIMAL
    assert outcome.result.cost is not None
    return outcome.result.cost


@pytest.mark.parametrize("seed", range(6))
def test_relaxing_a_rule_never_costs_more(seed: int) -> None:
    """Without its rules, or without seats, a plan costs no more than with them."""
    problem = random_plan(seed, agents=3, days=2)
    cost = _cost(problem)
    assert _cost(problem.model_copy(update={"rules": {}})) <= cost
    free = tuple(site.model_copy(update={"seats": ()}) for site in problem.sites)
    assert _cost(problem.model_copy(update={"sites": free})) <= cost


@pytest.mark.parametrize("seed", range(6))
def test_one_more_agent_never_costs_more(seed: int) -> None:
    """An agent who need not work can stay at home."""
    problem = random_plan(seed, agents=3, days=2)
    agent = problem.agents[0]
    more = Agent(agent="more", site=agent.site, contract=agent.contract, skills=agent.skills)
    assert _cost(problem.model_copy(update={"agents": (*problem.agents, more)})) <= _cost(problem)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("engine", "simplex"),
        ("time_limit_seconds", float("nan")),
        ("time_limit_seconds", -1.0),
        ("seed", -1),
        ("seed", 2**31),
        ("workers", 0),
    ],
)
def test_arguments_that_cannot_be(argument: str, value: Any) -> None:
    """They are refused by name before anything is computed."""
    with pytest.raises(ValueError, match=f"(?i){argument}.* {value!r}"):
        solve.build(make_problem(), **{argument: value})


def test_gap_is_relative_to_the_cost() -> None:
    """(200 - 150) / 200 = 25 %; two zeros are no gap; unknown stays unknown."""
    assert solve.relative_gap(200.0, 150.0) == 0.25
    assert solve.relative_gap(0.0, 0.0) == 0.0
    assert solve.relative_gap(None, 1.0) is None
    assert solve.relative_gap(1.0, None) is None
    assert Decimal("0.25") == Decimal(str(solve.relative_gap(4.0, 3.0)))


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
def test_a_plan_without_agents(engine: solve.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The roster of nobody is proven best at once, or that there is none where somebody has to be there."""
    monkeypatch.setattr(Crew, "give", lambda *_: pytest.fail("A solver is asked."))
    wanted = make_requirements("phone", "2026-12-01 09:00", [2, 2])
    problem = make_problem(agents=(), requirements=wanted, weights=Weights(understaffing=10, overstaffing=0))
    result = solve.build(problem, engine=engine, time_limit_seconds=200).result
    assert (result.status, result.cost, result.bound) == (Status.OPTIMAL, 20.0, 20.0)
    minimum = tuple(row.model_copy(update={"minimum": 1}) for row in wanted)
    outcome = solve.build(problem.model_copy(update={"requirements": minimum}), engine=engine, time_limit_seconds=200)
    assert (outcome.result.status, outcome.roster) == (Status.INFEASIBLE, None)
