"""A design: agents required and at work day by day, and its shifts with people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, set_legend
from scheduler.plotting.clock import date_label, local_hours
from scheduler.plotting.colours import EDGE, QUEUE_COLOURS
from scheduler.plotting.coverage import draw_cover
from scheduler.records import MINUTES_PER_DAY, format_time_of_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scheduler.design.audit import DesignAudit
    from scheduler.design.result import Design, DesignedShift
    from scheduler.problem import Problem

WIDTH, DAY_HEIGHT, BAR_HEIGHT, AROUND = 15.0, 1.25, 0.24, 1.3
"""Inches; of a day, of a shift, and of title and axes."""

MOST_DAYS = 7
"""Days that are drawn."""


def plot_design(design: Design, audit: DesignAudit, problem: Problem) -> Figure:
    """
    Draw the first week of a design: a row for each day, and below it every shift with its people by date.

    Parameters
    ----------
    design
        What was designed.
    audit
        Agents required and at work.
    problem
        The plan.

    Returns
    -------
    Figure
        An axes for each day, then one for the shifts.
    """
    days = min(problem.days, MOST_DAYS)
    shifts = max(1, len(design.shifts)) * BAR_HEIGHT + 0.8
    figure = new_figure(WIDTH, days * DAY_HEIGHT + shifts + AROUND)
    grid = figure.subplots(days + 1, 1, height_ratios=[*[DAY_HEIGHT] * days, shifts])
    top = max(1.0, 1.08 * float(max(*audit.required, *audit.scheduled)))
    for day in range(days):
        _draw_day(grid[day], day, audit, problem, top)
    _draw_shifts(grid[days], design, [problem.horizon.date(day) for day in range(days)])
    more = "" if problem.days <= MOST_DAYS else f", first {MOST_DAYS} of {problem.days} days"
    title = f"{plain(problem.name, 80)}: {len(design.shifts)} shifts for {', '.join(design.queues)}"
    figure.suptitle(plain(title, 140) + more, x=0.01, ha="left", fontsize=FONT_SIZE + 3, parse_math=False)
    return figure


def _draw_day(axes: Axes, day: int, audit: DesignAudit, problem: Problem, top: float) -> None:
    from matplotlib.ticker import MaxNLocator

    horizon, grid = problem.horizon, audit.interval_minutes
    first, last = horizon.day_start(day), horizon.day_start(day + 1)
    span = slice(first // grid, last // grid)
    edges = first + grid * np.arange(span.stop - span.start + 1)
    required, scheduled = (np.array(agents[span], dtype=float) for agents in (audit.required, audit.scheduled))
    samples = draw_cover(axes, edges, required, scheduled)
    ticks = list(local_hours(horizon, first, last, 2))
    axes.set_xlim(first, last)
    axes.set_xticks([minute for minute, _ in ticks], [label for _, label in ticks])
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.tick_params(labelsize=FONT_SIZE, length=2)
    axes.grid(color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylabel(date_label(horizon.date(day)).replace(" ", "\n", 1), fontsize=FONT_SIZE, rotation=0, ha="right")
    if day == 0:
        set_legend(axes, samples | {"at work": samples.pop("scheduled")})


def _draw_shifts(axes: Axes, design: Design, dates: list[dt.date]) -> None:
    """Bars on the clock, and a column of people for each date."""
    end = max((shift.start + shift.length_minutes for shift in design.shifts), default=0)
    last = max(MINUTES_PER_DAY, -(-end // 120) * 120)
    column = last / 24
    for row, shift in enumerate(design.shifts):
        _draw_shift(axes, row, shift)
        for number, date in enumerate(dates):
            people = shift.people.get(date, 0)
            where = last + (number + 0.8) * column
            axes.text(where, row, str(people or "–"), ha="center", va="center", fontsize=FONT_SIZE)
    for number, date in enumerate(dates):
        where = last + (number + 0.8) * column
        axes.text(where, -1.1, f"{date:%a}\n{date.day}", ha="center", va="center", fontsize=FONT_SIZE)
    axes.set_ylim(max(1, len(design.shifts)) - 0.4, -1.8)
    axes.set_xlim(0, last + (len(dates) + 0.5) * column)
    hours = range(0, last + 1, 120)
    axes.set_xticks(hours, [format_time_of_day(minute % MINUTES_PER_DAY) for minute in hours])
    axes.set_yticks([])
    axes.tick_params(labelsize=FONT_SIZE, length=2)
    axes.grid(axis="x", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylabel("shifts", fontsize=FONT_SIZE, rotation=0, ha="right")


def _draw_shift(axes: Axes, row: int, shift: DesignedShift) -> None:
    axes.barh(row, shift.length_minutes, left=shift.start, height=0.78, color=QUEUE_COLOURS[3], edgecolor=EDGE, lw=0.5)
    times = f"{format_time_of_day(shift.start)}–{format_time_of_day(shift.end)}"
    text = f"{times}  {shift.length_minutes / 60:g} h"
    middle = shift.start + shift.length_minutes / 2
    axes.text(middle, row, text, ha="center", va="center", fontsize=FONT_SIZE)
