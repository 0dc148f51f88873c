"""What one agent could do instead, everybody else's tour unchanged, and what that would cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shiftmodels.data import ModelData
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.bounded import Diagrams
from shiftmodels.tours.diagram import TooLarge
from shiftmodels.tours.insertion import Couplings, Insertion
from shiftmodels.tours.segments import FIXED


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
    """

    found: Assignment
    extra: int
    is_legal: bool


class Alternatives:
    """
    Other tours of single agents.

    Parameters
    ----------
    data
        The problem.
    found
        The roster.
    """

    def __init__(self, data: ModelData, found: Assignment) -> None:
        self._data, self._soft, self._found = data, softened(data), found
        self._cost = cost_of(data, found)
        self._couplings = Couplings(self._soft, found)
        self._insertions: dict[int, Insertion | None] = {}
        self._diagrams = Diagrams(data.num_days)

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
        block = self._data.blocks[self._data.block_of[agent]]
        insertion = self._insertion(agent)
        if insertion is None or queue not in block.queues:
            return None
        own = self._found.shift[agent], self._found.activity[agent]
        self._couplings.change(block, *own, -1)
        prices, held = self._couplings.prices(block), self._couplings.pool_prices(block)
        self._couplings.change(block, *own, 1)
        # Of tours that cost the same, the one that leaves most as it is: all his intervals together are worth less
        # than a cost unit.
        scale = self._data.num_intervals + 1
        prices = prices * scale - (block.queues[:, None] == own[1])
        # Worth more than anything, so that he is there whenever he can be.
        prices[block.queues == queue, interval] -= FIXED
        found = insertion.priced(prices, held * scale, scale)
        if found is None or found[1] is None or found[1].activity[interval] != queue:
            return None
        changed = self._found.copy()
        changed.shift[agent], changed.breaks[agent] = found[1].shift, found[1].breaks
        changed.activity[agent] = found[1].activity
        return Alternative(changed, cost_of(self._data, changed) - self._cost, is_feasible(self._data, changed))

    def is_certain(self, agent: int) -> bool:
        """Whether all tours of an agent are known, so that ``None`` is a proof."""
        insertion = self._insertion(agent)
        return insertion is not None and insertion.is_exact

    def _insertion(self, agent: int) -> Insertion | None:
        index = int(self._data.block_of[agent])
        if index not in self._insertions:
            try:
                self._insertions[index] = Insertion(self._soft, self._soft.blocks[index], diagrams=self._diagrams)
            except TooLarge:
                self._insertions[index] = None
        return self._insertions[index]


def days_changed(one: Assignment, other: Assignment, agent: int) -> list[int]:
    """Days on which an agent works another shift, or one and not the other."""
    return np.flatnonzero(one.shift[agent] != other.shift[agent]).tolist()
