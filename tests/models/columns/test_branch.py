"""Totals of supply, and the bound that branching on them proves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.io.families.curtois_qu import read_curtois_qu
from shiftmodels.columns.branch import Branching
from shiftmodels.columns.column import Column
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import Master
from shiftmodels.columns.roster import assignment_of, dealt
from shiftmodels.columns.totals import Totals
from shiftmodels.data import AtMostOne, Block, BreakProgram, Cover, ModelData, Pools, Shifts, SumRow
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import cost_of
from tests.models.columns.problems import DEAR, coupled_data, has_tours, least_cost, pricing_of, soon, wanted_of
from tests.profiles import every

INSTANCES = Path(__file__).parents[4] / "shared" / "benchmarks" / "curtois_qu" / "instances"


def _solved(data: ModelData, *, alone: bool = False) -> Generation:
    """Finished column generation, on a master with totals, each agent a block of his own or not."""
    pricing = pricing_of(data).individually() if alone else pricing_of(data)
    data, curves = pricing.data, pricing.curves
    totals = Totals.of(data, curves)
    generation = Generation(pricing, Master(curves, curves.fixed, wanted_of(data), DEAR, totals))
    assert generation.run(soon())
    return generation


def _cost(generation: Generation, columns: list[Column]) -> int:
    """Cost of a roster of columns, which is legal, in cost units without constants."""
    data = generation.pricing.data
    found = assignment_of(data, dealt(data, columns))
    assert is_feasible(data, found)
    return cost_of(data, found) - data.constant_cost


def _three_days_two_each() -> ModelData:
    """
    Each of three agents works exactly one of two pairs of three days: days 0 and 1, or 1 and 2, or 0 and 2.

    Six shifts, and a day needs an odd number of people or pays 10 for each one who is missing and 1 for each too many.
    """
    day, one = np.arange(3, dtype=np.int64), np.ones(1, dtype=np.int64)
    shifts = Shifts(day, day, day + 1, 0 * day, 0 * day)
    rows = (SumRow(day, 2 * one.repeat(3), 3, 5), AtMostOne(day[:0]))
    block = Block((0, 1, 2), shifts, rows, 0 * one, one, one)
    none = np.full((1, 3), -1, dtype=np.int64)
    required = np.array([[1, 3, 3]], dtype=np.int64)
    cover = Cover(required, none, none, 0 * required, 0 * required + 10, 0 * required + 1, none, 0 * one)
    pools = Pools(none[:0], none[:0], one[:0], one[:0])
    return ModelData(3, 3, 3, (BreakProgram((), (), (), (), ()),), (block,), cover, pools)


def test_totals_by_hand() -> None:
    """All that lacks, all supply, and each of three days, which are rows and times of day too: no total comes twice."""
    data = _three_days_two_each()
    generation = _solved(data)
    totals, curves = generation.master.totals, generation.pricing.curves
    assert totals.members.sum(axis=1).tolist() == [3, 3, 1, 1, 1]
    assert totals.values(np.array([2.0, 2.5, 3.0]), curves).tolist() == [0.5, 7.5, 2.0, 2.5, 3.0]


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_bound_is_between_that_of_the_lp_and_the_optimum(seed: int) -> None:
    """Branching raises the bound of the LP, never above the optimum, and whatever roster it is told of."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    best, generation = least_cost(data), _solved(data)
    assert generation.bound is not None
    for cutoff in (np.inf, best, best + 7):
        branching = Branching(generation, generation.bound)
        before = branching.bound
        assert branching.run(soon(), cutoff)
        assert before <= branching.bound <= best
        generation.master.limit(np.tile(np.array([[-np.inf], [np.inf]]), len(generation.master.totals)))
        generation.bound = before


def test_branching_on_choices_proves_nearly_every_optimum() -> None:
    """
    Where each agent is a block of his own, the bound ends at the optimum: 55 of 56 when this was written.

    The LP alone is there in fewer, and no bound is above it.
    """
    every = [data for data in map(coupled_data, range(60)) if has_tours(data)]
    at_first = at_last = found = 0
    for data in every:
        best, generation = least_cost(data), _solved(data, alone=True)
        assert generation.bound is not None
        branching = Branching(generation, generation.bound)
        at_first += branching.bound == best
        assert branching.run(soon(), np.inf)
        assert branching.bound <= best
        at_last += branching.bound == best
        found += branching.found is not None and _cost(generation, branching.found) == best
    assert len(every) == 56
    assert at_first < 50
    assert at_last >= 54
    assert found >= 54


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_rosters_found_are_legal_and_cost_what_was_said(seed: int) -> None:
    """A whole LP solution is a roster, agents of a block dealt with; never better than the optimum."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    generation = _solved(data)
    assert generation.bound is not None
    branching = Branching(generation, generation.bound)
    branching.run(soon(), np.inf)
    if branching.found is not None:
        assert least_cost(data) <= _cost(generation, branching.found)


@pytest.mark.skipif(not INSTANCES.is_dir(), reason=f"the public benchmarks are not at {INSTANCES}")
@pytest.mark.parametrize(("number", "of_the_lp", "optimum"), [(1, 558, 607), (9, 406, 439)])
def test_branching_closes_gaps_of_fractions(number: int, of_the_lp: int, optimum: int) -> None:
    """Two public instances whose LP lacks 5.5 and 3.67 people: nobody lacks a part of a person."""
    data = softened(compile_problem(read_curtois_qu(INSTANCES / f"Instance{number}.txt")).data)
    generation = _solved(data)
    assert generation.bound is not None
    assert generation.bound + data.constant_cost == of_the_lp
    branching = Branching(generation, generation.bound)
    assert branching.run(soon(), optimum - data.constant_cost)
    assert branching.bound + data.constant_cost == optimum


def test_limits_that_no_tour_keeps_are_priced() -> None:
    """More supply than all agents have: the LP is solved all the same, and the bound exceeds any cutoff in reach."""
    data = _three_days_two_each()
    generation = _solved(data)
    limits = generation.master.limits.copy()
    limits[0, 1] = 100
    generation.master.limit(limits)
    generation = replace(generation, bound=None)
    assert generation.run(soon(), target=1000)
    assert generation.bound is not None
    assert generation.bound >= 1000
