"""
Neighbourhoods by columns: a part of the roster is free, everything else is kept, and a small master of its own finds
the best tours that fit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from shiftmodels.clock import clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.dive import THOROUGH, dive
from shiftmodels.columns.free import Experience, Free, FreeKind
from shiftmodels.columns.generation import Generation, Pricing
from shiftmodels.columns.master import FloatArray, Master
from shiftmodels.columns.shares import Shares
from shiftmodels.data import IntArray
from shiftmodels.tours.choices import Allowed, Mask

MOST_POOLED = 400
"""Columns of an agent that are remembered."""
FIRST_COLUMNS = 60
"""Columns of an agent that a neighbourhood begins with."""
IDLE_ROUNDS, ROUNDS = 20, 150
"""Rounds of column generation in which the LP of a neighbourhood must get below the roster, and before it is dived into
at most."""
PACE = replace(THOROUGH, step=0.05)
"""Of dives into a neighbourhood."""
NOISE = 0.3
"""Largest random part of the choices of a dive, after a first one without."""
MOST_DIVES = 6
"""Dives into a neighbourhood at most: all together take no longer than its columns took to be found."""
LEAST_GAIN = 1e-3
"""How far the LP must get below the roster, in cost units."""
MOST_RECOMBINED = 800
"""Tours from which a roster is chosen by branch and cut."""
MOST_SECONDS = 20.0
"""Time after which a neighbourhood is given up."""


@dataclass(eq=False)
class Memory:
    """
    What is kept from search to search.

    Parameters
    ----------
    pool
        Columns of each agent.
    experience
        How large neighbourhoods are.
    """

    pool: defaultdict[int, dict[tuple[int, bytes], Column]] = field(default_factory=lambda: defaultdict(dict))
    experience: Experience = field(default_factory=Experience)


@dataclass(frozen=True, eq=False)
class Guide:
    """
    What the LP of all tours knows.

    Parameters
    ----------
    prices
        What supply is worth, in units of ``Pricing.scale``. Shape ``(R,)``.
    least
        What the cheapest tour of each agent costs under these prices, in the same units. Shape ``(A,)``.
    shares
        Choices that it makes, each agent a block of his own.
    columns
        Some of its best columns, likewise.
    """

    prices: IntArray
    least: IntArray
    shares: Shares
    columns: tuple[Column, ...] = ()


class ColumnSearch:
    """
    A roster that is being improved.

    Parameters
    ----------
    pricing
        Where tours come from; each agent is a block of his own (``Pricing.individually``).
    roster
        A column for each agent. Length A.
    guide
        What the LP of all tours knows.
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
        guide: Guide,
        dear: float,
        seed: int,
        memory: Memory | None = None,
    ) -> None:
        self.pricing, self.roster, self._dear = pricing, list(roster), dear
        self._prices, self._least = guide.prices, guide.least
        self._random = np.random.default_rng(seed)
        memory = Memory() if memory is None else memory
        self._pool = memory.pool
        self._free = Free(pricing.data, guide.shares, self._random, memory.experience)
        self._supply = pricing.curves.fixed.copy()
        self._day_of_row = pricing.curves.day_of_row(pricing.data)
        self.remember(guide.columns)
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
        for agent, known in self._pool.items():
            if len(known) > MOST_POOLED:
                best = sorted(known.values(), key=self._reduced)[: MOST_POOLED // 2]
                self._pool[agent] = {column.key: column for column in best}

    def improve(self, until: float, latest: float) -> None:
        """
        Go from neighbourhood to neighbourhood, each as large as is settled in a short time.

        Parameters
        ----------
        until
            Reading of ``clock.now`` from which on none is begun.
        latest
            Reading at which the last one is given up.
        """
        while (begin := clock.now()) < until:
            kind, cost = self._free.kind(), self.cost
            self._solve(self._freed(kind), min(latest, begin + MOST_SECONDS))
            self._free.learn(kind, clock.now() - begin, cost - self.cost)

    def recombine(self, seconds: float) -> None:
        """
        Choose the best of all remembered tours that can be in a better roster, where these are few, by branch and cut.

        Under the prices of the whole problem, a roster costs its bound and what each of its tours is dearer than the
        cheapest one (reduced cost fixing; G. Dantzig, R. Fulkerson and S. Johnson 1954, doi:10.1287/opre.2.4.393).
        """
        bound = self.pricing.curves.sold(self._prices, self.pricing.scale)[0] + int(self._least.sum())
        most = (self.cost - 1) * self.pricing.scale - bound
        known = [column for agent in self._pool.values() for column in agent.values()]
        some = [column for column in known if self._reduced(column) - self._least[column.block] <= most]
        if len(some) > MOST_RECOMBINED:
            return
        before, cost = list(self.roster), self.cost
        master = self._master(before)
        master.add(some)
        found = master.whole(range(len(before)), seconds)
        for column in found if len(found) == len(before) else ():
            self._take(column)
        # Branch and cut may end before it has looked at the roster that it was given.
        for column in before if self.cost > cost else ():
            self._take(column)

    def _freed(self, kind: FreeKind) -> Mask:
        match kind:
            case "agents":
                return self._free.agents(self._weights())
            case "days":
                return self._free.days(self._day_weights())
            case "doubts":
                return self._free.doubts(self.roster)

    def _solve(self, free: Mask, until: float) -> None:
        """Find better tours that differ from those of the roster only where they are free."""
        agents = np.flatnonzero(free.any(axis=1)).tolist()
        before = [self.roster[agent] for agent in agents]
        known = int(self.pricing.curves.costs(self._supply).sum()) + sum(column.tour.own for column in before)
        begin, generation = clock.now(), self._generation(before, self._kept(free))
        if not _promises(generation, known, until):
            return
        found = self._dived(generation, known, min(until, 2 * clock.now() - begin), until)
        self.remember(generation.master.used())
        for column in found or ():
            self._take(column)
        self.remember(found or ())

    def _dived(self, generation: Generation, known: int, enough: float, until: float) -> list[Column] | None:
        """Better tours of one of several dives; beside the first two, none is begun after ``enough``."""
        for attempt in range(MOST_DIVES):
            noise = NOISE * float(self._random.random()) if attempt > 0 else 0.0
            seed = int(self._random.integers(2**31))
            found = dive(generation, until, cutoff=known, noise=noise, seed=seed, pace=PACE)
            if found is not None or (attempt > 0 and clock.now() > enough):
                return found
        return None

    def _kept(self, free: Mask) -> Allowed:
        """Choices that are allowed: on days that are not free, those of the roster."""
        allowed = Allowed(self.pricing.data)
        for agent in np.flatnonzero(~free.all(axis=1)).tolist():
            allowed.keep(agent, self.roster[agent].choices[~free[agent]])
        return allowed

    def _generation(self, before: list[Column], allowed: Allowed) -> Generation:
        """A master without the tours of some agents, and columns for them."""
        master = self._master(before)
        for column in before:
            known = [one for one in self._pool[column.block].values() if allowed.admits(one.block, one.choices)]
            master.add(sorted(known, key=self._reduced)[:FIRST_COLUMNS])
        # The prices of a small master mean little at first; those of the whole problem are nearly right for it.
        return Generation(self.pricing, master, center=self._prices, allowed=allowed)

    def _master(self, before: list[Column]) -> Master:
        """A master that is to choose tours of some agents beside those of all others, and has those of the roster."""
        wanted, fixed = np.zeros(len(self.roster), dtype=np.int64), self._supply.copy()
        for column in before:
            wanted[column.block] = 1
            np.subtract.at(fixed, column.rows, column.amounts)
        master = Master(self.pricing.curves, fixed, wanted, self._dear)
        master.add(before)
        return master

    def _take(self, column: Column) -> None:
        """Give a tour to its agent."""
        old, self.roster[column.block] = self.roster[column.block], column
        np.subtract.at(self._supply, old.rows, old.amounts)
        np.add.at(self._supply, column.rows, column.amounts)

    def _reduced(self, column: Column) -> float:
        """Reduced cost of a column by the prices of the whole problem, up to a constant of its agent."""
        return column.tour.own * self.pricing.scale + int(self._prices[column.rows] @ column.amounts)

    def _weights(self) -> FloatArray:
        """How much agents are wanted: all alike, those whose tours cost much, or those who can help a bad row."""
        kind = self._random.integers(3)
        if kind == 0:
            return np.ones(len(self.roster))
        return self._regret() if kind == 1 else self._near_bad_row()

    def _regret(self) -> FloatArray:
        """How much dearer each tour is, under the prices, than the best known one of its agent."""
        least = {b: min(map(self._reduced, known.values())) for b, known in self._pool.items()}
        return np.array([max(0.0, self._reduced(column) - least[column.block]) for column in self.roster])

    def _near_bad_row(self) -> FloatArray:
        """Agents with a remembered tour that would help a row whose supply costs more than it must."""
        excess = self._excess()
        if excess.sum() <= 0:
            return np.ones(len(self.roster))
        row = int(self._random.choice(len(excess), p=excess / excess.sum()))
        short = self._supply[row] < self.pricing.curves.knots[row, 1]
        return np.array([self._helps(column, row, short) for column in self.roster], dtype=float)

    def _excess(self) -> FloatArray:
        """What the supply of each row costs beyond the least, under the prices of the whole problem. Shape ``(R,)``."""
        return self.pricing.curves.excess(self._supply, self._prices, self.pricing.scale).astype(float)

    def _day_weights(self) -> FloatArray:
        """How much days are wanted, all alike or those whose supply costs more than it must. Shape ``(D,)``."""
        excess = self._excess()
        if excess.sum() <= 0 or self._random.random() < 0.5:
            return np.ones(self.pricing.data.num_days)
        weights = np.zeros(self.pricing.data.num_days)
        np.add.at(weights, self._day_of_row, excess)
        return weights

    def _helps(self, column: Column, row: int, short: bool) -> bool:
        works = row in column.rows
        if not short:
            return works
        return not works and any(row in other.rows for other in self._pool[column.block].values())


def _promises(generation: Generation, known: int, until: float) -> bool:
    """Solve the LP of a neighbourhood; whether a better roster may come of it."""
    for rounds in (IDLE_ROUNDS, ROUNDS - IDLE_ROUNDS):
        generation.run(until, rounds, target=known)
        if generation.master.objective > known - LEAST_GAIN:
            return False
    return generation.bound is None or generation.bound < known
