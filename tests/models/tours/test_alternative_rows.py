"""The cheapest other tour that obeys one more row, and the problem with that row, against trying everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.data import Block, BreakProgram, Cover, ModelData, Pools, Shifts, SumRow
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.one_more_row import with_row
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.alternatives import Alternatives
from shiftmodels.tours.put_back import put_back
from tests.models.brute_force import assembled, optimum, tours
from tests.models.columns.problems import coupled_data
from tests.models.exact import exact_answer
from tests.models.random_data import random_assignment, random_data

OPTIONS = SolveOptions(time_limit_seconds=10.0, seed=0, workers=1)


def _rows(block: Block) -> Iterator[SumRow]:
    """A shift of the first day, that day off, and two units of work over the first two days."""
    first = np.flatnonzero(block.shifts.day == 0)
    ones = np.ones(len(first), dtype=np.int64)
    yield SumRow(first[:1], ones[:1], 1, None)
    yield SumRow(first, ones, None, 0)
    some = np.flatnonzero(block.shifts.day < 2)
    yield SumRow(some, np.ones(len(some), dtype=np.int64), 2, None)


def _obeys(row: SumRow, found: Assignment, agent: int) -> bool:
    total = int(row.coefficients[np.isin(row.shifts, found.worked(agent))].sum())
    return total >= (row.lower or 0) and (row.upper is None or total <= row.upper)


def _least(data: ModelData, found: Assignment, agent: int, row: SumRow) -> int | None:
    """Least cost over all tours of an agent that obey the row, the others' as they are."""
    costs = []
    for shifts, activity, _ in tours(data, data.blocks[data.block_of[agent]]):
        other = found.copy()
        other.activity[agent], other.shift[agent] = activity, [shifts.get(day, -1) for day in range(data.num_days)]
        if _obeys(row, other, agent) and is_feasible(data, other):
            costs.append(cost_of(data, other))
    return min(costs, default=None)


def _hard(data: ModelData) -> ModelData:
    """The same with limits that must not be broken."""
    cover = replace(data.cover, limit_cost=np.full_like(data.cover.limit_cost, -1))
    return replace(data, cover=cover, pools=replace(data.pools, price=np.full_like(data.pools.price, -1)))


def _legal(data: ModelData) -> Assignment | None:
    """A roster that keeps hard limits, if one is drawn."""
    every_tour = [list(tours(data, data.blocks[data.block_of[agent]])) for agent in range(data.num_agents)]
    if not all(every_tour):
        return None
    draw = np.random.default_rng(0)
    for _ in range(30):
        found = assembled(data, tuple(some[int(draw.integers(len(some)))] for some in every_tour))
        if is_feasible(data, found):
            return found
    return None


def test_cheapest_tour_with_a_row_is_that_of_brute_force() -> None:
    """Where it says that a tour is cheapest, no other is; where there is none, or none that is legal, there is none."""
    seen = {"legal": 0, "limits": 0, "none": 0}
    for seed in range(16):
        data = coupled_data(seed) if seed % 2 else _hard(coupled_data(seed))
        found = _legal(data)
        if found is None:
            continue
        alternatives = Alternatives(data, found)
        for agent in range(2):
            for row in _rows(data.blocks[data.block_of[agent]]):
                least, other = _least(data, found, agent, row), alternatives.with_row(agent, row)
                if other is None:
                    assert least is None
                    seen["none"] += 1
                    continue
                assert _obeys(row, other.found, agent)
                assert cost_of(data, other.found) - cost_of(data, found) == other.extra
                assert other.is_legal == is_feasible(data, other.found)
                if other.is_cheapest:
                    assert (cost_of(data, other.found) if other.is_legal else None) == least
                    seen["legal" if other.is_legal else "limits"] += 1
    assert min(seen.values()) > 1, seen


def test_a_dear_legal_tour_comes_before_a_cheap_one_that_breaks_a_limit() -> None:
    """One shift costs 1000; the other is free, and has one agent more than the hard maximum of its interval."""
    two, nothing = np.arange(2), np.zeros(2, dtype=np.int64)
    shifts = Shifts(nothing, two, two + 1, np.array([1000, 0]), nothing)
    one = np.ones(1, dtype=np.int64)
    block = Block((0,), shifts, (), nothing[:1], one, one)
    none = np.full((1, 2), -1)
    cover = Cover(none + 1, none, np.array([[-1, 0]]), none + 1, none + 2, none + 1, none, np.array([0]))
    pools = Pools(none[:0], none[:0], nothing[:0], nothing[:0])
    data = ModelData(1, 1, 2, (BreakProgram((), (), (), (), ()),), (block,), cover, pools)
    row = SumRow(two, np.ones(2, dtype=np.int64), 1, None)
    other = Alternatives(data, Assignment.empty(data)).with_row(0, row)
    assert other is not None
    assert (other.is_legal, other.is_cheapest, other.extra) == (True, True, 1000)


@pytest.mark.parametrize("seed", range(8))
def test_optimum_with_a_row(seed: int) -> None:
    """The problem with a row has the optimum of all rosters that obey it, in a block of the agent alone."""
    data = random_data(seed)
    agent = seed % data.num_agents
    for row in _rows(data.blocks[data.block_of[agent]]):
        asked = with_row(data, agent, row)
        assert asked.blocks[asked.block_of[agent]].members == (agent,)
        assert exact_answer(asked, OPTIONS).cost == optimum(data, lambda other, row=row: _obeys(row, other, agent))


def test_tours_put_back() -> None:
    """A roster gets no dearer and stays legal; where both cost the same, it is the one of before."""
    changed = 0
    for seed in range(12):
        data = coupled_data(seed)
        before, found = (random_assignment(data, number) for number in (seed, seed + 100))
        if before is None or found is None or not is_feasible(data, found):
            continue
        result = put_back(data, found, before)
        assert is_feasible(data, result)
        assert cost_of(data, result) <= cost_of(data, found)
        changed += not np.array_equal(result.shift, found.shift)
        if not data.spreads and is_feasible(data, before):
            np.testing.assert_array_equal(put_back(data, before, before).shift, before.shift)
    assert changed > 1
