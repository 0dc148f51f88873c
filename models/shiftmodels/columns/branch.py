"""
A better bound by branching on totals of supply, best node first.

Rosters are split by totals that have a fraction in the LP of all tours: at most the whole number below, or at least the
one above. The bound of the problem is the least of all parts; a part that cannot beat the best roster is done with.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray

WHOLE = 1e-5
"""How far from a whole number a total counts as one."""


@dataclass(eq=False)
class Branching:
    """
    Parameters
    ----------
    generation
        Columns and a master with totals; its LP is solved.
    bound
        Bound of the whole problem in cost units, constants of blocks left out.
    """

    generation: Generation
    bound: int
    nodes: int = 0
    _open: list[tuple[int, int, FloatArray]] = field(default_factory=list)
    _closed: int | None = None
    _number: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self._push(self.bound, self.generation.master.limits)

    def run(self, until: float, cutoff: float) -> bool:
        """
        Branch on.

        Parameters
        ----------
        until
            Reading of ``time.monotonic`` at which to stop.
        cutoff
            Cost units of the best roster that is known.

        Returns
        -------
        Whether there is nothing left to branch on. ``bound`` is then the best of this method, ``cutoff`` at most.
        """
        while self._open and time.monotonic() < until:
            bound, _, limits = self._open[0]
            self._note(cutoff)
            if bound >= cutoff or (self._closed is not None and bound >= self._closed):
                return True
            children = self._children(bound, limits, until, cutoff)
            if children is None:
                return False
            heapq.heappop(self._open)
            for child in children:
                self._push(*child)
            self._note(cutoff)
        return not self._open

    def _push(self, bound: int, limits: FloatArray) -> None:
        heapq.heappush(self._open, (bound, next(self._number), limits))

    def _note(self, cutoff: float) -> None:
        """The bound is that of the worst part, open or given up."""
        bounds = [part[0] for part in self._open[:1]] + ([] if self._closed is None else [self._closed])
        least = min(bounds, default=cutoff)
        self.bound = int(max(self.bound, min(least, cutoff)))

    def _children(
        self, bound: int, limits: FloatArray, until: float, cutoff: float
    ) -> list[tuple[int, FloatArray]] | None:
        """Parts of a part that can still beat the cutoff; ``None`` when time was up."""
        generation = self.generation
        master = generation.master
        self.nodes += 1
        master.limit(limits)
        generation.bound = None
        solved = generation.run(until, target=cutoff)
        bound = max(bound, bound if generation.bound is None else generation.bound)
        if bound >= cutoff:
            return []
        if not solved:
            return None
        totals = master.totals.values(master.supplied(), master.curves)
        fractions = np.abs(totals - np.rint(totals)) > WHOLE
        if not fractions.any():
            self._closed = bound if self._closed is None else min(self._closed, bound)
            return []
        place = int(np.argmax(fractions))
        below, above = limits.copy(), limits.copy()
        below[1, place], above[0, place] = np.floor(totals[place]), np.ceil(totals[place])
        return [(bound, below), (bound, above)]
