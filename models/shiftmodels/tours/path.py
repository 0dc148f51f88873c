"""The cheapest path through a diagram of tours."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.tours.diagram import TourDiagram
from shiftmodels.tours.work import NEVER


def cheapest_path(diagram: TourDiagram, prices: IntArray, scale: int = 1) -> tuple[int, IntArray]:
    """
    The cheapest tour when each class of shifts has a price.

    Parameters
    ----------
    diagram
        All tours of a block.
    prices
        Price of each class, ``NEVER`` where it cannot be worked. Shape ``(C,)``.
    scale
        Units of these prices that are worth a cost unit.

    Returns
    -------
    Cost, soft rows included, at least ``NEVER`` where there is none; the class of each day or -1, shape ``(D,)``.
    """
    arcs = (diagram.tail, diagram.head, diagram.choice, diagram.cost)
    total, classes = _cheapest(diagram.layer, diagram.first_arc, *arcs, prices, scale)
    return int(total), classes


@njit(cache=True, nogil=True)
def _cheapest(
    layer: IntArray,
    first_arc: IntArray,
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    choice: NDArray[np.int32],
    cost: IntArray,
    prices: IntArray,
    scale: int,
) -> tuple[int, IntArray]:
    best = np.full(layer[-1], NEVER)
    arrived = np.full(layer[-1], -1)
    best[0] = 0
    for arc in range(len(tail)):
        value = best[tail[arc]] + scale * cost[arc]
        if choice[arc] >= 0:
            value += prices[choice[arc]]
        if value < best[head[arc]]:
            best[head[arc]] = value
            arrived[head[arc]] = arc
    days = len(first_arc) - 1
    classes = np.full(days, -1)
    if layer[-2] == layer[-1]:
        return NEVER, classes
    node = layer[-2] + np.argmin(best[layer[-2] :])
    total = best[node]
    if total >= NEVER:
        return NEVER, classes
    for day in range(days - 1, -1, -1):
        arc = arrived[node]
        classes[day] = choice[arc]
        node = tail[arc]
    return total, classes
