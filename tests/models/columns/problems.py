"""Small problems for tests of columns, the ways in which they are put together, and optima found without columns."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from shiftmodels.clock import clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.curves import Curves
from shiftmodels.columns.dive import dive
from shiftmodels.columns.generation import Generation, Pricing
from shiftmodels.columns.master import Master
from shiftmodels.columns.roster import dealt
from shiftmodels.data import Block, Hold, IntArray, ModelData, Pools
from shiftmodels.feasibility import softened
from shiftmodels.solution import cover_costs, pool_cost
from shiftmodels.tours.insertion import Insertion
from tests.models.brute_force import held_units, tours
from tests.models.random_data import carried, random_data

DEAR = 1e6
"""Cost units of an agent without a tour; no tour of these problems is worth as much."""

Supplies = dict[tuple[bytes, bytes, int], tuple[IntArray, IntArray, int]]
"""Units of each queue, units of each pool and own cost of the tours of a block that differ in these."""


@cache
def coupled_data(seed: int) -> ModelData:
    """
    ``random_data`` that diagrams carry whole, with limits of supply, seats, and proficiency, and without spreads.

    Limits are hard or soft, and softened in the end.
    """
    data, draw = random_data(seed), np.random.default_rng(1000 + seed)
    blocks = tuple(
        replace(carried(block), proficiency=draw.integers(1, 4, 1), holds=_holds(draw)) for block in data.blocks
    )
    shape, units = data.cover.required.shape, int(draw.integers(1, 4))
    cover = replace(
        data.cover,
        required=units * data.cover.required,
        minimum=np.where(draw.random(shape) < 0.3, draw.integers(0, 5, shape), -1),
        maximum=np.where(draw.random(shape) < 0.3, draw.integers(0, 5, shape), -1),
        fixed_supply=draw.integers(0, 2, shape),
        over_cost=draw.integers(0, 3, shape),
        limit_cost=np.full(shape, int(draw.integers(-1, 4))),
    )
    two = (2, data.num_intervals)
    capacity = np.where(draw.random(two) < 0.5, draw.integers(0, 3, two), -1)
    pools = Pools(capacity, np.zeros(two, dtype=np.int64), draw.integers(-1, 6, 2), np.arange(2))
    return softened(replace(data, blocks=blocks, cover=cover, pools=pools, spreads=()))


def _holds(draw: np.random.Generator) -> tuple[Hold, ...]:
    """A seat, perhaps with a turnaround, and a unit of the other pool or of the same one while the queue is worked."""
    seat, licence = Hold(0, after=int(draw.integers(0, 3))), Hold(int(draw.integers(2)), queue=0)
    return tuple(hold for hold in (seat, licence) if draw.random() < 0.7)


@cache
def has_tours(data: ModelData) -> bool:
    """Whether every agent has a legal tour."""
    return all(any(True for _ in tours(data, block)) for block in data.blocks)


def pricing_of(data: ModelData) -> Pricing:
    """Where the tours of a softened problem come from."""
    return Pricing(data, Curves.of(data), tuple(Insertion(data, block) for block in data.blocks))


def wanted_of(data: ModelData) -> IntArray:
    """Tours wanted of each block."""
    return np.array([len(block.members) for block in data.blocks], dtype=np.int64)


def generation_of(data: ModelData) -> Generation:
    """Column generation that has not begun."""
    return _generation(pricing_of(data))


def agents_of(data: ModelData) -> Generation:
    """The same, each agent a block of his own."""
    return _generation(pricing_of(data).individually())


def _generation(pricing: Pricing) -> Generation:
    curves = pricing.curves
    return Generation(pricing, Master(curves, curves.fixed, wanted_of(pricing.data), dear=DEAR))


def soon() -> float:
    """A time limit that no test reaches."""
    return clock.now() + 600


def bound_of(data: ModelData) -> int:
    """Bound of the finished column generation, constants of blocks included."""
    generation = generation_of(softened(data))
    assert generation.run(soon())
    assert generation.bound is not None
    return generation.bound + data.constant_cost


def lagrangian(pricing: Pricing, prices: IntArray) -> int:
    """Bound under any prices: the least that supply costs when it is sold, and everybody's cheapest tour."""
    total, _ = pricing.curves.sold(prices, pricing.scale)
    for number, block in enumerate(pricing.data.blocks):
        cheapest = pricing.cheapest(number, prices)
        assert cheapest is not None
        total += len(block.members) * cheapest[0]
    return -(-total // pricing.scale)


def dived(generation: Generation) -> list[Column]:
    """Columns of a first roster, one for each agent, by generation where each is a block of his own."""
    assert generation.run(soon())
    found = dive(generation, soon())
    assert found is not None
    return dealt(generation.pricing.data, found)


@cache
def supplies(data: ModelData, block: Block) -> Supplies:
    """Every legal tour of a block, tried one by one, as far as coupling rows can tell them apart."""
    every: Supplies = {}
    for shifts, activity, slack in tours(data, block):
        units = np.zeros(data.cover.required.shape, dtype=np.int64)
        for queue, amount in zip(block.queues.tolist(), block.proficiency.tolist(), strict=True):
            units[queue] = amount * (activity == queue)
        held = held_units(data, block, list(shifts.values()), activity)
        own = slack + int(block.shifts.cost[list(shifts.values())].sum())
        every[units.tobytes(), held.tobytes(), own] = units, held, own
    return every


@cache
def least_cost(data: ModelData) -> int:
    """Optimum of a softened problem without spreads, constants left out, by trying every choice of tours."""
    choices = [
        list(combinations_with_replacement(supplies(data, block).values(), len(block.members))) for block in data.blocks
    ]
    best = None
    for choice in product(*choices):
        every = [tour for block in choice for tour in block]
        supplied = data.cover.fixed_supply + sum(units for units, _, _ in every)
        used = data.pools.fixed_use + sum(held for _, held, _ in every)
        cost = int(cover_costs(data.cover, slice(None), supplied).sum()) + pool_cost(data.pools, used)
        cost += sum(own for _, _, own in every)
        best = cost if best is None else min(best, cost)
    assert best is not None
    return best


@cache
def linear_optimum(data: ModelData) -> float:
    """
    Optimum of the LP over all tours of a softened problem, constants left out.

    Every tour is a variable; the supply of each queue and interval has its shortfalls below requirement and minimum
    and its excesses above requirement and maximum, that of each pool its excess, each a variable and row of its own.
    """
    every = [(number, tour) for number, block in enumerate(data.blocks) for tour in supplies(data, block).values()]
    units = np.array([tour[0].ravel() for _, tour in every]).T
    held = np.array([tour[1].ravel() for _, tour in every]).T
    member = np.array([[float(number == block) for block, _ in every] for number in range(len(data.blocks))])
    cover, pools = data.cover, data.pools
    fixed, use = cover.fixed_supply.ravel(), pools.fixed_use.ravel()
    dear = np.broadcast_to(pools.price[:, None], pools.capacity.shape).ravel()
    deviations = [
        (-units, fixed - cover.required.ravel(), cover.under_cost.ravel()),
        (units, cover.required.ravel() - fixed, cover.over_cost.ravel()),
        _where(cover.minimum.ravel() >= 0, -units, fixed - cover.minimum.ravel(), cover.limit_cost.ravel()),
        _where(cover.maximum.ravel() >= 0, units, cover.maximum.ravel() - fixed, cover.limit_cost.ravel()),
        _where(pools.capacity.ravel() >= 0, held, pools.capacity.ravel() - use, dear),
    ]
    left = np.vstack([matrix for matrix, _, _ in deviations])
    right, cost = (np.concatenate([part[place] for part in deviations]) for place in (1, 2))
    solved = linprog(
        np.concatenate([[own for _, (_, _, own) in every], cost]),
        A_ub=np.hstack([left, -np.eye(len(left))]),
        b_ub=right,
        A_eq=np.hstack([member, np.zeros((len(member), len(left)))]),
        b_eq=wanted_of(data),
    )
    assert solved.success
    return float(solved.fun)


def _where(
    some: NDArray[np.bool_], matrix: IntArray, right: IntArray, cost: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    return matrix[some], right[some], cost[some]
