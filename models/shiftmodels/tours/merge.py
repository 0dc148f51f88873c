"""The smallest diagram with the same paths, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray

Places = NDArray[np.int32]


@njit(cache=True)
def reduced(
    layer: IntArray, first: IntArray, choice: Places, head: Places, cost: IntArray
) -> tuple[IntArray, IntArray, Places, Places, IntArray]:
    """
    The smallest diagram with the same paths: nodes from which none leads to the end are left out, and those from which
    the same ones lead on are made one (R. Bryant 1986, doi:10.1109/TC.1986.1676819).
    """
    days, kept = len(layer) - 2, np.empty(len(choice), dtype=np.bool_)
    number, place_of, size_of = _numbered(layer, first, choice, head, cost, kept)
    new_layer = np.zeros(days + 2, dtype=np.int64)
    for day in range(days + 1):
        new_layer[day + 1] = new_layer[day] + size_of[day]
    if size_of[0] == 0:
        new_layer[1:] = 1
        return new_layer, np.zeros(2, dtype=np.int64), choice[:0].copy(), head[:0].copy(), cost[:0].copy()
    made = 0
    new_first = np.zeros(new_layer[-1] + 1, dtype=np.int64)
    for day in range(days):
        for one in range(size_of[day]):
            node = place_of[layer[day] + one]
            for arc in range(first[node], first[node + 1]):
                made += kept[arc]
            new_first[new_layer[day] + one + 1] = made
    new_first[new_layer[days] :] = made
    choices, heads, costs = np.empty(made, np.int32), np.empty(made, np.int32), np.empty(made, np.int64)
    made = 0
    for day in range(days):
        for one in range(size_of[day]):
            node = place_of[layer[day] + one]
            for arc in range(first[node], first[node + 1]):
                if kept[arc]:
                    choices[made], costs[made] = choice[arc], cost[arc]
                    heads[made] = new_layer[day + 1] + number[head[arc]]
                    made += 1
    return new_layer, new_first, choices, heads, costs


@njit(cache=True)
def _numbered(
    layer: IntArray, first: IntArray, choice: Places, head: Places, cost: IntArray, kept: NDArray[np.bool_]
) -> tuple[IntArray, IntArray, IntArray]:
    """
    Places of nodes among those that stay on their day, from the last day to the first; -1 where they lead nowhere.

    Returns
    -------
    That, and which node stands for each place (shape ``(nodes,)``, days apart as in ``layer``), and how many places
    each day has. ``kept`` then says which arcs lead on.
    """
    days, nodes = len(layer) - 2, first.shape[0] - 1
    number = np.full(nodes, -1)
    place_of, size_of = np.empty(nodes, dtype=np.int64), np.zeros(days + 1, dtype=np.int64)
    code_of = np.empty(nodes, dtype=np.int64)
    for node in range(layer[days], nodes):
        number[node] = 0
    size_of[days] = 1 if nodes > layer[days] else 0
    for day in range(days - 1, -1, -1):
        size = 16
        while size < 2 * (layer[day + 1] - layer[day]):
            size *= 2
        table, count = np.full(size, -1), 0
        for node in range(layer[day], layer[day + 1]):
            code, alive = _code(first, choice, head, cost, kept, number, node)
            if alive == 0:
                continue
            slot = code & (size - 1)
            while table[slot] >= 0:
                known = table[slot]
                if code_of[known] == code and _alike(first, choice, head, cost, kept, number, known, node):
                    break
                slot = (slot + 1) & (size - 1)
            if table[slot] >= 0:
                number[node] = number[table[slot]]
            else:
                table[slot] = node
                code_of[node] = code
                number[node] = count
                place_of[layer[day] + count] = node
                count += 1
        size_of[day] = count
    return number, place_of, size_of


@njit(cache=True)
def _code(
    first: IntArray,
    choice: Places,
    head: Places,
    cost: IntArray,
    kept: NDArray[np.bool_],
    number: IntArray,
    node: int,
) -> tuple[np.int64, int]:
    """A hash of the arcs that leave a node, which are marked in ``kept`` where they lead on; and how many do."""
    code, alive = np.int64(1469598103934665603), 0
    for arc in range(first[node], first[node + 1]):
        there = number[head[arc]]
        kept[arc] = there >= 0
        if there >= 0:
            alive += 1
            code = (code ^ ((np.int64(choice[arc]) << 32) + there)) * np.int64(1099511628211)
            code ^= code >> 29
            if cost[arc] != 0:
                code = (code ^ cost[arc]) * np.int64(1099511628211)
                code ^= code >> 29
    return code, alive


@njit(cache=True)
def _alike(
    first: IntArray,
    choice: Places,
    head: Places,
    cost: IntArray,
    kept: NDArray[np.bool_],
    number: IntArray,
    one: int,
    other: int,
) -> bool:
    """Whether the same arcs leave two nodes."""
    here, there = first[one], first[other]
    while True:
        while here < first[one + 1] and not kept[here]:
            here += 1
        while there < first[other + 1] and not kept[there]:
            there += 1
        if here == first[one + 1] or there == first[other + 1]:
            return bool(here == first[one + 1] and there == first[other + 1])
        if choice[here] != choice[there] or cost[here] != cost[there] or number[head[here]] != number[head[there]]:
            return False
        here += 1
        there += 1
