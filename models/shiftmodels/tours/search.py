"""
Search by tours: a few agents are taken out of the roster and put back one after the other, each with his best tour.

Ruin and recreate with the acceptance of simulated annealing (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000,
Record Breaking Optimization Results Using the Ruin and Recreate Principle, doi:10.1006/jcph.1999.6413). Putting an
agent back is exact (``Insertion``), so that every roster on the way is legal to the last break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shiftmodels.alone import fit_alone
from shiftmodels.clock import MOVE_SECONDS, clock
from shiftmodels.data import Block, ModelData
from shiftmodels.feasibility import keeps_limits, softened
from shiftmodels.solution import Assignment, beyond, cost_of, work_cost
from shiftmodels.tour import tour_cost
from shiftmodels.tours.annealing import DayMoves
from shiftmodels.tours.bounded import Diagrams
from shiftmodels.tours.diagram import TooLarge
from shiftmodels.tours.insertion import Couplings, Insertion, Tour
from shiftmodels.tours.tables import tables_of

FloatArray = NDArray[np.float64]

MOST_OUT = 3
"""Agents taken out at a time."""
PASSES = 4
"""Times that an agent is tried in the first roster: where counters are left out, multipliers get better each time."""
ALONE_SECONDS = 20.0
"""For a solver that looks for a tour of one agent, of whom all passes found none."""
PENALTIES, FIRST_PENALTY = (2.0, 20.0), 5.0
"""Least and greatest price of hard limits of queues while single shifts are moved, see ``feasibility.PENALTY``; and
from what it is changed at first."""
STRICTER, CALMER = 1.1, 0.97
"""Factors by which it changes when everybody's shifts have been moved and limits are broken, and when they are kept:
ways to better rosters lead through some that break them, but have to come back (adaptive penalties, T. Vidal, T. G.
Crainic, M. Gendreau and C. Prins 2013, doi:10.1016/j.cor.2012.07.018)."""
WHOLE_TOUR, WHOLE_SHARE = 0.01, 0.2
"""Chance that whole tours are put back after moves of single shifts of an agent, and the share of the time that may
take: over four weeks of hundreds of shifts a day, a whole tour takes as long as thousands of moves."""
PARTNERS = 3
"""Agents with whom an agent whose shifts have been moved may exchange work."""
RELATED = 0.7
"""Chance that an agent without a queue or pool in common with the first is passed over."""


@lru_cache(maxsize=1)
def insertions(data: ModelData) -> tuple[Insertion | None, ...]:
    """For each block of a problem what finds its tours; ``None`` where it has too many."""
    found: list[Insertion | None] = []
    diagrams = Diagrams(data.num_days)
    for block, tables in zip(data.blocks, tables_of(data), strict=True):
        try:
            found.append(Insertion(data, block, tables, diagrams))
        except TooLarge:
            found.append(None)
    return tuple(found)


class TourSearch:
    """
    A roster that is being improved.

    Parameters
    ----------
    data
        The problem; its hard coupling rows are priced in the search.
    found
        Where to begin; it is copied.
    seed
        Of the random choices.
    """

    def __init__(self, data: ModelData, found: Assignment, seed: int) -> None:
        self._insertions = insertions(data)
        self._limits, self._data = data, softened(data)
        self._random = np.random.default_rng(abs(seed))
        self._found = found.copy()
        self._couplings = Couplings(self._data, self._found)
        self._own = np.array([self._own_cost(agent) for agent in range(data.num_agents)], dtype=np.int64)
        blocks = [data.blocks[block] for block in data.block_of]
        self._brings = [[hold.pool for hold in block.holds if hold.units < 0] for block in blocks]
        brought = {pool for pools in self._brings for pool in pools}
        self._ties = [_ties(block, brought) for block in blocks]
        self._movable = [a for a in range(data.num_agents) if self._insertions[data.block_of[a]] is not None]
        self._whole_seconds = 0.0

    @property
    def found(self) -> Assignment:
        """A copy of the roster as it stands."""
        return self._found.copy()

    def construct(self) -> list[int]:
        """
        Give everybody a tour who does not work yet, the least flexible first.

        Returns
        -------
        Those who have none.
        """
        shifts = [len(self._data.blocks[block].shifts) for block in self._data.block_of]
        idle = [agent for agent in self._movable if not len(self._found.worked(agent))]
        waiting = sorted(idle, key=lambda agent: shifts[agent])
        for _ in range(PASSES):
            waiting = [agent for agent in waiting if not self._give(agent)]
        waiting = [agent for agent in waiting if not self._give_slowly(agent)]
        self._movable = [agent for agent in self._movable if agent not in set(waiting)]
        return [agent for agent in range(self._data.num_agents) if agent not in set(self._movable)]

    def _give(self, agent: int) -> bool:
        """Give an agent a tour; whether one was found."""
        tour = self._best(agent) or self._legal(agent)
        if tour is not None:
            self._put(agent, tour)
        return tour is not None

    def _give_slowly(self, agent: int) -> bool:
        """Have a solver give an agent a tour; whether it found one. Where all tours are known, there is none."""
        if self._insertion(agent).is_exact:
            return False
        fitted = fit_alone(self._data, self._found, agent, ALONE_SECONDS)
        if fitted is None:
            return False
        tour = Tour(fitted.shift[agent], fitted.breaks[agent], fitted.activity[agent], own=0)
        corrected = self._corrected(agent, tour)
        if corrected is not None:
            self._put(agent, corrected)
        return corrected is not None

    def improve(self, temperature: Callable[[], float], until: float) -> Assignment:
        """
        Search on.

        Parameters
        ----------
        temperature
            Worsening in cost units that is accepted with chance 1/e, asked at every step.
        until
            Reading of ``clock.now`` at which to end.

        Returns
        -------
        The best roster seen.
        """
        cost = cost_of(self._data, self._found)
        best, best_cost = self.found, cost
        while self._movable and clock.now() < until:
            threshold = cost - temperature() * float(np.log(self._random.random() or 1e-300))
            cost = self._step(cost, threshold)
            if cost < best_cost:
                best, best_cost = self.found, cost
        return best

    def anneal(
        self, share: Callable[[], float], until: float, pause: float, prices: FloatArray | None = None
    ) -> Iterator[Assignment]:
        """
        Search on by moves of single shifts, and now and then by whole tours (``annealing.py``).

        Parameters
        ----------
        share
            Share of the time that is over, asked for each agent.
        until
            Reading of ``clock.now`` at which to end.
        pause
            Time between two answers at least.
        prices
            Of supply, where the roster is near a solution of the LP of all tours that has these. Shape ``(Q, T)``.

        Yields
        ------
        The best roster so far that keeps hard limits, wherever it is better than before.
        """
        days = DayMoves(self._data, self._insertions, self._couplings, self._random, prices)
        cost = cost_of(self._data, self._found)
        best, best_cost, told, next_answer = self.found, cost, cost, clock.now() + pause
        has_limits, begin = self._has_hard_limits(), clock.now()
        is_legal, penalty = self._keeps_limits(), FIRST_PENALTY
        while self._movable and clock.now() < until:
            days.begin_round(share())
            for agent in self._random.permutation(self._movable).tolist():
                temperature = days.temperature(share())
                cost = self._anneal_agent(days, agent, cost, temperature)
                if self._random.random() < WHOLE_TOUR:
                    cost = self._anneal_whole(cost, temperature, WHOLE_SHARE * (clock.now() - begin))
                if clock.now() >= until:
                    break
            # Moves count what they change by corners as they are, rounded or not.
            cost, keeps = self._total_cost(), self._keeps_limits()
            if keeps and (cost < best_cost or not is_legal):
                best, best_cost, is_legal = self.found, cost, True
            if has_limits:
                penalty = float(np.clip(penalty * (CALMER if keeps else STRICTER), *PENALTIES))
                cost += self._price_limits(penalty)
                days.price_hours(keeps_limits=keeps)
            if best_cost != told and clock.now() >= min(until, next_answer):
                told, next_answer = best_cost, clock.now() + pause
                yield best

    def _total_cost(self) -> int:
        """Cost of the roster as it stands."""
        return self._cost(list(range(self._data.num_agents))) + self._data.constant_cost

    def _has_hard_limits(self) -> bool:
        """Whether a queue has a hard minimum or maximum at any time."""
        cover = self._limits.cover
        return bool(((cover.limit_cost < 0) & ((cover.minimum > 0) | (cover.maximum >= 0))).any())

    def _price_limits(self, penalty: float) -> int:
        """Price hard limits of queues anew, in units of the dearest understaffing; what a roster costs more."""
        cover, dearest = self._data.cover, max(1, int(self._data.cover.under_cost.max(initial=0)))
        before = self._couplings.cost()
        cover.limit_cost[self._limits.cover.limit_cost < 0] = round(penalty * dearest)
        return self._couplings.cost() - before

    def _keeps_limits(self) -> bool:
        return keeps_limits(self._limits, self._couplings.supplied, self._couplings.used)

    def _anneal_agent(self, days: DayMoves, agent: int, cost: int, temperature: float) -> int:
        """Move shifts of an agent; the cost afterwards."""
        coupled, own = days.visit(self._found, agent, temperature)
        self._own[agent] += own
        cost += coupled + own
        for _ in range(PARTNERS):
            other, coupled, own, others = days.exchange(self._found, agent, temperature)
            self._own[agent] += own
            self._own[other] += others
            cost += coupled + own + others
        return cost

    def _anneal_whole(self, cost: int, temperature: float, seconds: float) -> int:
        """Put whole tours back, unless that has taken longer so far; the cost afterwards."""
        begin = clock.now()
        if self._whole_seconds < seconds:
            cost = self._step(cost, cost - temperature * float(np.log(self._random.random() or 1e-300)))
            self._whole_seconds += clock.now() - begin
        return cost

    def _step(self, cost: int, threshold: float) -> int:
        """Put some agents back in another way unless that costs more than the threshold; the cost afterwards."""
        agents = self._choose()
        clock.work(MOVE_SECONDS * len(agents))
        before, old = self._cost(agents), [self._tour(agent) for agent in agents]
        for agent in agents:
            self._take_out(agent)
        done = self._put_back(agents)
        after = cost + self._cost(agents) - before
        if done == len(agents) and after <= threshold:
            return after
        for agent in agents[:done]:
            self._take_out(agent)
        for agent, tour in zip(agents, old, strict=True):
            self._put(agent, tour)
        return cost

    def _put_back(self, agents: list[int]) -> int:
        """Give agents best tours in their order, until one gets none; how many got one."""
        # What brings units comes last. Until then it counts as if it were in all its pools at once, so that others
        # make use of it wherever it may be.
        ahead = np.zeros((len(self._couplings.used), 1), dtype=np.int64)
        for agent in agents:
            ahead[self._brings[agent]] += 1
        for done, agent in enumerate(agents):
            ahead[self._brings[agent]] -= 1
            self._couplings.used -= ahead
            tour = self._best(agent)
            self._couplings.used += ahead
            if tour is None:
                return done
            self._put(agent, tour)
        return len(agents)

    def _tour(self, agent: int) -> Tour:
        found = self._found
        shift, breaks, activity = found.shift[agent].copy(), found.breaks[agent].copy(), found.activity[agent].copy()
        return Tour(shift, breaks, activity, int(self._own[agent]))

    def _choose(self) -> list[int]:
        """Agents to take out, most of them with a queue or a pool in common, in random order; units of pools last."""
        first = int(self._random.choice(self._movable))
        size = int(self._random.integers(1, MOST_OUT + 1))
        near = [
            a
            for a in self._movable
            if a != first and (self._ties[a] & self._ties[first] or self._random.random() > RELATED)
        ]
        others = self._random.choice(near, min(size - 1, len(near)), replace=False).tolist() if near else []
        agents = [first, *others]
        self._random.shuffle(agents)
        return sorted(agents, key=lambda agent: len(self._brings[agent]) > 0)

    def _insertion(self, agent: int) -> Insertion:
        """What finds tours of an agent who is movable."""
        insertion: Insertion | None = self._insertions[self._data.block_of[agent]]
        assert insertion is not None
        return insertion

    def _best(self, agent: int) -> Tour | None:
        return self._corrected(agent, self._insertion(agent).best(self._couplings))

    def _legal(self, agent: int) -> Tour | None:
        """A tour whatever the others do: where rows are left out, others may be found when supply is worth nothing."""
        block = self._data.blocks[self._data.block_of[agent]]
        nothing, free = (
            np.zeros((len(each), self._data.num_intervals), dtype=np.int64) for each in (block.queues, block.holds)
        )
        found = self._insertion(agent).priced(nothing, free)
        return None if found is None else self._corrected(agent, found[1])

    def _corrected(self, agent: int, tour: Tour | None) -> Tour | None:
        """The tour with its own cost, also where rows were left out; ``None`` when it breaks one."""
        if tour is None or self._insertion(agent).is_exact:
            return tour
        block = self._data.blocks[self._data.block_of[agent]]
        cost = tour_cost(block, tour.shift[tour.shift >= 0])
        return None if cost is None else replace(tour, own=cost + work_cost(block, tour.shift, tour.activity))

    def _put(self, agent: int, tour: Tour) -> None:
        self._found.shift[agent], self._found.breaks[agent] = tour.shift, tour.breaks
        self._found.activity[agent], self._own[agent] = tour.activity, tour.own
        self._couplings.change(self._data.blocks[self._data.block_of[agent]], tour.shift, tour.activity, 1)

    def _take_out(self, agent: int) -> None:
        block = self._data.blocks[self._data.block_of[agent]]
        self._couplings.change(block, self._found.shift[agent], self._found.activity[agent], -1)

    def _cost(self, agents: list[int]) -> int:
        """Cost units of coupling rows and of some agents' own."""
        spreads = (max(0, spread.price) * beyond(self._data, spread, self._found) for spread in self._data.spreads)
        return self._couplings.cost() + sum(spreads) + int(self._own[agents].sum())

    def _own_cost(self, agent: int) -> int:
        block = self._data.blocks[self._data.block_of[agent]]
        cost = tour_cost(block, self._found.worked(agent))
        found = self._found
        return 0 if cost is None else cost + work_cost(block, found.shift[agent], found.activity[agent])


def _ties(block: Block, brought: set[int]) -> set[tuple[str, int]]:
    """Queues that agents of a block work, and what they hold of pools to which others bring units."""
    pools = {("pool", hold.pool) for hold in block.holds if hold.pool in brought}
    return {("queue", queue) for queue in block.queues.tolist()} | pools
