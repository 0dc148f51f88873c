"""Shifts and their parts follow each other without overlaps or holes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import Stretch, stretch_of
from scheduler.audit_tour import Worked
from scheduler.audit_words import day_name, duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import Limit
from scheduler.rules.rest_conflicts import rest_conflicts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.horizon import Horizon
    from scheduler.result import Violation
    from scheduler.roster import Shift


class OneShiftPerDay(AgentRule):
    """
    At most one shift a date, and shifts do not overlap.

    All activities of a shift date make up one shift: each begins where the one before ends, on the interval
    grid, and the first begins on the shift date.
    """

    name: ClassVar[str] = "one_shift_per_day"
    always: ClassVar[bool] = True

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        latest = int(candidates.past.end.max(initial=candidates.problem.horizon.day_start(0)))
        return candidates.start >= latest

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        for conflict in rest_conflicts(candidates, 0):
            yield Limit(conflict.day, conflict.at_most_one)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """Breaches inside shifts, then overlaps between them."""
        agent, problem = tour.agent, tour.problem
        horizon = problem.horizon
        for shift in tour.shifts:
            on_date = f"in the shift on {day_name(shift.shift_date)}"
            for place, what in (*_joints(shift, horizon), *_off_grid(shift, horizon), *_wrong_date(shift, horizon)):
                yield breach(self, agent, problem, place, f"{agent.label} {what} {on_date}.")
        for earlier, later in _overlaps(tour.worked):
            message = (
                f"{agent.label} has two shifts at once: the one of {day_name(earlier.date)} lasts until after the "
                f"start of the one of {day_name(later.date)}, {stretch(horizon, later.start, earlier.end)}."
            )
            yield breach(self, agent, problem, (later.start, min(earlier.end, later.end)), message)


def _joints(shift: Shift, horizon: Horizon) -> Iterator[tuple[Stretch, str]]:
    """Activities without length, and holes and overlaps between activities."""
    for activity in shift.activities:
        if activity.end.timestamp() <= activity.start.timestamp():
            yield stretch_of(activity, horizon), f"has {activity.activity} that ends before or when it starts"
    end = horizon.minute(shift.start)
    for before, after in pairwise(shift.activities):
        end = max(end, horizon.minute(before.end))
        start = horizon.minute(after.start)
        if start > end:
            hole = f"has nothing to do for {duration(start - end)} from {horizon.instant(end):%H:%M}"
            yield (end, start), f"{hole}, between {before.activity} and {after.activity}"
        elif start < end:
            yield (
                (start, end),
                f"has {after.activity} before {before.activity} has ended, {stretch(horizon, start, end)}",
            )


def _off_grid(shift: Shift, horizon: Horizon) -> Iterator[tuple[Stretch, str]]:
    """All times of a shift that are not on the grid, together: two activities share most of them."""
    grid = horizon.interval_minutes * 60

    def is_off(instant: dt.datetime) -> bool:
        return (instant - horizon.origin).total_seconds() % grid != 0

    times = [time for part in shift.activities for time in (part.start, part.end) if is_off(time)]
    if times:
        minutes = sorted({horizon.minute(time) for time in times})
        listed = ", ".join(f"{horizon.instant(minute):%H:%M}" for minute in minutes)
        yield (minutes[0], minutes[-1]), f"has times off the {horizon.interval_minutes}-minute grid ({listed})"


def _wrong_date(shift: Shift, horizon: Horizon) -> Iterator[tuple[Stretch, str]]:
    place = stretch_of(shift, horizon)
    date = horizon.instant(place[0]).date()
    if date != shift.shift_date:
        yield place, f"starts work on {day_name(date)}"


def _overlaps(shifts: list[Worked]) -> Iterator[tuple[Worked, Worked]]:
    latest: Worked | None = None
    for shift in shifts:
        if latest is not None and shift.start < latest.end and not (latest.past and shift.past):
            yield latest, shift
        if latest is None or shift.end > latest.end:
            latest = shift
