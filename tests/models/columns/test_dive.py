"""Rosters from columns, all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.clock import clock
from shiftmodels.columns.dive import QUICK, THOROUGH, Pace, dive
from shiftmodels.columns.roster import assignment_of, dealt
from shiftmodels.data import ModelData, SumRow
from shiftmodels.engines.column_tasks import DiveTask, RootTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import cost_of, work_cost
from shiftmodels.status import ModelStatus
from shiftmodels.tour import tour_cost
from tests.models.columns.problems import (
    agents_of,
    coupled_data,
    has_tours,
    least_cost,
    soon,
)
from tests.random_plans import random_plan


def _check(data: ModelData, noise: float, pace: Pace = THOROUGH) -> int:
    """Dive, look at the roster, and return its cost without constants."""
    generation = agents_of(data)
    found = dive(generation, soon(), noise=noise, seed=1, pace=pace)
    assert found is not None
    assert sorted(column.block for column in found) == list(range(data.num_agents))
    for column in found:
        worked = column.tour.shift[column.tour.shift >= 0]
        block = data.blocks[data.block_of[column.block]]
        cost = tour_cost(block, worked)
        assert cost is not None
        assert cost + work_cost(block, column.tour.shift, column.tour.activity) == column.tour.own
    assert not generation.master.chosen.any()
    assert generation.master.open == list(range(len(generation.master.columns)))
    assert generation.allowed is None
    return cost_of(data, assignment_of(data, dealt(generation.pricing.data, found))) - data.constant_cost


@pytest.mark.parametrize("seed", range(40))
def test_dive_gives_everybody_a_legal_tour(seed: int) -> None:
    """One column for each agent, legal at its price; nothing stays fixed in the master."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    best = least_cost(data)
    assert best <= _check(data, noise=0.0)
    assert best <= _check(data, noise=0.5)
    assert best <= _check(data, noise=0.0, pace=QUICK)


@pytest.mark.parametrize("seed", range(12))
def test_dive_into_plans(seed: int) -> None:
    """The same with breaks, two queues, seats and pins."""
    data = softened(compile_problem(random_plan(seed, agents=4, days=3)).data)
    for pace in (QUICK, THOROUGH):
        _check(data, noise=0.0, pace=pace)


@pytest.mark.parametrize("seed", range(4))
def test_dive_beside_the_bound(seed: int) -> None:
    """What the process with the bound tells is enough for another one to dive from; rosters of both cost no less."""
    data = compile_problem(random_plan(seed, agents=4, days=3)).data
    soft, reports = softened(data), list(RootTask(120.0, 0, is_alone=seed % 2 == 0).run(data))
    guide = next(report.guide for report in reports if report.guide is not None)
    status, found = DiveTask(120.0, guide).run(data)
    assert status is ModelStatus.FEASIBLE
    rosters = [found, *(report.found for report in reports)]
    bounds = [report.bound for report in reports if report.bound is not None]
    for roster in (roster for roster in rosters if roster is not None):
        assert is_feasible(soft, roster)
        assert cost_of(soft, roster) >= max(bounds)


def test_released_columns_are_free_again() -> None:
    """After a dive the master solves to what it did before, or to less with the columns that were found on the way."""
    data = coupled_data(1)
    generation = agents_of(data)
    assert generation.run(soon())
    before = generation.master.objective
    assert dive(generation, soon()) is not None
    assert generation.master.solve()
    assert generation.master.objective <= before + 1e-6


def test_dive_stops_at_the_cutoff() -> None:
    """When the LP already says that no roster is cheaper than the cutoff, there is none to find."""
    data = coupled_data(1)
    best = least_cost(data)
    assert dive(agents_of(data), soon(), cutoff=best - 100) is None
    found = dive(agents_of(data), soon(), cutoff=best + 1000)
    assert found is not None


def test_dive_without_time() -> None:
    """A time limit that is over gives no roster and leaves nothing fixed."""
    generation = agents_of(coupled_data(1))
    assert dive(generation, clock.now() - 1) is None
    assert not generation.master.chosen.any()


def test_dive_when_an_agent_has_no_tour() -> None:
    """One agent of two has nothing to choose: there is no roster, and the other's tour does not hide it."""
    data = coupled_data(1)
    never = SumRow(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 1, None)
    blocks = (replace(data.blocks[0], rows=(never,)), *data.blocks[1:])
    generation = agents_of(replace(data, blocks=blocks))
    assert dive(generation, soon()) is None
    assert not generation.master.chosen.any()
