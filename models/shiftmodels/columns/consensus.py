"""
First days that several futures agree on: a column generation for each future, and a dive in which all decide at once.

Nobody knows the future when he decides on the first days, but what comes after them is decided when it is known. So
each future has an LP of all tours of its own, while what is fixed on the first days is fixed in all of them: at each
step the choices of which all futures together make the largest share (sample average approximation: A. Kleywegt,
A. Shapiro and T. Homem-de-Mello 2002, doi:10.1137/S1052623499363220).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from shiftmodels.columns.dive import CERTAIN, MOST_FREED, WHOLE
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray
from shiftmodels.columns.shares import Shares
from shiftmodels.data import IntArray
from shiftmodels.tours.choices import Allowed, Mask

STEP, PART = 0.015, 0.05
"""Parts of the choices that were open at first, and that are open now, which are fixed at each step at most."""

ROUNDS = 30
"""Rounds of column generation at most after each step, in each future."""


class Consensus:
    """
    Parameters
    ----------
    futures
        Columns of each future, the LP of all tours solved; each agent is a block of his own. They stay as the dive
        leaves them.
    days
        How many days are decided now, from the first.
    """

    def __init__(self, futures: Sequence[Generation], days: int) -> None:
        self._futures, self._days = futures, days
        self._data = futures[0].pricing.data
        self._agents = range(len(self._data.blocks))
        self._allowed, self._first = Allowed(self._data), Allowed(self._data)
        for future in futures:
            future.allowed = self._allowed
        self._most = int(self._is_open().sum())

    @property
    def cost(self) -> float:
        """What the LPs cost in the mean, in cost units, constants of blocks left out."""
        return float(np.mean([future.master.objective for future in self._futures]))

    def decide(self, is_over: Callable[[], bool]) -> Allowed | None:
        """
        Fix everything on the first days, step by step.

        Parameters
        ----------
        is_over
            Whether to end, whatever is still open.

        Returns
        -------
        The choices that are left; ``None`` where no tours of somebody fit them.
        """
        freed, stuck = Counter[int](), self._settle()
        while not is_over() and (stuck or self._is_open().any()):
            freed.update(stuck)
            if any(freed[agent] > MOST_FREED for agent in stuck):
                return None
            if stuck:
                self._set_free(stuck)
            else:
                self._fix_more()
            stuck = self._settle()
        return self._allowed

    def _settle(self) -> list[int]:
        """Solve the LPs with what is fixed; agents whom one of them gives no whole tour."""
        stuck = set[int]()
        for future in self._futures:
            future.close()
            future.settle(np.inf, ROUNDS)
            tours = future.master.tours(future.master.values())
            stuck |= {agent for agent in self._agents if tours[agent] < 1 - WHOLE}
        return sorted(stuck)

    def _set_free(self, agents: Iterable[int]) -> None:
        """Let them make every choice again."""
        for agent in agents:
            self._allowed.masks[agent][:] = self._first.masks[agent]
            for future in self._futures:
                future.master.reopen(agent)

    def _is_open(self) -> Mask:
        """Whether there is a choice left, for each agent and each of the first days."""
        return np.array([self._allowed.is_open(agent) for agent in self._agents], dtype=bool)[:, : self._days]

    def _fix_more(self) -> None:
        """Fix in all futures what is nearly chosen already in all, and some of what is chosen most."""
        is_open, (choice, share) = self._is_open(), self._largest()
        fixed = is_open & (share >= CERTAIN)
        wish = np.where(is_open & ~fixed, share, -1.0)
        most = np.argsort(-wish.ravel(), kind="stable")[: self._number(int(is_open.sum()))]
        fixed.ravel()[most] |= wish.ravel()[most] >= 0
        for agent in self._agents:
            self._allowed.keep(agent, choice[agent, fixed[agent]])

    def _number(self, num_open: int) -> int:
        """How many choices are fixed at a step, beside what is certain."""
        return max(1, round(min(STEP * self._most, PART * num_open)))

    def _largest(self) -> tuple[IntArray, FloatArray]:
        """Choice with the largest share of each agent on each of the first days in all futures, and that share."""
        every = [Shares.of(self._data, some.master.columns, some.master.values()).of_block for some in self._futures]
        mean = Shares(tuple(np.mean(shares, axis=0) for shares in zip(*every, strict=True)))
        largest = [mean.largest(self._data, agent) for agent in self._agents]
        choice, share = (np.array([one[part] for one in largest])[:, : self._days] for part in range(2))
        return choice, share
