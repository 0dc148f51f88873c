"""Which part of a roster is free in the next neighbourhood: some agents, some days, or what is in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from shiftmodels.columns.column import Column
from shiftmodels.columns.master import FloatArray
from shiftmodels.columns.shares import Shares
from shiftmodels.data import ModelData
from shiftmodels.tours.choices import Mask

FEW_SECONDS, MOST_SECONDS = 0.8, 8.0
"""Time that a neighbourhood is to take at first, and at most."""
PATIENCE = 1.04
"""How much longer each may take that follows one without a gain: what is small enough has been tried."""

FreeKind = Literal["agents", "days", "doubts"]


Sizes = dict[FreeKind, float]
"""Agents on all days, days of everybody, or the chance that a choice is free which the LP of all tours makes too."""


def first_sizes() -> Sizes:
    """How much is free before anything has been learnt."""
    return {"agents": 6.0, "days": 7.0, "doubts": 0.2}


@dataclass(eq=False)
class Experience:
    """
    Parameters
    ----------
    sizes
        How much is free.
    spent
        Seconds that each kind has taken.
    fruitless
        Neighbourhoods without a gain; half of them are forgotten at each gain.
    """

    sizes: Sizes = field(default_factory=first_sizes)
    spent: Sizes = field(default_factory=lambda: dict.fromkeys(first_sizes(), 0.0))
    fruitless: int = 0

    @property
    def seconds(self) -> float:
        """Time that a neighbourhood is to take."""
        return float(min(MOST_SECONDS, FEW_SECONDS * PATIENCE**self.fruitless))


@dataclass(eq=False)
class Free:
    """
    Choice of what is free.

    Parameters
    ----------
    data
        The problem, each agent a block of his own.
    shares
        Choices of the LP of all tours.
    random
        Random numbers.
    experience
        How much is free, learnt from the time that it took; it is changed.
    """

    data: ModelData
    shares: Shares
    random: np.random.Generator
    experience: Experience = field(default_factory=Experience)

    def kind(self) -> FreeKind:
        """The next kind: each gets the same time, and ties go by chance."""
        spent = self.experience.spent
        return min(spent, key=lambda kind: (spent[kind], self.random.random()))

    def learn(self, kind: FreeKind, seconds: float, *, gained: bool) -> None:
        """More next time when it took less time than it might, less when it took twice as long."""
        own = self.experience
        factor = 1.1 if seconds < own.seconds else 0.9 if seconds > 2 * own.seconds else 1.0
        most: Sizes = {"agents": self.data.num_agents, "days": self.data.num_days, "doubts": 1.0}
        own.sizes[kind] = min(most[kind], own.sizes[kind] * factor)
        own.spent[kind] += seconds
        own.fruitless = own.fruitless // 2 if gained else own.fruitless + 1

    def agents(self, weights: FloatArray) -> Mask:
        """Some agents on all days, chosen with these weights, shape ``(A,)``. Shape ``(A, D)`` as of all masks here."""
        count = self.data.num_agents
        weights = weights + 1e-3 * weights.max(initial=1.0)
        size = min(count, max(2, round(self.experience.sizes["agents"])))
        free = np.zeros((count, self.data.num_days), dtype=bool)
        free[self.random.choice(count, size, replace=False, p=weights / weights.sum())] = True
        return free

    def days(self, weights: FloatArray) -> Mask:
        """Everybody on some days in a row, around one that is chosen with these weights, shape ``(D,)``."""
        size = min(self.data.num_days, max(1, round(self.experience.sizes["days"])))
        day = int(self.random.choice(self.data.num_days, p=weights / weights.sum()))
        first = day - int(self.random.integers(size))
        free = np.zeros((self.data.num_agents, self.data.num_days), dtype=bool)
        free[:, max(0, first) : first + size] = True
        return free

    def doubts(self, roster: list[Column]) -> Mask:
        """What the LP of all tours does not agree with, and little else (Danna, Rothberg and Le Pape 2005, RINS)."""
        agreed = [self.shares.of_block[agent][column.choices] for agent, column in enumerate(roster)]
        chance = 1.0 - np.array(agreed) * (1.0 - self.experience.sizes["doubts"])
        return self.random.random(chance.shape) < chance
