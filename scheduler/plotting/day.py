"""Gantt chart of one day, activity by activity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scheduler.horizon import Horizon
from scheduler.plotting.canvas import set_legend, set_title
from scheduler.plotting.clock import clock_change, hour_axis, long_date
from scheduler.plotting.colours import Style, activity_styles
from scheduler.plotting.gantt import Bar, agent_axis, draw_bars, gantt_axes, write_empty
from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 15.0
"""Inches."""

Part = tuple[str, int, int, str, bool]
"""Agent, start, end (minutes of the horizon), activity, and whether its shift began on an earlier date."""


def plot_day(
    roster: Roster,
    problem: Problem,
    date: dt.date,
    *,
    styles: dict[str, Style] | None = None,
    agents: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw what each agent does on a date, agents in order of their starts.

    Shifts that began on the evening before run in from the left edge, with a triangle where they are cut at
    midnight; shifts of the history show as work on their agent's first queue. Shifts past midnight are drawn to
    their end, and midnight is marked with a broken line and the next date.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to.
    date
        Local date.
    styles
        Look of each activity; that of ``activity_styles`` where not given.
    agents
        Identifiers of the agents to draw; all on duty where not given.
    ax
        Where to draw; new axes, as high as the rows need, where not given.
    """
    horizon = problem.horizon
    midnight, next_midnight = (horizon.day_start(horizon.day(date) + offset) for offset in (0, 1))
    parts = [part for part in _parts(roster, problem, date) if agents is None or part[0] in agents]
    rows = _rows(parts)
    axes = gantt_axes(len(rows), WIDTH, ax)
    bars = [Bar(rows[agent], max(start, midnight), end, name) for agent, start, end, name, _ in parts]
    samples = draw_bars(axes, bars, styles or activity_styles(roster, problem))
    agent_axis(axes, [problem.agent_named[agent] for agent in rows])
    first, last = _limits(bars, horizon, midnight, next_midnight)
    hour_axis(axes, horizon, first, last)
    if last > next_midnight:
        axes.axvline(next_midnight, color="0.1", linewidth=1.4, linestyle=(0, (5, 2)), zorder=3)
    _mark_cut(axes, first, sorted({rows[agent] for agent, _, _, _, running_in in parts if running_in}))
    set_title(axes, f"{problem.name}: {long_date(date)}{clock_change(horizon, date)}")
    set_legend(axes, samples)
    if not bars:
        write_empty(axes, "Nobody works on this date")
    return axes


def _parts(roster: Roster, problem: Problem, date: dt.date) -> Iterator[Part]:
    """Activities that belong to the date or reach into it."""
    minute = problem.horizon.minute
    midnight = problem.horizon.day_start(problem.horizon.day(date))
    for activity in roster.activities:
        days_ago = (date - activity.shift_date).days
        # No shift lasts longer than two days, so older ones need no look at the clock.
        if days_ago == 0 or (0 < days_ago <= 2 and minute(activity.end) > midnight):
            yield activity.agent, minute(activity.start), minute(activity.end), activity.activity, days_ago > 0
    for past in problem.history:
        if past.shift_date < date and minute(past.end) > midnight:
            queue = problem.agent_named[past.agent].skills[0].queue
            yield past.agent, minute(past.start), minute(past.end), queue, True


def _rows(parts: list[Part]) -> dict[str, int]:
    """Row of each agent, in order of starts, then ends."""
    spans: dict[str, tuple[int, int]] = {}
    for agent, start, end, _, _ in parts:
        known = spans.get(agent, (start, end))
        spans[agent] = min(start, known[0]), max(end, known[1])
    ordered = sorted(spans, key=lambda agent: (spans[agent], agent))
    return {agent: row for row, agent in enumerate(ordered)}


def _limits(bars: list[Bar], horizon: Horizon, midnight: int, next_midnight: int) -> tuple[int, int]:
    """Whole hours around the bars; the whole day without any."""
    if not bars:
        return midnight, next_midnight
    first, last = min(bar.start for bar in bars), max(bar.end for bar in bars)
    return first - horizon.instant(first).minute, last + -horizon.instant(last).minute % 60


def _mark_cut(axes: Axes, first: int, rows: list[int]) -> None:
    """Triangles at the left edge of shifts that began earlier."""
    if rows:
        axes.plot([first] * len(rows), rows, "<", color="0.1", markersize=4, clip_on=False, zorder=4)
