"""Weeks after those that are looked at, as prices of what supply will be worth there."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scheduler.compile import Compiled
from scheduler.rolling.forecast import alike_weekdays
from scheduler.rolling.weeks import Week, known_rows, looked_until
from shiftmodels.columns.bid_prices import mean_worth, with_bid_prices
from shiftmodels.data import IntArray
from shiftmodels.engines.cell_task import legal_start
from shiftmodels.engines.run import SolveOptions
from shiftmodels.engines.worth import find_worth

LP_SHARE = 0.4
"""Of the time or work of a week, share for what supply is worth at most."""
LATEST_SHARE = 0.7
"""Of the time, share after which nobody waits for it, where work is slow."""


@dataclass(frozen=True, eq=False)
class PricedPlan:
    """
    Parameters
    ----------
    compiled
        The plan with prices in place of what later weeks ask for.
    options
        What is left of the limits, and a roster to begin with.
    bound
        Bound of the plan before that, in cost units; ``None`` where nothing has a price.
    """

    compiled: Compiled
    options: SolveOptions
    bound: int | None = None


def with_later_prices(
    compiled: Compiled,
    week: Week,
    look_ahead: int | None,
    options: SolveOptions,
    stop: threading.Event | None = None,
) -> PricedPlan | None:
    """
    Put prices in place of what later weeks ask for.

    Parameters
    ----------
    compiled
        A plan of cells with requirements for all of its days (``drawn_plan``).
    week
        The week that is built.
    look_ahead
        Weeks after it that stay as they are.
    options
        Limits and seed of the week, and where to begin.
    stop
        Set it to end early.

    Returns
    -------
    ``None`` where there are no prices in time, or nowhere to begin.
    """
    start = legal_start(compiled.data, options.start)
    if start is None:
        return None
    answer = find_worth(compiled.data, _share(options), start, stop)
    if answer is None:
        return None
    worth, seconds = answer
    alike, later = _alike_intervals(compiled, week, looked_until(compiled.problem, week, look_ahead))
    data = with_bid_prices(compiled.data, mean_worth(worth.amounts, alike), later)
    left = None if options.work_seconds is None else options.work_seconds - seconds
    options = replace(options, work_seconds=left, start=worth.found)
    return PricedPlan(replace(compiled, data=data), options, worth.bound)


def _share(options: SolveOptions) -> SolveOptions:
    """Limits of the LP."""
    if options.work_seconds is None:
        return replace(options, time_limit_seconds=LP_SHARE * options.time_limit_seconds)
    latest = LATEST_SHARE * options.time_limit_seconds
    return replace(options, time_limit_seconds=latest, work_seconds=LP_SHARE * options.work_seconds)


def _alike_intervals(compiled: Compiled, week: Week, first: int) -> tuple[IntArray, NDArray[np.bool_]]:
    """A number for the kind of weekday and time of each interval from a day on, -1 before; and which these are."""
    problem, horizon = compiled.problem, compiled.problem.horizon
    kinds = alike_weekdays(problem, known_rows(problem, week), week.stop)
    numbers: dict[tuple[frozenset[int], int], int] = {}
    alike = np.full(compiled.data.num_intervals, -1, dtype=np.int64)
    for interval in range(horizon.day_start(first) // horizon.interval_minutes, horizon.num_intervals):
        minute = interval * horizon.interval_minutes
        weekday = horizon.day(horizon.instant(minute).date()) % 7
        key = frozenset(kinds[weekday]), horizon.local_minute(minute)
        alike[interval] = numbers.setdefault(key, len(numbers))
    return alike, alike >= 0
