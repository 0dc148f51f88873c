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

FEW_SECONDS, DAY_SECONDS, MOST_SECONDS = 0.8, 0.03, 8.0
"""Time that a neighbourhood is to take at first, at least and for each day of the horizon, and at most."""
FEW_DAYS, SOME_DAYS = 7.0, 0.25
"""Days that are free at first, at least and as a share of the horizon."""
PATIENCE = 1.04
"""How much longer each may take that follows one without a gain: what is small enough has been tried."""
LEAST_WEIGHT = 0.2
"""Time that a kind gets beside one that pays everything."""
MEMORY = 0.9
"""Weight of the past in how long kinds have taken and what they have paid."""

FreeKind = Literal["agents", "days", "doubts"]


Amounts = dict[FreeKind, float]


def first_sizes(num_days: int = 0) -> Amounts:
    """How much is free before anything has been learnt."""
    return {"agents": 6.0, "days": max(FEW_DAYS, SOME_DAYS * num_days), "doubts": 0.2}


def _nothing() -> Amounts:
    return dict.fromkeys(first_sizes(), 0.0)


@dataclass(eq=False)
class Experience:
    """
    What neighbourhoods have taught.

    Parameters
    ----------
    sizes
        How much is free: agents on all days, days of everybody, or the chance that a choice is free which the LP of all
        tours makes too.
    few_seconds
        Time that a neighbourhood is to take at first.
    spent, gained
        Seconds that each kind has taken, and cost units that it has saved, of late.
    fruitless
        Neighbourhoods without a gain; half of them are forgotten at each gain.
    """

    sizes: Amounts = field(default_factory=first_sizes)
    few_seconds: float = FEW_SECONDS
    spent: Amounts = field(default_factory=_nothing)
    gained: Amounts = field(default_factory=_nothing)
    fruitless: int = 0

    @classmethod
    def of(cls, num_days: int) -> Experience:
        """None yet, with a horizon of so many days: whoever works for months needs weeks to be moved."""
        return cls(first_sizes(num_days), max(FEW_SECONDS, DAY_SECONDS * num_days))

    @property
    def seconds(self) -> float:
        """Time that a neighbourhood is to take."""
        return float(min(MOST_SECONDS, self.few_seconds * PATIENCE**self.fruitless))

    def due(self) -> list[FreeKind]:
        """The kinds that have had the least of the time that they are worth: more for those that pay."""
        pays = {kind: self.gained[kind] / max(1e-9, self.spent[kind]) for kind in self.spent}
        total = max(1e-9, sum(pays.values()))
        had = {kind: self.spent[kind] / (LEAST_WEIGHT + pays[kind] / total) for kind in self.spent}
        return [kind for kind in had if had[kind] <= min(had.values())]

    def learn(self, kind: FreeKind, seconds: float, gain: float, most: Amounts) -> None:
        """More is free next time when it took less time than it might, less when it took twice as long."""
        late = seconds / (2 * self.seconds)
        factor = 1.1 if late < 0.5 else max(0.5, late**-0.5) if late > 1 else 1.0
        self.sizes[kind] = min(most[kind], self.sizes[kind] * factor)
        for other in self.spent:
            self.spent[other] *= MEMORY
            self.gained[other] *= MEMORY
        self.spent[kind] += seconds
        self.gained[kind] += gain
        self.fruitless = self.fruitless // 2 if gain > 0 else self.fruitless + 1


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
        """The next kind."""
        due = self.experience.due()
        return due[int(self.random.integers(len(due)))]

    def learn(self, kind: FreeKind, seconds: float, gain: float) -> None:
        """Note how long a neighbourhood took and what it saved."""
        most: Amounts = {"agents": self.data.num_agents, "days": self.data.num_days, "doubts": 1.0}
        self.experience.learn(kind, seconds, gain, most)

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
