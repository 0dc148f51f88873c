"""No more agents on shift than seats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_time import Stretch, stretch_of
from scheduler.audit_words import stretch
from scheduler.rules.base import PlanRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Roster
    from scheduler.sites import Site

_NO_LIMIT = np.iinfo(np.int64).max


class Seats(PlanRule):
    """
    At each site, agents on shift fit into the seats of the time of day.

    A seat is held from the start to the end of a shift. Shifts of the history that reach into the plan hold one;
    shifts that reach beyond its end are checked up to their end.
    """

    name: ClassVar[str] = "seats"
    always: ClassVar[bool] = True

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """One breach for each unbroken stretch of time in which a site has too few seats."""
        for site in problem.sites:
            if site.seats:
                yield from self._violations_of_site(site, _held(site, roster, problem), problem)

    def _violations_of_site(self, site: Site, held: list[Stretch], problem: Problem) -> Iterator[Violation]:
        last = max([problem.horizon.num_minutes, *(end for _, end in held)])
        on_shift, seats = _count(held, last), _capacity(site, problem, last)
        for start, end in true_stretches(on_shift > seats):
            worst = start + int(np.argmax(on_shift[start:end] - seats[start:end]))
            message = (
                f"{site.site} has {on_shift[worst]} agents on shift, {seats[worst]} seats can be used "
                f"({stretch(problem.horizon, start, end)})."
            )
            yield breach(self, None, problem, (start, end), message)


def true_stretches(mask: NDArray[np.bool_]) -> list[Stretch]:
    """Half-open spans of indices in which a mask is true. Mask of shape ``(n,)``."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _held(site: Site, roster: Roster, problem: Problem) -> list[Stretch]:
    """Spans of minutes, from the plan's start on, in which an agent of the site holds a seat."""
    agents = {agent.agent for agent in problem.agents if agent.site == site.site}
    spans = [stretch_of(shift, problem.horizon) for agent in agents for shift in roster.tours.get(agent, ())]
    spans += [stretch_of(past, problem.horizon) for past in problem.history if past.agent in agents]
    return [(max(0, start), end) for start, end in spans if end > max(0, start)]


def _count(held: list[Stretch], last: int) -> NDArray[np.int64]:
    """Agents on shift in each minute. Shape ``(last,)``."""
    changes = np.zeros(last + 1, dtype=np.int64)
    for start, end in held:
        changes[start] += 1
        changes[end] -= 1
    return np.cumsum(changes[:-1])


def _capacity(site: Site, problem: Problem, last: int) -> NDArray[np.int64]:
    """Seats in each minute; a very large number where no window says how many. Shape ``(last,)``."""
    horizon = problem.horizon
    seats = np.full(last, _NO_LIMIT, dtype=np.int64)
    last_day = horizon.day(horizon.instant(last).date())
    for day in range(-1, last_day + 1):
        weekday = horizon.date(day).weekday()
        for window in site.seats:
            if all(weekday != allowed.number for allowed in window.days_of_week):
                continue
            until = window.end if window.end > window.start else window.end + 24 * 60
            start, end = max(0, horizon.minute_at(day, window.start)), max(0, horizon.minute_at(day, until))
            seats[start:end] = np.minimum(seats[start:end], window.seats)
    return seats
