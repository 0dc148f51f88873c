"""Prices by ascent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.io.families.matsp import read_matsp
from shiftmodels.clock import clock
from shiftmodels.columns.ascent import PARTS, Ascent
from shiftmodels.columns.column import Column
from shiftmodels.data import IntArray, ModelData
from shiftmodels.ending import counting
from shiftmodels.feasibility import softened
from tests.io.families.small_instances import write_matsp
from tests.models.columns.problems import (
    coupled_data,
    generation_of,
    has_tours,
    lagrangian,
    least_cost,
    linear_optimum,
    pricing_of,
    soon,
)
from tests.random_plans import random_plan

ROUNDS = 25
"""Of an ascent."""


def _ascent(data: ModelData) -> Ascent:
    pricing = pricing_of(data)
    return Ascent(pricing, most_rounds=ROUNDS)


@pytest.mark.parametrize("seed", range(20))
def test_ascent_stays_below_the_optimum(seed: int) -> None:
    """Its bound is that of the prices it keeps, no less than at prices of nought, no more than the LP rounded up."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    ascent, best = _ascent(data), least_cost(data)
    first = lagrangian(ascent.pricing, ascent.prices)
    assert ascent.run(soon())
    assert 0 < ascent.steps <= PARTS * ROUNDS
    assert ascent.bound is not None
    assert first <= ascent.bound <= np.ceil(linear_optimum(data) - 1e-6) <= best
    assert ascent.bound == lagrangian(ascent.pricing, ascent.prices)


def test_ascent_comes_near_the_lp_of_plans() -> None:
    """On eight plans it gains 99 % of what column generation gains over prices of nought, on average."""
    shares = []
    for seed in range(8):
        data = softened(compile_problem(random_plan(seed, agents=3, days=2)).data)
        ascent, generation = _ascent(data), generation_of(data)
        first = lagrangian(ascent.pricing, ascent.prices)
        assert generation.run(soon())
        assert generation.bound is not None
        ascent.run(soon())
        assert ascent.bound is not None
        assert ascent.bound <= generation.bound
        shares.append((ascent.bound - first) / max(1, generation.bound - first))
    assert np.mean(shares) > 0.99


@pytest.mark.parametrize("seed", range(5))
def test_columns_of_the_ascent_pay_in_a_master(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tours that it met are tours of the blocks: with them the master solves without an agent who has none."""
    data = coupled_data(seed)
    ascent, generation = _ascent(data), generation_of(data)
    cheapest, met = ascent.pricing.cheapest, []

    def noted(block: int, prices: IntArray) -> tuple[int, Column | None] | None:
        found = cheapest(block, prices)
        if found is not None and found[1] is not None:
            met.append(found[1])
        return found

    monkeypatch.setattr(ascent.pricing, "cheapest", noted)
    ascent.run(soon())
    generation.master.add(met)
    assert generation.master.solve()
    assert linear_optimum(data) - 1e-5 <= generation.master.objective < 1e5


def test_ascent_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of millions of rounds only those are made for which there is time."""
    monkeypatch.setattr("shiftmodels.columns.ascent.CLOSE", -1.0)
    pricing = pricing_of(coupled_data(0))
    with counting(by_work=True):
        begin = clock.now()
        ascent = Ascent(pricing, seconds=0.2, most_rounds=10**9)
        assert ascent.run(soon())
        assert 0.2 <= clock.now() - begin < 0.4
    assert ascent.steps > 1


def test_ascent_comes_nearer_with_more_rounds() -> None:
    """On average over some plans, two rounds gain more than one, and eight more than two."""
    gained = []
    for seed in range(8):
        data = softened(compile_problem(random_plan(seed, agents=3, days=2)).data)
        pricing, bounds = pricing_of(data), []
        for rounds in (1, 2, 8):
            ascent = Ascent(pricing, most_rounds=rounds)
            ascent.run(soon())
            bounds.append(ascent.bound or 0)
        gained.append(np.diff(bounds) / max(1, abs(bounds[-1])))
    assert (np.mean(gained, axis=0) > 0).all()


def test_where_nothing_is_needed_the_first_prices_bound_by_hours(tmp_path: Path) -> None:
    """Ann has to work 24 quarters of an hour, nobody else must, and nobody is wanted: 24 are too many."""
    data = compile_problem(read_matsp(write_matsp(tmp_path))).data
    nothing = np.zeros_like(data.cover.required)
    data = replace(data, cover=replace(data.cover, required=nothing, minimum=nothing))
    pricing = pricing_of(data)
    ascent = Ascent(pricing, most_rounds=1)
    assert ascent.run(soon())
    assert ascent.bound == 24 * int(data.cover.over_cost.max())
