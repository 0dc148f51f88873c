"""One day of a diagram of tours, compiled: every state with every choice, states alike made one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray

DECIDED = -(2**40)
"""Stands for a partial sum that no choice can bring out of its limits any more."""

Words = NDArray[np.uint64]


class DaySums(NamedTuple):
    """
    Partial sums of a day; ``n`` of them.

    Parameters
    ----------
    old
        Place of each in a state of the day before, -1 when it begins. Shape ``(n,)``.
    new
        Its place in a state of this day, -1 when it ends. Shape ``(n,)``.
    added
        What each choice adds, the first of which is no shift. Shape ``(choices, n)``.
    least, most, lower, upper, scale, slack
        As in ``SumRows``; ``slack`` is a place among those of the day. Shape ``(n,)``.
    """

    old: IntArray
    new: IntArray
    added: IntArray
    least: IntArray
    most: IntArray
    lower: IntArray
    upper: IntArray
    scale: IntArray
    slack: IntArray


class DayGaps(NamedTuple):
    """
    Gap rows of a day, their gaps as bits of words.

    Parameters
    ----------
    first
        First word of each row, and the number of words. Shape ``(G + 1,)``.
    broken
        Gaps that each choice breaks. Shape ``(choices, words)``.
    over
        Gaps that no later day can break. Shape ``(words,)``.
    worse
        For each gap, in its row's words, those that need not be remembered beside it. Shape ``(gaps, words)``.
    gap
        First gap of each word. Shape ``(words,)``.
    slack
        Slack of each row among those of the day, -1 when it is hard. Shape ``(G,)``.
    closes
        Whether no later day can break a gap of the row. Shape ``(G,)``.
    """

    first: IntArray
    broken: Words
    over: Words
    worse: Words
    gap: IntArray
    slack: IntArray
    closes: NDArray[np.bool_]


class DaySlacks(NamedTuple):
    """
    Slacks of a day; ``n`` of them, and ``M`` sums of slacks.

    Parameters
    ----------
    old, new
        As in ``DaySums``; one that is not in the state any more is paid today. Shape ``(n,)``.
    price, upper
        As in ``Slacks``. Shape ``(n,)``.
    members
        Whether a sum counts a slack. Shape ``(M, n)``.
    limit
        Limit of each sum. Shape ``(M,)``.
    hard
        Whether a sum has no slack of its own. Shape ``(M,)``.
    own_price, own_upper
        Price of that slack, and the most that it can be. Shape ``(M,)``.
    to_come
        Most that slacks of later days can add to each sum. Shape ``(M,)``.
    """

    old: IntArray
    new: IntArray
    price: IntArray
    upper: IntArray
    members: NDArray[np.bool_]
    limit: IntArray
    hard: NDArray[np.bool_]
    own_price: IntArray
    own_upper: IntArray
    to_come: IntArray


class Sizes(NamedTuple):
    """Parts of a state: sums, words of gaps, gap rows (whether a gap is certain), slacks, sums of slacks."""

    sums: int
    words: int
    rows: int
    slacks: int
    totals: int


@njit(cache=True)
def next_layer(
    states: IntArray, old: Sizes, size: Sizes, sums: DaySums, gaps: DayGaps, slacks: DaySlacks, most_states: int
) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
    """
    Go on by a day.

    Parameters
    ----------
    states
        What is remembered, one row for each node. Shape ``(nodes, width)``.
    old, size
        Parts of these states and of the next ones.
    sums, gaps, slacks
        The day.
    most_states
        Number of states beyond which to stop; more are then returned.

    Returns
    -------
    Next states, and tail, choice, head and cost of each arc.
    """
    choices, width = sums.added.shape[0], size.sums + size.words + size.rows + size.slacks + size.totals
    room, table = 1024, np.full(4096, -1)
    reached, hashes, count = np.empty((room, width), dtype=np.int64), np.empty(room, dtype=np.int64), 0
    arcs = np.empty((4, 4 * room), dtype=np.int64)
    made = 0
    state, used = np.empty(width, dtype=np.int64), np.empty(len(slacks.old), dtype=np.int64)
    for tail in range(len(states)):
        for choice in range(choices):
            used[:] = 0
            for place in range(len(used)):
                if slacks.old[place] >= 0:
                    used[place] = states[tail, old.sums + old.words + old.rows + slacks.old[place]]
            if not _add_sums(states[tail], choice, sums, state, used):
                continue
            if not _break_gaps(states[tail], choice, old, size, gaps, state, used):
                continue
            cost = _pay_slacks(states[tail], old, size, slacks, state, used)
            if cost < 0:
                continue
            code = np.int64(1469598103934665603)
            for value in state:
                code = (code ^ value) * np.int64(1099511628211)
                code ^= code >> 29
            head = _find(table, reached, hashes, code, state)
            if head < 0:
                if count >= most_states:
                    return reached[: count + 1], arcs[0, :0], arcs[1, :0], arcs[2, :0], arcs[3, :0]
                if count + 1 >= room:
                    room *= 2
                    reached, hashes = _wider(reached, room), _longer(hashes, room)
                    table = _rehashed(hashes[:count], 4 * room)
                head = count
                reached[head], hashes[head] = state, code
                _enter(table, code, head)
                count += 1
            if made == arcs.shape[1]:
                more = np.empty((4, 2 * made), dtype=np.int64)
                more[:, :made] = arcs
                arcs = more
            arcs[0, made], arcs[1, made], arcs[2, made], arcs[3, made] = tail, choice - 1, head, cost
            made += 1
    return reached[:count], arcs[0, :made], arcs[1, :made], arcs[2, :made], arcs[3, :made]


@njit(cache=True)
def _add_sums(before: IntArray, choice: int, sums: DaySums, state: IntArray, used: IntArray) -> bool:
    """Partial sums after a choice, with what the complete ones need of slacks; whether hard ones can still hold."""
    for place in range(len(sums.old)):
        total = before[sums.old[place]] if sums.old[place] >= 0 else 0
        lower, upper, slack = sums.lower[place], sums.upper[place], sums.slack[place]
        if total != DECIDED:
            total += sums.added[choice, place]
            least, most = total + sums.least[place], total + sums.most[place]
            if slack < 0 and (least > upper or most < lower):
                return False
            if most <= upper and least >= lower:
                total = DECIDED
            elif sums.new[place] < 0:
                beyond = max(total - upper, lower - total)
                used[slack] = max(used[slack], -(-beyond // sums.scale[place]))
        if sums.new[place] >= 0:
            state[sums.new[place]] = total
    return True


@njit(cache=True)
def _break_gaps(
    before: IntArray, choice: int, old: Sizes, size: Sizes, gaps: DayGaps, state: IntArray, used: IntArray
) -> bool:
    """Gaps that are still whole, as far as they are worth remembering; whether hard rows can still keep one."""
    for row in range(len(gaps.slack)):
        kept, whole = before[old.sums + old.words + row], False
        for word in range(gaps.first[row], gaps.first[row + 1]):
            alive = np.uint64(before[old.sums + word]) & ~gaps.broken[choice, word]
            state[size.sums + word] = np.int64(alive)
            whole |= alive != 0
            if alive & gaps.over[word]:
                kept = 1
        if not kept and (not whole or gaps.closes[row]):
            if gaps.slack[row] < 0:
                return False
            if gaps.closes[row]:
                used[gaps.slack[row]] = max(used[gaps.slack[row]], 1)
                kept = 1  # paid for, and over
        state[size.sums + size.words + row] = kept
        if kept:
            for word in range(gaps.first[row], gaps.first[row + 1]):
                state[size.sums + word] = 0
        else:
            _forget_worse(size, gaps, row, state)
    return True


@njit(cache=True)
def _forget_worse(size: Sizes, gaps: DayGaps, row: int, state: IntArray) -> None:
    """Leave out gaps beside which a better one is whole."""
    for word in range(gaps.first[row], gaps.first[row + 1]):
        alive, gap = np.uint64(state[size.sums + word]), gaps.gap[word]
        while alive:
            if alive & np.uint64(1):
                for other in range(gaps.first[row], gaps.first[row + 1]):
                    left = np.uint64(state[size.sums + other]) & ~gaps.worse[gap, other]
                    state[size.sums + other] = np.int64(left)
            alive >>= np.uint64(1)
            gap += 1


@njit(cache=True)
def _pay_slacks(before: IntArray, old: Sizes, size: Sizes, slacks: DaySlacks, state: IntArray, used: IntArray) -> int:
    """What slacks that are complete cost, -1 when limits are broken."""
    cost, start = 0, size.sums + size.words + size.rows
    for place in range(len(used)):
        if slacks.new[place] >= 0:
            state[start + slacks.new[place]] = used[place]
        else:
            if used[place] > slacks.upper[place]:
                return -1
            cost += used[place] * slacks.price[place]
    for number in range(len(slacks.limit)):
        total = before[old.sums + old.words + old.rows + old.slacks + number]
        if total != DECIDED:
            for place in range(len(used)):
                if slacks.new[place] < 0 and slacks.members[number, place]:
                    total += used[place]
            limit = slacks.limit[number]
            if slacks.hard[number] and total > limit:
                return -1
            if slacks.to_come[number] == 0 and not slacks.hard[number]:
                if total - limit > slacks.own_upper[number]:
                    return -1
                cost += slacks.own_price[number] * max(0, total - limit)
            if slacks.to_come[number] == 0 or total + slacks.to_come[number] <= limit:
                total = DECIDED
        state[start + size.slacks + number] = total
    return cost


@njit(cache=True)
def _find(table: IntArray, reached: IntArray, hashes: IntArray, code: np.int64, state: IntArray) -> int:
    """Number of a state, -1 when it is new."""
    slot = code & (len(table) - 1)
    while table[slot] >= 0:
        known = table[slot]
        if hashes[known] == code and _equal(reached[known], state):
            return int(known)
        slot = (slot + 1) & (len(table) - 1)
    return -1


@njit(cache=True)
def _equal(one: IntArray, other: IntArray) -> bool:
    for place in range(len(one)):  # noqa: SIM110
        if one[place] != other[place]:
            return False
    return True


@njit(cache=True)
def _enter(table: IntArray, code: np.int64, number: int) -> None:
    slot = code & (len(table) - 1)
    while table[slot] >= 0:
        slot = (slot + 1) & (len(table) - 1)
    table[slot] = number


@njit(cache=True)
def _rehashed(hashes: IntArray, size: int) -> IntArray:
    table = np.full(size, -1)
    for number in range(len(hashes)):
        _enter(table, hashes[number], number)
    return table


@njit(cache=True)
def _wider(rows: IntArray, room: int) -> IntArray:
    more = np.empty((room, rows.shape[1]), dtype=np.int64)
    more[: len(rows)] = rows
    return more


@njit(cache=True)
def _longer(values: IntArray, room: int) -> IntArray:
    more = np.empty(room, dtype=np.int64)
    more[: len(values)] = values
    return more
