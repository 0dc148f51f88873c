"""No more agents on shift than seats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from scheduler.audit_pools import PoolUse, seat_use
from scheduler.audit_time import Stretch
from scheduler.audit_words import at_worst, counted, stretch
from scheduler.rules.base import PlanRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Roster
    from scheduler.sites import Site


class Seats(PlanRule):
    """
    At each site, agents on shift fit into the seats of the time of day.

    A seat is held from the start to the end of a shift, and for the turnaround of the site after it; who works from
    home takes none. Outside every window of seats any number of people fits; where windows overlap, the smallest number
    of seats counts. Shifts of the history that reach into the plan hold one; shifts that reach beyond its end are
    checked up to their end. A seat that is being turned around may go out of use.

    Where a site says ``limits = "soft"``, a breach is a warning, and priced.
    """

    name: ClassVar[str] = "seats"
    always: ClassVar[bool] = True

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """One breach for each unbroken stretch of time in which a site has too few seats."""
        for site in problem.sites:
            if site.seats:
                yield from self._violations_of_site(site, seat_use(site, roster, problem), problem)

    def _violations_of_site(self, site: Site, use: PoolUse, problem: Problem) -> Iterator[Violation]:
        lacking = np.maximum(use.lacking, use.beyond)
        for start, end in true_stretches(lacking > 0):
            worst = start + int(np.argmax(lacking[start:end]))
            turned = int(use.held[worst] - use.in_use[worst])
            # A seat that is being turned around does not count where seats have just gone out of use.
            is_waiting = turned > 0 and use.lacking[worst] > 0
            waiting = f" and {counted(turned, 'seat')} being turned around" if is_waiting else ""
            held, seats = (use.held, use.lately) if is_waiting else (use.in_use, use.units)
            before = at_worst(held[start:end], seats[start:end], worst - start)
            message = (
                f"{site.site} has {before}{counted(use.in_use[worst], 'agent')} on shift{waiting}, "
                f"{counted(seats[worst], 'seat')} can be used ({stretch(problem.horizon, start, end)})."
            )
            yield breach(self, None, problem, (start, end), message, is_soft=site.limits == "soft")


def true_stretches(mask: NDArray[np.bool_]) -> list[Stretch]:
    """Half-open spans of indices in which a mask is true. Mask of shape ``(n,)``."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
