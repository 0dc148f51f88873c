"""Tours with weights."""

from __future__ import annotations

import numpy as np
import pytest

from shiftmodels.columns.ascent import Ascent
from shiftmodels.columns.column import Column
from shiftmodels.columns.mixture import KEPT, Mixture
from shiftmodels.columns.roster import columns_of
from shiftmodels.data import IntArray, ModelData
from shiftmodels.solution import Assignment
from shiftmodels.tours.search import TourSearch
from tests.models.columns.problems import coupled_data, has_tours, linear_optimum, pricing_of, soon


def _members(data: ModelData) -> IntArray:
    return np.array([len(block.members) for block in data.blocks], dtype=np.int64)


def _with_tours(seed: int) -> ModelData:
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    return data


def _ascended(data: ModelData, rounds: int = 25) -> Ascent:
    ascent = Ascent(pricing_of(data), most_rounds=rounds)
    ascent.run(soon())
    return ascent


def _roster(data: ModelData) -> list[Column]:
    search = TourSearch(data, Assignment.empty(data), 0)
    assert not search.construct()
    return columns_of(data, search.found, pricing_of(data).curves)


def _supply(columns: list[Column], fixed: IntArray) -> IntArray:
    total = fixed.copy()
    for column in columns:
        total[column.rows] += column.amounts
    return total


@pytest.mark.parametrize("seed", range(8))
def test_mixtures_cost_no_less_than_the_lp_and_come_near_it(seed: int) -> None:
    """Bound and mixture enclose the LP of all tours, and meet but for a thousandth."""
    data = _with_tours(seed)
    ascent, optimum = _ascended(data), linear_optimum(data)
    assert ascent.bound is not None
    assert ascent.mixture.cost() >= optimum - 1e-6
    assert ascent.mixture.cost() <= optimum + 1e-3 * abs(optimum) + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_a_roster_to_begin_with_costs_what_it_costs(seed: int) -> None:
    data = _with_tours(seed)
    pricing, columns = pricing_of(data), _roster(data)
    mixture = Mixture(pricing.curves, pricing.scale, _members(data), np.random.default_rng(0))
    mixture.begin(columns)
    nothing = np.zeros(len(pricing.curves))
    mixture.improve(nothing, nothing + 1, sweeps=0)
    supplied = _supply(columns, pricing.curves.fixed)
    assert np.array_equal(mixture.supplied, supplied)
    own = sum(column.tour.own for column in columns)
    assert mixture.cost() == pytest.approx(float(pricing.curves.costs(supplied).sum()) + own)


@pytest.mark.parametrize("seed", range(4))
def test_each_block_draws_as_many_tours_as_it_has_members(seed: int) -> None:
    """And each tour of the draw is in use."""
    data = _with_tours(seed)
    mixture = _ascended(data).mixture
    drawn, used = mixture.drawn(), {id(column) for column in mixture.columns()}
    counts = np.bincount([column.block for column in drawn], minlength=len(data.blocks))
    assert np.array_equal(counts, _members(data))
    assert all(id(column) in used for column in drawn)


def test_steps_never_cost_more_where_rows_are_rounded_little() -> None:
    """Steep corners are nearly the true ones: each sweep then leaves the mixture as cheap as before, or cheaper."""
    data = _with_tours(0)
    ascent = _ascended(data, rounds=2)
    center, steep = ascent.center, np.full(len(ascent.center), 1e6 * ascent.pricing.scale)
    before = ascent.mixture.cost()
    for _ in range(20):
        ascent.mixture.improve(center, steep, sweeps=1)
        assert ascent.mixture.cost() <= before + 1e-3
        before = ascent.mixture.cost()


def test_no_more_tours_are_kept_than_there_is_room_for() -> None:
    """Tours beyond that take the place of those not in use; the weight of a block stays that of its members."""
    data = _with_tours(0)
    pricing, columns = pricing_of(data), _roster(data)
    mixture = Mixture(pricing.curves, pricing.scale, _members(data), np.random.default_rng(0))
    mixture.begin(columns)
    random = np.random.default_rng(1)
    for step in range(2 * KEPT):
        prices = random.integers(-20, 20, len(pricing.curves)) * pricing.scale
        for block in range(len(data.blocks)):
            found = pricing.cheapest(block, prices)
            assert found is not None
            if found[1] is not None:
                mixture.add(found[1], step)
    drawn = mixture.drawn()
    assert np.array_equal(np.bincount([column.block for column in drawn], minlength=len(data.blocks)), _members(data))
