"""Tours of one roster put back into another: whoever reads what has changed wants what matters only."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np

from shiftmodels.data import ModelData
from shiftmodels.feasibility import keeps_limits
from shiftmodels.solution import Assignment, work_cost
from shiftmodels.tour import tour_cost
from shiftmodels.tours.insertion import Couplings


def put_back(data: ModelData, found: Assignment, before: Assignment) -> Assignment:
    """
    A roster with tours of another one where that makes it no dearer: one at a time, then two.

    Parameters
    ----------
    data
        The problem.
    found
        A roster that obeys every row.
    before
        Another assignment; its tours that break a row of the problem are left out.

    Returns
    -------
    A roster that obeys every row. Where agents are compared with each other, the one that was found.
    """
    if data.spreads or data.budgets:
        return found
    back = _Back(data, found.copy(), before)
    others = found.shift != before.shift
    changed = np.flatnonzero((found.activity != before.activity).any(axis=1)).tolist()
    back.take_singly(changed)
    # Who changed places with somebody did so on a day of both.
    pairs = [pair for pair in combinations(changed, 2) if (others[pair[0]] & others[pair[1]]).any()]
    if any([back.take(pair) for pair in pairs]):
        back.take_singly(changed)
    return back.found


class _Back:
    def __init__(self, data: ModelData, found: Assignment, before: Assignment) -> None:
        self._data, self.found, self._before = data, found, before
        self._couplings = Couplings(data, found)
        self._cost = self._couplings.cost()
        self._taken: set[int] = set()

    def take_singly(self, agents: Iterable[int]) -> None:
        """Put tours of agents back one at a time, as long as that can be done."""
        while any([self.take([agent]) for agent in agents]):
            pass

    def take(self, agents: Iterable[int]) -> bool:
        """Put tours of agents back unless that costs more or breaks anything; whether it was done."""
        some = [agent for agent in agents if agent not in self._taken]
        own = [self._own(agent) for agent in some]
        if not some or any(change is None for change in own):
            return False
        self._exchange(some, self.found, self._before)
        cost = self._couplings.cost()
        keeps = keeps_limits(self._data, self._couplings.supplied, self._couplings.used)
        if cost + sum(change or 0 for change in own) > self._cost or not keeps:
            self._exchange(some, self._before, self.found)
            return False
        for name in ("shift", "breaks", "activity"):
            getattr(self.found, name)[some] = getattr(self._before, name)[some]
        self._cost = cost
        self._taken |= set(some)
        return True

    def _exchange(self, agents: list[int], old: Assignment, new: Assignment) -> None:
        for agent in agents:
            block = self._data.blocks[self._data.block_of[agent]]
            self._couplings.change(block, old.shift[agent], old.activity[agent], -1)
            self._couplings.change(block, new.shift[agent], new.activity[agent], 1)

    def _own(self, agent: int) -> int | None:
        """What an agent's own tour of before costs more; ``None`` where it is not legal."""
        block, costs = self._data.blocks[self._data.block_of[agent]], []
        for one in (self.found, self._before):
            cost = tour_cost(block, one.worked(agent))
            if cost is None:
                return None
            costs.append(cost + work_cost(block, one.shift[agent], one.activity[agent]))
        return costs[1] - costs[0]
