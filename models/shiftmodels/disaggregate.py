"""
From counts to persons: breaks first come, first served; queues with as few changes as the counts allow.

Units hold shifts that are translates of each other, and windows and gaps of breaks are difference constraints;
sorting shifts and breaks and pairing them in order meets every such constraint that any pairing meets
(``models/README.md``, section 3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import ModelData
from shiftmodels.groups import Group
from shiftmodels.solution import BREAK, OFF, OTHER, SETUP, Assignment

AT_WORK = -5
"""Code of an interval of which the queue is not known yet."""


@dataclass(frozen=True, eq=False)
class Counts:
    """
    Parameters
    ----------
    day, program, length
        Of the unit; ``length`` in intervals.
    members
        Start and agent of each shift that is worked, sorted.
    breaks
        For each break, a first interval and the numbers begun by that and each later interval.
    """

    day: int
    program: int
    length: int
    members: Sequence[tuple[int, int]]
    breaks: Sequence[tuple[int, Sequence[int]]]


def disaggregate(
    data: ModelData,
    groups: Sequence[Group],
    worked: Sequence[NDArray[np.bool_]],
    counts: Sequence[Counts],
    on_queue: dict[tuple[int, int, int], int],
) -> Assignment:
    """
    Tell the members of groups apart.

    Parameters
    ----------
    data
        The problem.
    groups
        Groups to which ``on_queue`` refers.
    worked
        For each agent, whether each shift of his block is worked.
    counts
        Shifts and breaks of each unit.
    on_queue
        Members at work by group, queue and interval.

    Returns
    -------
    An assignment in which every count is met.
    """
    found = Assignment.empty(data)
    for agent, row in enumerate(worked):
        days = data.blocks[data.block_of[agent]].shifts.day
        for shift in np.flatnonzero(row):
            found.shift[agent, days[shift]] = shift
    for unit in counts:
        _place_breaks(data, found, unit)
    for block in data.blocks:
        for work in block.fixed_work:
            for agent in block.members:
                if work.queue < 0:
                    found.activity[agent, work.start : work.end] = OTHER
    wanted: defaultdict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for (index, queue, interval), number in on_queue.items():
        wanted[index][queue, interval] = number
    for index, group in enumerate(groups):
        _spread_over_queues(found, group, wanted[index])
    return found


def _place_breaks(data: ModelData, found: Assignment, unit: Counts) -> None:
    agents = [agent for _, agent in unit.members]
    for start, agent in unit.members:
        found.activity[agent, start : start + unit.length] = AT_WORK
    for number, (first, begun) in enumerate(unit.breaks):
        length = data.programs[unit.program].lengths[number]
        starts = np.repeat(np.arange(first, first + len(begun)), np.diff(begun, prepend=0))
        for agent, start in zip(agents, starts.tolist(), strict=True):
            found.breaks[agent, unit.day, number] = start
            found.activity[agent, start : start + length] = BREAK


def _spread_over_queues(found: Assignment, group: Group, wanted: dict[tuple[int, int], int]) -> None:
    """Interval by interval, members stay on their queue as far as the counts allow."""
    rows = found.activity[list(group.agents)]
    last = np.full(group.size, OFF, dtype=np.int64)
    for interval in np.flatnonzero((rows == AT_WORK).any(axis=0)).tolist():
        free = [member for member in range(group.size) if rows[member, interval] == AT_WORK]
        left = {queue: wanted[queue, interval] for queue in group.queues.tolist()}
        moving = []
        for member in free:
            if left.get(int(last[member]), 0) > 0:
                left[int(last[member])] -= 1
                rows[member, interval] = last[member]
            else:
                moving.append(member)
        places = [queue for queue, number in left.items() for _ in range(number)]
        # Whoever is on no queue is between two; where members are pooled, that is settled later.
        places += [SETUP if group.exact_transfers else int(group.queues[0])] * (len(moving) - len(places))
        for member, queue in zip(moving, places, strict=True):
            rows[member, interval] = last[member] = queue
    found.activity[list(group.agents)] = rows
