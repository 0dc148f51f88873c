"""Times of the local day as rows or columns of a table, with room for an hour that the clocks repeat."""

from __future__ import annotations

from scheduler.horizon import Horizon
from scheduler.problem import Problem

ClockTime = tuple[int, int]
"""Minutes after local midnight, and 1 for the second occurrence of a time that the clocks repeat."""


def clock_time(horizon: Horizon, minute: int) -> ClockTime:
    """What the local clock shows at a minute of the horizon."""
    local = horizon.instant(minute)
    return local.hour * 60 + local.minute, local.fold


def clock_times(problem: Problem) -> list[ClockTime]:
    """
    Interval starts of a local day, in order of time.

    They are those of the longest day of the plan, so that a repeated hour stands where it happens; a shorter day
    lacks some of them.
    """
    horizon, grid = problem.horizon, problem.interval_minutes
    bounds = [horizon.day_start(day) for day in range(horizon.days + 1)]
    day = max(range(horizon.days), key=lambda number: bounds[number + 1] - bounds[number])
    longest = [clock_time(horizon, minute) for minute in range(bounds[day], bounds[day + 1], grid)]
    every_day = {clock_time(horizon, minute) for minute in range(0, horizon.num_minutes, grid)}
    return longest if every_day <= set(longest) else sorted(every_day)
