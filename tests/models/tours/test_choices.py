"""Choices of days that are allowed, and the cheapest tour among those that make no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.tours.bounded import bounded_diagram
from shiftmodels.tours.choices import Allowed, choices_of
from shiftmodels.tours.insertion import Insertion
from shiftmodels.tours.relaxed import Relaxed
from shiftmodels.tours.segments import FIXED, NEVER
from tests.models.brute_force import held_units, tours
from tests.models.columns.problems import coupled_data
from tests.models.random_data import carried, random_data
from tests.profiles import every


def _allowed(data: ModelData, number: int, draw: np.random.Generator) -> Allowed:
    """Some days kept as a random tour has them, and some choices barred."""
    block, allowed = data.blocks[number], Allowed(data)
    every = [shifts for shifts, _, _ in tours(data, block)]
    choices = _makes(data, block, every[int(draw.integers(len(every)))] if every else {})
    allowed.keep(number, choices[draw.random(data.num_days) < 0.4])
    for choice in draw.integers(0, len(block.shifts) + data.num_days, 2).tolist():
        allowed.bar(number, choice)
    return allowed


def _makes(data: ModelData, block: Block, shifts: dict[int, int]) -> IntArray:
    shift = np.full(data.num_days, -1, dtype=np.int64)
    for day, index in shifts.items():
        shift[day] = index
    return choices_of(shift, len(block.shifts))


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_cheapest_allowed_tour(seed: int) -> None:
    """Of all legal tours tried one by one, none that makes only allowed choices costs less; ``None`` if none does."""
    data, draw = coupled_data(seed), np.random.default_rng(seed)
    for number, block in enumerate(data.blocks):
        allowed = _allowed(data, number, draw)
        prices = draw.integers(-9, 9, (len(block.queues), data.num_intervals))
        held = draw.integers(0, 3, (len(block.holds), data.num_intervals))
        costs = []
        for shifts, activity, slack in tours(data, block):
            if allowed.admits(number, _makes(data, block, shifts)):
                worked = list(shifts.values())
                paid = sum(int(prices[row, activity == queue].sum()) for row, queue in enumerate(block.queues.tolist()))
                held_cost = sum(
                    int((held[place] * held_units(data, replace(block, holds=(hold,)), worked, activity)).sum())
                    for place, hold in enumerate(block.holds)
                )
                costs.append(slack + int(block.shifts.cost[worked].sum()) + paid + held_cost)
        found = Insertion(data, block).priced(prices.copy(), held, 1, allowed.masks[number])
        if not costs:
            assert found is None
            continue
        assert found is not None
        assert found[0] == min(costs)
        assert found[1] is not None
        assert allowed.admits(number, choices_of(found[1].shift, len(block.shifts)))


@pytest.mark.parametrize("seed", every(2, range(30)))
def test_allowed_tours_with_counters_left_out(seed: int) -> None:
    """With every counter left out the bound is none too high, and the tour, if any, makes only allowed choices."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    for number, plain in enumerate(data.blocks):
        block = carried(plain)
        allowed = _allowed(data, number, draw)
        mask, must = allowed.masks[number], ~allowed.masks[number][len(block.shifts) :]
        costs = draw.integers(-20, 20, len(block.shifts))
        barred = np.where(mask[: len(block.shifts)], costs - FIXED * must[block.shifts.day], NEVER)
        relaxed = Relaxed(bounded_diagram(block, data.num_days, most_built=0, long=1))
        found = relaxed.cheapest(barred.copy(), 1)
        legal = [
            slack + int(costs[list(shifts.values())].sum())
            for shifts, _, slack in tours(data, block)
            if allowed.admits(number, _makes(data, block, shifts))
        ]
        if legal:
            assert found is not None
            assert found.bound + FIXED * int(must.sum()) <= min(legal)
        if found is not None and found.worked is not None and found.cost + FIXED * int(must.sum()) < FIXED // 2:
            made = {int(block.shifts.day[one]): int(one) for one in found.worked}
            assert allowed.admits(number, _makes(data, block, made))


def test_kept_days_are_closed_and_the_others_open() -> None:
    """Keeping a choice closes its day alone; a copy is on its own; barring a choice leaves the others."""
    data = coupled_data(1)
    allowed = Allowed(data)
    assert allowed.is_open(0).tolist() == [
        bool((data.blocks[0].shifts.day == day).any()) for day in range(data.num_days)
    ]
    other = allowed.copy()
    none = len(data.blocks[0].shifts)
    other.keep(0, np.array([none]))
    assert not other.is_open(0)[0]
    assert other.is_open(0)[1:].tolist() == allowed.is_open(0)[1:].tolist()
    assert allowed.is_open(0)[0]
    assert other.admits(0, none + np.arange(data.num_days))
    other.bar(0, none)
    assert not other.admits(0, none + np.arange(data.num_days))
