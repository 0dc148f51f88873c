"""Costs by difference: what another tour of one agent changes is what two audits of everybody say."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from scheduler.audit_cost import exact_terms
from scheduler.audit_difference import TermDifferences
from scheduler.problem import Problem
from scheduler.roster import Activity, Roster
from tests.random_plans import random_plan

FAIR = {"of": "shifts", "maximum_difference": 0, "severity": "cost", "price": 3}


def _plan(seed: int) -> Problem:
    """A random plan in which agents are compared too."""
    fields = random_plan(seed, agents=4, days=3).model_dump()
    return Problem.model_validate(fields | {"rules": fields["rules"] | {"fairness": FAIR}})


def _tour(draw: random.Random, problem: Problem, agent: str) -> list[Activity]:
    """Shifts of two queues and a pause on some days, whether or not the plan allows them."""
    parts = []
    for day in range(problem.days):
        if draw.random() < 0.7:
            start = problem.horizon.minute_at(day, 60 * draw.randint(4, 22))
            for queue, minutes in (("a", 60 * draw.randint(1, 4)), ("", 60), ("b", 60 * draw.randint(1, 4))):
                begin, end = (problem.horizon.instant(minute) for minute in (start, start + minutes))
                date: dt.date = problem.horizon.date(day)
                parts.append(Activity(agent, date, queue or "pause", begin, end, bool(queue), queue))
                start += minutes
    return parts


@pytest.mark.parametrize("seed", range(30))
def test_differences_are_those_of_two_audits(seed: int) -> None:
    """Labour, wishes, queues, seats, equipment, rules of agents and of the plan: exactly the same, term by term."""
    problem, draw = _plan(seed), random.Random(seed)
    tours = {agent.agent: _tour(draw, problem, agent.agent) for agent in problem.agents}
    roster = Roster([part for tour in tours.values() for part in tour])
    before, differences = exact_terms(roster, problem), TermDifferences(roster, problem)
    for agent in tours:
        others = [part for other, tour in tours.items() if other != agent for part in tour]
        changed = Roster([*others, *_tour(draw, problem, agent)])
        after = exact_terms(changed, problem)
        expected = {name: term.cost - before[name].cost for name, term in after.items()}
        assert differences.of(agent, changed) == {name: change for name, change in expected.items() if change}
