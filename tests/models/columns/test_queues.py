"""Queues of decided shifts: the best of all choices, tried one by one; what is fixed, and later days, stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from shiftmodels.columns.curves import Curves
from shiftmodels.columns.queues import with_best_queues
from shiftmodels.data import FixedWork, ModelData, Pools
from shiftmodels.feasibility import softened
from shiftmodels.solution import Assignment, cost_of
from tests.models.brute_force import assembled, tours
from tests.models.columns.problems import coupled_data, has_tours

SEEDS = [seed for seed in range(40) if has_tours(coupled_data(seed))][:20]


def _two_queues(seed: int) -> ModelData:
    """The random problem with a second queue, on which other numbers are asked for, and without pools."""
    one, draw = coupled_data(seed), np.random.default_rng(seed)
    cover, shape = one.cover, (2, one.num_intervals)
    arrays = {
        "required": draw.integers(0, 6, shape),
        "minimum": np.where(draw.random(shape) < 0.3, draw.integers(0, 4, shape), -1),
        "maximum": np.where(draw.random(shape) < 0.3, draw.integers(2, 6, shape), -1),
        "fixed_supply": draw.integers(0, 2, shape),
        "under_cost": draw.integers(2, 9, shape),
        "over_cost": draw.integers(0, 3, shape),
        "limit_cost": np.full(shape, -1),
        "tags": np.array([0, 0]),
    }
    blocks = tuple(
        replace(
            block,
            queues=np.array([0, 1]),
            proficiency=draw.integers(1, 3, 2),
            minimum_block=np.array([1, 1]),
            queue_cost=draw.integers(0, 3, 2),
            holds=(),
        )
        for block in one.blocks
    )
    none = np.zeros((0, one.num_intervals), dtype=np.int64)
    pools = Pools(none, none, np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return softened(replace(one, blocks=blocks, cover=replace(cover, **arrays), pools=pools))


def _roster(seed: int, data: ModelData) -> Assignment:
    """Anybody's tours, on the first queue all day long."""
    draw, one = np.random.default_rng(seed), coupled_data(seed)
    every = [list(tours(one, one.blocks[block])) for block in one.block_of.tolist()]
    found = assembled(one, tuple(few[int(draw.integers(len(few)))] for few in every))
    return _worked_on(data, found, [0] * int((found.shift >= 0).sum()))


def _worked_on(data: ModelData, found: Assignment, queues: list[int] | tuple[int, ...]) -> Assignment:
    """The roster with these queues for its first shifts, agent by agent."""
    changed = found.copy()
    for (agent, day), queue in zip(np.argwhere(found.shift >= 0).tolist(), queues, strict=False):
        shifts, shift = data.blocks[data.block_of[agent]].shifts, int(found.shift[agent, day])
        changed.activity[agent, shifts.start[shift] : shifts.end[shift]] = queue
    return changed


@pytest.mark.parametrize("seed", SEEDS)
def test_no_choice_of_queues_costs_less(seed: int) -> None:
    """With limits of supply, two proficiencies and queues that cost something by themselves."""
    data = _two_queues(seed)
    found = _roster(seed, data)
    better = with_best_queues(data, Curves.of(data), found, data.num_days)
    every = product((0, 1), repeat=int((found.shift >= 0).sum()))
    assert cost_of(data, better) == min(cost_of(data, _worked_on(data, found, queues)) for queues in every)
    assert (better.shift == found.shift).all()


def test_later_days_stay() -> None:
    """Only shifts of the first day change, and they do."""
    changed = 0
    for seed in SEEDS:
        data = _two_queues(seed)
        found = _roster(seed, data)
        better = with_best_queues(data, Curves.of(data), found, 1)
        later = np.arange(data.num_intervals) >= data.num_intervals // data.num_days
        assert (better.activity[:, later] == found.activity[:, later]).all()
        changed += bool((better.activity != found.activity).any())
    assert changed


def test_work_that_is_fixed_stays() -> None:
    for seed in SEEDS[:8]:
        data = _two_queues(seed)
        found = _roster(seed, data)
        fixed = tuple(FixedWork(day, 0, 1, 0) for day in range(data.num_days))
        pinned = replace(data, blocks=tuple(replace(block, fixed_work=fixed) for block in data.blocks))
        better = with_best_queues(pinned, Curves.of(pinned), found, data.num_days)
        assert (better.activity == found.activity).all()
