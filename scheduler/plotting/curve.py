"""The trade-off of a design: how well so many different shifts fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, set_legend, set_title
from scheduler.plotting.coverage import OVER, UNDER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scheduler.design.result import Design

WIDTH, HEIGHT = 10.0, 6.4
"""Inches."""


def plot_curve(design: Design) -> Figure:
    """
    Draw cost and bound of the misfit by the number of different shifts, and below it the hours that it consists of.

    Parameters
    ----------
    design
        With a curve.

    Returns
    -------
    Figure
        Axes of the cost above, of the hours below.
    """
    from matplotlib.ticker import MaxNLocator

    figure = new_figure(WIDTH, HEIGHT)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    _draw_cost(above, design)
    _draw_hours(below, design)
    for axes in (above, below):
        axes.tick_params(labelsize=FONT_SIZE)
        axes.grid(axis="y", color="0.85", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_ylim(bottom=0)
    below.set_xlabel("different shifts at most", fontsize=FONT_SIZE)
    below.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    below.set_xlim(0.4, len(design.curve) + 0.6)
    set_title(above, f"{plain(design.plan, 80)}: fit against the number of different shifts")
    return figure


def _draw_cost(axes: Axes, design: Design) -> None:
    numbers = [point.most_shifts for point in design.curve]
    (cost,) = axes.plot(
        numbers, [point.cost for point in design.curve], color="#1f4e8c", marker="o", markersize=5, linewidth=1.4
    )
    entries = {"cost of misfit": cost}
    if any(point.bound is not None and point.bound < point.cost for point in design.curve):
        bounds = [point.cost if point.bound is None else point.bound for point in design.curve]
        (bound,) = axes.plot(numbers, bounds, color="0.35", linestyle="--", marker="_", markersize=8, linewidth=1.0)
        entries["proven: not below"] = bound
    used = len(design.shifts)
    if used in numbers:
        misfit = design.cost - design.cost_terms["shifts"].cost
        (chosen,) = axes.plot(
            [used], [misfit], marker="o", markersize=12, fillstyle="none", color="black", linestyle="none"
        )
        entries["the design"] = chosen
    axes.set_ylabel("cost of under- and overstaffing", fontsize=FONT_SIZE)
    set_legend(axes, entries)


def _draw_hours(axes: Axes, design: Design) -> None:
    numbers = [point.most_shifts for point in design.curve]
    over = [point.overstaffed_hours for point in design.curve]
    under = [point.understaffed_hours for point in design.curve]
    style: dict[str, Any] = {"width": 0.7, "edgecolor": "0.25", "linewidth": 0.4}
    low = axes.bar(numbers, under, color=UNDER, hatch="//////", **style)
    high = axes.bar(numbers, over, bottom=under, color=OVER, **style)
    axes.set_ylabel("agent-hours", fontsize=FONT_SIZE)
    set_legend(axes, {"overstaffed": high, "understaffed": low})
