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

SECONDS = 60.0


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


@pytest.mark.parametrize("name", TEAM_PLANTS)
def test_of_a_team(name: str) -> None:
    """What is asked of several."""
    _check(TEAM_PLANTS[name](team_of(plain_plan(), 2)))


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
