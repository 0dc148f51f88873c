"""Which part of an assignment to free next: as much as can be solved in the time, where it has paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import ModelData

PART_SECONDS = 4.0
"""Time for one neighbourhood."""
MEMORY = 0.1
"""Weight of the past in what a kind of neighbourhood is taken to pay."""
NOTHING = 1e-5
"""Share of the cost a second that is as good as no gain at all."""
LEAST_CHANCE = 0.05
"""Chance of each kind, whatever it has paid."""
LEADING_CHANCE = 0.5
"""The same of searches by tours, until there are searches by columns: they are hot at first, and pay late."""

MOST_UNITS = 3
"""Units of equipment that are free beside agents, at most."""


@dataclass(eq=False)
class Kind:
    """
    A way to choose what is free.

    Parameters
    ----------
    name
        ``agents``: some agents on all days. ``alike``: some agents with the same queues on all days. ``day`` and
        ``days``: some agents on one day, or on two. ``tours``: a search that takes a few agents after another.
        ``columns``: a search that takes some agents at a time, with a master of their own.
    size
        Number of agents freed; it grows while parts are solved to the end in time and shrinks when they are not.
    pay
        Gain a second as a share of the cost, smoothed; ``None`` before the first.
    least
        Chance of it, whatever it has paid.
    """

    name: str
    size: float
    pay: float | None = None
    least: float = LEAST_CHANCE


class Neighbourhoods:
    """
    Endless choice of neighbourhoods.

    Parameters
    ----------
    data
        The problem.
    seed
        Of the random choices.
    whole_tours
        Whether only kinds that free whole tours are chosen.
    search
        Whether ``tours`` is one of the kinds.
    """

    def __init__(self, data: ModelData, seed: int, *, whole_tours: bool = False, search: bool = False) -> None:
        self._random = np.random.default_rng(seed)
        self._data = data
        equipment = np.array([block.is_equipment for block in data.blocks])
        self._units = np.flatnonzero(equipment[data.block_of])
        few, many = min(4.0, data.num_agents), min(25.0, data.num_agents)
        self._kinds = [Kind("agents", few), Kind("alike", few)]
        if search:
            self._kinds.append(Kind("tours", float(data.num_agents), least=LEADING_CHANCE))
        if not whole_tours:
            self._kinds += [Kind("day", many), Kind("days", many / 2)]
        self.count = 0

    def add_columns(self) -> None:
        """Choose ``columns`` from now on, more than all others: they go by the LP of all tours."""
        for kind in self._kinds:
            kind.least = LEAST_CHANCE
        self._kinds.append(Kind("columns", float(self._data.num_agents), least=LEADING_CHANCE))

    def next(self) -> tuple[Kind, NDArray[np.bool_]]:
        """A kind, and which agents are free on which days. Shape ``(A, D)``."""
        self.count += 1
        kind = self._choose()
        free = np.zeros((self._data.num_agents, self._data.num_days), dtype=bool)
        agents = self._agents(kind)
        days = {"day": 1, "days": 2}.get(kind.name, self._data.num_days)
        some = self._random.choice(self._data.num_days, min(days, self._data.num_days), replace=False)
        free[np.ix_(agents, some)] = True
        free[self._some_units()] = True
        return kind, free

    def _some_units(self) -> NDArray[np.int64]:
        """Units of equipment that are free as well, all the time: what agents gain often hangs on where these are."""
        count = int(self._random.integers(0, MOST_UNITS + 1)) if len(self._units) else 0
        chosen: NDArray[np.int64] = self._random.choice(self._units, min(count, len(self._units)), replace=False)
        return chosen

    def learn(self, kind: Kind, *, solved: bool, before: int, after: int, seconds: float) -> None:
        """Note how a neighbourhood went: whether it was solved to the end, and the costs before and after it."""
        pay = (before - after) / max(1, abs(before)) / max(0.05, seconds)
        kind.pay = pay if kind.pay is None else MEMORY * kind.pay + (1 - MEMORY) * pay
        kind.size = min(self._data.num_agents, kind.size * 1.1) if solved else max(2.0, kind.size * 0.8)

    def _choose(self) -> Kind:
        for kind in self._kinds:
            if kind.pay is None and self._random.random() < 0.5:
                return kind
        pays = np.array([kind.pay or 0.0 for kind in self._kinds])
        pays[pays < NOTHING] = 0.0
        if not pays.any():
            pays[:] = 1.0
        least = np.array([kind.least for kind in self._kinds])
        chances = least + (1 - least.sum()) * pays / pays.sum()
        return self._kinds[int(self._random.choice(len(self._kinds), p=chances / chances.sum()))]

    def _agents(self, kind: Kind) -> NDArray[np.int64]:
        everybody = np.arange(self._data.num_agents)
        if kind.name == "alike":
            blocks = self._data.blocks
            first = int(self._random.choice(everybody))
            queues = set(blocks[self._data.block_of[first]].queues.tolist())
            everybody = np.array(
                [a for a in everybody if set(blocks[self._data.block_of[a]].queues.tolist()) == queues]
            )
        return self._random.choice(everybody, min(len(everybody), max(1, round(kind.size))), replace=False)
