"""Seats held against seats that can be used, over time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.audit_seats import NO_LIMIT, SeatUse, seat_use
from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, set_legend
from scheduler.plotting.clock import dates_title, days_axis, shown_days
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.sites import Site

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 15.0, 2.6
"""Inches, of one site."""

HELD, TURNED, LACKING = "#b9d7f2", "#7a9cc0", "#c2410c"
"""Light blue, a darker blue that is dotted, dark red-orange that is hatched: apart in grey, too."""


def plot_seats(
    roster: Roster, problem: Problem, *, first_date: dt.date | None = None, days: int | None = None
) -> Figure:
    """
    Draw the seats of every site that has a limit: held by agents on shift, being turned around, and lacking.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to; at least one of its sites has seats.
    first_date, days
        Dates shown; all dates of the plan where not given.

    Returns
    -------
    Figure
        One axes for each of these sites, in the plan's order.
    """
    sites, span = [site for site in problem.sites if site.seats], shown_days(problem, first_date, days)
    figure = new_figure(WIDTH, 0.8 + HEIGHT * len(sites))
    grid = figure.subplots(len(sites), 1, squeeze=False)
    for axes, site in zip(grid[:, 0], sites, strict=True):
        samples = _draw_site(axes, site, seat_use(site, roster, problem), problem, span)
        axes.set_title(plain(site.site, 60), loc="left", fontsize=FONT_SIZE + 1, parse_math=False)
        set_legend(axes, samples)
    title = f"{plain(problem.name, 80)}: seats, {dates_title(problem, span)}"
    figure.suptitle(title, x=0.01, ha="left", fontsize=FONT_SIZE + 3, parse_math=False)
    return figure


def _draw_site(axes: Axes, site: Site, use: SeatUse, problem: Problem, span: range) -> dict[str, Any]:
    from matplotlib.ticker import MaxNLocator

    horizon = problem.horizon
    first, last = horizon.day_start(span.start), horizon.day_start(span.stop)
    days_axis(axes, horizon, span)
    samples, top = _draw(axes, use, np.arange(first, last + 1), has_turnaround=site.turnaround_minutes > 0)
    axes.set_ylim(bottom=0, top=max(1.0, 1.1 * top))
    axes.yaxis.set_major_locator(MaxNLocator("auto", integer=True))
    axes.set_ylabel("seats", fontsize=FONT_SIZE)
    axes.tick_params(axis="y", labelsize=FONT_SIZE)
    axes.grid(axis="y", color="0.85", linewidth=0.6)
    return samples


def _draw(axes: Axes, use: SeatUse, edges: np.ndarray, *, has_turnaround: bool) -> tuple[dict[str, Any], float]:
    """Fillings and line; samples for the legend, and the highest value."""
    shown = slice(int(edges[0]), int(edges[-1]))
    on_shift, held, seats = use.on_shift[shown], use.held[shown], use.seats[shown]
    lacking = np.maximum(use.lacking, use.beyond)[shown]
    samples: dict[str, Any] = {}
    limit = np.where(seats < NO_LIMIT, seats, np.nan).astype(float)
    samples["seats"] = axes.stairs(limit, edges, baseline=None, color="black", linewidth=1.2, zorder=4)
    samples["on shift"] = axes.stairs(on_shift, edges, fill=True, facecolor=HELD, linewidth=0.0)
    if has_turnaround:
        samples["turned around"] = axes.stairs(
            held, edges, baseline=on_shift, fill=True, facecolor=TURNED, edgecolor="white", hatch="....", linewidth=0.0
        )
    samples["lacking"] = axes.stairs(
        held,
        edges,
        baseline=held - lacking,
        fill=True,
        facecolor=LACKING,
        edgecolor="white",
        hatch="//////",
        linewidth=0.0,
    )
    return samples, float(max(held.max(initial=0), np.nanmax(np.append(limit, 0.0))))
