"""Diagrams split by counters, and counters left out: bounds below every legal tour, and legal tours."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.tour import tour_cost
from shiftmodels.tours.bounded import BoundedDiagram, bounded_diagram
from shiftmodels.tours.diagram import TourDiagram, tour_diagram
from shiftmodels.tours.relaxed import Relaxed
from shiftmodels.tours.rows import diagram_rows
from tests.models.random_data import random_data
from tests.profiles import every


def _hard(block: Block, draw: np.random.Generator) -> Block:
    """The block with about half of its soft rows made hard."""
    rows = tuple(replace(row, slack=-1) if draw.random() < 0.5 else row for row in block.rows)
    return replace(block, rows=rows)


def _tours(data: ModelData, block: Block) -> list[IntArray]:
    days = [[-1, *np.flatnonzero(block.shifts.day == day).tolist()] for day in range(data.num_days)]
    return [np.array([one for one in chosen if one >= 0], dtype=np.int64) for chosen in product(*days)]


def _shift_paths(diagram: TourDiagram) -> dict[tuple[int, ...], int]:
    """The shifts of every path, and the least that its soft rows cost."""
    members = [np.flatnonzero(diagram.class_of == one).tolist() for one in range(diagram.num_classes)]
    reached: dict[int, dict[tuple[int, ...], int]] = {0: {(): 0}}
    for arc, tail in enumerate(diagram.tail.tolist()):
        choice = int(diagram.choice[arc])
        there = reached.setdefault(int(diagram.head[arc]), {})
        for before, cost in reached.get(tail, {}).items():
            for shift in members[choice] if choice >= 0 else [-1]:
                path, total = (*before, shift), cost + int(diagram.cost[arc])
                there[path] = min(total, there.get(path, total))
    ends = range(diagram.layer[-2], diagram.layer[-1])
    return {path: cost for end in ends for path, cost in reached[end].items()}


def _relaxed(data: ModelData, block: Block, most_built: int) -> BoundedDiagram:
    return bounded_diagram(block, data.num_days, most_built, long=0)


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_counters_split_to_the_same_paths(seed: int) -> None:
    """A diagram built without counters and split by them has the paths of the one built with all rows at once."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    for block in (_hard(block, draw) for block in data.blocks):
        whole = tour_diagram(diagram_rows(block, data.num_days, simplify=False))
        bounded = _relaxed(data, block, 10**6)
        assert not bounded.left_out
        assert _shift_paths(whole) == _shift_paths(tour_diagram(diagram_rows(block, data.num_days)))
        assert _shift_paths(whole) == _shift_paths(bounded.diagram)


@pytest.mark.parametrize("seed", every(2, range(60)))
@pytest.mark.parametrize("most_built", [0, 5, 10**6])
def test_bounds_and_legal_tours(seed: int, most_built: int) -> None:
    """From call to call the bound is below every legal tour, and the tour that is found is legal and costs its cost."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    for block in (_hard(block, draw) for block in data.blocks):
        bounded, tours = _relaxed(data, block, most_built), _tours(data, block)
        own = [tour_cost(block, worked) for worked in tours]
        relaxed, scale = Relaxed(bounded), int(draw.choice([1, 16]))
        exact = bounded.diagram.is_exact and not bounded.left_out
        for _ in range(4):
            costs = draw.integers(-20, 20, len(block.shifts)) * scale
            legal = [
                scale * (cost - int(block.shifts.cost[worked].sum())) + int(costs[worked].sum())
                for worked, cost in zip(tours, own, strict=True)
                if cost is not None
            ]
            found = relaxed.cheapest(costs, scale)
            if found is None:
                assert not legal
                continue
            assert all(found.bound <= cost for cost in legal)
            if found.worked is None or not bounded.diagram.is_exact:
                continue
            paid = tour_cost(block, np.sort(found.worked))
            assert paid is not None
            assert paid == int(block.shifts.cost[found.worked].sum()) + found.soft
            assert found.cost == scale * found.soft + int(costs[found.worked].sum()) >= min(legal)
            assert not exact or found.cost == found.bound == min(legal)


def test_legal_tours_are_found_almost_always() -> None:
    """The beam is wide enough for tiny blocks, whatever is left out."""
    found = missed = 0
    for seed in range(250):
        data = random_data(seed)
        for block in data.blocks:
            hard = _hard(block, np.random.default_rng(seed))
            bounded = _relaxed(data, hard, 0)
            if not bounded.left_out or not bounded.diagram.is_exact:
                continue
            if all(tour_cost(hard, worked) is None for worked in _tours(data, hard)):
                continue
            result = Relaxed(bounded).cheapest(hard.shifts.cost, 1)
            assert result is not None
            found, missed = found + (result.worked is not None), missed + (result.worked is None)
    assert found > 10
    assert missed == 0
