"""Other tours of one agent, against trying every tour he has."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import ModelData
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tour import broken_rows, tour_cost
from shiftmodels.tours.alternatives import Alternatives
from tests.models.brute_force import optimum
from tests.models.columns.problems import coupled_data
from tests.models.random_data import random_assignment
from tests.random_plans import random_plan


def _least(data: ModelData, found: Assignment, agent: int, queue: int, interval: int) -> int | None:
    """Least cost of a roster in which everybody else does the same, and the agent works the queue then."""
    others = np.arange(data.num_agents) != agent

    def counts(other: Assignment) -> bool:
        same = np.array_equal(other.activity[others], found.activity[others])
        return (
            same
            and np.array_equal(other.shift[others], found.shift[others])
            and other.activity[agent, interval] == queue
        )

    return optimum(data, counts)


def test_cheapest_other_tour_is_that_of_brute_force() -> None:
    """Wherever an agent can be, at the least that it costs; where he cannot, there is none."""
    seen = {True: 0, False: 0}
    for seed in range(24):
        data = coupled_data(seed)
        found = random_assignment(data, seed)
        if found is None or any(len({hold.pool for hold in block.holds}) < len(block.holds) for block in data.blocks):
            continue
        alternatives = Alternatives(data, found)
        for agent, interval in ((0, 3), (0, 7), (1, 1), (1, 6)):
            assert alternatives.is_certain(agent)
            least, other = _least(data, found, agent, 0, interval), alternatives.on_queue(agent, 0, interval)
            assert (other is None) == (least is None)
            seen[other is None] += 1
            if other is not None:
                assert cost_of(data, other.found) == least == cost_of(data, found) + other.extra
                assert other.found.activity[agent, interval] == 0
    assert min(seen.values()) > 5


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 5, 6])
def test_plans_with_breaks_and_two_queues(seed: int) -> None:
    """Breaks, minimum blocks and hard limits too: what keeps these limits is a roster."""
    data = compile_problem(random_plan(seed, agents=2, days=1, units=False)).data
    found = random_assignment(data, seed)
    if found is None:
        pytest.skip("an agent has no legal tour")
    alternatives = Alternatives(data, found)
    for agent, interval in ((0, 9), (0, 12), (1, 15), (1, 22)):
        for queue in (0, 1):
            other, least = alternatives.on_queue(agent, queue, interval), _least(data, found, agent, queue, interval)
            if other is None:
                assert least is None
            elif other.is_legal:
                assert is_feasible(data, other.found)
                assert least == cost_of(data, found) + other.extra


def test_queues_that_are_not_his_have_no_tour() -> None:
    """Whoever lacks the skill has no alternative there."""
    data = coupled_data(0)
    found = random_assignment(data, 0)
    assert found is not None
    assert Alternatives(data, found).on_queue(0, 5, 0) is None


@pytest.mark.parametrize("seed", range(20))
def test_broken_rows_are_those_that_make_a_tour_illegal(seed: int) -> None:
    """A tour has a cost if and only if it breaks no row."""
    data, draw = coupled_data(seed), np.random.default_rng(seed)
    for block in data.blocks:
        for _ in range(20):
            days = [np.flatnonzero(block.shifts.day == day) for day in range(data.num_days)]
            worked = np.array(
                [draw.choice(shifts) for shifts in days if len(shifts) and draw.random() < 0.7], dtype=np.int64
            )
            assert bool(broken_rows(block, worked)) == (tour_cost(block, worked) is None)
