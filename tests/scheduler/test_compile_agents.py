"""What like agents have in common is worked out once, and nothing comes out otherwise than one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from scheduler import compile_agents
from scheduler.candidates import Candidates, Offers
from scheduler.compile import compile_problem
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.rules.daily_rest import DailyRest
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import AtMostOne, Block, SumRow
from tests.random_plans import random_plan
from tests.roster_cases import plan


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
    twins = _twins(seed)
    together = compile_problem(twins)
    monkeypatch.setattr(compile_agents, "_likeness", lambda _, agent: agent.agent)
    alone = compile_problem(twins)
    assert len(together.data.blocks) < len(twins.agents)
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


def test_contracts_that_differ_in_hours_only_share_the_rows_of_rest(asked_of_rest: list[str]) -> None:
    """Rest is worked out once for both, hours for each; with another pattern, rest is another."""
    pattern = {"earliest_start": "08:00", "latest_start": "16:00", "lengths_minutes": [480]}
    contracts = [{"contract": "few", "patterns": ["any"], "rules": _hours(8)}]
    contracts += [{"contract": "many", "patterns": ["any"], "rules": _hours(16)}]
    contracts += [{"contract": "late", "patterns": ["late"], "rules": _hours(8)}]
    problem = plan([row["contract"] for row in contracts], days=3).model_dump() | {
        "patterns": [pattern | {"pattern": "any"}, pattern | {"pattern": "late", "earliest_start": "15:00"}],
        "contracts": contracts,
        "rules": {"rest": {"kind": "daily_rest", "hours": 16}},
    }
    problem["agents"] = [row | {"contract": row["agent"]} for row in problem["agents"]]
    one, more, other = compile_problem(Problem.model_validate(problem)).data.blocks
    assert asked_of_rest == ["few", "late"]
    uppers = [{row.upper for row in block.rows if isinstance(row, SumRow)} for block in (one, more)]
    assert uppers[0] != uppers[1]
    assert _cliques(one) == _cliques(more)
    assert _cliques(one) != _cliques(other)


def test_agents_who_differ_in_skills_and_place_share_the_rows_of_rest(asked_of_rest: list[str]) -> None:
    """Rest is about shifts; who has worked before the plan has rest of his own."""
    problem = plan(["one", "skilled", "away", "tired"], days=3).model_dump()
    problem["rules"] = {"rest": {"kind": "daily_rest", "hours": 16}}
    problem["agents"][1]["skills"] = [{"queue": problem["queues"][0]["queue"], "proficiency": "0.5"}]
    problem["agents"][2]["works_from_home"] = True
    date = problem["start_date"] - dt.timedelta(days=1)
    begin = dt.datetime.combine(date, dt.time(8), dt.UTC)
    past = {"agent": "tired", "start": begin, "end": begin + dt.timedelta(hours=8), "shift_date": date}
    problem["history"] = [past | {"paid_minutes": 480}]
    blocks = compile_problem(Problem.model_validate(problem)).data.blocks
    assert len(blocks) == 3  # without seats it makes no difference where he works
    assert asked_of_rest == ["one", "tired"]


@pytest.fixture
def asked_of_rest(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Agents for whom the rows of rest are worked out."""
    asked, rows = [], DailyRest.rows

    def noted(rule: DailyRest, candidates: Candidates) -> Iterable[Limit | AllowanceSum]:
        asked.append(candidates.agent.agent)
        return rows(rule, candidates)

    monkeypatch.setattr(DailyRest, "rows", noted)
    return asked


def _cliques(block: Block) -> list[list[int]]:
    return [row.shifts.tolist() for row in block.rows if isinstance(row, AtMostOne)]


def _hours(most: int) -> dict[str, dict[str, object]]:
    return {"hours": {"kind": "working_hours", "calendar": "horizon", "maximum_hours": most}}
