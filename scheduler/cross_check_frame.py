"""Dates, grid and time zone of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd
from typing import TYPE_CHECKING

from scheduler.problem import Finding
from scheduler.records import MINUTES_PER_DAY

if TYPE_CHECKING:
    from scheduler.problem import Problem

FIRST_YEAR, LAST_YEAR = 1970, 2200
"""Years in which dates of a plan lie; outside them a date is a typing error."""


def frame_findings(problem: Problem) -> Iterator[Finding]:
    """Whether the dates are sensible and every local midnight lies on the grid."""
    if not FIRST_YEAR <= problem.start_date.year < LAST_YEAR:
        message = f"start_date {problem.start_date} does not lie between {FIRST_YEAR} and {LAST_YEAR}."
        yield Finding(
            table="start_date", index=-1, field="", message=message, remedy="Write the first date of the plan."
        )
        return
    yield from _grid_findings(problem)


def further_date_findings(problem: Problem) -> Iterator[Finding]:
    """Whether the dates of the history and of the publication are sensible; nothing else depends on them."""
    for field in ("history_from", "published_on"):
        date = getattr(problem, field)
        if date is not None and not FIRST_YEAR <= date.year < LAST_YEAR:
            message = f"{field} {date} does not lie between {FIRST_YEAR} and {LAST_YEAR}."
            yield Finding(table=field, index=-1, field="", message=message, remedy="Correct the year.")
        elif date is not None and field == "history_from" and date > problem.start_date:
            message = f"history_from {date} lies after the first date of the plan, {problem.start_date}."
            remedy = "Write the first date from which history has every shift, or leave it out."
            yield Finding(table=field, index=-1, field="", message=message, remedy=remedy)


def _grid_findings(problem: Problem) -> Iterator[Finding]:
    horizon, grid = problem.horizon, problem.interval_minutes
    for day in range(problem.days):
        change = horizon.day_start(day + 1) - horizon.day_start(day) - MINUTES_PER_DAY
        if change % grid:
            message = (
                f"In {problem.time_zone} the clocks change by {abs(change)} minutes on {horizon.date(day)}, "
                f"which is no multiple of the interval of {grid} minutes."
            )
            largest = gcd(abs(change), 60)
            remedy = f"Choose an interval of at most {largest} minutes, or dates without the change."
            yield Finding(table="interval_minutes", index=-1, field="", message=message, remedy=remedy)
