"""What like agents have in common is worked out once, and nothing comes out otherwise than one by one."""

from __future__ import annotations

import pytest

from scheduler import compile_agents
from scheduler.candidates import Candidates, Offers
from scheduler.compile import compile_problem
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.rules.daily_rest import DailyRest
from tests.random_plans import random_plan


def _twins(seed: int) -> Problem:
    """A random plan in which each agent, with all that is his, is there three times; the wishes of the last differ."""
    plan = random_plan(seed, agents=3, days=2).model_dump()
    for table in ("agents", "absences", "availability", "history", "pins"):
        rows = plan[table]
        plan[table] = tuple(row | {"agent": f"{row['agent']}{twin}"} for twin in ("", "x", "y") for row in rows)
    wishes = plan["preferences"]
    plan["preferences"] = tuple(row | {"agent": f"{row['agent']}{twin}"} for twin in ("", "x") for row in wishes)
    return Problem.model_validate(plan | {"units": ()})


@pytest.mark.parametrize("seed", range(40))
def test_nothing_comes_out_otherwise(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same blocks, labels and cost unit as when every agent is looked at by himself."""
    plan = _twins(seed)
    together = compile_problem(plan)
    monkeypatch.setattr(compile_agents, "_likeness", lambda _, agent: agent.agent)
    alone = compile_problem(plan)
    assert len(together.data.blocks) < len(plan.agents)
    assert [block.members for block in together.data.blocks] == [block.members for block in alone.data.blocks]
    for one, other in zip(together.data.blocks, alone.data.blocks, strict=True):
        assert repr(one) == repr(other)
    assert together.labels == alone.labels
    assert together.cost_unit == alone.cost_unit


def test_rules_from_elsewhere_may_look_at_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Agents are then looked at one by one, as nobody knows what such a rule depends on."""
    looked_at, look = [], compile_agents.candidates_of

    def noted(plan: Problem, agent: Agent, offers: Offers, *, any_shift: bool) -> Candidates:
        looked_at.append(agent)
        return look(plan, agent, offers, any_shift=any_shift)

    monkeypatch.setattr(compile_agents, "candidates_of", noted)
    plan = _twins(0)
    compile_problem(plan)
    assert len(looked_at) < len(plan.agents)
    looked_at.clear()
    monkeypatch.setattr(DailyRest, "__module__", "somebody.else")
    rule = {"kind": "daily_rest", "hours": 1}
    compile_problem(plan.model_copy(update={"rules": {**plan.rules, "rest": rule}}))
    assert looked_at == list(plan.agents)
