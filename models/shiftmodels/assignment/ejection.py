"""
Tasks in a pool find a place by driving others out, until the pool is empty.

Whoever was hard to place becomes dear to drive out, which keeps the search from going around in circles (Y. Nagata,
O. Bräysy, A powerful route minimization heuristic for the vehicle routing problem with time windows, 2009,
doi 10.1016/j.orl.2009.04.006).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.tours.chance import Chance, uniform

ANY_TASK = 0.2
"""How often any task of the pool is tried instead of the last one driven out."""


class Desk(NamedTuple):
    """
    An assignment that is being worked on; every array but the first four changes.

    Parameters
    ----------
    start, end, first, able
        See ``AssignmentData``.
    works
        Whether an agent may be given tasks. Shape ``(agents,)``.
    rows, held
        ``rows[a, :held[a]]`` are the tasks of agent ``a`` in order of time. Shapes ``(agents, most)``, ``(agents,)``.
    pool
        The first so many are the tasks that nobody has. Shape ``(tasks,)``.
    price
        What it costs to drive a task out. Shape ``(tasks,)``.
    """

    start: IntArray
    end: IntArray
    first: IntArray
    able: IntArray
    works: NDArray[np.bool_]
    rows: IntArray
    held: IntArray
    pool: IntArray
    price: IntArray


@njit(cache=True, nogil=True)
def place_tasks(desk: Desk, waiting: int, moves: int, chance: Chance) -> tuple[int, int]:
    """
    Give the tasks of the pool to agents.

    Parameters
    ----------
    desk
        The assignment.
    waiting
        Tasks in the pool.
    moves
        Tasks to place at most.
    chance
        Source of random numbers.

    Returns
    -------
    Tasks that are left in the pool, and moves made.
    """
    # Arrays of a tuple are counted at each call, those of a function once: this takes a fifth of the time.
    start, end, first, able, works, rows, held, pool, price = desk
    made = 0
    while waiting > 0 and made < moves:
        made += 1
        position = int(waiting * uniform(chance)) if uniform(chance) < ANY_TASK else waiting - 1
        task = pool[position]
        agent, loss = _cheapest(start, end, able[first[task] : first[task + 1]], works, rows, held, price, task, chance)
        if agent < 0:
            return waiting, made
        waiting -= 1
        pool[position] = pool[waiting]
        if loss > 0:
            price[task] += 1
        waiting = _put(start, end, rows[agent], held, pool, task, agent, waiting)
    return waiting, made


@njit(cache=True, nogil=True)
def _cheapest(
    start: IntArray,
    end: IntArray,
    able: IntArray,
    works: NDArray[np.bool_],
    rows: IntArray,
    held: IntArray,
    price: IntArray,
    task: int,
    chance: Chance,
) -> tuple[int, int]:
    """Agent who loses least by a task, any of several, and what he loses; -1 where nobody can do it."""
    least, chosen, equal = 2**62, -1, 0
    for agent in able:
        if not works[agent]:
            continue
        loss = 0
        for place in range(held[agent]):
            other = rows[agent, place]
            if start[other] >= end[task] or loss > least:
                break
            if end[other] > start[task]:
                loss += price[other]
        if loss < least:
            least, chosen, equal = loss, agent, 1
        elif loss == least:
            equal += 1
            if equal * uniform(chance) < 1:
                chosen = agent
    return chosen, least


@njit(cache=True, nogil=True)
def _put(
    start: IntArray, end: IntArray, row: IntArray, held: IntArray, pool: IntArray, task: int, agent: int, waiting: int
) -> int:
    """Give an agent a task; those that overlap go into the pool, whose new size is returned."""
    before = 0
    while before < held[agent] and end[row[before]] <= start[task]:
        before += 1
    after = before
    while after < held[agent] and start[row[after]] < end[task]:
        pool[waiting] = row[after]
        waiting += 1
        after += 1
    kept = row[after : held[agent]].copy()
    row[before] = task
    row[before + 1 : before + 1 + len(kept)] = kept
    held[agent] = before + 1 + len(kept)
    return waiting
