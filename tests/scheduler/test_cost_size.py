"""Plans whose costs do not fit into whole numbers of 64 bits are refused before anything is computed."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.errors import InputError
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.worst_cost import worst_cost
from tests.builders import make_problem, make_requirements
from tests.models.random_data import random_data
from tests.random_plans import random_plan


def _plan(understaffing: str) -> Problem:
    """Requirements with two decimals, a labour cost with four, and 336 rows of more people than anybody has."""
    anna = Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone", proficiency="0.37"),))
    requirements = make_requirements("phone", "2026-11-30 00:00", ["99999.13"] * 336)
    return make_problem(
        agents=(anna,),
        requirements=requirements,
        weights={"understaffing": understaffing, "overstaffing": "0.0001"},
        contracts=[{"contract": "full", "patterns": ["any"], "hourly_cost": "17.7777"}],
    )


def test_costs_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="too large or too finely divided") as raised:
        compile_problem(_plan("1000000"))
    (complaint,) = raised.value.complaints
    assert complaint.remedy.startswith("Round")


def test_costs_that_fit_are_computed_exactly() -> None:
    """With nobody there everything is understaffed: 168 hours of 99,999.13 agents at 100."""
    compiled = compile_problem(_plan("100"))
    cost = compiled.money(cost_of(compiled.data, Assignment.empty(compiled.data)))
    assert cost is not None
    assert float(cost) == pytest.approx(168 * 99_999.13 * 100)


@pytest.mark.parametrize("seed", range(20))
def test_no_roster_costs_more_than_the_worst(seed: int) -> None:
    """Random plans: nobody at work, and random shifts on random queues."""
    random = np.random.default_rng(seed)
    for data in (compile_problem(random_plan(seed, agents=4, days=3)).data, random_data(seed)):
        found, worst = Assignment.empty(data), worst_cost(data)
        assert cost_of(data, found) <= worst
        for agent, number in enumerate(data.block_of.tolist()):
            block = data.blocks[number]
            for day in range(data.num_days):
                choices = np.flatnonzero(block.shifts.day == day)
                if len(choices):
                    shift = int(random.choice(choices))
                    found.shift[agent, day] = shift
                    span = slice(block.shifts.start[shift], block.shifts.end[shift])
                    found.activity[agent, span] = random.choice(block.queues)
        assert cost_of(data, found) <= worst
