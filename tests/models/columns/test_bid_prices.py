"""Prices in place of later requirements: what rosters cost by them, and what they never cost more than."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.columns.bid_prices import mean_worth, with_bid_prices, worth_of_supply
from shiftmodels.data import ModelData
from shiftmodels.solution import Assignment, cost_of, supply
from tests.models.brute_force import assembled, optimum, tours
from tests.models.columns.problems import generation_of, has_tours, soon
from tests.models.random_data import carried, random_data

FINER = 64
"""Parts of a cost unit, so that prices in whole ones are nearly those of the LP."""


def _plain(seed: int) -> ModelData:
    """A problem whose tours diagrams carry whole."""
    data = random_data(seed)
    data = replace(data, blocks=tuple(map(carried, data.blocks)), spreads=())
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    return data


def _finer(data: ModelData) -> ModelData:
    """The same problem in parts of its cost unit, overstaffing free."""
    blocks = tuple(
        replace(
            block,
            shifts=replace(block.shifts, cost=FINER * block.shifts.cost),
            slacks=replace(block.slacks, price=FINER * block.slacks.price),
            constant=FINER * block.constant,
        )
        for block in data.blocks
    )
    cover = data.cover
    cover = replace(cover, under_cost=FINER * cover.under_cost, over_cost=0 * cover.over_cost)
    return replace(data, blocks=blocks, cover=cover)


def _beyond(data: ModelData, priced: ModelData) -> int:
    """What is required beyond what was, at its price."""
    return int((priced.cover.under_cost * (priced.cover.required - data.cover.required)).sum())


def _some_roster(data: ModelData, draw: np.random.Generator) -> Assignment:
    every = [list(tours(data, data.blocks[block])) for block in data.block_of.tolist()]
    return assembled(data, tuple(few[int(draw.integers(len(few)))] for few in every))


@pytest.mark.parametrize("seed", range(12))
def test_later_supply_is_paid_for(seed: int) -> None:
    """Each unit saves its price, what is before stays; with prices up to understaffing's no optimum gets dearer."""
    data, draw = _plain(seed), np.random.default_rng(seed)
    worth = draw.integers(0, data.cover.under_cost + 1)
    later = np.arange(data.num_intervals) >= data.num_intervals // 2
    found = _some_roster(data, draw)
    priced = with_bid_prices(data, worth.astype(float), later)
    cover = data.cover
    before = replace(cover, **{name: np.where(later, 0, getattr(cover, name)) for name in ("under_cost", "over_cost")})
    missing = int((worth * (cover.required - supply(data, found)))[:, later].sum())
    assert cost_of(priced, found) - _beyond(data, priced) == cost_of(replace(data, cover=before), found) + missing
    best = optimum(data)
    if best is not None:
        least = optimum(priced)
        assert least is not None
        assert least - _beyond(data, priced) <= best


@pytest.mark.parametrize("seed", range(12))
def test_worth_of_supply_makes_the_bound(seed: int) -> None:
    """Everybody paid by the piece for all that he does, at what it is worth: together that is the LP of all tours."""
    data = _finer(_plain(seed))
    generation = generation_of(data)
    assert generation.run(soon())
    assert generation.bound is not None
    priced = with_bid_prices(data, worth_of_supply(generation), np.ones(data.num_intervals, dtype=bool))
    least = optimum(priced)
    assert least is not None
    rounding = data.num_intervals * data.num_agents
    assert abs(least - _beyond(data, priced) - generation.bound - data.constant_cost) <= rounding


def test_mean_worth_of_alike_intervals() -> None:
    """Of 1 and 3 it is 2 on one queue, of 5 and 5 it is 5 on the other; the last interval is like none."""
    worth = np.array([[1.0, 8.0, 3.0], [5.0, 0.0, 5.0]])
    assert mean_worth(worth, np.array([4, -1, 4])).tolist() == [[2.0, 8.0, 2.0], [5.0, 0.0, 5.0]]
