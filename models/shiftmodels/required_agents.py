"""The fewest agents with which every service goal holds, for many intervals at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shiftmodels.queueing import check_arrivals, performance

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

TOLERANCE = 1e-12
"""Rounding allowed to a goal that is met exactly, such as 17 erlangs on 20 agents at 85 % occupancy."""

ROWS_AT_ONCE = 20_000
"""Intervals searched together: few enough to stay in the cache, enough to keep each core busy."""


@dataclass(frozen=True)
class Goals:
    """
    Goals of a queue; each one that is not ``None`` must hold, and at least one is given.

    Parameters
    ----------
    answered_share, answered_within_seconds
        Share of all arrivals that is served within the time; given together.
    average_speed_of_answer_seconds
        Mean wait of all arrivals at most.
    maximum_occupancy
        Share of their time that agents are busy, at most.
    maximum_abandonment
        Share of arrivals that leave, at most.
    patience_seconds
        Mean of the exponential patience; ``inf`` for Erlang C.

    Raises
    ------
    ValueError
        No goal, one half of a pair, or a goal that no number of agents meets.
    """

    answered_share: float | None = None
    answered_within_seconds: float | None = None
    average_speed_of_answer_seconds: float | None = None
    maximum_occupancy: float | None = None
    maximum_abandonment: float | None = None
    patience_seconds: float = np.inf

    def __post_init__(self) -> None:
        if (self.answered_share is None) != (self.answered_within_seconds is None):
            raise ValueError("A share without a time, or a time without a share, not understood.")
        limits = (self.average_speed_of_answer_seconds, self.maximum_occupancy, self.maximum_abandonment)
        if self.answered_share is None and all(limit is None for limit in limits):
            raise ValueError("Goals without a goal not understood.")
        if self.answered_share is not None and not 0 <= self.answered_share < 1:
            raise ValueError(f"A share of {self.answered_share} not understood; no number of agents answers everybody.")
        if any(limit is not None and not limit > 0 for limit in limits):
            raise ValueError("A limit of zero not understood; no number of agents keeps it.")


def required_agents(volume: ArrayLike, interval_seconds: ArrayLike, aht_seconds: ArrayLike, goals: Goals) -> IntArray:
    """
    Fewest agents with which every goal holds in each interval; 0 where there is no volume.

    Every measure improves with each agent, so the fewest is found between a number that fails and one that
    does not. Equal intervals are computed once.

    Parameters
    ----------
    volume, interval_seconds, aht_seconds
        As in ``performance``, broadcast against each other; the answer has their common shape.
    goals
        Goals of all the intervals.

    Raises
    ------
    ValueError
        As for ``performance``.
    """
    arguments = (np.asarray(argument, dtype=np.float64) for argument in (volume, interval_seconds, aht_seconds))
    arrivals, interval, aht = np.broadcast_arrays(*arguments)
    check_arrivals(arrivals, interval, aht)
    first, inverse = _distinct((arrivals / interval * aht).ravel(), aht.ravel())
    load, times = (arrivals / interval * aht).ravel()[first], aht.ravel()[first]
    parts = [slice(start, start + ROWS_AT_ONCE) for start in range(0, len(load), ROWS_AT_ONCE)]
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda part: _search(load[part], times[part], goals), parts))
    return np.concatenate([np.empty(0, dtype=np.int64), *found])[inverse].reshape(arrivals.shape)


def _distinct(load: FloatArray, aht: FloatArray) -> tuple[IntArray, IntArray]:
    """Indices of the distinct pairs, and for each row the place of its pair among them."""
    order = np.lexsort((aht, load))
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(load[order]) != 0) | (np.diff(aht[order]) != 0)
    inverse = np.empty(len(order), dtype=np.int64)
    inverse[order] = np.cumsum(new) - 1
    return order[new], inverse


def _search(load: FloatArray, aht: FloatArray, goals: Goals) -> IntArray:
    """Fewest agents for each load, in erlangs."""
    low = np.full(len(load), -1, dtype=np.int64)
    high = np.full(len(load), -1, dtype=np.int64)
    low_margin, high_margin = np.full(len(load), -1.0), np.full(len(load), 1.0)
    probe = _first_probe(load, goals)
    high[load == 0] = 0
    rows, rounds = np.flatnonzero(load > 0), 0
    while rows.size:
        margin = _margin(load[rows], aht[rows], probe[rows], goals)
        good, bad = rows[margin >= 0], rows[margin < 0]
        high[good], high_margin[good] = probe[good], margin[margin >= 0]
        low[bad], low_margin[bad] = probe[bad], margin[margin < 0]
        rows = rows[(high[rows] < 0) | (high[rows] - low[rows] > 1)]
        step = _step(load[rows], np.where(high[rows] < 0, low_margin[rows], high_margin[rows]), rounds)
        probe[rows] = _next_probe(low[rows], high[rows], low_margin[rows], high_margin[rows], step, rounds)
        rounds += 1
    return high


def _first_probe(load: FloatArray, goals: Goals) -> IntArray:
    """Where the search begins: what large queues need, and half a square root on top for chance."""
    share = 0.0
    if goals.answered_share is not None and goals.answered_within_seconds is not None:
        share = max(goals.answered_share, float(np.exp(-goals.answered_within_seconds / goals.patience_seconds)))
    if goals.average_speed_of_answer_seconds is not None:
        share = max(share, 1 - goals.average_speed_of_answer_seconds / goals.patience_seconds)
    if goals.maximum_abandonment is not None:
        share = max(share, 1 - goals.maximum_abandonment)
    if np.isinf(goals.patience_seconds):
        share = 1.0
    agents = load * share + 0.5 * np.sqrt(load)
    if goals.maximum_occupancy is not None:
        agents = np.maximum(agents, load / goals.maximum_occupancy)
    return np.ceil(agents).astype(np.int64)


def _margin(load: FloatArray, aht: FloatArray, agents: IntArray, goals: Goals) -> FloatArray:
    """By how much the goal that is met worst is met; negative where it is missed, -1 at least."""
    # In units of the handling time the volume is the load itself.
    reached = performance(load, aht, aht, agents, goals.answered_within_seconds or 0.0, goals.patience_seconds)
    worst = np.ones_like(load)
    if goals.answered_share is not None:
        worst = np.minimum(worst, reached.service_level - goals.answered_share)
    for measure, limit in (
        (reached.average_speed_of_answer, goals.average_speed_of_answer_seconds),
        (reached.occupancy, goals.maximum_occupancy),
        (reached.abandonment, goals.maximum_abandonment),
    ):
        if limit is not None:
            worst = np.minimum(worst, 1 - measure / limit)
    return np.maximum(worst, -1.0) + TOLERANCE


def _step(load: FloatArray, margin: FloatArray, rounds: int) -> IntArray:
    """How far to go while only one side is known: by the margin at first, farther from round to round."""
    by_margin = np.sqrt(load) * np.minimum(1.5 * np.abs(margin), 1.0)
    return np.ceil(by_margin * 2.0**rounds).astype(np.int64)


def _next_probe(
    low: IntArray, high: IntArray, low_margin: FloatArray, high_margin: FloatArray, step: IntArray, rounds: int
) -> IntArray:
    """Outwards while one side is open, else between the sides by interpolation, every fourth time in the middle."""
    share = np.full(len(low), 0.5) if rounds % 4 == 3 else low_margin / (low_margin - high_margin)
    inside = np.clip(low + np.rint((high - low) * share).astype(np.int64), low + 1, np.maximum(high - 1, low + 1))
    downwards = np.maximum(high - step, 0)
    return np.where(high < 0, low + step, np.where(low < 0, downwards, inside))
