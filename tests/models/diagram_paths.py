"""The paths of a diagram of tours, and what they should be, by trying everything."""

from __future__ import annotations

from itertools import product

import numpy as np

from shiftmodels.data import Block
from shiftmodels.tour import tour_cost
from shiftmodels.tours.diagram import TourDiagram


def paths_of(diagram: TourDiagram) -> dict[tuple[int, ...], int]:
    """The classes of every path, and the least that its soft rows cost."""
    reached: dict[int, dict[tuple[int, ...], int]] = {0: {(): 0}}
    for arc, tail in enumerate(diagram.tail.tolist()):
        own = (int(diagram.choice[arc]),)
        there = reached.setdefault(int(diagram.head[arc]), {})
        for before, cost in reached[tail].items():
            total = cost + int(diagram.cost[arc])
            there[before + own] = min(total, there.get(before + own, total))
    ends = range(diagram.layer[-2], diagram.layer[-1])
    return {path: cost for end in ends for path, cost in reached[end].items()}


def legal_paths(block: Block, diagram: TourDiagram, num_days: int) -> dict[tuple[int, ...], int]:
    """The same by trying every choice of shifts."""
    days = [[-1, *np.flatnonzero(block.shifts.day == day).tolist()] for day in range(num_days)]
    costs: dict[tuple[int, ...], int] = {}
    for chosen in product(*days):
        worked = np.array([shift for shift in chosen if shift >= 0], dtype=np.int64)
        cost = tour_cost(block, worked)
        if cost is not None:
            classes = tuple(int(diagram.class_of[shift]) if shift >= 0 else -1 for shift in chosen)
            costs[classes] = cost - int(block.shifts.cost[worked].sum())
    return costs
