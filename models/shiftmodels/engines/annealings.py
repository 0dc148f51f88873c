"""Which search by single shifts comes next: one from a roster by tours, then from a roster that the LP draws."""

from __future__ import annotations

from dataclasses import dataclass, field

from shiftmodels.engines.anneal_task import AnnealTask, has_long_shifts
from shiftmodels.engines.column_root import Drawn
from shiftmodels.solution import Assignment

ANNEAL_SHARE = 0.97
"""Of the time left, share for a search, so that its last roster still arrives."""
FIRST_SHARE = 0.3
"""The same while a roster of the LP is still awaited, which a search gets further from."""
MOST_FIRST, MOST_LOST = 3, 2
"""How often one is begun from a roster by tours, and how many are begun again where their process was lost."""


@dataclass(eq=False)
class Annealings:
    """
    Parameters
    ----------
    seed
        Of random choices.
    processes
        How many there are.
    awaits
        Whether the LP of all tours may draw a roster.

    Attributes
    ----------
    drawn
        That roster.
    """

    seed: int
    processes: int
    awaits: bool
    drawn: Drawn | None = None
    _running: list[AnnealTask] = field(default_factory=list)
    _first: int = 0
    _draws: int = 0
    _lost: int = 0

    def next(self, found: Assignment, remaining: float) -> AnnealTask | None:
        """
        The next search, if there is to be one.

        Parameters
        ----------
        found
            The best roster.
        remaining
            Seconds that are left.
        """
        task = None
        if self.drawn is not None:
            if self._draws < self.processes:
                # Temperatures fall over all the time, so each process makes one, with its own chance.
                self._draws += 1
                task = AnnealTask(
                    remaining * ANNEAL_SHARE, self.seed + self._draws, self.drawn.found, self.drawn.prices
                )
        elif self._may_begin(found):
            self._first += 1
            task = AnnealTask(remaining * (FIRST_SHARE if self.awaits else ANNEAL_SHARE), self.seed, found)
        if task is not None:
            self._running.append(task)
        return task

    def end(self, task: AnnealTask) -> None:
        """Note that a search has come to its end."""
        self._running.remove(task)

    def lose(self, task: AnnealTask) -> None:
        """Note that the process of a search was lost: another one takes its place, but not without end."""
        self._running.remove(task)
        self._lost += 1
        if self._lost <= MOST_LOST and task.prices is not None:
            self._draws -= 1

    def _may_begin(self, found: Assignment) -> bool:
        """Whether a search from a roster by tours pays: a single process waits for that of the LP."""
        if self._running or self._first == MOST_FIRST or (self.awaits and self.processes == 1):
            return False
        return has_long_shifts(found)
