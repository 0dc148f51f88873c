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
from typing import NamedTuple

import numpy as np

from shiftmodels.columns.dive import MOST_FREED, WHOLE, fixed_next
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray
from shiftmodels.columns.shares import Shares
from shiftmodels.data import IntArray
from shiftmodels.tours.choices import Allowed, Mask

STEP, PART = 0.015, 0.05
"""Parts of the choices that were open at first, and that are open now, which are fixed at each step at most."""

ROUNDS = 30
"""Rounds of column generation at most after each step, in each future."""
TURN = 6
"""Steps after which every future has been solved again, as evenly as can be: of others the shares that they had at
their last turn count. More futures for less time each are worth more than shares that are new."""

TIMES = 8
"""Times that it is decided at most."""
NOISE = 0.1
"""Random part of what is fixed next, in shares, from the second time on."""
MARGIN = 1.2
"""Of the longest time that it took to decide, what has to be left to decide again."""


class _Decided(NamedTuple):
    """What the LPs cost in the mean with what may be chosen, for each agent; there is none of an infinite cost."""

    cost: float
    masks: tuple[Mask, ...]


class Consensus:
    """
    Parameters
    ----------
    futures
        Columns of each future, the LP of all tours solved; each agent is a block of his own. They stay as the dive
        leaves them.
    days
        How many days are decided now, from the first.

    Attributes
    ----------
    allowed
        Choices that are left.
    """

    def __init__(self, futures: Sequence[Generation], days: int) -> None:
        self._futures, self._days = futures, days
        self._data = futures[0].pricing.data
        self._agents, self._every = range(len(self._data.blocks)), range(len(futures))
        self.allowed = Allowed(self._data)
        for future in futures:
            future.allowed = self.allowed
        self._shares: list[tuple[FloatArray, ...]] = [()] * len(futures)
        self._bases, self._steps = [future.master.basis for future in futures], 0
        self._most = int(self._is_open().sum())

    @property
    def cost(self) -> float:
        """What the LPs cost in the mean, in cost units, constants of blocks left out."""
        return float(np.mean([future.master.objective for future in self._futures]))

    def decide(self, spent: Callable[[], float], seed: int = 0) -> bool:
        """
        Fix everything on the first days: several times, by chance from the second time on, where there is time for it.

        Parameters
        ----------
        spent
            Share of the time that has passed; it ends once that is 1, whatever is still open.
        seed
            Of the random choices.

        Returns
        -------
        Whether there are tours of everybody that fit. What costs least in the mean of the futures is left.
        """
        random, best, longest, noise = np.random.default_rng(seed), _Decided(np.inf, ()), 0.0, 0.0
        for _ in range(TIMES):
            begin = spent()
            fits = self._dive(spent, noise, random)
            # What is not decided to the end costs less only for that.
            if fits and self.cost < best.cost and (not best.masks or not self._is_open().any()):
                best = _Decided(self.cost, tuple(mask.copy() for mask in self.allowed.masks))
            longest, noise = max(longest, spent() - begin), NOISE
            if spent() + MARGIN * longest > 1:
                break
            self._release()
        if best.masks:
            self._go_back(best.masks)
        return bool(best.masks)

    def _release(self) -> None:
        """Allow everything, and go on from the LPs of all tours."""
        for mask in self.allowed.masks:
            mask[:] = True
        for future, basis in zip(self._futures, self._bases, strict=True):
            future.master.release()
            future.master.go_on(basis)

    def _go_back(self, masks: tuple[Mask, ...]) -> None:
        """Decide as it was decided before."""
        if all(np.array_equal(*both) for both in zip(masks, self.allowed.masks, strict=True)):
            return
        self._release()
        for mask, wanted in zip(self.allowed.masks, masks, strict=True):
            mask[:] = wanted
        self._settle(self._every)

    def _dive(self, spent: Callable[[], float], noise: float, random: np.random.Generator) -> bool:
        """Fix everything step by step; whether there are tours that fit."""
        freed, stuck = Counter[int](), self._settle(self._every)
        while spent() < 1 and (stuck or self._is_open().any()):
            freed.update(stuck)
            if any(freed[agent] > MOST_FREED for agent in stuck):
                return False
            if stuck:
                self._set_free(stuck)
                stuck = self._settle(self._every)
            else:
                self._fix_more(noise * random.random((len(self._agents), self._days)))
                stuck = self._settle(self._next() if self._is_open().any() else self._every)
        return True

    def _next(self) -> list[int]:
        """Futures whose turn it is."""
        number = len(self._futures)
        first, stop = (step * number // TURN for step in (self._steps, self._steps + 1))
        self._steps += 1
        return [place % number for place in range(first, stop)]

    def _settle(self, futures: Iterable[int]) -> list[int]:
        """Solve some LPs with what is fixed; agents whom one of them gives no whole tour."""
        stuck = set[int]()
        for place in futures:
            future = self._futures[place]
            future.close()
            future.settle(np.inf, ROUNDS)
            values = future.master.values()
            self._shares[place] = Shares.of(self._data, future.master.columns, values).of_block
            tours = future.master.tours(values)
            stuck |= {agent for agent in self._agents if tours[agent] < 1 - WHOLE}
        return sorted(stuck)

    def _set_free(self, agents: Iterable[int]) -> None:
        """Let them make every choice again."""
        for agent in agents:
            self.allowed.masks[agent][:] = True
            for future in self._futures:
                future.master.reopen(agent)

    def _is_open(self) -> Mask:
        """Whether there is a choice left, for each agent and each of the first days."""
        return np.array([self.allowed.is_open(agent) for agent in self._agents], dtype=bool)[:, : self._days]

    def _fix_more(self, noise: FloatArray) -> None:
        """Fix in all futures what is nearly chosen already in all, and some of what is chosen most, give or take."""
        is_open, (choice, share) = self._is_open(), self._largest()
        number = max(1, round(min(STEP * self._most, PART * int(is_open.sum()))))
        fixed = fixed_next(is_open, share, noise, number)
        for agent in self._agents:
            self.allowed.keep(agent, choice[agent, fixed[agent]])

    def _largest(self) -> tuple[IntArray, FloatArray]:
        """Choice with the largest share of each agent on each of the first days in all futures, and that share."""
        mean = self._mean()
        largest = [mean.largest(self._data, agent) for agent in self._agents]
        choice, share = (np.array([one[part] for one in largest])[:, : self._days] for part in range(2))
        return choice, share

    def _mean(self) -> Shares:
        """Shares of choices in the mean of the futures, of each at its last turn."""
        return Shares(tuple(np.mean(shares, axis=0) for shares in zip(*self._shares, strict=True)))
