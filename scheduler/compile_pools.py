"""Seats as pools: one pool per site."""

from __future__ import annotations

import numpy as np

from scheduler.problem import Problem
from scheduler.sites import SeatLimit
from shiftmodels.data import IntArray, Pools


def build_pools(problem: Problem, num_intervals: int, tags: list[int]) -> Pools:
    """
    Capacity and fixed use of the seats of each site.

    Parameters
    ----------
    problem
        The plan.
    num_intervals
        Intervals of the model.
    tags
        Tag of each site.
    """
    capacity = np.full((len(problem.sites), num_intervals), -1, dtype=np.int64)
    for number, site in enumerate(problem.sites):
        for limit in site.seats:
            for start, end in _windows(problem, limit, num_intervals):
                part = capacity[number, start:end]
                capacity[number, start:end] = np.where(part < 0, limit.seats, np.minimum(part, limit.seats))
    hard = np.full(len(problem.sites), -1, dtype=np.int64)
    return Pools(capacity, _fixed_use(problem, capacity), hard, np.array(tags, dtype=np.int64))


def _windows(problem: Problem, limit: SeatLimit, num_intervals: int) -> list[tuple[int, int]]:
    """Spans of intervals that a limit touches, from the day before the horizon to the day after."""
    horizon, grid = problem.horizon, problem.interval_minutes
    weekdays = {weekday.number for weekday in limit.days_of_week}
    end_of_day = limit.end if limit.end > limit.start else limit.end + 24 * 60
    windows = []
    for day in range(-1, horizon.days + 2):
        if horizon.date(day).weekday() in weekdays:
            start = horizon.minute_at(day, limit.start) // grid
            end = -(-horizon.minute_at(day, end_of_day) // grid)
            windows.append((max(0, start), min(num_intervals, max(0, end))))
    return windows


def _fixed_use(problem: Problem, capacity: IntArray) -> IntArray:
    sites = {site.site: number for number, site in enumerate(problem.sites)}
    used = np.zeros_like(capacity)
    for past in problem.history:
        start = max(0, problem.horizon.minute(past.start) // problem.interval_minutes)
        end = max(0, -(-problem.horizon.minute(past.end) // problem.interval_minutes))
        used[sites[problem.agent_named[past.agent].site], start:end] += 1
    return used
