"""A diagram split by one more sum, compiled, as it is done for millions of arcs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray

Places = NDArray[np.int32]

Parts = tuple[IntArray, IntArray, Places, Places, IntArray]
"""First node of each layer, first arc of each node, and choice, head and cost of each arc; both firsts end with the
number of all."""


@njit(cache=True)
def completions(first: IntArray, head: Places, added: IntArray) -> tuple[IntArray, IntArray]:
    """Least and largest sum from each node to the end."""
    nodes = len(first) - 1
    least, most = np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
    for node in range(nodes - 1, -1, -1):
        for arc in range(first[node], first[node + 1]):
            low, high = added[arc] + least[head[arc]], added[arc] + most[head[arc]]
            if arc == first[node] or low < least[node]:
                least[node] = low
            if arc == first[node] or high > most[node]:
                most[node] = high
    return least, most


@njit(cache=True)
def windows(
    first: IntArray, head: Places, added: IntArray, lower: int, upper: int
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """
    Least and largest partial sum at each node with which the end can be within and outside the limits; then what
    ``completions`` gives. The first is above the second where there is none.
    """
    nodes = len(first) - 1
    least, most = completions(first, head, added)
    low, high = np.full(nodes, 2**60), np.full(nodes, -(2**60))
    low[0], high[0] = 0, 0
    for node in range(nodes):
        for arc in range(first[node], first[node + 1]):
            there = head[arc]
            low[there] = min(low[there], low[node] + added[arc])
            high[there] = max(high[there], high[node] + added[arc])
    for node in range(nodes):
        low[node] = max(low[node], lower - most[node])
        high[node] = min(high[node], upper - least[node])
    return low, high, least, most


@njit(cache=True)
def by_sum(
    layer: IntArray,
    first: IntArray,
    choice: Places,
    head: Places,
    cost: IntArray,
    added: IntArray,
    limits: tuple[int, int],
    most_nodes: int,
) -> tuple[IntArray, IntArray, Places, Places, IntArray]:
    """
    The diagram of those paths whose sum is within limits.

    Parameters
    ----------
    layer, first, choice, head, cost
        The diagram, see ``Parts``.
    added
        What each arc adds. Shape ``(arcs,)``.
    limits
        Lower and upper limit.
    most_nodes
        Number of nodes beyond which to stop; no layer is then returned.

    Returns
    -------
    Its parts; nodes from which no path leads to the end may be in it.
    """
    lower, upper = limits
    low, high, least, most = windows(first, head, added, lower, upper)
    days = len(layer) - 2
    at, sums = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    new_layer, new_first = np.zeros(days + 2, dtype=np.int64), np.zeros(1024, dtype=np.int64)
    choices, heads, costs = np.empty(4096, np.int32), np.empty(4096, np.int32), np.empty(4096, np.int64)
    count, made = 1, 0
    new_layer[1] = 1
    undecided = not (least[0] >= lower and most[0] <= upper)
    decided = np.zeros(1, dtype=np.bool_)
    decided[0] = not undecided
    for day in range(days):
        begin, end = layer[day + 1], layer[day + 2]
        base = np.zeros(end - begin + 1, dtype=np.int64)
        for node in range(begin, end):
            base[node - begin + 1] = base[node - begin] + 1 + max(0, high[node] - low[node] + 1)
        table = np.full(base[-1], -1)
        next_at, next_sums = np.empty(1024, np.int64), np.empty(1024, np.int64)
        next_decided, reached = np.empty(1024, np.bool_), 0
        for place in range(len(at)):
            node = at[place]
            for arc in range(first[node], first[node + 1]):
                there, total = head[arc], sums[place] + added[arc]
                slot = base[there - begin]
                settled = decided[place]
                if not settled:
                    if total + least[there] > upper or total + most[there] < lower:
                        continue
                    settled = total + most[there] <= upper and total + least[there] >= lower
                    if not settled:
                        slot += 1 + total - low[there]
                if table[slot] < 0:
                    if count + reached >= most_nodes:
                        return layer[:0], first[:0], choice[:0], head[:0], cost[:0]
                    if reached == len(next_at):
                        next_at, next_sums = _longer(next_at), _longer(next_sums)
                        next_decided = np.concatenate((next_decided, next_decided))
                    table[slot] = reached
                    next_at[reached], next_sums[reached] = there, 0 if settled else total
                    next_decided[reached] = settled
                    reached += 1
                if made == len(choices):
                    choices, heads, costs = _longer(choices), _longer(heads), _longer(costs)
                choices[made], heads[made], costs[made] = choice[arc], count + table[slot], cost[arc]
                made += 1
            number = new_layer[day] + place + 1
            if number + 1 >= len(new_first):
                new_first = _longer(new_first)
            new_first[number] = made
        count += reached
        new_layer[day + 2] = count
        at, sums, decided = next_at[:reached], next_sums[:reached], next_decided[:reached]
    firsts = np.full(count + 1, made)
    firsts[: new_layer[days] + 1] = new_first[: new_layer[days] + 1]
    return new_layer, firsts, choices[:made], heads[:made], costs[:made]


@njit(cache=True)
def _longer(values):  # type: ignore[no-untyped-def]
    return np.concatenate((values, np.empty_like(values)))
