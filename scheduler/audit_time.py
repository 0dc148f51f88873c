"""Shifts, parts and weeks on the elapsed clock, as the auditor sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from scheduler.people import Agent, Span
    from scheduler.problem import Problem
    from scheduler.roster import Activity, Shift

Stretch = tuple[int, int]
"""Minutes of the horizon, from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Week:
    """
    A contract week that touches the horizon.

    Parameters
    ----------
    day
        Index of its first day, negative where it begins before the horizon.
    start, end
        Half-open span of minutes.
    whole
        Whether it lies wholly inside the horizon.
    """

    day: int
    start: int
    end: int
    whole: bool

    def is_whole_for(self, agent: Agent, horizon: Horizon) -> bool:
        """Whether it lies wholly inside the horizon, and the agent can be rostered on all of its dates."""
        first, last = horizon.date(self.day), horizon.date(self.day + 6)
        has_come = agent.valid_from is None or agent.valid_from <= first
        return self.whole and has_come and (agent.valid_to is None or agent.valid_to >= last)


def stretch_of(part: Span | Shift | Activity, horizon: Horizon) -> Stretch:
    """Minutes of anything with a start and an end; an end before the start is read as no length at all."""
    start = horizon.minute(part.start)
    return start, max(start, horizon.minute(part.end))


def contract_weeks(problem: Problem) -> Iterator[Week]:
    """Contract weeks that touch the horizon, in order."""
    horizon = problem.horizon
    for day in horizon.weeks(problem.week_start.number):
        whole = day >= 0 and day + 7 <= horizon.days
        yield Week(day, horizon.day_start(day), horizon.day_start(day + 7), whole)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Union of stretches, in order; those that touch become one."""
    union: list[Stretch] = []
    for start, end in sorted(stretches):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union


def outside(stretch: Stretch, union: Iterable[Stretch]) -> list[Stretch]:
    """Pieces of a stretch that lie in none of the merged, ordered stretches."""
    position, stop = stretch
    pieces: list[Stretch] = []
    for start, end in union:
        if min(start, stop) > position:
            pieces.append((position, min(start, stop)))
        position = max(position, end)
    if position < stop:
        pieces.append((position, stop))
    return pieces


def length(stretches: Iterable[Stretch]) -> int:
    """Sum of the lengths, in minutes."""
    return sum(end - start for start, end in stretches)


def common(first: Stretch, second: Stretch) -> Stretch | None:
    """What two stretches share; ``None`` when nothing."""
    start, end = max(first[0], second[0]), min(first[1], second[1])
    return (start, end) if start < end else None
