"""Tours that cost little more than the cheapest one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.data import Block, IntArray, Shifts
from shiftmodels.tours.bounded import bounded_diagram
from shiftmodels.tours.near import near_tours
from shiftmodels.tours.segments import NEVER
from tests.models.diagram_paths import paths_of
from tests.models.random_data import carried, random_data

SCALE = 3
"""Units of prices for a cost unit."""


def _tours(block: Block, num_days: int, costs: IntArray) -> dict[tuple[int, ...], int]:
    """Cost of every path of the diagram of a block, each class at its cheapest shift, in units of prices."""
    diagram = bounded_diagram(block, num_days).diagram
    least = [int(costs[diagram.class_of == number].min()) for number in range(diagram.num_classes)]
    paths = paths_of(diagram).items()
    every = {path: SCALE * soft + sum(least[choice] for choice in path if choice >= 0) for path, soft in paths}
    return {path: cost for path, cost in every.items() if cost < NEVER // 2}


@pytest.mark.parametrize("seed", range(80))
def test_near_tours_are_kept_and_every_arc_is_in_one(seed: int) -> None:
    """All paths that are cheap enough are left; and each arc or shift that is left is in such a path."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    block = carried(data.blocks[0])
    costs = draw.integers(-20, 20, len(block.shifts))
    costs[draw.random(len(costs)) < 0.1] = NEVER
    diagram, slack = bounded_diagram(block, data.num_days).diagram, int(draw.integers(0, 30))
    every, near = _tours(block, data.num_days, costs), near_tours(diagram, costs, SCALE, slack)
    if near is None:
        assert not every
        return
    most = min(every.values()) + slack
    left = paths_of(near.diagram)
    cheap = {path for path, cost in every.items() if cost <= most}
    assert cheap <= left.keys() <= every.keys()
    nodes = near.diagram.layer
    for day in range(data.num_days):
        arcs = range(near.diagram.first_of[nodes[day]], near.diagram.first_of[nodes[day + 1]])
        assert {int(near.diagram.choice[arc]) for arc in arcs} == {path[day] for path in cheap}
    for shift, number in enumerate(diagram.class_of.tolist()):
        least = int(costs[diagram.class_of == number].min())
        with_it = [cost - least + int(costs[shift]) for path, cost in every.items() if number in path]
        assert near.kept[shift] == any(cost <= most for cost in with_it)


@pytest.mark.parametrize("seed", range(40))
def test_path_of_a_tour_is_the_cheapest_that_works_its_shifts(seed: int) -> None:
    """A path for what is left, and none for what is not."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    block = carried(data.blocks[0])
    costs = draw.integers(-20, 20, len(block.shifts))
    near = near_tours(bounded_diagram(block, data.num_days).diagram, costs, SCALE, 10)
    if near is None:
        pytest.skip("the agent has no legal tour")
    left = paths_of(near.diagram)
    for path in _tours(block, data.num_days, costs):
        worked = np.array([np.flatnonzero(near.diagram.class_of == c)[0] for c in path if c >= 0], dtype=np.int64)
        arcs = near.path(worked) if near.kept[worked].all() else np.zeros(0, dtype=np.int64)
        if path not in left or not near.kept[worked].all():
            assert not len(arcs)
            continue
        assert tuple(near.diagram.choice[arcs].tolist()) == path
        assert int(near.diagram.cost[arcs].sum()) == left[path]


def test_no_tour_at_all_is_told() -> None:
    """Work that must be done and cannot: no diagram."""
    data = random_data(0)
    block = carried(data.blocks[0])
    diagram = bounded_diagram(block, data.num_days).diagram
    must = replace(diagram, choice=np.maximum(diagram.choice, 0))
    assert near_tours(must, np.full(len(block.shifts), NEVER), SCALE, 10) is None


def test_who_is_away_all_the_time_has_one_tour() -> None:
    """Without any shift there is no class either; the tour without work is near itself."""
    none = np.zeros(0, dtype=np.int64)
    block = Block((0,), Shifts(none, none, none, none, none), (), none, none, none)
    near = near_tours(bounded_diagram(block, 3).diagram, none, SCALE, 0)
    assert near is not None
    assert list(paths_of(near.diagram)) == [(-1, -1, -1)]
