"""Contradictions planted in a plan of ten: what is named is what was planted, all of it and nothing else."""

from __future__ import annotations

import pytest

from scheduler.exemptions import EVERYBODY
from scheduler.explain.explain import explain
from scheduler.explain.fact import Question, facts_of, without
from scheduler.explain.feasible import Asker
from scheduler.explain.one_conflict import conflict_of
from scheduler.explain.prices import ChangePrices
from scripts.benchmarking.planted import AGENT_PLANTS, Planted, ground_of
from scripts.benchmarking.planted_teams import TEAM_PLANTS, team_of
from tests.scheduler.explain_plans import plain_plan

SECONDS = 600.0


def _check(planted: Planted) -> None:
    report = explain(planted.problem, ChangePrices(), SECONDS)
    assert report.status == "infeasible"
    (conflict,) = report.conflicts
    assert {member.rule for member in conflict.members} == planted.rules
    if planted.agents:
        assert {member.agent for member in conflict.members} == planted.agents
    assert conflict.minimal
    assert conflict.relaxations
    assert report.cured is True


@pytest.mark.parametrize("name", AGENT_PLANTS)
def test_of_one_agent(name: str) -> None:
    """What is asked of one agent."""
    _check(AGENT_PLANTS[name](ground_of(plain_plan(), 3)))


SLOW = ("minima above days", "unfair pins")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in TEAM_PLANTS]
)
def test_of_a_team(name: str) -> None:
    """What is asked of several."""
    _check(TEAM_PLANTS[name](team_of(plain_plan(), 2)))


def test_dates_on_which_a_rule_bites() -> None:
    """Shifts on Tuesday and Wednesday are 12 hours apart, where 14 are asked before the one of Wednesday."""
    report = explain(AGENT_PLANTS["pins without rest"](ground_of(plain_plan(), 3)).problem, ChangePrices(), SECONDS)
    (rule,) = [member for member in report.conflicts[0].members if member.rule == "planted rest"]
    assert [str(date) for date in rule.dates] == ["2026-12-02"]


@pytest.mark.parametrize("name", ["half weekend", "pins in a row"])
def test_every_member_is_needed(name: str) -> None:
    """Without any one member, the others have a roster: asked anew, with everything else left out."""
    problem = AGENT_PLANTS[name](ground_of(plain_plan(), 3)).problem
    asker, question = Asker(SECONDS), Question(problem)
    facts = facts_of(problem)
    found = conflict_of(question, problem, asker, ChangePrices()).facts
    assert asker.has_roster(without(question, set(facts) - set(found))) is False
    for member in found:
        kept = set(found) - {member}
        assert asker.has_roster(without(question, set(facts) - kept)) is True
    assert all(fact.agent != EVERYBODY for fact in found)
