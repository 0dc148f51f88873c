"""What agents can supply in an interval at most, whatever they do in others: limits of subsets of queues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray, ModelData
from shiftmodels.room import can_be_present, most_room

MOST_QUEUES = 8
"""Queues of which all subsets are looked at; of more only single ones, pairs and all together."""


@dataclass(frozen=True, eq=False)
class Team:
    """
    Agents who can stand in for each other in an interval.

    Parameters
    ----------
    queues, proficiency
        What each of them can supply.
    seats
        Pools of which each holds a unit while on shift.
    present
        How many can be on shift. Shape ``(T,)``.
    """

    queues: tuple[int, ...]
    proficiency: tuple[int, ...]
    seats: tuple[int, ...]
    present: IntArray


def teams_of(data: ModelData) -> list[Team]:
    """Agents by what they can supply and hold."""
    counts: dict[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]], IntArray] = {}
    for block in (block for block in data.blocks if not block.is_equipment):
        seats = tuple(sorted({hold.pool for hold in block.holds if hold.queue < 0 and hold.units > 0}))
        key = tuple(block.queues.tolist()), tuple(block.proficiency.tolist()), seats
        present = len(block.members) * can_be_present(data, block)
        counts[key] = counts[key] + present if key in counts else present
    return [Team(*key, present) for key, present in counts.items()]


def subsets_of(queues: list[int]) -> Iterator[tuple[int, ...]]:
    """Subsets of queues that are looked at, small ones first."""
    if len(queues) <= MOST_QUEUES:
        yield from chain.from_iterable(combinations(queues, size) for size in range(1, len(queues) + 1))
    else:
        yield from chain(combinations(queues, 1), combinations(queues, 2), [tuple(queues)])


def most_supplied(data: ModelData, teams: list[Team], subset: tuple[int, ...]) -> IntArray:
    """
    Coverage units that agents can supply at most to some queues together, an agent to one at a time.

    Hard seats limit how many of those who hold the same pools can be there. Shape ``(T,)``.
    """
    wanted, by_seats = set(subset), dict[tuple[int, ...], list[tuple[int, IntArray]]]()
    for team in teams:
        best = max((u for q, u in zip(team.queues, team.proficiency, strict=True) if q in wanted), default=0)
        if best:
            by_seats.setdefault(team.seats, []).append((best, team.present))
    most: IntArray = data.cover.fixed_supply[list(subset)].sum(axis=0)
    for seats, members in by_seats.items():
        places = _places(data, seats)
        # The most proficient take the seats first.
        for units, present in sorted(members, key=lambda member: -member[0]):
            seated = np.minimum(present, places)
            most = most + units * seated
            places = places - seated
    return most


def _places(data: ModelData, seats: tuple[int, ...]) -> IntArray:
    """Units of pools that are left for agents who hold all of them. Shape ``(T,)``."""
    places = np.full(data.num_intervals, np.iinfo(np.int32).max, dtype=np.int64)
    room = np.maximum(0, most_room(data)) if seats else np.empty(0, dtype=np.int64)
    for pool in seats:
        if data.pools.price[pool] < 0:
            places = np.where(data.pools.capacity[pool] >= 0, np.minimum(places, room[pool]), places)
    return places


def intervals_out_of_reach(data: ModelData) -> NDArray[np.bool_]:
    """
    Intervals in which hard minima are above what agents can supply. Shape ``(T,)``.

    Parameters
    ----------
    data
        The problem. What is found is certain; what is not found may be out of reach all the same.
    """
    cover = data.cover
    minimum = np.where(cover.limit_cost < 0, np.maximum(cover.minimum, 0), 0)
    queues = np.flatnonzero(minimum.any(axis=1)).tolist()
    teams, short = teams_of(data), np.zeros(data.num_intervals, dtype=bool)
    for subset in subsets_of(queues):
        short |= minimum[list(subset)].sum(axis=0) > most_supplied(data, teams, subset)
    return short
