"""Whether a tour is one, and what its soft rows cost, read off the diagram of its block when one shift changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.segments import NEVER

MOST_STATES = 64
"""Nodes of a layer on which a tour can be; one that is on more counts as none."""


class Walk(NamedTuple):
    """
    Tours of a block: paths of its diagram within the limits of ``R`` counters.

    Parameters
    ----------
    class_of
        Class of each shift in the diagram. Shape ``(S,)``.
    first, head, choice, arc_cost
        See ``TourDiagram``; choices of a node ascend.
    added, lower, upper
        What each shift adds to the counters that the diagram does not carry, and their limits. Shapes ``(S, R)`` and
        ``(R,)``.
    number, seen, rest
        Room to remember what a walk costs from a node on: number of the search, in which search a node was last seen,
        and the cost. All diagrams can share it. Shape ``(1,)``, and for the others the most nodes of any diagram.
    """

    class_of: IntArray
    first: IntArray
    head: NDArray[np.int32]
    choice: NDArray[np.int32]
    arc_cost: IntArray
    added: IntArray
    lower: IntArray
    upper: IntArray
    number: IntArray
    seen: IntArray
    rest: IntArray


@njit(cache=True)
def soft_cost(walk: Walk, shift: IntArray) -> int:
    """
    Cost units of the soft rows that a tour breaks.

    Parameters
    ----------
    walk
        Tours of the agent's block.
    shift
        Shift of each day or -1. Shape ``(D,)``.

    Returns
    -------
    At least ``NEVER`` where it is no tour, or on too many nodes at once to be followed.
    """
    walk.number[0] += 1
    return _rest(walk, shift, 0, 0) if _counters_hold(walk, _counted(walk, shift), -1) else NEVER


@njit(cache=True)
def soft_costs_of_day(walk: Walk, shift: IntArray, day: int, numbers: IntArray) -> IntArray:
    """
    The same with each shift of a day beside the other shifts of a tour.

    Parameters
    ----------
    walk, shift
        See ``soft_cost``; nothing is worked on the day.
    day
        The day.
    numbers
        Some of its shifts. Shape ``(n,)``.

    Returns
    -------
    Shape ``(n,)``.
    """
    classes = walk.class_of[numbers]
    lowest, sums = classes.min(), _counted(walk, shift)
    of_class = _soft_costs_of_classes(walk, shift, day, lowest, classes.max() - lowest + 1)
    softs = np.full(len(numbers), NEVER, dtype=np.int64)
    for place in range(len(numbers)):
        if _counters_hold(walk, sums, numbers[place]):
            softs[place] = of_class[classes[place] - lowest]
    return softs


@njit(cache=True)
def _soft_costs_of_classes(walk: Walk, shift: IntArray, day: int, lowest: int, count: int) -> IntArray:
    """The same for each class from the lowest one on, counters left aside. Shape ``(count,)``."""
    softs = np.full(count, NEVER, dtype=np.int64)
    nodes, costs = np.zeros(MOST_STATES, dtype=np.int64), np.zeros(MOST_STATES, dtype=np.int64)
    walk.number[0] += 1
    for place in range(_follow(walk, shift, 0, day, nodes, costs)):
        last = walk.first[nodes[place] + 1]
        arc = _first_arc(walk.choice, walk.first[nodes[place]], last, lowest)
        while arc < last and walk.choice[arc] < lowest + count:
            total = costs[place] + walk.arc_cost[arc] + _rest(walk, shift, day + 1, walk.head[arc])
            softs[walk.choice[arc] - lowest] = min(softs[walk.choice[arc] - lowest], total)
            arc += 1
    return softs


@njit(cache=True)
def _counted(walk: Walk, shift: IntArray) -> IntArray:
    """What each counter comes to. Shape ``(R,)``."""
    sums = np.zeros(len(walk.lower), dtype=np.int64)
    for number in shift:
        if number >= 0:
            sums += walk.added[number]
    return sums


@njit(cache=True)
def _counters_hold(walk: Walk, sums: IntArray, number: int) -> bool:
    """Whether counters that come to some sums without a shift, -1 for none, are within their limits with it."""
    for place in range(len(sums)):
        total = sums[place] + (walk.added[number, place] if number >= 0 else 0)
        if total < walk.lower[place] or total > walk.upper[place]:
            return False
    return True


@njit(cache=True)
def _rest(walk: Walk, shift: IntArray, day: int, node: int) -> int:
    """What the shifts from a day on cost from a node, at least ``NEVER`` where no path; found once in a search."""
    path, arcs, length, cost = np.empty(len(shift), np.int64), np.empty(len(shift), np.int64), 0, 0
    while day + length < len(shift):
        if walk.seen[node] == walk.number[0]:
            cost = walk.rest[node]
            break
        wanted, last = (walk.class_of[shift[day + length]] if shift[day + length] >= 0 else -1), walk.first[node + 1]
        arc = _first_arc(walk.choice, walk.first[node], last, wanted)
        has_none = arc == last or walk.choice[arc] != wanted
        if has_none or (arc + 1 < last and walk.choice[arc + 1] == wanted):
            cost = NEVER if has_none else _cost_from(walk, shift, day + length, node)
            walk.seen[node], walk.rest[node] = walk.number[0], cost
            break
        path[length], arcs[length] = node, arc
        node, length = walk.head[arc], length + 1
    for place in range(length - 1, -1, -1):
        cost += walk.arc_cost[arcs[place]]
        walk.seen[path[place]], walk.rest[path[place]] = walk.number[0], cost
    return int(cost)


@njit(cache=True)
def _cost_from(walk: Walk, shift: IntArray, day: int, node: int) -> int:
    """The same where shifts may lead to several nodes of a layer."""
    nodes, costs = np.zeros(MOST_STATES, dtype=np.int64), np.zeros(MOST_STATES, dtype=np.int64)
    nodes[0] = node
    count = _follow(walk, shift, day, len(shift), nodes, costs)
    return int(costs[:count].min()) if count else NEVER


@njit(cache=True)
def _follow(walk: Walk, shift: IntArray, begin: int, end: int, nodes: IntArray, costs: IntArray) -> int:
    """Nodes that a tour reaches over some days from the first node given, and least costs; how many there are."""
    heads, sums = np.empty_like(nodes), np.empty_like(costs)
    count = 1
    for day in range(begin, end):
        wanted, reached = (walk.class_of[shift[day]] if shift[day] >= 0 else -1), 0
        for place in range(count):
            last = walk.first[nodes[place] + 1]
            arc = _first_arc(walk.choice, walk.first[nodes[place]], last, wanted)
            while arc < last and walk.choice[arc] == wanted:
                known = 0
                while known < reached and heads[known] != walk.head[arc]:
                    known += 1
                if known == MOST_STATES:
                    return 0
                total = costs[place] + walk.arc_cost[arc]
                if known == reached:
                    heads[known], sums[known] = walk.head[arc], total
                    reached += 1
                sums[known] = min(sums[known], total)
                arc += 1
        count = reached
        nodes[:count], costs[:count] = heads[:count], sums[:count]
    return count


@njit(cache=True)
def _first_arc(choice: NDArray[np.int32], low: int, high: int, wanted: int) -> int:
    """First of ascending choices that is not below the wanted one."""
    while low < high:
        middle = (low + high) // 2
        if choice[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
