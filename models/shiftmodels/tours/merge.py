"""Nodes of a diagram from which the same paths lead on, made one."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from shiftmodels.data import IntArray

Places = NDArray[np.int32]


@njit(cache=True)
def merged_nodes(
    tail: Places, choice: Places, head: Places, cost: IntArray, nodes: int
) -> tuple[Places, Places, Places, IntArray, Places, int]:
    """
    Merge the nodes of one layer.

    Parameters
    ----------
    tail, choice, head, cost
        Arcs in order of their tails, then of their choices; heads are numbered in the merged next layer, -1 where none
        leads to the end.
    nodes
        Nodes of the layer.

    Returns
    -------
    Arcs of the merged nodes, the number of each node after merging (-1: none leads to the end), and how many there are.
    """
    kept = np.empty((3, len(tail)), dtype=np.int32)
    costs, made = np.empty(len(tail), dtype=np.int64), 0
    first = np.zeros(nodes + 1, dtype=np.int64)
    number, count = np.full(nodes, -1, dtype=np.int32), 0
    size = 16
    while size < 2 * nodes:
        size *= 2
    table = np.full(size, -1)
    arc = 0
    for node in range(nodes):
        begin, code = made, np.int64(1469598103934665603)
        while arc < len(tail) and tail[arc] == node:
            if head[arc] >= 0:
                kept[0, made], kept[1, made], kept[2, made], costs[made] = count, choice[arc], head[arc], cost[arc]
                for value in (np.int64(choice[arc]), np.int64(head[arc]), cost[arc]):
                    code = (code ^ value) * np.int64(1099511628211)
                    code ^= code >> 29
                made += 1
            arc += 1
        if made == begin:
            continue
        slot = code & (size - 1)
        while table[slot] >= 0 and not _alike(kept, costs, first, table[slot], begin, made):
            slot = (slot + 1) & (size - 1)
        if table[slot] >= 0:
            number[node], made = table[slot], begin
        else:
            table[slot] = number[node] = count
            first[count] = begin
            count += 1
            first[count] = made
    return kept[0, :made].copy(), kept[1, :made].copy(), kept[2, :made].copy(), costs[:made].copy(), number, count


@njit(cache=True)
def _alike(kept: Places, costs: IntArray, first: IntArray, known: int, begin: int, end: int) -> bool:
    """Whether a known node has the same arcs as those from ``begin`` to ``end``."""
    start = first[known]
    if first[known + 1] - start != end - begin:
        return False
    for place in range(end - begin):
        one, other = start + place, begin + place
        if kept[1, one] != kept[1, other] or kept[2, one] != kept[2, other] or costs[one] != costs[other]:
            return False
    return True
