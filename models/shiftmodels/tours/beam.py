"""Paths through a diagram that keep within counters it does not carry: a beam search, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.segments import NEVER

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
    head, days, (least, most, lower, upper) = graph[2], len(graph[0]) - 2, counters
    came = np.zeros((days + 1, width, 3), dtype=np.int32)
    nodes, paid = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    sums = np.where((most[0] <= upper) & (least[0] >= lower), SETTLED, 0).astype(np.int32).reshape(1, -1)
    steps = head, used, variants[2]
    for day in range(days):
        promise, price, content = _extensions(
            graph, scale, variants, used, multipliers, rest, nodes, paid, sums, counters, expected, penalty
        )
        nodes, sums, kept = _best(np.argsort(promise), content, steps, sums, counters, width)
        if len(kept) == 0:
            return NEVER, np.full(days, -1, dtype=np.int64), np.full(days, -1, dtype=np.int64)
        paid = price[kept]
        came[day + 1, : len(kept)] = content[kept]
    for label in range(len(nodes)):
        arcs, chosen = _walked(came, label)
        paid[label] -= _multiplied(arcs, chosen, used, variants[2], multipliers)
    label = int(np.argmin(paid))
    arcs, chosen = _walked(came, label)
    return paid[label], arcs, chosen


@njit(cache=True, nogil=True)
def _extensions(
    graph: tuple[IntArray, IntArray, NDArray[np.int32], NDArray[np.int32], IntArray],
    scale: int,
    variants: tuple[IntArray, IntArray, NDArray[np.int32]],
    used: NDArray[np.int32],
    multipliers: IntArray,
    rest: IntArray,
    nodes: IntArray,
    paid: IntArray,
    sums: NDArray[np.int32],
    counters: tuple[NDArray[np.int32], NDArray[np.int32], IntArray, IntArray],
    expected: NDArray[np.int32],
    penalty: IntArray,
) -> tuple[IntArray, IntArray, IntArray]:
    """Partial paths longer by a day: what they promise, what is paid, and partial path, arc and variant of each."""
    _, first, head, choice, cost = graph
    variant, prices, added = variants
    shifts, penalized = added.shape[1], penalty.any()
    room, count = 1024, 0
    promise, price = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    content = np.empty((room, 3), dtype=np.int64)
    for label in range(len(nodes)):
        for arc in range(first[nodes[label]], first[nodes[label] + 1]):
            so_far = paid[label] + scale * cost[arc]
            for place in range(len(used)):
                so_far += multipliers[shifts + place] * used[place, arc]
            number = choice[arc]
            begin = variant[number] if number >= 0 else -1
            end = variant[number + 1] if number >= 0 else 0
            for one in range(begin, end):
                value = so_far + prices[one] if one >= 0 else so_far
                if value + rest[head[arc]] >= NEVER // 2:
                    continue
                if count == room:
                    room *= 2
                    promise = np.concatenate((promise, np.empty_like(promise)))
                    price = np.concatenate((price, np.empty_like(price)))
                    content = np.concatenate((content, np.empty_like(content)))
                price[count] = value
                promise[count] = value + rest[head[arc]]
                if penalized:
                    promise[count] += _penalties(sums[label], arc, one, head, used, added, counters, expected, penalty)
                content[count, 0], content[count, 1], content[count, 2] = label, arc, one
                count += 1
    return promise[:count], price[:count], content[:count]


@njit(cache=True, nogil=True)
def _added(place: int, arc: int, one: int, used: NDArray[np.int32], added: NDArray[np.int32]) -> int:
    """What an arc with a variant, -1 for none, adds to a counter."""
    shifts = added.shape[1]
    if place >= shifts:
        return int(used[place - shifts, arc])
    return int(added[one, place]) if one >= 0 else 0


@njit(cache=True, nogil=True)
def _penalties(
    sums: NDArray[np.int32],
    arc: int,
    one: int,
    head: NDArray[np.int32],
    used: NDArray[np.int32],
    added: NDArray[np.int32],
    counters: tuple[NDArray[np.int32], NDArray[np.int32], IntArray, IntArray],
    expected: NDArray[np.int32],
    penalty: IntArray,
) -> int:
    """What a partial path looks dearer because its cheapest rest ends beyond limits."""
    _, _, lower, upper = counters
    total = 0
    for place in range(len(lower)):
        if sums[place] != SETTLED:
            end = sums[place] + expected[head[arc], place] + _added(place, arc, one, used, added)
            total += penalty[place] * max(0, end - upper[place], lower[place] - end)
    return total


@njit(cache=True, nogil=True)
def _best(
    order: IntArray,
    content: IntArray,
    steps: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    sums: NDArray[np.int32],
    counters: tuple[NDArray[np.int32], NDArray[np.int32], IntArray, IntArray],
    width: int,
) -> tuple[IntArray, NDArray[np.int32], IntArray]:
    """The first legal ones in an order that differ in node or sums: their nodes, sums, and places in the content."""
    head, size = steps[0], 16
    while size < 4 * width:
        size *= 2
    table, taken = np.full(size, -1), 0
    nodes, kept = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
    new_sums, total = np.empty((width, sums.shape[1]), dtype=np.int32), np.empty(sums.shape[1], dtype=np.int32)
    for place in order:
        label, arc, one = content[place]
        if not _sum_up(total, sums[label], arc, one, steps, counters):
            continue
        code = np.int64(head[arc])
        for value in total:
            code = (code ^ np.int64(value)) * np.int64(1099511628211)
            code ^= code >> 29
        slot, known = code & (size - 1), False
        while table[slot] >= 0 and not known:
            other = table[slot]
            known = nodes[other] == head[arc] and np.array_equal(new_sums[other], total)
            slot = (slot + 1) & (size - 1)
        if known:
            continue
        table[slot] = taken
        nodes[taken], new_sums[taken], kept[taken] = head[arc], total, place
        taken += 1
        if taken == width:
            break
    return nodes[:taken], new_sums[:taken], kept[:taken]


@njit(cache=True, nogil=True)
def _sum_up(
    total: NDArray[np.int32],
    sums: NDArray[np.int32],
    arc: int,
    one: int,
    steps: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    counters: tuple[NDArray[np.int32], NDArray[np.int32], IntArray, IntArray],
) -> bool:
    """Write the sums of a longer partial path; whether each can end within its limits."""
    head, used, added = steps
    least, most, lower, upper = counters
    there = head[arc]
    for place in range(len(lower)):
        if sums[place] == SETTLED:
            total[place] = SETTLED
            continue
        value = sums[place] + _added(place, arc, one, used, added)
        if value + least[there, place] > upper[place] or value + most[there, place] < lower[place]:
            return False
        # Of what can no longer decide anything nothing is remembered.
        if value + most[there, place] <= upper[place] and value + least[there, place] >= lower[place]:
            value = SETTLED
        total[place] = value
    return True


@njit(cache=True, nogil=True)
def _walked(came: NDArray[np.int32], label: int) -> tuple[IntArray, IntArray]:
    """Arc and variant of each day of a path."""
    days = len(came) - 1
    arcs, chosen = np.empty(days, dtype=np.int64), np.empty(days, dtype=np.int64)
    for day in range(days, 0, -1):
        arcs[day - 1], chosen[day - 1] = came[day, label, 1], came[day, label, 2]
        label = int(came[day, label, 0])
    return arcs, chosen


@njit(cache=True, nogil=True)
def _multiplied(
    arcs: IntArray, chosen: IntArray, used: NDArray[np.int32], added: NDArray[np.int32], multipliers: IntArray
) -> int:
    """Multipliers times what a path adds: it is in the prices, but not paid in the end."""
    total = 0
    for day in range(len(arcs)):
        for place in range(len(multipliers)):
            total += multipliers[place] * _added(place, arcs[day], chosen[day], used, added)
    return total
