"""Column generation and the bound that each of its rounds gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.compile import compile_problem
from shiftmodels.columns.generation import are_tours_too_dear
from shiftmodels.data import ModelData, Slacks
from shiftmodels.engines.column_tasks import TOO_DEAR, RootTask
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import softened
from shiftmodels.status import ModelStatus
from tests.models.brute_force import optimum
from tests.models.columns.problems import (
    bound_of,
    coupled_data,
    generation_of,
    has_tours,
    lagrangian,
    least_cost,
    linear_optimum,
    pricing_of,
    soon,
)
from tests.models.exact import exact_answer
from tests.models.random_data import random_data
from tests.profiles import every
from tests.random_plans import random_plan

SIZES = ((3, 2), (4, 3), (3, 4), (5, 2))
"""Agents and days of plans, in turn."""
SECONDS = 30.0
"""Time limit of CP-SAT, which mostly needs one of them."""


def _coupled(seed: int) -> ModelData:
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    return data


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_generation_ends_at_the_lp_of_all_tours(seed: int) -> None:
    """The bound is the optimum of that LP rounded up, the master is between both, and no choice of tours costs less."""
    data = _coupled(seed)
    generation, exact = generation_of(data), linear_optimum(data)
    assert generation.run(soon())
    assert generation.bound is not None
    assert generation.bound == np.ceil(exact - 1e-6)
    assert exact - 1e-5 <= generation.master.objective <= generation.bound + 1e-5
    assert generation.bound <= least_cost(data)


@pytest.mark.parametrize("seed", range(30))
def test_bound_holds_after_every_round(seed: int) -> None:
    """Stopped whenever one likes, the bound is no more than the optimum, and never falls."""
    data = _coupled(seed)
    generation, best, known = generation_of(data), least_cost(data), -np.inf
    while not generation.run(soon(), most_rounds=1):
        assert generation.bound is not None
        assert known <= generation.bound <= best
        known = generation.bound


@given(st.integers(0, 60), st.integers(0, 2**32), st.integers(1, 40), st.booleans())
def test_any_prices_give_a_bound(seed: int, draw: int, most: int, whole: bool) -> None:
    """Whatever the prices, whole cost units or a part of one: the bound is no more than the optimum."""
    data = coupled_data(seed)
    if not has_tours(data):
        return
    pricing, random = pricing_of(data), np.random.default_rng(draw)
    unit = pricing.scale if whole else 1
    prices = (
        random.integers(-most * pricing.scale // unit, most * pricing.scale // unit + 1, len(pricing.curves)) * unit
    )
    assert lagrangian(pricing, prices) <= least_cost(data)


def _times(data: ModelData, factor: int) -> ModelData:
    """The same problem, everything so many times as dear."""
    cover, pools = data.cover, data.pools
    dearer = replace(
        cover,
        under_cost=factor * cover.under_cost,
        over_cost=factor * cover.over_cost,
        limit_cost=factor * cover.limit_cost,
    )
    blocks = tuple(
        replace(
            block,
            shifts=replace(block.shifts, cost=factor * block.shifts.cost),
            slacks=Slacks(factor * block.slacks.price, block.slacks.upper),
        )
        for block in data.blocks
    )
    return replace(data, blocks=blocks, cover=dearer, pools=replace(pools, price=factor * pools.price))


@pytest.mark.parametrize("seed", range(12))
def test_dear_tours_are_tours(seed: int) -> None:
    """Where a tour costs as much as what cannot be, the bound of any prices still is no more than the optimum."""
    data, factor = _coupled(seed), 2**42
    dear = _times(data, factor)
    assert are_tours_too_dear(dear)
    pricing, most = pricing_of(dear), factor * least_cost(data)
    for row_price in (-40 * factor, 0, 40 * factor):
        prices = np.full(len(pricing.curves), row_price)
        assert lagrangian(pricing, prices) <= most


def test_dear_tours_have_no_bound() -> None:
    """The bound by tours says so, and another one takes its place."""
    dear = _times(_coupled(0), 2**42)
    (report,) = RootTask(SECONDS, 0, is_alone=True).run(dear)
    assert (report.bound, report.found, report.message) == (None, None, TOO_DEAR)


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_bound_holds_with_spreads_and_rows_left_out(seed: int) -> None:
    """What neither curves nor diagrams know (spreads, several gaps, gaps on condition) only makes rosters dearer."""
    data = random_data(seed)
    best = optimum(data)
    if best is None:
        pytest.skip("no roster obeys the rules")
    assert bound_of(data) <= best


def _bound_and_optimum(seed: int, agents: int, days: int) -> tuple[int, int, bool]:
    """Bound by columns, cost by CP-SAT and whether that is proven, of a plan with breaks, two queues, seats, pins."""
    data = compile_problem(random_plan(seed, agents=agents, days=days)).data
    exact = exact_answer(data, SolveOptions(time_limit_seconds=SECONDS, seed=0, workers=1))
    assert exact.cost is not None
    return bound_of(softened(data)), exact.cost, exact.status is ModelStatus.OPTIMAL


def _check_bounds(every: list[tuple[int, int, bool]]) -> None:
    """No bound is above the cost of a roster, and those of plans whose optimum is proven are near it."""
    assert all(bound <= cost for bound, cost, _ in every)
    gaps = [(cost - bound) / max(1, cost) for bound, cost, proven in every if proven]
    assert len(gaps) >= 0.95 * len(every)
    assert np.mean(gaps) <= 0.01


def test_bounds_of_plans() -> None:
    """Forty plans: no bound is above the optimum, and on average they differ by less than one in a hundred."""
    _check_bounds([_bound_and_optimum(seed, *SIZES[0]) for seed in range(40)])


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 2000, 100))
def test_bounds_of_many_plans(first: int) -> None:
    """The same on two thousand plans of four sizes."""
    _check_bounds([_bound_and_optimum(seed, *SIZES[seed % len(SIZES)]) for seed in range(first, first + 100)])
