"""
A roster from columns: what nearly all columns of an agent agree on is fixed, and new ones are found that fit.

It is choices that are fixed, a shift or none on a day, and not whole tours: they are far less fractional in an LP, so
that each step decides little, and the tours that fit what was decided are found by pricing. Diving with column
generation: R. Sadykov, F. Vanderbeck, A. Pessoa, I. Tahiri and E. Uchoa 2019, Primal heuristics for branch and price,
doi:10.1287/ijoc.2018.0822.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from shiftmodels.columns.column import Column
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray
from shiftmodels.columns.shares import Shares
from shiftmodels.data import IntArray
from shiftmodels.tours.choices import Allowed, Mask

CERTAIN = 0.95
"""Share of a choice from which on it is fixed whatever else is."""
MOST_FREED = 3
"""Times that an agent is set free again because no tour makes all the choices that were fixed."""
WHOLE = 1e-6
"""How far from a whole number a value counts as one."""


@dataclass(frozen=True)
class Pace:
    """
    Parameters
    ----------
    step
        Part of the days that were open at first which is fixed at each step, beside what is certain; part of the agents
        once no day is open.
    part
        Part of the days that are open now which is fixed at least.
    rounds
        Rounds of column generation at most after each step.
    """

    step: float
    part: float
    rounds: int


THOROUGH = Pace(step=0.03, part=0.0, rounds=30)
QUICK = Pace(step=0.02, part=0.25, rounds=5)
"""A third to a fifth of the time for a roster a tenth dearer: it is the first, and others begin with it."""


def fixed_next(is_open: Mask, share: FloatArray, noise: FloatArray, number: int) -> Mask:
    """
    What a dive fixes at a step: what is nearly chosen already, and some of what is chosen most, give or take.

    Parameters
    ----------
    is_open
        Whether there is a choice left, for each agent and each day.
    share
        The largest one of a choice, alike.
    noise
        What is added to the shares, alike.
    number
        How many choices that are not nearly certain are fixed at most: shares of a half are many, and ties are not all
        fixed at once.
    """
    fixed = is_open & (share >= CERTAIN)
    wish = np.where(is_open & ~fixed, share + noise, -1.0)
    most = np.argsort(-wish.ravel(), kind="stable")[:number]
    fixed.ravel()[most] |= wish.ravel()[most] >= 0
    return fixed


def dive(
    generation: Generation,
    until: float,
    cutoff: float = np.inf,
    noise: float = 0.0,
    seed: int = 0,
    pace: Pace = THOROUGH,
) -> list[Column] | None:
    """
    Choose a tour for everybody.

    Parameters
    ----------
    generation
        Columns and master, which wants one tour at most of each block; columns that are found stay in it, what is fixed
        does not.
    until
        Reading of ``clock.now`` at which to give up.
    cutoff
        Cost from which on a roster is of no use.
    noise
        Random part of the choice of what is fixed next, 0 for none.
    seed
        Of it.
    pace
        How much is decided at a time.

    Returns
    -------
    The columns, one for each tour that is wanted; ``None`` when none were found.
    """
    before, basis = (generation.bound, generation.center, generation.allowed), generation.master.basis
    allowed = Allowed(generation.pricing.data) if generation.allowed is None else generation.allowed.copy()
    generation.allowed = allowed
    try:
        return _Dive(generation, allowed, noise, np.random.default_rng(seed), pace).go(until, cutoff)
    finally:
        generation.master.release()
        # What was fixed has led far away from the LP that the next dive begins with.
        generation.master.go_on(basis)
        generation.bound, generation.center, generation.allowed = before


class _Dive:
    def __init__(
        self, generation: Generation, allowed: Allowed, noise: float, random: np.random.Generator, pace: Pace
    ) -> None:
        self.generation, self.allowed, self.noise, self.random = generation, allowed, noise, random
        self.first = allowed.copy()
        self.freed: Counter[int] = Counter()
        self.blocks = np.flatnonzero(generation.master.wanted).tolist()
        self.pace, self.least = pace, max(1, round(pace.step * int(self._is_open().sum())))

    def go(self, until: float, cutoff: float) -> list[Column] | None:
        master = self.generation.master
        self.generation.close()
        while self.generation.settle(until, self.pace.rounds):
            if master.objective > cutoff - 1 + WHOLE:
                return None
            values = master.values()
            chosen = [master.columns[place] for place in np.flatnonzero(values > 0.5).tolist()]
            if np.all(np.abs(values - np.rint(values)) <= WHOLE) and len(chosen) == len(self.blocks):
                return chosen
            stuck = self._stuck(values)
            if any(self.freed[block] == MOST_FREED for block in stuck):
                return None
            if not stuck and not self._fix_more(values):
                return None
            self._set_free(stuck)
        return None

    def _stuck(self, values: FloatArray) -> list[int]:
        """Blocks that the LP gives no whole tour."""
        given = self.generation.master.tours(values)
        return [block for block in self.blocks if given[block] < 1 - WHOLE]

    def _set_free(self, stuck: list[int]) -> None:
        """Let them make every choice again that they could make at first."""
        for block in stuck:
            self.freed[block] += 1
            self.allowed.masks[block][:] = self.first.masks[block]
            self.generation.master.reopen(block)

    def _is_open(self) -> Mask:
        """Whether there is a choice left, for each block that is wanted and each day."""
        days = self.generation.pricing.data.num_days
        return np.array([self.allowed.is_open(block) for block in self.blocks], dtype=bool).reshape(-1, days)

    def _fix_more(self, values: FloatArray) -> bool:
        """Fix what is nearly chosen already, and some of what is chosen most; whether there was anything."""
        is_open = self._is_open()
        if not is_open.any():
            return self._fix_columns(values)
        choice, share = self._largest(values)
        number = max(self.least, round(self.pace.part * int(is_open.sum())))
        fixed = fixed_next(is_open, share, self.noise * self.random.random(share.shape), number)
        for place, block in enumerate(self.blocks):
            self.allowed.keep(block, choice[place, fixed[place]])
        self.generation.close()
        return True

    def _largest(self, values: FloatArray) -> tuple[IntArray, FloatArray]:
        """Choice with the largest share of each block on each day, and that share."""
        data = self.generation.pricing.data
        shares = Shares.of(data, self.generation.master.columns, values)
        largest = [shares.largest(data, block) for block in self.blocks]
        return np.array([choice for choice, _ in largest]), np.array([share for _, share in largest])

    def _fix_columns(self, values: FloatArray) -> bool:
        """Fix tours that are chosen most where shifts are settled, and only breaks and queues are not."""
        columns, left = self.generation.master.columns, np.where(values < 1 - WHOLE, values, 0.0)
        best: dict[int, int] = {}
        for place in np.flatnonzero(left > WHOLE).tolist():
            block = columns[place].block
            best[block] = max(place, best.get(block, place), key=lambda one: left[one])
        number = max(1, round(self.pace.step * len(self.blocks)))
        most = sorted(best.values(), key=lambda place: -left[place])[:number]
        self.generation.master.fix(most, [1] * len(most))
        return bool(most)
