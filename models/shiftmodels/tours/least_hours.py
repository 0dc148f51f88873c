"""
Hours that have to be worked, and what more than these is taken to cost where not even they are all wanted.

Where contracts ask for more hours than there is work, and all of that has to be done, each hour beyond the least ones
is worked for nothing. It costs as much as it overstaffs, whoever works it; but a tour of many short shifts covers
more easily than one of few long ones, so that a search by single shifts stays with the former, and nobody's change
alone pays. A price on top, not part of the cost, leads it to the latter (guided local search, C. Voudouris and E.
Tsang 1999, doi:10.1016/S0377-2217(98)00099-X).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import Block, IntArray, ModelData, SumRow

if TYPE_CHECKING:
    from collections.abc import Sequence

NONE_LEAST = 2**40
"""Least intervals where no row tells them: nobody works more."""


class Hours(NamedTuple):
    """
    What the agents of a block have to work.

    Parameters
    ----------
    length
        Intervals of each shift. Shape ``(S,)``.
    least
        Intervals of a tour at least.
    price
        Cost units of each interval beyond that. Shape ``(1,)``.
    """

    length: IntArray
    least: int
    price: IntArray


@njit(cache=True)
def worked(hours: Hours, shift: IntArray) -> int:
    """Intervals of a tour."""
    total = 0
    for number in shift:
        if number >= 0:
            total += hours.length[number]
    return total


@njit(cache=True)
def cost_beyond(hours: Hours, total: int) -> int:
    """What so many intervals are taken to cost, in cost units."""
    return int(hours.price[0]) * max(0, total - hours.least)


def hours_of(block: Block, price: IntArray) -> Hours:
    """
    What the agents of a block have to work.

    Parameters
    ----------
    block
        The block.
    price
        See ``Hours``.
    """
    length = np.ascontiguousarray(block.shifts.end - block.shifts.start)
    return Hours(length, max((_least(row, length) for row in block.rows), default=0) or NONE_LEAST, price)


def are_too_many(data: ModelData, hours: Sequence[Hours]) -> bool:
    """
    Whether the least hours of all agents are more than is wanted, whatever they do in them.

    Parameters
    ----------
    data
        The problem.
    hours
        Of each block.
    """
    breaks_of, supply = np.array([sum(program.lengths) for program in data.programs]), 0.0
    for block, own in zip(data.blocks, hours, strict=True):
        if own.least < NONE_LEAST and len(own.length) and len(block.proficiency):
            share = float(np.min((own.length - breaks_of[block.shifts.program]) / own.length))
            supply += len(block.members) * own.least * share * float(block.proficiency.min())
    return supply >= float(data.cover.required.sum())


def _least(row: object, length: IntArray) -> int:
    """Least intervals that a row asks for; 0 where it is not a hard sum of the lengths of all shifts."""
    if not isinstance(row, SumRow) or row.slack >= 0 or row.lower is None or len(row.shifts) != len(length):
        return 0
    scale, rest = divmod(int(row.coefficients[0]), int(length[row.shifts[0]])) if len(length) else (0, 0)
    if rest or scale <= 0 or (row.coefficients != scale * length[row.shifts]).any():
        return 0
    return max(0, -(-row.lower // scale))
