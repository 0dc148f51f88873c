"""Gantt chart of a week: one bar per shift and agent."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.people import Agent
from scheduler.plotting.canvas import FONT_SIZE, set_legend, set_title
from scheduler.plotting.clock import day_axis, long_date, week_days
from scheduler.plotting.colours import ABSENCE, activity_styles
from scheduler.plotting.gantt import Bar, agent_axis, draw_bars, gantt_axes
from scheduler.problem import Problem
from scheduler.roster import Roster, Shift

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 17.0
"""Inches."""

ABSENT = "absent"
ROOM_FOR_TIMES = 7 * 60
"""Minutes; the times of shorter shifts stand beside their bars."""


def plot_week(
    roster: Roster,
    problem: Problem,
    week_start_date: dt.date | None = None,
    *,
    agents: Sequence[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the shifts of a week, a row for each agent in the plan's order.

    A bar runs from the start to the end of a shift, across midnight, in the look of the activity that takes the
    most of it. Absences are hatched. Shifts from before the week run in from the left edge.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to.
    week_start_date
        First date; the start of the plan's first week where not given. Dates outside the plan are left out.
    agents
        Identifiers of the agents to draw; all where not given.
    ax
        Where to draw; new axes, as high as the rows need, where not given.

    Raises
    ------
    ValueError
        The week has no date in the plan.
    """
    horizon = problem.horizon
    days = week_days(horizon, problem.week_start.number, week_start_date)
    first, end = horizon.day_start(days.start), horizon.day_start(days.stop)
    shown = [agent for agent in problem.agents if agents is None or agent.agent in agents]
    axes = gantt_axes(len(shown), WIDTH, ax)
    shifts = [bar for row, agent in enumerate(shown) for bar in _shifts(roster, problem, agent, row, first, end)]
    absences = [bar for row, agent in enumerate(shown) for bar in _absences(problem, agent, row, first, end)]
    cut = [replace(bar, start=max(bar.start, first)) for bar in shifts]
    samples = draw_bars(axes, cut, activity_styles(roster, problem))
    absence_sample = draw_bars(axes, absences, {ABSENT: ABSENCE})
    agent_axis(axes, shown)
    day_axis(axes, horizon, days, max([end, *(bar.end for bar in shifts)]))
    _write_times(axes, problem, shifts, absences, first)
    set_title(axes, f"{problem.name}: week from {long_date(horizon.date(days.start))}")
    set_legend(axes, {**samples, **absence_sample})
    return axes


def _shifts(roster: Roster, problem: Problem, agent: Agent, row: int, first: int, end: int) -> Iterator[Bar]:
    """Bars of shifts that start in the week or run into it, from their own start."""
    minute = problem.horizon.minute
    spans = [
        (minute(shift.start), minute(shift.end), main_activity(shift)) for shift in roster.tours.get(agent.agent, ())
    ]
    spans += [
        (minute(past.start), minute(past.end), agent.skills[0].queue)
        for past in problem.history_of.get(agent.agent, ())
    ]
    for start, stop, activity in spans:
        if start < end and stop > first:
            yield Bar(row, start, stop, activity)


def _absences(problem: Problem, agent: Agent, row: int, first: int, end: int) -> Iterator[Bar]:
    minute = problem.horizon.minute
    for absence in problem.absences_of.get(agent.agent, ()):
        start, stop = max(minute(absence.start), first), min(minute(absence.end), end)
        if start < stop:
            yield Bar(row, start, stop, ABSENT)


def main_activity(shift: Shift) -> str:
    """Activity that takes the most of a shift, a queue before anything else."""
    minutes: Counter[tuple[bool, str]] = Counter()
    for part in shift.activities:
        minutes[bool(part.queue), part.activity] += part.minutes
    return max(minutes, key=lambda key: (key[0], minutes[key], key[1]))[1]


def _write_times(axes: Axes, problem: Problem, shifts: list[Bar], absences: list[Bar], first: int) -> None:
    """Start and end of shifts that are not cut, in their bars or, where these are short, where there is room."""
    instant, rows, edges = problem.horizon.instant, defaultdict(list), (first, round(axes.get_xlim()[1]))
    for bar in [*shifts, *absences]:
        rows[bar.row].append(bar)
    for bar in shifts:
        if bar.start < first:
            continue
        place, side = _place(bar, rows[bar.row], edges)
        axes.text(
            place,
            bar.row,
            f"{instant(bar.start):%H:%M}–{instant(bar.end):%H:%M}",
            ha=side,
            va="center",
            fontsize=FONT_SIZE - 2,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3, "alpha": 0.9},
            clip_on=True,
            zorder=3,
        )


def _place(bar: Bar, row: list[Bar], edges: tuple[int, int]) -> tuple[float, str]:
    """Minute at which the times of a shift are written inside the edges, and which side of the text it is."""
    if bar.end - bar.start >= ROOM_FOR_TIMES:
        return (bar.start + bar.end) / 2, "center"
    after = min((one.start for one in row if one.start >= bar.end), default=edges[1])
    before = max((one.end for one in row if one.end <= bar.start), default=edges[0])
    # Where there is room on neither side, the wider one is less in the way.
    if after - bar.end >= min(ROOM_FOR_TIMES, bar.start - before):
        return bar.end + 15, "left"
    return bar.start - 15, "right"
