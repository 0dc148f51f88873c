"""
Neighbourhoods by columns: some agents are free, everybody else keeps his tour, and a small master of its own finds the
best tours of the free ones together.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from shiftmodels.columns.column import Column
from shiftmodels.columns.dive import dive
from shiftmodels.columns.generation import Generation, Pricing
from shiftmodels.columns.master import Master
from shiftmodels.data import IntArray

MOST_POOLED = 400
"""Columns of a block that are remembered."""
FIRST_COLUMNS = 60
"""Columns of a block that a neighbourhood begins with."""
ROUNDS = 30
"""Rounds of column generation in a neighbourhood before it is dived into."""
DIVE_ROUNDS = 5
"""Rounds after each step of the dive."""
NOISE = 0.3
"""Random part of the choices of a dive, so that the same neighbourhood is not dived into in the same way again."""
FEW_SECONDS, MOST_SECONDS = 0.8, 10.0
"""Time that a neighbourhood is to take, and after which it is given up."""


@dataclass(eq=False)
class Memory:
    """
    What is kept from search to search.

    Parameters
    ----------
    pool
        Columns of each block.
    size
        Agents of a neighbourhood.
    """

    pool: defaultdict[int, dict[tuple[int, bytes], Column]] = field(default_factory=lambda: defaultdict(dict))
    size: float = 4.0


class ColumnSearch:
    """
    A roster that is being improved.

    Parameters
    ----------
    pricing
        Where tours come from.
    roster
        A column for each agent. Length A.
    prices
        What supply is worth by the master of the whole problem, in units of ``pricing.scale``. Shape ``(R,)``.
    dear
        Cost units of an agent without a tour.
    seed
        Of the random choices.
    memory
        What earlier searches have learnt; it is added to.
    """

    def __init__(
        self,
        pricing: Pricing,
        roster: Sequence[Column],
        prices: IntArray,
        dear: float,
        seed: int,
        memory: Memory | None = None,
    ) -> None:
        self.pricing, self.roster, self.prices, self._dear = pricing, list(roster), prices, dear
        self._random = np.random.default_rng(seed)
        self._memory = Memory() if memory is None else memory
        self._pool = self._memory.pool
        self._supply = pricing.curves.fixed.copy()
        self.remember(roster)
        for column in roster:
            np.add.at(self._supply, column.rows, column.amounts)

    @property
    def cost(self) -> int:
        """Cost units of the roster, constants of blocks left out."""
        return int(self.pricing.curves.costs(self._supply).sum()) + sum(column.tour.own for column in self.roster)

    def remember(self, columns: Iterable[Column]) -> None:
        """Keep columns for neighbourhoods to come."""
        for column in columns:
            self._pool[column.block].setdefault(column.key, column)
        for block, known in self._pool.items():
            if len(known) > MOST_POOLED:
                best = sorted(known.values(), key=self._reduced)[: MOST_POOLED // 2]
                self._pool[block] = {column.key: column for column in best}

    def improve(self, until: float) -> None:
        """Go from neighbourhood to neighbourhood, each as large as is settled in a short time."""
        while (begin := time.monotonic()) < until:
            self._solve(self._choose(), min(until, begin + MOST_SECONDS))
            seconds = time.monotonic() - begin
            if seconds < FEW_SECONDS:
                self._memory.size = min(len(self.roster), self._memory.size * 1.1)
            elif seconds > 2 * FEW_SECONDS:
                self._memory.size = max(2.0, self._memory.size * 0.9)

    def _solve(self, agents: IntArray, until: float) -> None:
        """Give some agents their best tours together."""
        curves, data = self.pricing.curves, self.pricing.data
        before = [self.roster[agent] for agent in agents]
        fixed = self._supply.copy()
        for column in before:
            np.subtract.at(fixed, column.rows, column.amounts)
        wanted = np.bincount(data.block_of[agents], minlength=len(data.blocks))
        known = int(curves.costs(self._supply).sum()) + sum(column.tour.own for column in before)
        generation = Generation(self.pricing, Master(curves, fixed, wanted, self._dear), center=self.prices)
        master = generation.master
        master.add(before)
        for block in np.flatnonzero(wanted).tolist():
            master.add(sorted(self._pool[block].values(), key=self._reduced)[:FIRST_COLUMNS])
        generation.run(until, ROUNDS, target=known)
        if generation.bound is not None and generation.bound >= known:
            return
        seed = int(self._random.integers(2**31))
        found = dive(generation, until, cutoff=known, rounds=DIVE_ROUNDS, noise=NOISE, seed=seed)
        self.remember(column for column, value in zip(master.columns, master.values(), strict=True) if value > 1e-6)
        if found is not None:
            self._take(agents, before, found)

    def _take(self, agents: IntArray, before: list[Column], found: list[Column]) -> None:
        """Give the tours to agents of their blocks."""
        waiting: defaultdict[int, list[Column]] = defaultdict(list)
        for column in found:
            waiting[column.block].append(column)
        for agent, old in zip(agents.tolist(), before, strict=True):
            new = waiting[int(self.pricing.data.block_of[agent])].pop()
            np.subtract.at(self._supply, old.rows, old.amounts)
            np.add.at(self._supply, new.rows, new.amounts)
            self.roster[agent] = new
        self.remember(found)

    def _reduced(self, column: Column) -> float:
        """Reduced cost of a column by the prices of the whole problem, up to a constant of its block."""
        return column.tour.own * self.pricing.scale + int(self.prices[column.rows] @ column.amounts)

    def _choose(self) -> IntArray:
        """Some agents: by chance, those who can supply a badly covered row, or those whose tours cost much."""
        count, size = len(self.roster), min(len(self.roster), round(self._memory.size))
        kind = self._random.integers(3)
        if kind == 0:
            weights = np.ones(count)
        elif kind == 1:
            weights = self._regret()
        else:
            weights = self._near_bad_row()
        weights = weights + 1e-3 * weights.max(initial=1.0)
        return np.sort(self._random.choice(count, size, replace=False, p=weights / weights.sum()))

    def _regret(self) -> np.ndarray:
        """How much dearer each tour is, under the prices, than the best known one of its agent."""
        least = {b: min(map(self._reduced, known.values())) for b, known in self._pool.items()}
        return np.array([max(0.0, self._reduced(column) - least[column.block]) for column in self.roster])

    def _near_bad_row(self) -> np.ndarray:
        """Agents with a remembered tour that would help a row where supply costs much."""
        costs = self.pricing.curves.costs(self._supply).astype(float)
        if costs.sum() <= 0:
            return np.ones(len(self.roster))
        row = int(self._random.choice(len(costs), p=costs / costs.sum()))
        short = self._supply[row] < self.pricing.curves.knots[row, 1]
        return np.array([self._helps(column, row, short) for column in self.roster], dtype=float)

    def _helps(self, column: Column, row: int, short: bool) -> bool:
        works = row in column.rows
        if not short:
            return works
        return not works and any(row in other.rows for other in self._pool[column.block].values())
