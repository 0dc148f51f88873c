"""Curves: what supply costs, and what is left of it when tours sell supply at a price."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.columns.curves import Curves
from shiftmodels.data import Cover, ModelData, Pools
from shiftmodels.solution import cover_costs, pool_cost
from tests.models.brute_force import held_units
from tests.models.columns.problems import coupled_data, supplies
from tests.models.random_data import random_data
from tests.profiles import every

SCALE = 8
"""Units of prices for a cost unit."""


def _coupling(data: ModelData, seed: int) -> ModelData:
    """Two queues and two pools with limits anywhere: a minimum above the requirement, a maximum below the minimum."""
    draw = np.random.default_rng(seed)
    shape = (2, data.num_intervals)
    minimum, maximum = (np.where(draw.random(shape) < 0.5, draw.integers(0, 8, shape), -1) for _ in range(2))
    cover = Cover(
        required=draw.integers(0, 6, shape),
        minimum=minimum,
        maximum=maximum,
        fixed_supply=draw.integers(0, 3, shape),
        under_cost=draw.integers(0, 9, shape),
        over_cost=draw.integers(0, 4, shape),
        limit_cost=np.repeat(draw.integers(-1, 6, (2, 1)), data.num_intervals, axis=1),
        tags=np.zeros(2, dtype=np.int64),
    )
    capacity = np.where(draw.random(shape) < 0.5, draw.integers(0, 4, shape), -1)
    pools = Pools(capacity, draw.integers(0, 3, shape), draw.integers(-1, 6, 2), np.zeros(2, dtype=np.int64))
    return replace(data, cover=cover, pools=pools)


def _one_interval(required: int, minimum: int, maximum: int, limit_cost: int) -> ModelData:
    """Understaffing costs 5 and overstaffing 1, in the first interval only; three agents, no seats."""
    data = random_data(3)
    nothing = np.zeros_like(data.cover.required)
    first = nothing.copy()
    first[0, 0] = 1
    cover = replace(
        data.cover,
        required=required * first,
        minimum=np.where(first > 0, minimum, -1),
        maximum=np.where(first > 0, maximum, -1),
        under_cost=5 * first,
        over_cost=first,
        limit_cost=limit_cost * first,
    )
    return replace(data, cover=cover)


def _by_row(curves: Curves, supplied: np.ndarray, used: np.ndarray) -> np.ndarray:
    """The same supply, in the order of the rows of the curves."""
    rows = np.zeros(len(curves), dtype=np.int64)
    for row_of, amount in ((curves.row_of, supplied), (curves.pool_row_of, used)):
        rows[row_of[row_of >= 0]] = amount[row_of >= 0]
    return rows


def _present(data: ModelData) -> tuple[np.ndarray, np.ndarray]:
    """Most that all agents on shift together could supply to each queue and hold of each pool, interval by interval."""
    supplied, used = data.cover.fixed_supply.copy(), data.pools.fixed_use.copy()
    for block in data.blocks:
        times = {t for s in range(len(block.shifts)) for t in range(block.shifts.start[s], block.shifts.end[s])}
        for time in sorted(times):
            supplied[block.queues, time] += block.proficiency * len(block.members)
        every = list(range(len(block.shifts)))
        for hold in block.holds:
            alone = replace(block, holds=(replace(hold, queue=-1),))
            for day in range(data.num_days):
                of_day = [shift for shift in every if block.shifts.day[shift] == day]
                units = held_units(data, alone, of_day, np.zeros(data.num_intervals, dtype=np.int64))
                used += np.minimum(units, 1) * len(block.members)
    return supplied, used


def test_costs_by_hand() -> None:
    """Required 3 at 5 and 1, from 4 to 6 or 10 a unit: none cost 3 x 5 + 4 x 10, 3 cost 10, 7 cost 4 + 10."""
    curves = Curves.of(_one_interval(3, 4, 6, limit_cost=10))
    assert len(curves) == 1
    np.testing.assert_array_equal(curves.costs(np.array([[0], [3], [4], [6], [7]]))[:, 0], [55, 10, 1, 3, 14])


@pytest.mark.parametrize(
    ("price", "value", "supply"),
    [
        (0, 0, 3),  # nothing is paid: as many as are required
        (-4, 12, 3),  # each costs 4 and saves 5
        (-6, 15, 0),  # each costs 6 and saves 5, so that 3 x 5 are lost
        (2, 2 - 5 * 2, 5),  # each brings 2, and the last two cost 1
    ],
)
def test_sold_by_hand(price: int, value: int, supply: int) -> None:
    """Required 3 at 5 and 1, up to 5 there: what is sold at each price can be counted on fingers."""
    curves = replace(Curves.of(_one_interval(3, -1, -1, limit_cost=-1)), fixed=np.array([0]), most=np.array([5]))
    least, sold = curves.sold(np.array([price]), 1)
    assert (least, sold.tolist()) == (value, [supply])


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_curves_cost_what_cover_and_pools_cost(seed: int) -> None:
    """At any supply that there can be, whatever the order of requirement and limits; rows left out cost nothing."""
    data, draw = _coupling(random_data(seed), seed), np.random.default_rng(seed)
    curves, (most_supplied, most_used) = Curves.of(data), _present(data)
    for _ in range(20):
        supplied = draw.integers(data.cover.fixed_supply, most_supplied + 1)
        used = draw.integers(data.pools.fixed_use, most_used + 1)
        costs, cover = curves.costs(_by_row(curves, supplied, used)), cover_costs(data.cover, slice(None), supplied)
        here = curves.row_of >= 0
        np.testing.assert_array_equal(costs[curves.row_of[here]], cover[here])
        assert not cover[~here].any()
        assert costs.sum() == cover.sum() + pool_cost(data.pools, used)


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_every_row_can_cost_something(seed: int) -> None:
    """A row that is free at any supply that there can be is left out: it would make every LP slower."""
    data = _coupling(random_data(seed), seed)
    curves = Curves.of(data)
    dearest = np.zeros(len(curves), dtype=np.int64)
    for units in range(int(curves.most.max(initial=0)) + 1):
        dearest = np.maximum(dearest, curves.costs(np.clip(units, curves.fixed, curves.most)))
    assert (dearest > 0).all()
    assert len(curves) < data.cover.required.size + data.pools.capacity.size


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_curves_are_convex(seed: int) -> None:
    """Each unit more saves no more than the one before it, else column generation would have no bound."""
    curves = Curves.of(_coupling(random_data(seed), seed))
    steps = np.diff(curves.costs(np.repeat(np.arange(15)[:, None], len(curves), axis=1)), axis=0)
    assert (np.diff(steps, axis=0) >= 0).all()
    assert (np.diff(curves.knots, axis=1) >= 0).all()


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_sold_is_least_over_every_supply(seed: int) -> None:
    """No supply between what is fixed and what is there at most costs less what is paid is less than that."""
    data, draw = _coupling(random_data(seed), seed), np.random.default_rng(seed)
    curves = Curves.of(data)
    for fixed in (curves.fixed, draw.integers(0, 12, len(curves))):
        prices = draw.integers(-12 * SCALE, 12 * SCALE, len(curves))
        least, sold = curves.sold(prices, SCALE, fixed)
        units = np.repeat(np.arange(25)[:, None], len(curves), axis=1)
        inside = (units >= fixed) & (units <= np.maximum(curves.most, fixed))
        values = np.where(inside, SCALE * curves.costs(units) - prices * (units - fixed), 2**40)
        assert least == values.min(axis=0).sum()
        np.testing.assert_array_equal(np.take_along_axis(values, sold[None], axis=0)[0], values.min(axis=0))


@pytest.mark.parametrize("seed", range(20))
def test_most_is_no_less_than_tours_supply(seed: int) -> None:
    """If every agent of every block works the tour that supplies most there, ``most`` is not exceeded."""
    data = coupled_data(seed)
    curves = Curves.of(data)
    most = curves.fixed.copy()
    for block in data.blocks:
        every = [_by_row(curves, units, held) for units, held, _ in supplies(data, block).values()]
        if every:
            most += len(block.members) * np.max(every, axis=0)
    assert (most <= curves.most).all()


@pytest.mark.parametrize("seed", range(20))
def test_excess_is_what_supply_costs_beyond_the_least(seed: int) -> None:
    """Row by row never below 0, 0 at what sells best, and in sum the cost less what is paid less the least."""
    data = _coupling(random_data(seed), seed)
    curves, draw = Curves.of(data), np.random.default_rng(seed)
    prices = draw.integers(-9 * SCALE, 9 * SCALE, len(curves))
    least, best = curves.sold(prices, SCALE)
    supplied = draw.integers(curves.fixed, np.maximum(curves.most, curves.fixed) + 1)
    excess = curves.excess(supplied, prices, SCALE)
    assert (excess >= 0).all()
    assert not curves.excess(best, prices, SCALE).any()
    paid = int(prices @ (supplied - curves.fixed))
    assert int(excess.sum()) == SCALE * int(curves.costs(supplied).sum()) - paid - least


@pytest.mark.parametrize("seed", range(20))
def test_each_row_has_the_day_whose_shifts_have_begun(seed: int) -> None:
    """The last day on which a shift of anybody begins at the interval of the row or before it; else the first."""
    data = _coupling(random_data(seed), seed)
    curves = Curves.of(data)
    shifts = [block.shifts for block in data.blocks]
    begun = [pair for own in shifts for pair in zip(own.start.tolist(), own.day.tolist(), strict=True)]
    day_of_row = curves.day_of_row(data)
    for rows in curves.row_of:
        for interval, row in enumerate(rows.tolist()):
            days = [day for start, day in begun if start <= interval]
            if row >= 0:
                assert day_of_row[row] == max(days, default=day_of_row.min())
