"""Coverage as curves of each queue and date, and as a heat map of dates and hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.plotting.clock import date_label
from scheduler.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

HEIGHT = 40.0
"""Of a curve, in units of its drawing; an interval is one unit wide."""
SLIGHT = 0.05
"""Agents below which a deviation of an hour is not written."""
FULL = 0.5
"""Deviation, as a share of what is required, at which a cell has its full colour."""


@dataclass(frozen=True)
class Curve:
    """
    Required and scheduled agents of a queue on a date, as paths of steps.

    Parameters
    ----------
    title
        Queue and date in words.
    width
        Intervals of the date.
    required, scheduled
        Paths; that of ``scheduled`` is closed.
    short
        Paths of the areas that are missing.
    most
        Agents at the top.
    """

    title: str
    width: int
    required: str
    scheduled: str
    short: str
    most: float


@dataclass(frozen=True)
class Cell:
    """An hour of a date: words, class (``short``, ``over``, ``even`` or ``none``), depth of colour, explanation."""

    words: str
    key: str
    depth: float
    title: str


def curves(table: pd.DataFrame, problem: Problem) -> Iterator[tuple[str, list[Curve]]]:
    """
    Curves of each queue, one for each date.

    Parameters
    ----------
    table
        See ``coverage_table``.
    problem
        The plan.

    Yields
    ------
    Label of a queue and its curves, in the plan's order.
    """
    for queue in problem.queues:
        rows = table[table["queue"] == queue.queue]
        required, scheduled = rows["required"].to_numpy(), rows["scheduled"].to_numpy()
        most = max(1.0, float(max(required.max(), scheduled.max())))
        yield queue.queue, [_curve(required[day], scheduled[day], most, words) for day, words in _days(problem)]


def _days(problem: Problem) -> Iterator[tuple[slice, str]]:
    """Intervals of each date, and the date in words."""
    horizon, grid = problem.horizon, problem.interval_minutes
    for day in range(problem.days):
        yield slice(horizon.day_start(day) // grid, horizon.day_start(day + 1) // grid), date_label(horizon.date(day))


def _curve(required: NDArray[np.float64], scheduled: NDArray[np.float64], most: float, title: str) -> Curve:
    scale = HEIGHT / most
    low = np.minimum(required, scheduled)
    missing = _area(required * scale, low * scale)
    return Curve(title, len(required), _steps(required * scale), _area(scheduled * scale, 0 * low), missing, most)


def _steps(heights: NDArray[np.float64]) -> str:
    """A path along the tops of the intervals, from left to right."""
    points = (f"V{HEIGHT - height:.2f}H{place + 1}" for place, height in enumerate(heights.tolist()))
    return f"M0 {HEIGHT - float(heights[0]):.2f}" + "".join(points)


def _area(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> str:
    """Rectangles between two heights, those of no height left out."""
    boxes = zip(top.tolist(), bottom.tolist(), strict=True)
    return "".join(
        f"M{place} {HEIGHT - high:.2f}h1V{HEIGHT - low:.2f}h-1z"
        for place, (high, low) in enumerate(boxes)
        if high > low
    )


SKIPPED = Cell("", "none", 0.0, "The clocks skip this hour.")


@dataclass(frozen=True)
class HeatMap:
    """Hours of the local clock from the first to the last in use, and for each date its words and a cell an hour."""

    hours: range
    rows: list[tuple[str, list[Cell]]]


def heat_map(table: pd.DataFrame, problem: Problem) -> HeatMap:
    """
    A row for each date with a cell for each hour of the local clock, all queues added up without making up.

    Parameters
    ----------
    table
        See ``coverage_table``.
    problem
        The plan.

    Returns
    -------
    The map; an hour that occurs twice is one cell.
    """
    horizon = problem.horizon
    net = table["net"].to_numpy().reshape(-1, len(problem.queues))
    required = table["required"].to_numpy().reshape(-1, len(problem.queues)).sum(axis=1)
    intervals: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for interval in range(len(net)):
        local = horizon.instant(interval * problem.interval_minutes)
        intervals[horizon.day(local.date()), local.hour].append(interval)
    cells = {place: _cell(net[some], required[some]) for place, some in intervals.items()}
    used = [hour for (_, hour), cell in cells.items() if cell.key != "none"]
    hours = range(min(used, default=0), max(used, default=23) + 1)
    rows = [[cells.get((day, hour), SKIPPED) for hour in hours] for day in range(problem.days)]
    return HeatMap(hours, [(date_label(horizon.date(day)), row) for day, row in enumerate(rows)])


def _cell(net: NDArray[np.float64], required: NDArray[np.float64]) -> Cell:
    short, over = -np.minimum(net, 0).sum(axis=1).mean(), np.maximum(net, 0).sum(axis=1).mean()
    asked = float(required.mean())
    title = f"required {asked:.1f}, missing {short:.1f}, too many {over:.1f} agents on average"
    if not asked and not over:
        return Cell("", "none", 0.0, "Nothing is required.")
    key, amount, sign = ("short", short, "−") if short >= SLIGHT else ("over", over, "+")
    if amount < SLIGHT:
        return Cell("", "even", 0.0, title)
    return Cell(f"{sign}{amount:.1f}", key, round(min(1.0, float(amount) / (FULL * max(asked, 1.0))), 2), title)
