"""Units of equipment placed as an LP of tours has them."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.people import Availability
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.placing import place_units
from shiftmodels.data import ModelData
from shiftmodels.ending import counting
from shiftmodels.engines.tasks import SearchTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tour import tour_cost
from tests.builders import at
from tests.models.columns.problems import generation_of, has_tours, soon
from tests.random_plans import random_plan
from tests.scheduler.rules.test_equipment_units import moving_problem


def _solved(data: ModelData) -> Generation:
    generation = generation_of(data)
    assert generation.run(soon())
    return generation


def test_the_van_is_where_the_lp_has_it() -> None:
    """In the north while Anna works, in the south while Ben does, who cannot before noon: the LP is whole here."""
    problem = moving_problem({"transfer_minutes": 60, "transfer_cost": 3})
    away = Availability(agent="ben", start=at("2026-12-01 08:00"), end=at("2026-12-01 12:00"), kind="unavailable")
    data = compile_problem(problem.model_copy(update={"availability": (away,)})).data
    placed = place_units(_solved(softened(data)))
    assert placed is not None
    assert (placed.shift[:2] == -1).all()
    van, first = placed.activity[2], 24 * 2
    north, south = data.blocks[data.block_of[2]].queues.tolist()
    assert (van[first + 18 : first + 22] == north).all()
    assert (van[first + 24 : first + 28] == south).all()


@pytest.mark.parametrize("cost", [3, 40])
def test_everybody_else_is_put_in_beside_it(cost: int) -> None:
    """The task leaves nobody out, and its roster is legal and at its optimum: moved at 3, and at 40 an hour missing."""
    compiled = compile_problem(moving_problem({"transfer_minutes": 60, "transfer_cost": cost}))
    data = compiled.data
    placed = place_units(_solved(softened(data)))
    with counting(by_work=True):
        status, found = SearchTask(2.0, 0, placed, is_partial=True, hot=1.0, cold=0.1).run(data)
    assert (status, found is not None) == ("feasible", True)
    assert found is not None
    assert is_feasible(data, found)
    assert compiled.money(cost_of(softened(data), found)) == min(cost, 20)


def test_units_of_random_plans() -> None:
    """Every unit gets a legal tour, and where the LP has all of them, all are; without units there is nothing."""
    seen = 0
    for seed in range(40):
        data = softened(compile_problem(random_plan(seed, agents=2, days=1)).data)
        equipment = [block for block in data.blocks if block.is_equipment]
        if not equipment:
            assert place_units(generation_of(data)) is None
            continue
        if not has_tours(data):
            continue
        seen += 1
        generation = _solved(data)
        placed = place_units(generation)
        assert placed is not None
        for block in equipment:
            assert all(tour_cost(block, placed.worked(unit)) is not None for unit in block.members)
            _are_rounded(generation, block.queues.tolist(), list(block.members), placed)
    assert seen > 2


def _are_rounded(generation: Generation, pools: list[int], members: list[int], placed: Assignment) -> None:
    """Where the LP's units all stay at one place, so do those that were placed."""
    values = generation.master.values()
    for pool in pools:
        lp = sum(
            value * (column.tour.activity == pool)
            for column, value in zip(generation.master.columns, values.tolist(), strict=True)
            if column.tour.activity.max(initial=-1) >= min(pools)
        )
        known = generation.pricing.curves.pool_row_of
        if not (known >= 0).all():
            continue
        whole = np.asarray(lp) >= len(members) - 1e-6
        count = (placed.activity[members] == pool).sum(axis=0)
        assert (count[whole] == len(members)).all()
