"""Units held against units that there are, over time: seats and equipment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.audit_pools import NO_LIMIT, PoolUse, pool_uses
from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, set_legend
from scheduler.plotting.clock import dates_title, days_axis, shown_days
from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 15.0, 2.6
"""Inches, of one pool."""

HELD, TURNED, LACKING = "#b9d7f2", "#7a9cc0", "#c2410c"
"""Light blue, a darker blue that is dotted, dark red-orange that is hatched: apart in grey, too."""


def plot_pools(
    roster: Roster, problem: Problem, *, first_date: dt.date | None = None, days: int | None = None
) -> Figure:
    """
    Draw the seats of every site that has a limit, and every equipment pool: held, being turned around, and lacking.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to; it has such a site or pool (``has_pools``).
    first_date, days
        Dates shown; all dates of the plan where not given.

    Returns
    -------
    Figure
        One axes for each, sites first, in the plan's order.
    """
    span, uses = shown_days(problem, first_date, days), list(pool_uses(roster, problem))
    figure = new_figure(WIDTH, 0.8 + HEIGHT * len(uses))
    grid = figure.subplots(len(uses), 1, squeeze=False)
    for axes, named in zip(grid[:, 0], uses, strict=True):
        unit = "seats" if named.kind == "seats" else "units"
        samples = _draw_pool(axes, unit, named.use, problem, span)
        axes.set_title(plain(named.name, 60), loc="left", fontsize=FONT_SIZE + 1, parse_math=False)
        set_legend(axes, samples)
    title = f"{plain(problem.name, 80)}: seats and equipment, {dates_title(problem, span)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=FONT_SIZE + 3, parse_math=False)
    return figure


def has_pools(problem: Problem) -> bool:
    """Whether there is anything to draw."""
    return bool(problem.pools) or any(site.seats for site in problem.sites)


def _draw_pool(axes: Axes, unit: str, use: PoolUse, problem: Problem, span: range) -> dict[str, Any]:
    from matplotlib.ticker import MaxNLocator

    horizon = problem.horizon
    first, last = horizon.day_start(span.start), horizon.day_start(span.stop)
    days_axis(axes, horizon, span)
    samples, top = _draw(axes, unit, use, np.arange(first, last + 1))
    axes.set_ylim(bottom=0, top=max(1.0, 1.1 * top))
    axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
    axes.set_ylabel(unit, fontsize=FONT_SIZE)
    axes.tick_params(axis="y", labelsize=FONT_SIZE)
    axes.grid(axis="y", color="0.85", linewidth=0.6)
    return samples


def _draw(axes: Axes, unit: str, use: PoolUse, edges: np.ndarray) -> tuple[dict[str, Any], float]:
    """Fillings and line; samples for the legend, and the highest value."""
    shown = slice(int(edges[0]), int(edges[-1]))
    in_use, held, units = use.in_use[shown], use.held[shown], use.units[shown]
    lacking = np.maximum(use.lacking, use.beyond)[shown]
    limit = np.where(units < NO_LIMIT, units, np.nan).astype(float)
    samples: dict[str, Any] = {unit: axes.stairs(limit, edges, baseline=None, color="black", linewidth=1.2, zorder=4)}
    samples["in use"] = axes.stairs(in_use, edges, fill=True, facecolor=HELD, linewidth=0.0)
    if (use.held > use.in_use).any():
        samples["turned around"] = axes.stairs(
            held, edges, baseline=in_use, fill=True, facecolor=TURNED, edgecolor="white", hatch="....", linewidth=0.0
        )
    lack: dict[str, Any] = {
        "fill": True,
        "facecolor": LACKING,
        "edgecolor": "white",
        "hatch": "//////",
        "linewidth": 0.0,
    }
    samples["lacking"] = axes.stairs(held, edges, baseline=held - lacking, **lack)
    return samples, float(max(held.max(initial=0), np.nanmax(np.append(limit, 0.0))))
