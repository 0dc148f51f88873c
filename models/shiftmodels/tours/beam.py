"""Paths through a diagram that keep within counters it does not carry: a beam search, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.tours.work import NEVER

SETTLED = -(2**31) + 1
"""Stands for a sum that no choice can bring out of its limits any more."""


@njit(cache=True)
def rests_of_counters(
    first: IntArray,
    head: NDArray[np.int32],
    choice: NDArray[np.int32],
    variant: IntArray,
    added: NDArray[np.int32],
    used: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """
    Least and largest that each counter can come to from each node to the end.

    Parameters
    ----------
    first, head, choice
        See ``TourDiagram``.
    variant
        First variant of each class, and the number of variants. Shape ``(C + 1,)``.
    added
        What each variant adds to each counter of shifts. Shape ``(variants, R)``.
    used
        What each arc adds to each counter of slacks, which come last. Shape ``(n, arcs)``.

    Returns
    -------
    Shape ``(nodes, R + n)`` each.
    """
    nodes, shifts, slacks = len(first) - 1, added.shape[1], used.shape[0]
    least = np.zeros((nodes, shifts + slacks), dtype=np.int32)
    most = np.zeros((nodes, shifts + slacks), dtype=np.int32)
    low, high = np.zeros((len(variant), shifts), dtype=np.int32), np.zeros((len(variant), shifts), dtype=np.int32)
    for number in range(len(variant) - 1):
        low[number], high[number] = added[variant[number]], added[variant[number]]
        for one in range(variant[number] + 1, variant[number + 1]):
            for place in range(shifts):
                low[number, place] = min(low[number, place], added[one, place])
                high[number, place] = max(high[number, place], added[one, place])
    for node in range(nodes - 1, -1, -1):
        for arc in range(first[node], first[node + 1]):
            there, number = head[arc], choice[arc]
            for place in range(shifts + slacks):
                lower, upper = least[there, place], most[there, place]
                if place >= shifts:
                    lower, upper = lower + used[place - shifts, arc], upper + used[place - shifts, arc]
                elif number >= 0:
                    lower, upper = lower + low[number, place], upper + high[number, place]
                if arc == first[node] or lower < least[node, place]:
                    least[node, place] = lower
                if arc == first[node] or upper > most[node, place]:
                    most[node, place] = upper
    return least, most


@njit(cache=True, nogil=True)
def expected_sums(
    taken: NDArray[np.int32],
    head: NDArray[np.int32],
    choice: NDArray[np.int32],
    variants: tuple[IntArray, IntArray, NDArray[np.int32]],
    used: NDArray[np.int32],
) -> NDArray[np.int32]:
    """What the cheapest path from each node adds to each counter, see ``beam_path``. Shape ``(nodes, R + n)``."""
    first, prices, added = variants
    shifts = added.shape[1]
    sums = np.zeros((len(taken), shifts + used.shape[0]), dtype=np.int32)
    for node in range(len(taken) - 1, -1, -1):
        arc = taken[node]
        if arc < 0:
            continue
        sums[node] = sums[head[arc]]
        for place in range(used.shape[0]):
            sums[node, shifts + place] += used[place, arc]
        number = choice[arc]
        if number >= 0:
            best = first[number]
            for one in range(first[number] + 1, first[number + 1]):
                if prices[one] < prices[best]:
                    best = one
            for place in range(shifts):
                sums[node, place] += added[best, place]
    return sums


@njit(cache=True, nogil=True)
def beam_path(
    graph: tuple[IntArray, IntArray, NDArray[np.int32], NDArray[np.int32], IntArray],
    scale: int,
    variants: tuple[IntArray, IntArray, NDArray[np.int32]],
    used: NDArray[np.int32],
    multipliers: IntArray,
    rest: IntArray,
    counters: tuple[NDArray[np.int32], NDArray[np.int32], IntArray, IntArray],
    expected: NDArray[np.int32],
    penalty: IntArray,
    width: int,
) -> tuple[int, IntArray, IntArray]:
    """
    A cheap path within the limits of all counters.

    Layer by layer, those partial paths are gone on with that by the cheapest rest under multipliers promise most, but
    none that any counter by itself shows to be beyond its limits.

    Parameters
    ----------
    graph, scale
        ``layer``, ``first_of``, ``head``, ``choice`` and ``cost`` of a ``TourDiagram``, and see ``cheapest_path``.
    variants
        First variant of each class, price of each with multipliers, and what it adds, see ``rests_of_counters``.
    used
        What each arc adds to each counter of slacks.
    multipliers
        Of the counters.
    rest
        See ``cheapest_rests``, under these prices.
    counters
        See ``rests_of_counters``, then the limits of the counters.
    expected
        What the cheapest path from each node adds to each counter. Shape ``(nodes, R + n)``.
    penalty
        By counter, what a unit beyond the limits at the end of that path makes a partial path look dearer.
    width
        Partial paths of a layer.

    Returns
    -------
    Its cost without multipliers (``NEVER`` where none was found), and arc and variant (-1 for none) of each day.
    """
    layer, first, head, choice, cost = graph
    variant, prices, added = variants
    least, most, lower, upper = counters
    days, shifts, size = len(layer) - 2, added.shape[1], 16
    arcs, chosen = np.full(days, -1, dtype=np.int64), np.full(days, -1, dtype=np.int64)
    came = np.zeros((days + 1, width, 3), dtype=np.int32)
    nodes, paid = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    sums = np.zeros((1, len(lower)), dtype=np.int32)
    for number in range(len(lower)):
        if most[0, number] <= upper[number] and least[0, number] >= lower[number]:
            sums[0, number] = SETTLED
    total = np.zeros(len(lower), dtype=np.int32)
    while size < 4 * width:
        size *= 2
    penalized = penalty.any()
    for day in range(days):
        room, count = 1024, 0
        promise, price = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        content = np.empty((room, 3), dtype=np.int64)
        for label in range(len(nodes)):
            node = nodes[label]
            for arc in range(first[node], first[node + 1]):
                ahead = paid[label] + scale * cost[arc] + rest[head[arc]]
                for place in range(shifts, len(lower)):
                    ahead += multipliers[place] * used[place - shifts, arc]
                number = choice[arc]
                begin = variant[number] if number >= 0 else -1
                end = variant[number + 1] if number >= 0 else 0
                for one in range(begin, end):
                    value = ahead + prices[one] if number >= 0 else ahead
                    if value >= NEVER // 2:
                        continue
                    if count == room:
                        room *= 2
                        promise = np.concatenate((promise, np.empty_like(promise)))
                        price = np.concatenate((price, np.empty_like(price)))
                        content = np.concatenate((content, np.empty_like(content)))
                    for place in range(len(lower) if penalized else 0):
                        if sums[label, place] != SETTLED:
                            end_sum = sums[label, place] + expected[head[arc], place]
                            if place >= shifts:
                                end_sum += used[place - shifts, arc]
                            elif one >= 0:
                                end_sum += added[one, place]
                            value += penalty[place] * max(0, end_sum - upper[place], lower[place] - end_sum)
                    promise[count] = value
                    price[count] = ahead - rest[head[arc]] + (prices[one] if number >= 0 else 0)
                    content[count, 0], content[count, 1], content[count, 2] = label, arc, one
                    count += 1
        order = np.argsort(promise[:count])
        table, taken = np.full(size, -1), 0
        next_nodes, next_paid = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
        next_sums = np.empty((width, len(lower)), dtype=np.int32)
        for place in order:
            label, arc, one = content[place]
            there, legal, code = head[arc], True, np.int64(head[arc])
            for number in range(len(lower)):
                value = np.int64(sums[label, number])
                if value == SETTLED:
                    total[number] = SETTLED
                    continue
                if number >= shifts:
                    value += used[number - shifts, arc]
                elif one >= 0:
                    value += added[one, number]
                if value + least[there, number] > upper[number] or value + most[there, number] < lower[number]:
                    legal = False
                    break
                # Of what can no longer decide anything nothing is remembered.
                if value + most[there, number] <= upper[number] and value + least[there, number] >= lower[number]:
                    value = SETTLED
                total[number] = value
                code = (code ^ value) * np.int64(1099511628211)
                code ^= code >> 29
            if not legal:
                continue
            slot, known = code & (size - 1), False
            while table[slot] >= 0 and not known:
                other = table[slot]
                known = next_nodes[other] == there and np.array_equal(next_sums[other], total)
                slot = (slot + 1) & (size - 1)
            if known:
                continue
            table[slot] = taken
            next_nodes[taken], next_sums[taken] = there, total
            next_paid[taken] = price[place]
            came[day + 1, taken, 0], came[day + 1, taken, 1], came[day + 1, taken, 2] = label, arc, one
            taken += 1
            if taken == width:
                break
        if taken == 0:
            return NEVER, arcs, chosen
        nodes, paid, sums = next_nodes[:taken], next_paid[:taken], next_sums[:taken]
    # Multipliers times sums are not paid in the end.
    for label in range(len(nodes)):
        place = label
        for day in range(days, 0, -1):
            arc, one = came[day, place, 1], came[day, place, 2]
            for number in range(len(lower)):
                if number >= shifts:
                    paid[label] -= multipliers[number] * used[number - shifts, arc]
                elif one >= 0:
                    paid[label] -= multipliers[number] * added[one, number]
            place = int(came[day, place, 0])
    label = int(np.argmin(paid))
    found = paid[label]
    for day in range(days, 0, -1):
        arcs[day - 1], chosen[day - 1] = came[day, label, 1], came[day, label, 2]
        label = int(came[day, label, 0])
    return found, arcs, chosen
