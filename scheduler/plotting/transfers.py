"""What queues lend each other over the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, set_legend
from scheduler.plotting.colours import Style, activity_styles
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.transfers import HOURS_OF_DAY, Transfer, transfers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 11.0, 2.3
"""Inches, of one queue."""


def plot_transfers(roster: Roster, problem: Problem) -> Figure:
    """
    Draw, for each queue and hour of the local clock, the agent-hours that it has from other queues and lends to them.

    What it has from others stands above the line, in the look of the lender; what it lends below, in that of the
    borrower. All dates of the plan are added up.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to.

    Returns
    -------
    Figure
        One axes for each queue, in the plan's order.
    """
    found, styles = transfers(roster, problem), activity_styles(roster, problem)
    figure = new_figure(WIDTH, 0.9 + HEIGHT * len(problem.queues))
    grid = figure.subplots(len(problem.queues), 1, squeeze=False, sharey=True)
    for axes, queue in zip(grid[:, 0], problem.queues, strict=True):
        _draw_queue(axes, queue.queue, found, styles)
        axes.set_title(plain(queue.queue, 60), loc="left", fontsize=FONT_SIZE + 1, parse_math=False)
    set_legend(grid[0, 0], {queue.queue: styles[queue.queue].patch() for queue in problem.queues})
    # In one line, a long name would push the end out of the picture.
    title = f"{plain(problem.name, 80)}: transfers\nagent-hours by hour of the day (above: had from, below: lent to)"
    figure.suptitle(title, x=0.01, ha="left", fontsize=FONT_SIZE + 3, parse_math=False)
    return figure


def _draw_queue(axes: Axes, queue: str, found: list[Transfer], styles: dict[str, Style]) -> None:
    borrowed = {one.lender: np.array(one.hours) for one in found if one.borrower == queue}
    lent = {one.borrower: -np.array(one.hours) for one in found if one.lender == queue}
    for parts in (borrowed, lent):
        _stack(axes, parts, styles)
    axes.axhline(0.0, color="black", linewidth=0.8)
    axes.use_sticky_edges = False
    axes.margins(y=0.06)
    axes.set_xlim(0, HOURS_OF_DAY)
    axes.set_xticks(range(0, HOURS_OF_DAY + 1, 2), [f"{hour:02d}:00" for hour in range(0, HOURS_OF_DAY + 1, 2)])
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.tick_params(labelsize=FONT_SIZE, length=2)
    axes.grid(axis="y", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylabel("agent-hours", fontsize=FONT_SIZE)


def _stack(axes: Axes, parts: dict[str, Any], styles: dict[str, Style]) -> None:
    """Bars on top of each other, away from the line."""
    base = np.zeros(HOURS_OF_DAY)
    for other, hours in parts.items():
        axes.bar(np.arange(HOURS_OF_DAY), hours, 1.0, bottom=base, align="edge", **styles[other].options())
        base += hours
