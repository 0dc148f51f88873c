"""The cheapest path through a diagram of tours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.diagram import TourDiagram
from shiftmodels.tours.segments import FIXED, NEVER
from shiftmodels.tours.work import least_of_classes


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
    days = len(diagram.layer) - 2
    if diagram.layer[-2] == diagram.layer[-1]:
        return NEVER, np.full(days, -1, dtype=np.int64)
    none = np.zeros((0, len(diagram.choice)), dtype=np.int32), np.zeros(0, dtype=np.int64)
    rest, taken = cheapest_rests(diagram.first_of, diagram.head, diagram.choice, diagram.cost, prices, scale, *none)
    if rest[0] >= NEVER:
        return NEVER, np.full(days, -1, dtype=np.int64)
    return int(rest[0]), diagram.choice[path_of(taken, diagram.head, days)].astype(np.int64)


@njit(cache=True, nogil=True)
def cheapest_rests(
    first: IntArray,
    head: NDArray[np.int32],
    choice: NDArray[np.int32],
    cost: IntArray,
    prices: IntArray,
    scale: int,
    used: NDArray[np.int32],
    multipliers: IntArray,
) -> tuple[IntArray, NDArray[np.int32]]:
    """
    What the cheapest path from each node to the end costs, and the arc with which it begins.

    Parameters
    ----------
    first, head, choice, cost, prices, scale
        See ``TourDiagram`` and ``cheapest_path``.
    used, multipliers
        Slacks that each arc uses, and their prices. Shapes ``(n, arcs)`` and ``(n,)``.
    """
    nodes = len(first) - 1
    rest, taken = np.zeros(nodes, dtype=np.int64), np.full(nodes, -1, dtype=np.int32)
    reached = _reached(first, head, choice, prices)
    for node in range(nodes - 1, -1, -1):
        if first[node] == first[node + 1]:
            continue
        if not reached[node]:
            rest[node] = NEVER
            continue
        least = NEVER
        for arc in range(first[node], first[node + 1]):
            value = rest[head[arc]] + scale * cost[arc]
            if choice[arc] >= 0:
                value += prices[choice[arc]]
            for place in range(len(multipliers)):
                value += multipliers[place] * used[place, arc]
            if value < least:
                least = value
                taken[node] = arc
        rest[node] = least
    return rest, taken


@njit(cache=True, nogil=True)
def cheapest_tour(
    first: IntArray,
    head: NDArray[np.int32],
    choice: NDArray[np.int32],
    cost: IntArray,
    costs: IntArray,
    class_of: IntArray,
    num_classes: int,
    scale: int,
    days: int,
) -> tuple[int, int, IntArray]:
    """
    The cheapest path when each shift has a price.

    Parameters
    ----------
    first, head, choice, cost, class_of, num_classes
        See ``TourDiagram``.
    costs, scale
        Price of each shift, at least ``NEVER`` where it cannot be worked, and what a cost unit is worth in these.
    days
        D.

    Returns
    -------
    What it costs, at least ``NEVER // 2`` where there is none; cost units of its soft rows; its shifts.
    """
    least, member = least_of_classes(costs, class_of, num_classes)
    least = np.minimum(least, NEVER)
    none = np.zeros((0, len(choice)), dtype=np.int32), np.zeros(0, dtype=np.int64)
    rest, taken = cheapest_rests(first, head, choice, cost, least, scale, none[0], none[1])
    worked, count, soft = np.full(days, -1, dtype=np.int64), 0, 0
    if rest[0] < NEVER // 2:
        for arc in path_of(taken, head, days):
            soft += cost[arc]
            if choice[arc] >= 0:
                worked[count] = member[choice[arc]]
                count += 1
    return rest[0], soft, worked[:count]


@njit(cache=True, nogil=True)
def cheapest_beginnings(
    first: IntArray,
    head: NDArray[np.int32],
    choice: NDArray[np.int32],
    cost: IntArray,
    prices: IntArray,
    scale: int,
) -> IntArray:
    """
    What the cheapest path from the start to each node costs, ``NEVER`` where none leads to it.

    Parameters
    ----------
    first, head, choice, cost, prices, scale
        See ``TourDiagram`` and ``cheapest_path``.
    """
    nodes = len(first) - 1
    begun = np.full(nodes, NEVER, dtype=np.int64)
    begun[0] = 0
    for node in range(nodes):
        if begun[node] >= NEVER // 2:
            continue
        for arc in range(first[node], first[node + 1]):
            value = begun[node] + scale * cost[arc]
            if choice[arc] >= 0:
                value += prices[choice[arc]]
            if value < begun[head[arc]]:
                begun[head[arc]] = value
    return begun


@njit(cache=True, nogil=True)
def _reached(
    first: IntArray, head: NDArray[np.int32], choice: NDArray[np.int32], prices: IntArray
) -> NDArray[np.bool_]:
    """
    Nodes to which a path leads that does what has to be done and nothing that cannot be; all where any choice is open.

    Where most days are settled, these are few.
    """
    nodes = len(first) - 1
    if not (prices >= NEVER // 2).any():
        return np.ones(nodes, dtype=np.bool_)
    reached = np.zeros(nodes, dtype=np.bool_)
    reached[0] = True
    for node in range(nodes):
        if not reached[node]:
            continue
        most = NEVER // 2
        for arc in range(first[node], first[node + 1]):
            if choice[arc] >= 0 and prices[choice[arc]] < -FIXED // 2:
                most = -FIXED // 2
        for arc in range(first[node], first[node + 1]):
            if (prices[choice[arc]] if choice[arc] >= 0 else 0) < most:
                reached[head[arc]] = True
    return reached


@njit(cache=True, nogil=True)
def cheapest_variants(first: IntArray, prices: IntArray, classes: NDArray[np.int32]) -> IntArray:
    """
    The cheapest variant of each class.

    Parameters
    ----------
    first
        First variant of each class, and the number of variants. Shape ``(C + 1,)``.
    prices
        Of each variant.
    classes
        Some classes, -1 for none. Shape ``(n,)``.

    Returns
    -------
    -1 for none. Shape ``(n,)``.
    """
    best = np.full(len(classes), -1, dtype=np.int64)
    for place, number in enumerate(classes):
        for one in range(first[number], first[number + 1] if number >= 0 else 0):
            if best[place] < 0 or prices[one] < prices[best[place]]:
                best[place] = one
    return best


@njit(cache=True, nogil=True)
def path_of(taken: NDArray[np.int32], head: NDArray[np.int32], days: int) -> IntArray:
    """The arcs of the cheapest path from the start. Shape ``(D,)``."""
    arcs, node = np.empty(days, dtype=np.int64), 0
    for day in range(days):
        arcs[day] = taken[node]
        node = head[arcs[day]]
    return arcs
