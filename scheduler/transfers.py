"""Agents who work another queue than their own: for how long, at what time of day, and how often they change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from scheduler.audit_time import stretch_of
from scheduler.audit_transfers import moves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.problem import Problem
    from scheduler.roster import Roster

HOURS_OF_DAY = 24


@dataclass(frozen=True)
class Transfer:
    """
    What one queue gives another.

    Parameters
    ----------
    lender, borrower
        The queues.
    hours
        Agent-hours that agents whose first queue is the lender work on the borrower, by the hour of the local clock.
        Length 24.
    changes
        Times that an agent changes from the lender to the borrower within a shift, without a pause but for a set-up.
    """

    lender: str
    borrower: str
    hours: tuple[float, ...]
    changes: int

    @property
    def total_hours(self) -> float:
        """Of all times of day."""
        return sum(self.hours)


def transfers(roster: Roster, problem: Problem) -> list[Transfer]:
    """
    Every pair of queues with something to tell, in the plan's order.

    Parameters
    ----------
    roster, problem
        The roster and its plan.
    """
    minutes, changes = _lent_minutes(roster, problem), Counter(_changes(roster, problem))
    queues = [queue.queue for queue in problem.queues]
    pairs = [(lender, borrower) for lender in queues for borrower in queues if lender != borrower]
    return [
        Transfer(*pair, tuple((minutes[pair] / 60).tolist()), changes[pair])
        for pair in pairs
        if pair in minutes or changes[pair]
    ]


def _lent_minutes(roster: Roster, problem: Problem) -> defaultdict[tuple[str, str], NDArray[np.int64]]:
    """Minutes by the hour of the local clock, for each pair of queues. Shape ``(24,)`` each."""
    first_queue = {agent.agent: agent.skills[0].queue for agent in problem.agents}
    # Clocks change by whole half hours.
    hour_of = cache(lambda minute: problem.horizon.instant(minute).hour)
    found: defaultdict[tuple[str, str], NDArray[np.int64]] = defaultdict(lambda: np.zeros(HOURS_OF_DAY, dtype=np.int64))
    for activity in roster.activities:
        own = first_queue.get(activity.agent)
        if own is None or activity.queue in ("", own):
            continue
        start, end = stretch_of(activity, problem.horizon)
        for begin in range(start - start % 30, end, 30):
            found[own, activity.queue][hour_of(begin)] += min(end, begin + 30) - max(start, begin)
    return found


def _changes(roster: Roster, problem: Problem) -> Iterator[tuple[str, str]]:
    """Direct changes from one queue to another."""
    for shift in roster.shifts():
        for move in moves(shift, problem.horizon):
            yield move.before.queue, move.after.queue
