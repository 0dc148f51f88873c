"""Which part of an assignment to free next: as much as can be solved in the time, where it has paid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import ModelData

PART_SECONDS = 4.0
"""Time for one neighbourhood."""


class Neighbourhoods:
    """
    Endless choice of neighbourhoods: some agents on all days, or all agents on some days.

    The number freed grows while parts are solved to the end within the time and shrinks when they are not.

    Parameters
    ----------
    data
        The problem.
    seed
        Of the random choices.
    """

    def __init__(self, data: ModelData, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._shape = (data.num_agents, data.num_days)
        self._agents = 4.0
        self._share = min(1.0, 25.0 / max(1, data.num_agents))
        self.count = 0

    def next(self) -> tuple[NDArray[np.bool_], float]:
        """Which agents are free on which days, and the seconds to spend. Shape ``(A, D)``."""
        agents, days = self._shape
        free = np.zeros(self._shape, dtype=bool)
        self.count += 1
        if self.count % 2:
            free[self._random.choice(agents, min(agents, round(self._agents)), replace=False)] = True
        else:
            some = self._random.choice(agents, max(1, round(self._share * agents)), replace=False)
            free[some, self._random.integers(days)] = True
        return free, PART_SECONDS

    def learn(self, free: NDArray[np.bool_], solved: bool, gain: int) -> None:
        """Note how a neighbourhood went: whether it was solved to the end, and what it gained."""
        if free.all(axis=1).any() and free.shape[1] > 1:
            most = float(self._shape[0])
            self._agents = min(most, self._agents * 1.1) if solved else max(2.0, self._agents * 0.8)
        else:
            self._share = min(1.0, self._share * 1.1) if solved else max(0.02, self._share * 0.8)
