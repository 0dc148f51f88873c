"""
Moves of cells, and what they cost.

A cell is what an agent does on a day: a shift on one queue, or nothing. A move changes a few cells; rows of blocks are
sums that each change adds to, so that a move costs less than a microsecond for each cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.chance import Chance, uniform

HalfArray = NDArray[np.int32]
"""Half as wide as elsewhere: what moves read most is to stay near the processor."""
Function = TypeVar("Function", bound=Callable[..., object])

CHANGED, SWAPPED = 0.4, 0.5
"""Chance that a move changes one cell, and that it swaps cells of two agents; otherwise some days of one get alike."""
NEAR_DAYS = 7
"""Days of a move at most, in nine of ten moves."""
LONG = 0.1
"""Chance that it may be all days."""
DROPPED = 0.3
"""Chance that a cell is emptied."""
LAST = REFUSED = 2**62
"""Stand for the row after the last one, and for what a move costs that is not made."""


# References to arrays are not counted: nothing is allocated here, and to count them at each call takes twice as long as
# all the rest.
def _compiled(function: Function) -> Function:
    compiled: Function = njit(cache=True, _nrt=False)(function)  # type: ignore[call-overload]
    return compiled


def _inlined(function: Function) -> Function:
    compiled: Function = njit(cache=True, inline="always", _nrt=False)(function)  # type: ignore[call-overload]
    return compiled


class Tables(NamedTuple):
    """
    Blocks and coupling rows in few arrays; shifts, rows, slacks and sums of all blocks are numbered in one.

    Parameters
    ----------
    shifts
        Start, end, cost and key of each shift; shifts of any block with the same day, start and end have the same key.
        Shape ``(S, 4)``.
    first_shift
        First shift of each block and day. Shape ``(B, D + 1)``.
    shift_of_key
        Shift of each block with a key, or -1. Shape ``(B, K)``.
    entry, entries
        First entry of each shift, and the row and what the shift adds to it, rows ascending. Shapes ``(S + 1,)`` and
        ``(E, 2)``.
    rows
        Lower and upper limit, scale, and slack or -1 of each row, see ``SumRow``. Shape ``(R, 4)``.
    slacks, rows_of_slack
        Price, limit, sum that it counts in or -1, and first and stop of its rows. Shapes ``(L, 5)`` and ``(n,)``.
    sums
        Limit of each sum of slacks, and price and limit of its own slack, 0 where it is hard. Shape ``(M, 3)``.
    agents
        Block of each agent, and the first of his totals, slacks and sums in ``State``, less the first of his block.
        Shape ``(A, 4)``.
    queues, num_queues
        Queues of each block, and how many. Shapes ``(B, Q)`` and ``(B,)``.
    supply
        Units that a block supplies to a queue, 0 for none; cost of an interval. Shape ``(B, Q, 2)``.
    cells, is_open
        Agents and days that are open, and whether they are. Shapes ``(C, 2)`` and ``(A, D)``.
    cover
        Requirement, minimum, maximum, cost below and above the requirement and outside the limits, see ``Cover``.
        Shape ``(Q, T, 6)``.
    """

    shifts: IntArray
    first_shift: IntArray
    shift_of_key: IntArray
    entry: IntArray
    entries: HalfArray
    rows: HalfArray
    slacks: IntArray
    rows_of_slack: IntArray
    sums: IntArray
    agents: IntArray
    queues: IntArray
    num_queues: IntArray
    supply: IntArray
    cells: IntArray
    is_open: NDArray[np.bool_]
    cover: IntArray


class State(NamedTuple):
    """
    A roster, and what it makes of the rows.

    Parameters
    ----------
    shift, queue
        Of each cell, -1 where it is empty. Shape ``(A, D)``.
    totals, slacks, sums
        Of the rows, slacks and sums of each agent. Shapes ``(AR,)``, ``(AL,)``, ``(AM,)``.
    own
        What each agent pays for slacks. Shape ``(A,)``.
    supplied
        Units on each queue in each interval. Shape ``(Q, T)``.
    """

    shift: IntArray
    queue: IntArray
    totals: HalfArray
    slacks: HalfArray
    sums: HalfArray
    own: IntArray
    supplied: IntArray


@_compiled
def anneal(
    tables: Tables,
    state: State,
    chance: Chance,
    moves: int,
    temperature: float,
    best: int,
    kept: IntArray,
    move: IntArray,
) -> tuple[int, int]:
    """
    Make some moves.

    Parameters
    ----------
    tables, state
        The problem and the roster, which is changed.
    chance
        Source of chance, which it changes.
    moves
        How many are tried.
    temperature
        Worsening in cost units that is accepted with chance 1/e.
    best
        Change of the cost, from where the roster stands, below which a roster is kept.
    kept
        Gets shifts and queues of the best roster that is. Shape ``(2, A, D)``.
    move
        Room for a move. Shape ``(4, 2 D)``.

    Returns
    -------
    By how many cost units the cost changed, and the least change on the way, ``best`` where it was not reached.
    """
    now, is_kept = 0, True
    for _ in range(moves):
        count, turn = _choose(tables, state, chance, move)
        if count == 0:
            continue
        most = -temperature * np.log(1.0 - uniform(chance))
        change = _try(tables, state, move, count, turn, most)
        if change == REFUSED:
            continue
        if not is_kept and change > 0:
            # The best roster is the one before this move.
            _keep(state, kept)
            for place in range(count):
                kept[0, move[0, place], move[1, place]] = move[2, place]
                kept[1, move[0, place], move[1, place]] = move[3, place]
            is_kept = True
        now += change
        if now < best:
            best, is_kept = now, False
    if not is_kept:
        _keep(state, kept)
    return now, best


@_compiled
def _keep(state: State, kept: IntArray) -> None:
    """Write the roster down."""
    for agent in range(kept.shape[1]):
        for day in range(kept.shape[2]):
            kept[0, agent, day], kept[1, agent, day] = state.shift[agent, day], state.queue[agent, day]


@_compiled
def _try(tables: Tables, state: State, move: IntArray, count: int, turn: int, most: float) -> int:
    """
    Make a move if it costs at most so much; otherwise leave the roster as it was.

    A move of cells of two agents has those of the second from ``turn`` on. What an agent pays for slacks is the most
    that a move can save him, so that many moves are refused before all of their rows have been looked at.

    Returns
    -------
    By how many cost units the roster got dearer, or ``REFUSED``.
    """
    own, first, second = state.own, move[0, 0], move[0, count - 1]
    saved = own[second] if turn < count else 0
    change = put_work(tables, state, move, count)
    if change - own[first] - saved > most:
        put_work(tables, state, move, count)
        return REFUSED
    more, broken = put_rows(tables, state, move, 0, turn)
    if broken > 0 or change + more - saved > most:
        put_work(tables, state, move, count)
        put_rows(tables, state, move, 0, turn)
        return REFUSED
    others = 0
    if turn < count:
        others, broken = put_rows(tables, state, move, turn, count)
        if broken > 0 or change + more + others > most:
            put_work(tables, state, move, count)
            put_rows(tables, state, move, 0, count)
            return REFUSED
        own[second] += others
    own[first] += more
    return int(change + more + others)


@_inlined
def _below(chance: Chance, count: int) -> int:
    return min(count - 1, int(uniform(chance) * count))


@_compiled
def _choose(tables: Tables, state: State, chance: Chance, move: IntArray) -> tuple[int, int]:
    """
    Write agents, days, shifts and queues of a move.

    Returns
    -------
    How many cells it changes, 0 where there is nothing to do; and how many of them are those of the first agent.
    """
    cell = _below(chance, len(tables.cells))
    agent, day = tables.cells[cell, 0], tables.cells[cell, 1]
    draw = uniform(chance)
    if draw < CHANGED:
        shift, queue = _choice(tables, state, agent, day, chance)
        move[0, 0], move[1, 0], move[2, 0], move[3, 0] = agent, day, shift, queue
        return (0 if shift == state.shift[agent, day] and queue == state.queue[agent, day] else 1), 1
    num_days = state.shift.shape[1]
    length = 1 + _below(chance, num_days if uniform(chance) < LONG else min(NEAR_DAYS, num_days))
    if draw >= CHANGED + SWAPPED:
        count = _alike(tables, state, agent, day, length, chance, move)
        return count, count
    other = tables.cells[_below(chance, len(tables.cells)), 0]
    count = 0 if other == agent else _swap(tables, state, agent, other, day, length, move)
    return 2 * count, count


@_compiled
def _choice(tables: Tables, state: State, agent: int, day: int, chance: Chance) -> tuple[int, int]:
    """A shift of a day on some queue, or none."""
    block = tables.agents[agent, 0]
    first, stop = tables.first_shift[block, day], tables.first_shift[block, day + 1]
    if first == stop or (state.shift[agent, day] >= 0 and uniform(chance) < DROPPED):
        return -1, -1
    queue = tables.queues[block, _below(chance, tables.num_queues[block])]
    return first + _below(chance, stop - first), queue


@_compiled
def _alike(tables: Tables, state: State, agent: int, day: int, length: int, chance: Chance, move: IntArray) -> int:
    """The same shift on several days, or none on all of them."""
    block, count = tables.agents[agent, 0], 0
    shift, queue = _choice(tables, state, agent, day, chance)
    offset = shift - tables.first_shift[block, day]
    for date in range(day, min(day + length, state.shift.shape[1])):
        new = tables.first_shift[block, date] + offset if shift >= 0 else -1
        if not tables.is_open[agent, date] or new >= tables.first_shift[block, date + 1]:
            break
        if new != state.shift[agent, date] or queue != state.queue[agent, date]:
            move[0, count], move[1, count], move[2, count], move[3, count] = agent, date, new, queue
            count += 1
    return count


@_compiled
def _swap(tables: Tables, state: State, agent: int, other: int, day: int, length: int, move: IntArray) -> int:
    """Two agents give each other what they do on some days; how many, those of the second agent after all others."""
    count, num_days = 0, state.shift.shape[1]
    for date in range(day, min(day + length, num_days)):
        if not (tables.is_open[agent, date] and tables.is_open[other, date]):
            break
        if state.shift[agent, date] < 0 and state.shift[other, date] < 0:
            continue
        mine, yours = _taken(tables, state, agent, other, date), _taken(tables, state, other, agent, date)
        if mine == -2 or yours == -2:
            return 0
        my_queue, your_queue = state.queue[agent, date], state.queue[other, date]
        if mine == state.shift[agent, date] and my_queue == your_queue:
            continue
        move[0, count], move[1, count], move[2, count], move[3, count] = agent, date, mine, your_queue
        place = num_days + count
        move[0, place], move[1, place], move[2, place], move[3, place] = other, date, yours, my_queue
        count += 1
    for place in range(count):
        for field in range(4):
            move[field, count + place] = move[field, num_days + place]
    return count


@_compiled
def _taken(tables: Tables, state: State, agent: int, other: int, day: int) -> int:
    """The shift by which an agent does what another does on a day; -1 for none, -2 where he cannot."""
    shift = state.shift[other, day]
    if shift < 0:
        return -1
    block = tables.agents[agent, 0]
    own = tables.shift_of_key[block, tables.shifts[shift, 3]]
    return own if own >= 0 and tables.supply[block, state.queue[other, day], 0] > 0 else -2


@_compiled
def put_work(tables: Tables, state: State, move: IntArray, count: int) -> int:
    """
    Let agents work what a move says; afterwards it says what they did before. Rows of agents are left alone.

    Parameters
    ----------
    tables, state
        The problem and the roster, which is changed.
    move
        Agent, day, shift and queue of each cell. Shape ``(4, n)``.
    count
        Number of cells.

    Returns
    -------
    By how many cost units shifts and coupling rows get dearer.
    """
    shifts, agents, supply, cover = tables.shifts, tables.agents, tables.supply, tables.cover
    own_shift, own_queue, supplied = state.shift, state.queue, state.supplied
    cost = 0
    for place in range(count):
        agent, day, shift, queue = move[0, place], move[1, place], move[2, place], move[3, place]
        old, old_queue = own_shift[agent, day], own_queue[agent, day]
        move[2, place], move[3, place] = old, old_queue
        own_shift[agent, day], own_queue[agent, day] = shift, queue
        block = agents[agent, 0]
        if old >= 0:
            cost += _cover(cover, supplied, supply, shifts, block, old, old_queue, -1) - shifts[old, 2]
        if shift >= 0:
            cost += _cover(cover, supplied, supply, shifts, block, shift, queue, 1) + shifts[shift, 2]
    return cost


@_compiled
def put_rows(tables: Tables, state: State, move: IntArray, begin: int, stop: int) -> tuple[int, int]:
    """
    Tell the rows of agents of some cells of a move that has been made.

    Parameters
    ----------
    tables, state
        The problem and the roster, which is changed.
    move
        What was done before. Shape ``(4, n)``.
    begin, stop
        First of the cells, and the one after the last.

    Returns
    -------
    By how many cost units slacks get dearer, and by how many more limits that may not be broken are.
    """
    entry, entries, rows, slacks = tables.entry, tables.entries, tables.rows, tables.slacks
    rows_of_slack, sums, agents = tables.rows_of_slack, tables.sums, tables.agents
    own_shift, totals, own_slacks, own_sums = state.shift, state.totals, state.slacks, state.sums
    cost, broken = 0, 0
    for place in range(begin, stop):
        agent, old = move[0, place], move[2, place]
        shift = own_shift[agent, move[1, place]]
        if shift == old:
            continue
        here = entry[old] if old >= 0 else 0
        until = entry[old + 1] if old >= 0 else 0
        there = entry[shift] if shift >= 0 else 0
        end = entry[shift + 1] if shift >= 0 else 0
        first_total, first_slack, first_sum = agents[agent, 1], agents[agent, 2], agents[agent, 3]
        while here < until or there < end:
            mine = entries[here, 0] if here < until else LAST
            yours = entries[there, 0] if there < end else LAST
            row = min(mine, yours)
            added = 0
            if mine == row:
                added -= entries[here, 1]
                here += 1
            if yours == row:
                added += entries[there, 1]
                there += 1
            if added == 0:
                continue
            # Written out: to call a function here takes longer than what it does.
            lower, upper, scale, slack = rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 3]
            total = totals[first_total + row]
            was = max(0, lower - total, total - upper)
            total += added
            totals[first_total + row] = total
            now = max(0, lower - total, total - upper)
            if was == now:
                continue
            if slack < 0:
                broken += int(now > 0) - int(was > 0)
                continue
            if scale != 1:
                now = -(-now // scale)
            if slacks[slack, 4] - slacks[slack, 3] > 1:
                now = 0
                for number in range(slacks[slack, 3], slacks[slack, 4]):
                    one = rows_of_slack[number]
                    reached = totals[first_total + one]
                    outside = max(0, rows[one, 0] - reached, reached - rows[one, 1])
                    now = max(now, -(-outside // rows[one, 2]))
            was = own_slacks[first_slack + slack]
            if was == now:
                continue
            own_slacks[first_slack + slack] = now
            most, number = slacks[slack, 1], slacks[slack, 2]
            cost += slacks[slack, 0] * (now - was)
            broken += int(now > most) - int(was > most)
            if number >= 0:
                before = max(0, own_sums[first_sum + number] - sums[number, 0])
                own_sums[first_sum + number] += now - was
                after = max(0, own_sums[first_sum + number] - sums[number, 0])
                cost += sums[number, 1] * (after - before)
                broken += int(after > sums[number, 2]) - int(before > sums[number, 2])
    return cost, broken


@_inlined
def _cover(
    cover: IntArray,
    supplied: IntArray,
    supply: IntArray,
    shifts: IntArray,
    block: int,
    shift: int,
    queue: int,
    sign: int,
) -> int:
    """Add (1) or take away (-1) the work of a shift; by how many cost units that is dearer."""
    units, total = sign * supply[block, queue, 0], 0
    for time in range(shifts[shift, 0], shifts[shift, 1]):
        before = supplied[queue, time]
        after = before + units
        supplied[queue, time] = after
        required, minimum, maximum = cover[queue, time, 0], cover[queue, time, 1], cover[queue, time, 2]
        total += cover[queue, time, 3] * (max(0, required - after) - max(0, required - before))
        total += cover[queue, time, 4] * (max(0, after - required) - max(0, before - required))
        outside = max(0, minimum - after) - max(0, minimum - before)
        if maximum >= 0:
            outside += max(0, after - maximum) - max(0, before - maximum)
        total += cover[queue, time, 5] * outside
    return int(total + sign * (shifts[shift, 1] - shifts[shift, 0]) * supply[block, queue, 1])
