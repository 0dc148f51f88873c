"""Time axes: minutes of the horizon with labels of the local clock."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.horizon import Horizon
from scheduler.plotting.canvas import FONT_SIZE
from scheduler.records import MINUTES_PER_DAY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from scheduler.problem import Problem

WEEKEND = 5
"""Saturday, as ``datetime.date.weekday`` counts."""

MOST_DATES = 14
"""Labels for which there is room side by side; of more dates every second one has one, or fewer."""


def local_hours(horizon: Horizon, first: int, last: int, step: int) -> Iterator[tuple[int, str]]:
    """
    Minutes between ``first`` and ``last`` (both included) at which the local clock shows a multiple of ``step`` hours.

    An hour that occurs twice comes twice, one that is skipped does not come.
    """
    # Half hours, because clocks also change by half an hour (Lord Howe Island).
    for minute in range(first - first % 30, last + 1, 30):
        local = horizon.instant(minute)
        if minute >= first and local.minute == 0 and local.hour % step == 0:
            yield minute, f"{local:%H:%M}"


def hour_axis(axes: Axes, horizon: Horizon, first: int, last: int, *, above: bool = True) -> None:
    """Ticks at local hours, one to three hours apart, below (and above) the data; midnights name the date."""
    step = 1 if last - first <= 18 * 60 else 2 if last - first <= 30 * 60 else 3
    ticks = list(local_hours(horizon, first, last, step))
    axes.set_xlim(first, last)
    labels = [_with_date(horizon, minute, label) if minute > first else label for minute, label in ticks]
    axes.set_xticks([minute for minute, _ in ticks], labels)
    axes.tick_params(axis="x", labelsize=FONT_SIZE, top=above, labeltop=above, length=2)
    axes.grid(axis="x", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)


def _with_date(horizon: Horizon, minute: int, label: str) -> str:
    return f"{label}\n{date_label(horizon.instant(minute).date())}" if label == "00:00" else label


def day_axis(axes: Axes, horizon: Horizon, days: range, last: int, *, above: bool = True) -> None:
    """
    Lines between local days, their dates centred below (and above) the data, and weekends shaded.

    Parameters
    ----------
    axes
        Where.
    horizon
        Dates and clock.
    days
        Days shown.
    last
        Minute at which the axis ends, at or after the end of the last day.
    above
        Whether the dates stand above the data as well.
    """
    starts = [horizon.day_start(day) for day in range(days.start, days.stop + 1)]
    middles = [(start + end) / 2 for start, end in pairwise(starts)]
    axes.set_xlim(starts[0], last)
    labelled = slice(None, None, math.ceil(len(days) / MOST_DATES))
    axes.set_xticks(middles[labelled], [date_label(horizon.date(day)) for day in days[labelled]])
    axes.tick_params(axis="x", labelsize=FONT_SIZE, labeltop=above, length=0)
    for day, start, end in zip(days, starts[:-1], starts[1:], strict=True):
        if horizon.date(day).weekday() >= WEEKEND:
            axes.axvspan(start, end, color="0.95", linewidth=0, zorder=0)
        axes.axvline((start + end) / 2, color="0.9", linewidth=0.6, zorder=0.5)
    for start in starts[1:]:
        axes.axvline(start, color="0.35", linewidth=0.9, zorder=0.6)


def date_label(date: dt.date) -> str:
    """A date as ``Mon 30 Nov``."""
    return f"{date:%a} {date.day} {date:%b}"


def long_date(date: dt.date) -> str:
    """A date as ``Monday 30 November 2026``."""
    return f"{date:%A} {date.day} {date:%B %Y}"


def clock_change(horizon: Horizon, date: dt.date) -> str:
    """Words for a title where the clocks change on a date; empty elsewhere."""
    day = horizon.day(date)
    minutes = horizon.day_start(day + 1) - horizon.day_start(day)
    if minutes == MINUTES_PER_DAY:
        return ""
    return f" ({minutes / 60:g} hours: the clocks go {'back' if minutes > MINUTES_PER_DAY else 'forward'})"


def week_days(horizon: Horizon, week_start: int, week_start_date: dt.date | None) -> range:
    """
    Days of a week that lie in the horizon.

    Parameters
    ----------
    horizon
        Dates of the plan.
    week_start
        First weekday of a week, 0 for Monday; used where no date is given.
    week_start_date
        First date shown; the week of the first date of the plan where not given.

    Raises
    ------
    ValueError
        The week has no date in the horizon.
    """
    first = horizon.week_of(0, week_start) if week_start_date is None else horizon.day(week_start_date)
    days = range(max(first, 0), min(first + 7, horizon.days))
    if not days:
        raise ValueError(f"A week from {week_start_date} outside the plan not understood.")
    return days


def days_axis(axes: Axes, horizon: Horizon, span: range) -> None:
    """Hours of a single day, else days; labels below the data only."""
    first, last = horizon.day_start(span.start), horizon.day_start(span.stop)
    if len(span) == 1:
        hour_axis(axes, horizon, first, last, above=False)
    else:
        day_axis(axes, horizon, span, last, above=False)


def shown_days(problem: Problem, first_date: dt.date | None, days: int | None) -> range:
    """Days shown, as far as they lie in the plan; all where not given."""
    first = 0 if first_date is None else max(0, problem.horizon.day(first_date))
    last = problem.days if days is None else min(problem.days, first + days)
    if last <= first:
        raise ValueError(f"{days} days from {first_date} outside the plan not understood.")
    return range(first, last)


def dates_title(problem: Problem, span: range) -> str:
    """The days shown, for a title."""
    first, last = (date_label(problem.horizon.date(day)) for day in (span.start, span.stop - 1))
    return first if len(span) == 1 else f"{first} to {last}"
