"""Net staffing by date and time of day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scheduler.clock_times import ClockTime, clock_time, clock_times
from scheduler.coverage import coverage_table
from scheduler.plotting.canvas import FONT_SIZE, new_axes, set_title
from scheduler.plotting.clock import date_label
from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh

WIDTH = 15.0
COLOUR_MAP = "PuOr"
"""Orange below zero, purple above: told apart by colour-blind readers."""

LOWEST, HIGHEST = 0.14, 0.86
"""Part of the colour map in use: its darkest ends would hide the hatching."""

NUMBERED_COLUMNS = 52
"""With more columns than this there is no room for numbers in the cells."""


def plot_heat_map(
    roster: Roster,
    problem: Problem,
    queue: str | None = None,
    *,
    table: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw scheduled minus required agents, a row for each date and a column for each interval of the local day.

    Understaffed cells are hatched as well, so that they are seen in grey; where nothing is required or scheduled
    the cell is dotted. Times of day before the first and after the last interval in use are left out. Where the
    clocks go back, the repeated hour has columns of its own, dotted on all other dates; where they go forward, the
    skipped hour is dotted.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to.
    queue
        Identifier of a queue; the sum of all queues where not given, in which one queue's surplus can hide
        another's shortage.
    table
        ``coverage_table(roster, problem)`` if it is at hand.
    ax
        Where to draw; new axes where not given.
    """
    from matplotlib.ticker import MaxNLocator

    table = coverage_table(roster, problem) if table is None else table
    axes = ax if ax is not None else new_axes(WIDTH, 1.4 + 0.3 * max(problem.days, 4))
    times = clock_times(problem)
    columns, net = _in_use(times, net_by_clock(table, problem, times, queue))
    mesh = _draw(axes, net)
    _label(axes, problem, columns)
    if len(columns) <= NUMBERED_COLUMNS:
        _write_numbers(axes, net)
    bar = axes.figure.colorbar(mesh, ax=axes, pad=0.01, fraction=0.03, aspect=12)
    bar.locator = MaxNLocator("auto", integer=True)
    bar.set_label("agents below (hatched) or above\ndotted: nothing required", fontsize=FONT_SIZE)
    bar.ax.tick_params(labelsize=FONT_SIZE)
    set_title(axes, f"{problem.name}: net staffing, {'all queues' if queue is None else queue}")
    return axes


def net_by_clock(table: pd.DataFrame, problem: Problem, columns: list[ClockTime], queue: str | None) -> np.ndarray:
    """
    Scheduled minus required agents, NaN where the local time does not occur or nothing is required and scheduled.

    Returns
    -------
    ndarray
        Shape ``(D, C)``: dates by columns.
    """
    chosen = table if queue is None else table[table["queue"] == queue]
    totals = chosen.groupby("interval_start", sort=True)[["required", "scheduled", "net"]].sum()
    idle = (totals["required"] == 0) & (totals["scheduled"] == 0)
    values = totals["net"].mask(idle).to_numpy()
    horizon, place = problem.horizon, {clock: number for number, clock in enumerate(columns)}
    net = np.full((problem.days, len(columns)), np.nan)
    for number, value in enumerate(values):
        minute = number * problem.interval_minutes
        day = horizon.day(horizon.instant(minute).date())
        net[day, place[clock_time(horizon, minute)]] = value
    return net


def _in_use(columns: list[ClockTime], net: np.ndarray) -> tuple[list[ClockTime], np.ndarray]:
    """Without the empty columns at both ends, unless all are empty."""
    used = np.flatnonzero(~np.isnan(net).all(axis=0))
    if not len(used):
        return columns, net
    part = slice(used[0], used[-1] + 1)
    return columns[part], net[:, part]


def _draw(axes: Axes, net: np.ndarray) -> QuadMesh:
    import matplotlib as mpl
    from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm

    colours = mpl.colormaps[COLOUR_MAP](np.linspace(LOWEST, HIGHEST, 255))
    largest = max(1, math.ceil(float(np.nanmax(np.abs(net), initial=0))))
    norm = TwoSlopeNorm(0, -largest, largest)
    values = np.ma.masked_invalid(net)
    axes.patch.set(facecolor="white", edgecolor="0.75", hatch="....", hatch_linewidth=0.3)
    mesh = axes.pcolormesh(
        values,
        cmap=LinearSegmentedColormap.from_list("net", list(colours)),
        norm=norm,
        edgecolors="white",
        linewidth=0.3,
    )
    under = np.ma.masked_where(~(np.nan_to_num(net) < 0), net)
    if under.count():
        hatching = axes.pcolor(under, facecolor="none", hatch="//////", edgecolor="0.2", linewidth=0.0)
        hatching.set_hatch_linewidth(0.5)
    return mesh


def _label(axes: Axes, problem: Problem, columns: list[ClockTime]) -> None:
    hours = [(place, clock) for place, clock in enumerate(columns) if clock[0] % 60 == 0]
    labels = [f"{minute // 60:02d}:00" + (" again" if fold else "") for _, (minute, fold) in hours]
    axes.set_xticks([place for place, _ in hours], labels, rotation=45, ha="right", rotation_mode="anchor")
    dates = [date_label(problem.horizon.date(day)) for day in range(problem.days)]
    axes.set_yticks(np.arange(problem.days) + 0.5, dates)
    axes.tick_params(labelsize=FONT_SIZE, length=2)
    axes.set_ylim(problem.days, 0)
    for week in range(1, problem.days):
        if problem.horizon.date(week).weekday() == problem.week_start.number:
            axes.axhline(week, color="0.3", linewidth=0.8)


def _write_numbers(axes: Axes, net: np.ndarray) -> None:
    largest = max(1.0, float(np.nanmax(np.abs(net), initial=0)))
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85}
    for (day, column), value in np.ndenumerate(net):
        if not math.isnan(value):
            axes.text(
                column + 0.5,
                day + 0.5,
                f"{value:+.3g}" if round(value, 2) else "0",
                ha="center",
                va="center",
                fontsize=FONT_SIZE - 2,
                color="white" if value > 0.7 * largest else "black",
                bbox=paper if value < 0 else None,
            )
