"""Scheduled against required agents over time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.coverage import coverage_table
from scheduler.plotting.canvas import FONT_SIZE, new_axes, new_figure, plain, set_legend, set_title
from scheduler.plotting.clock import dates_title, days_axis, shown_days
from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 15.0, 3.2
"""Inches, of one queue."""

UNDER, OVER = "#c2410c", "#b9d7f2"
"""Dark red-orange and light blue: apart in hue and in lightness."""


def plot_coverage(
    roster: Roster,
    problem: Problem,
    queue: str,
    *,
    first_date: dt.date | None = None,
    days: int | None = None,
    table: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the agents required and scheduled on a queue, interval by interval.

    Understaffing is filled dark and hatched, overstaffing light.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to.
    queue
        Identifier of a queue of the plan.
    first_date, days
        Dates shown; all dates of the plan where not given.
    table
        ``coverage_table(roster, problem)`` if it is at hand.
    ax
        Where to draw; new axes where not given.
    """
    from matplotlib.ticker import MaxNLocator

    span = shown_days(problem, first_date, days)
    axes = ax if ax is not None else new_axes(WIDTH, HEIGHT + 0.6)
    table = coverage_table(roster, problem) if table is None else table
    first, last = problem.horizon.day_start(span.start), problem.horizon.day_start(span.stop)
    rows = table[table["queue"] == queue].iloc[first // problem.interval_minutes : last // problem.interval_minutes]
    edges = first + problem.interval_minutes * np.arange(len(rows) + 1)
    samples = draw_cover(axes, edges, rows["required"].to_numpy(), rows["scheduled"].to_numpy())
    days_axis(axes, problem.horizon, span)
    axes.set_ylim(bottom=0, top=max(1.0, 1.08 * float(rows[["required", "scheduled"]].to_numpy().max())))
    axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
    axes.set_ylabel("agents", fontsize=FONT_SIZE)
    axes.tick_params(axis="y", labelsize=FONT_SIZE)
    axes.grid(axis="y", color="0.85", linewidth=0.6)
    set_title(axes, f"{problem.name}: {queue}, {dates_title(problem, span)}")
    set_legend(axes, samples)
    return axes


def plot_all_coverage(
    roster: Roster,
    problem: Problem,
    *,
    first_date: dt.date | None = None,
    days: int | None = None,
    table: pd.DataFrame | None = None,
) -> Figure:
    """
    Draw the coverage of every queue, one below the other; see ``plot_coverage``.

    Returns
    -------
    Figure
        One axes for each queue, in the plan's order.
    """
    table = coverage_table(roster, problem) if table is None else table
    figure = new_figure(WIDTH, 0.8 + HEIGHT * len(problem.queues))
    grid = figure.subplots(len(problem.queues), 1, squeeze=False)
    for number, queue in enumerate(problem.queues):
        axes = grid[number, 0]
        plot_coverage(roster, problem, queue.queue, first_date=first_date, days=days, table=table, ax=axes)
        axes.set_title(plain(queue.queue, 60), loc="left", fontsize=FONT_SIZE + 1, parse_math=False)
        if number:
            axes.get_legend().remove()
    title = f"{plain(problem.name, 80)}: coverage, {dates_title(problem, shown_days(problem, first_date, days))}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=FONT_SIZE + 3, parse_math=False)
    return figure


def draw_cover(axes: Axes, edges: np.ndarray, required: np.ndarray, scheduled: np.ndarray) -> dict[str, Any]:
    """
    Draw lines of agents required and scheduled, and fill what lies between.

    Parameters
    ----------
    axes
        Where.
    edges
        Minutes between which the intervals lie. Shape ``(T + 1,)``.
    required, scheduled
        Agents. Shape ``(T,)``.

    Returns
    -------
    Samples for the legend.
    """
    # Two points for each interval: a filling in steps would leave out intervals that stand alone.
    times, low, high = np.repeat(edges, 2)[1:-1], np.repeat(scheduled, 2), np.repeat(required, 2)
    over = axes.fill_between(times, low, high, where=low > high, facecolor=OVER, linewidth=0.0)
    under = axes.fill_between(
        times, low, high, where=low < high, facecolor=UNDER, edgecolor="white", hatch="//////", linewidth=0.0
    )
    under.set_hatch_linewidth(0.7)
    asked = axes.stairs(required, edges, baseline=None, color="black", linewidth=1.2, zorder=4)
    there = axes.stairs(scheduled, edges, baseline=None, color="#3f7fc4", linewidth=0.9, zorder=3)
    return {"required": asked, "scheduled": there, "understaffed": under, "overstaffed": over}
