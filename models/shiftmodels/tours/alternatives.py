"""What one agent could do instead, everybody else's tour unchanged, and what that would cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from shiftmodels.data import Block, IntArray, ModelData, SumRow
from shiftmodels.feasibility import is_feasible, keeps_limits, softened
from shiftmodels.solution import Assignment, cost_of, cover_costs, held, pool_cost, work_cost
from shiftmodels.tour import slack_cost
from shiftmodels.tours.bounded import Diagrams
from shiftmodels.tours.choices import Mask
from shiftmodels.tours.diagram import TooLarge
from shiftmodels.tours.insertion import Couplings, Insertion, Tour
from shiftmodels.tours.segments import FIXED

UNBEARABLE = 2**32
"""Price of a unit outside a hard limit in the search for a tour that breaks none: more than all that tours cost, and
all intervals of a tour together cost less than ``FIXED``."""


@dataclass(frozen=True, eq=False)
class Alternative:
    """
    Parameters
    ----------
    found
        The roster with the agent's other tour in it.
    extra
        Cost units that it costs more than before; less where negative.
    is_legal
        Whether it keeps all hard limits: those of the agent's tour it always does.
    is_cheapest
        Whether it is proven that no other legal tour of this kind costs less; where it is not legal, that none is.
    """

    found: Assignment
    extra: int
    is_legal: bool
    is_cheapest: bool


class Alternatives:
    """
    Other tours of single agents.

    Parameters
    ----------
    data
        The problem.
    found
        The roster; each of its tours is legal.
    """

    def __init__(self, data: ModelData, found: Assignment) -> None:
        self._data, self._soft, self._found = data, softened(data), found
        self._couplings = Couplings(self._soft, found)
        self._before = self._coupled_cost()
        self._insertions: dict[int, Insertion | None] = {}
        self._diagrams = Diagrams(data.num_days)
        self._compared = {agent for spread in data.spreads for agent in spread.agents.tolist()}

    def on_queue(self, agent: int, queue: int, interval: int) -> Alternative | None:
        """
        The cheapest tour in which an agent works a queue in an interval.

        Where somebody holds two units of one pool, the second of which goes beyond it, there may be a cheaper one.

        Parameters
        ----------
        agent, queue, interval
            Who, what and when.

        Returns
        -------
        ``None`` where no legal tour of his does that, or none was found: see ``is_certain``.
        """
        block = self._block(agent)
        is_present = (block.shifts.start <= interval) & (interval < block.shifts.end)
        if queue not in block.queues or not is_present.any():
            return None
        insertion = self._insertion(agent)
        if insertion is None:
            return None
        tour = self._cheapest(agent, insertion, (queue, interval))
        return None if tour is None or tour.activity[interval] != queue else self._with(agent, insertion, tour)

    def with_row(self, agent: int, row: SumRow) -> Alternative | None:
        """
        The cheapest tour that obeys one more row.

        Parameters
        ----------
        agent
            Whose.
        row
            Over the shifts of his block.

        Returns
        -------
        ``None`` where no legal tour of his obeys it, or none was found. Where hard limits of the plan as a whole leave
        none, one that breaks them.
        """
        insertion, allowed = self._obeying(agent, row)
        tour = None if insertion is None else self._cheapest(agent, insertion, allowed=allowed)
        if insertion is None or tour is None:
            return None
        found = self._with(agent, insertion, tour)
        if found.is_legal:
            return found
        # One that costs more may be legal.
        strict = self._cheapest(agent, insertion, allowed=allowed, is_strict=True)
        if strict is None:
            return replace(found, is_cheapest=False)
        least = self._with(agent, insertion, strict)
        return least if least.is_legal else replace(found, is_cheapest=least.is_cheapest)

    def _obeying(self, agent: int, row: SumRow) -> tuple[Insertion | None, Mask | None]:
        """What finds tours that obey one more row, and the choices that they may make."""
        block, insertion = self._block(agent), self._insertion(agent)
        allowed, days = np.ones(len(block.shifts) + self._data.num_days, dtype=bool), block.shifts.day[row.shifts]
        if row.upper == 0 and row.lower is None:
            allowed[row.shifts] = False
            return insertion, allowed
        if row.upper is None and len(np.unique(days)) == 1 and (row.coefficients >= (row.lower or 0)).all():
            allowed[: len(block.shifts)][block.shifts.day == days[0]] = False
            allowed[row.shifts], allowed[len(block.shifts) + days[0]] = True, False
            return insertion, allowed
        try:
            finer = replace(block, rows=(*block.rows, row))
            return Insertion(self._soft, finer, diagrams=self._diagrams), None
        except TooLarge:
            return None, None

    def is_certain(self, agent: int) -> bool:
        """Whether all tours of an agent are known, so that ``None`` is a proof."""
        insertion = self._insertion(agent)
        return insertion is not None and insertion.is_exact

    def _block(self, agent: int) -> Block:
        block: Block = self._data.blocks[self._data.block_of[agent]]
        return block

    @contextmanager
    def _taken_out(self, agent: int) -> Iterator[None]:
        """As long as it lasts, the agent is not at work."""
        own = self._block(agent), self._found.shift[agent], self._found.activity[agent]
        self._couplings.change(*own, -1)
        yield
        self._couplings.change(*own, 1)

    def _cheapest(
        self,
        agent: int,
        insertion: Insertion,
        place: tuple[int, int] | None = None,
        *,
        allowed: Mask | None = None,
        is_strict: bool = False,
    ) -> Tour | None:
        """The cheapest tour beside the others', on a queue in an interval wherever it can be."""
        block = self._block(agent)
        with self._taken_out(agent):
            prices, pools = self._couplings.prices(block), self._couplings.pool_prices(block)
            scale = 1
            if is_strict:
                prices, pools = prices + self._breaches(block), pools + self._pool_breaches(block)
            else:
                # Of tours that cost the same, the one that leaves most as it is: all his intervals together are worth
                # less than a cost unit.
                scale = self._data.num_intervals + 1
                prices = prices * scale - (block.queues[:, None] == self._found.activity[agent])
        if place is not None:
            # Worth more than anything, so that he is there whenever he can be.
            prices[block.queues == place[0], place[1]] -= FIXED
        found = insertion.priced(prices, pools * scale, scale, allowed)
        return None if found is None else found[1]

    def _breaches(self, block: Block) -> IntArray:
        """Price of breaking hard limits of queues with one more agent, below 0 for healing them. Shape ``(n, T)``."""
        cover, here = self._data.cover, self._couplings.supplied[block.queues]
        hard = cover.limit_cost[block.queues] < 0
        low, high = cover.minimum[block.queues], cover.maximum[block.queues]
        outside = [
            np.maximum(low - units, 0) + np.where(high >= 0, np.maximum(units - high, 0), 0)
            for units in (here, here + block.proficiency[:, None])
        ]
        return UNBEARABLE * np.where(hard, outside[1] - outside[0], 0)

    def _pool_breaches(self, block: Block) -> IntArray:
        """Price of breaking hard limits of pools. Shape ``(H, T)``."""
        pools, numbers = self._data.pools, [hold.pool for hold in block.holds]
        units = np.array([hold.units for hold in block.holds], dtype=np.int64)[:, None]
        beyond = self._couplings.used[numbers] - pools.capacity[numbers]
        hard = (pools.capacity[numbers] >= 0) & (pools.price[numbers] < 0)[:, None]
        return UNBEARABLE * np.where(hard, np.maximum(beyond + units, 0) - np.maximum(beyond, 0), 0)

    def _with(self, agent: int, insertion: Insertion, tour: Tour) -> Alternative:
        """The roster with another tour of an agent."""
        data, changed, block = self._data, self._found.copy(), self._block(agent)
        changed.shift[agent], changed.breaks[agent], changed.activity[agent] = tour.shift, tour.breaks, tour.activity
        with self._taken_out(agent):
            self._couplings.change(block, tour.shift, tour.activity, 1)
            extra = self._coupled_cost() - self._before
            is_legal = keeps_limits(data, self._couplings.supplied, self._couplings.used)
            self._couplings.change(block, tour.shift, tour.activity, -1)
        extra += _own_cost(block, changed, agent) - _own_cost(block, self._found, agent)
        if data.spreads or data.budgets:
            extra, is_legal = cost_of(data, changed) - cost_of(data, self._found), is_feasible(data, changed)
        is_seen = agent not in self._compared and not data.budgets and not _holds_two(block, changed, agent)
        return Alternative(changed, extra, is_legal, insertion.is_exact and is_seen)

    def _coupled_cost(self) -> int:
        """Cost units of queues and pools as they stand; hard limits cost nothing."""
        supplied = int(cover_costs(self._data.cover, slice(None), self._couplings.supplied).sum())
        return supplied + pool_cost(self._data.pools, self._couplings.used)

    def _insertion(self, agent: int) -> Insertion | None:
        index = int(self._data.block_of[agent])
        if index not in self._insertions:
            try:
                self._insertions[index] = Insertion(self._soft, self._soft.blocks[index], diagrams=self._diagrams)
            except TooLarge:
                self._insertions[index] = None
        return self._insertions[index]


def _holds_two(block: Block, found: Assignment, agent: int) -> bool:
    """Whether an agent ever holds two units of one pool, of which the search prices each as if it were the only one."""
    counts: dict[int, IntArray] = {}
    for hold, (pool, units) in zip(block.holds, held(block, found.shift[agent], found.activity[agent]), strict=True):
        counts[pool] = counts.get(pool, np.zeros_like(units)) + units // hold.units
    return any((count > 1).any() for count in counts.values())


def _own_cost(block: Block, found: Assignment, agent: int) -> int:
    """Cost units of an agent's own shifts, of what he works, and of the soft rows that he breaks."""
    worked = found.worked(agent)
    own = int(block.shifts.cost[worked].sum()) + slack_cost(block, worked)
    return own + work_cost(block, found.shift[agent], found.activity[agent])
