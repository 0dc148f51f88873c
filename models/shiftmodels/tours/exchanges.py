"""
Work that two agents exchange: for a while each does on his queue what the other did on another.

A move of one agent changes what queues are supplied with by whole agents. Most rows of a roster that is nearly as good
as it can be lack less than that, or have less too much: what differs is how proficient those are who work there. An
exchange changes a row by the difference of two proficiencies, one or two units of ten.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.tours.blocks_of_work import are_blocks_legal, change_activities
from shiftmodels.tours.chance import Chance, uniform
from shiftmodels.tours.laid_shifts import below, is_accepted
from shiftmodels.tours.moved_rows import Days, Mover, Rows, own_cost

CUT = 0.5
"""Chance that an exchange begins later than it could, and that it ends sooner."""

Both = tuple[Mover, Mover]
"""What can be moved of two agents."""
Skills = frozenset[tuple[int, int]]
"""Queues and proficiencies."""


def partners_of(data: ModelData) -> list[IntArray]:
    """
    For each block, agents with whom its members may exchange work to some effect.

    Two queues or more are known to both, and one of them is more proficient on one of these. Where transfers take
    time, there are none.
    """
    known: defaultdict[Skills, list[int]] = defaultdict(list)
    for block in data.blocks:
        known[_skills(block)] += block.members
    partners = {
        one: np.array([agent for other in known if _differ(one, other) for agent in known[other]], dtype=np.int64)
        for one in known
    }
    return [partners[_skills(block)] for block in data.blocks]


def _skills(block: Block) -> Skills:
    """Queues of its members between which transfers take no time, with proficiencies."""
    pairs = zip(block.queues.tolist(), block.proficiency.tolist(), strict=True)
    return frozenset(pairs if block.transfers.setup == 0 else ())


def _differ(one: Skills, other: Skills) -> bool:
    """Whether two queues or more are in both, and not all with the same proficiency."""
    common = dict(one).keys() & dict(other).keys()
    return len(common) > 1 and any(dict(one)[queue] != dict(other)[queue] for queue in common)


@njit(cache=True)
def exchange_work(
    movers: Both, rows: Rows, one: Days, other: Days, chance: Chance, temperature: float
) -> tuple[int, int, int]:
    """
    Try exchanges of two agents: one in each stretch of time in which their shifts of a day are on different queues.

    Parameters
    ----------
    movers, rows
        The agents' blocks, and what everybody does.
    one, other
        Their rows of ``Assignment``; activities are changed.
    chance
        Source of chance, which it changes.
    temperature
        Worsening in cost units that is accepted with chance 1/e.

    Returns
    -------
    By how many cost units coupling rows, their corners as they are now, and own costs of both changed.
    """
    coupled, own, others = 0, 0, 0
    for day in range(len(one[0])):
        shifts = one[0][day], other[0][day]
        if min(shifts) < 0 or not movers[0].is_open[day] or not movers[1].is_open[day]:
            continue
        begin = max(movers[0].start[shifts[0]], movers[1].start[shifts[1]])
        end = min(movers[0].end[shifts[0]], movers[1].end[shifts[1]])
        while begin < end:
            until = begin + 1
            while until < end and one[2][until] == one[2][begin] and other[2][until] == other[2][begin]:
                until += 1
            if _may_exchange(movers, one[2][begin], other[2][begin]):
                change, more, theirs = _swap(movers, rows, shifts, one[2], other[2], begin, until, chance, temperature)
                coupled, own, others = coupled + change, own + more, others + theirs
            begin = until
    return coupled, own, others


@njit(cache=True, inline="always")
def _may_exchange(movers: Both, one: int, other: int) -> bool:
    """Whether two activities are different queues, which both agents know."""
    return bool(one >= 0 and other >= 0 and one != other) and bool(
        movers[0].place_of[other] >= 0 and movers[1].place_of[one] >= 0
    )


@njit(cache=True)
def _swap(
    movers: Both,
    rows: Rows,
    shifts: tuple[int, int],
    one: IntArray,
    other: IntArray,
    begin: int,
    end: int,
    chance: Chance,
    temperature: float,
) -> tuple[int, int, int]:
    """An exchange in a stretch of time, or a part of it; by how much coupling rows and own costs of both changed."""
    if uniform(chance) < CUT:
        begin += below(chance, end - begin)
    if uniform(chance) < CUT:
        end -= below(chance, end - begin)
    before = own_cost(movers[0], shifts[0], one), own_cost(movers[1], shifts[1], other)
    kept = one[begin:end].copy(), other[begin:end].copy()
    one[begin:end], other[begin:end] = kept[1], kept[0]
    is_legal = are_blocks_legal(movers[0], shifts[0], one, begin, end)
    if is_legal and are_blocks_legal(movers[1], shifts[1], other, begin, end):
        change = change_activities(movers[0], rows, begin, kept[0], kept[1])
        change += change_activities(movers[1], rows, begin, kept[1], kept[0])
        more = own_cost(movers[0], shifts[0], one) - before[0]
        theirs = own_cost(movers[1], shifts[1], other) - before[1]
        if is_accepted(change + more + theirs, temperature, chance):
            return change, more, theirs
        change_activities(movers[0], rows, begin, kept[1], kept[0])
        change_activities(movers[1], rows, begin, kept[0], kept[1])
    one[begin:end], other[begin:end] = kept
    return 0, 0, 0
