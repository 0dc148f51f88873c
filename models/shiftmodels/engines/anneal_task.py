"""Simulated annealing of a roster by moves of single shifts, from one temperature to another in the time there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.solution import OFF, Assignment

FloatArray = NDArray[np.float64]

LONG_SHIFTS = 100
"""Intervals of work and breaks of an agent, on average, from which on single shifts are worth moving: tours of fewer
are found as quickly as a whole."""
LEAST_SLICE, SLICE_SHARE, AGENT_SLICE = 2.0, 0.02, 2e-3
"""Time between two answers at least: in seconds, as a share of the time limit, and in seconds for each agent, as
whoever takes them has to look at everybody."""


def has_long_shifts(found: Assignment) -> bool:
    """Whether moves of single shifts pay in a roster."""
    return float(np.mean((found.activity != OFF).sum(axis=1))) >= LONG_SHIFTS


@dataclass(frozen=True, eq=False)
class AnnealTask:
    """
    Better rosters by moves of single shifts (``tours/day_moves.py``).

    Parameters
    ----------
    limit_seconds
        Wall time, over which the temperature falls.
    seed
        Of the random choices.
    found
        Where to begin.
    prices
        Prices of supply at which an LP has that roster, see ``Drawn``; ``None`` where it is of no LP.
    """

    limit_seconds: float
    seed: int
    found: Assignment
    prices: FloatArray | None = None

    def run(self, data: ModelData) -> Iterator[Assignment]:
        """Rosters, each better than all before it."""
        # Compiled code takes long to import; other tasks do not need it.
        from shiftmodels.tours.search import TourSearch

        start = clock.now()
        search = TourSearch(data, self.found, self.seed)
        pause = max(LEAST_SLICE, SLICE_SHARE * self.limit_seconds, AGENT_SLICE * data.num_agents)
        until = start + self.limit_seconds
        yield from search.anneal(lambda: (clock.now() - start) / self.limit_seconds, until, pause, self.prices)
