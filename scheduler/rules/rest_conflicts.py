"""Candidate shifts that lie too close to each other, for the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shiftmodels.data import AtMostOne

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from shiftmodels.data import IntArray


@dataclass(frozen=True, eq=False)
class Conflict:
    """
    Shifts of two days: each of the earlier day leaves too little time before each of the later day.

    Parameters
    ----------
    day_before, day
        The earlier and the later day.
    before, after
        Indices of candidates on them.
    """

    day_before: int
    day: int
    before: IntArray
    after: IntArray

    @property
    def at_most_one(self) -> AtMostOne:
        """The clique of these shifts."""
        return AtMostOne(np.concatenate([self.before, self.after]))


def rest_conflicts(
    candidates: Candidates,
    rest_minutes: int,
    before: NDArray[np.bool_] | None = None,
    after: NDArray[np.bool_] | None = None,
) -> Iterator[Conflict]:
    """
    Cliques of shifts on two days of which only one leaves enough time between them.

    For two days and a moment between them: of the shifts that end less than ``rest_minutes`` before the
    moment and those that start no later than it, at most one is worked. Every pair in conflict is in one such clique.

    Parameters
    ----------
    candidates, rest_minutes
        The shifts and the time between them.
    before, after
        Which candidates count as the earlier and as the later of two; all where not given. Shape ``(S,)``.
    """
    of_day, first_start = candidates.of_day, candidates.first_start
    days = list(of_day)
    earlier, later = (of_day if mask is None else _chosen(of_day, mask) for mask in (before, after))
    for position, day in enumerate(days):
        shifts = earlier[day]
        ready = candidates.end[shifts] + rest_minutes
        last_ready = ready.max(initial=0)
        for other in days[position + 1 :]:
            if not len(shifts) or last_ready <= first_start[other]:
                break
            starts = candidates.start[later[other]]
            for early_enough, moment in _moments(ready, starts):
                yield Conflict(day, other, shifts[early_enough], later[other][starts <= moment])


def _chosen(of_day: dict[int, IntArray], mask: NDArray[np.bool_]) -> dict[int, IntArray]:
    """Those shifts of each day that are in a mask."""
    return {day: shifts[mask[shifts]] for day, shifts in of_day.items()}


def _moments(ready: IntArray, starts: IntArray) -> Iterator[tuple[NDArray[np.bool_], int]]:
    """For each distinct set of shifts that are not ready at a start: the set, and the last such start."""
    moments = np.unique(starts)
    late = len(ready) - np.searchsorted(np.sort(ready), moments, side="right")
    last = np.append(late[1:] != late[:-1], True) if len(late) else np.zeros(0, dtype=bool)
    for moment in moments[last & (late > 0)].tolist():
        yield ready > moment, moment
