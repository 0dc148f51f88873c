"""
A better bound by branching on totals of supply, then on choices of agents, best part first, the newest of equals.

Rosters are split by totals that have a fraction in the LP of all tours: at most the whole number below, or at least the
one above. Where every total is whole, they are split by what one agent does on one day: a choice is made, or it is not.
The bound of the problem is the least of all parts; a part that cannot beat the best roster is done with. An LP solution
without a fraction is a roster. Where costs are whole numbers, many parts have the same bound: the newest of them is the
one with most choices made, so that such a roster is soon found.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from shiftmodels.clock import clock
from shiftmodels.columns.column import Column
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray
from shiftmodels.columns.shares import Shares
from shiftmodels.tours.choices import Allowed

WHOLE = 1e-5
"""How far from a whole number a total counts as one."""
DIVE_PARTS = 60
"""Parts after which the oldest of equals is looked at, and not the newest."""
CANDIDATES = 10
"""Totals with a fraction that are compared, the widest first."""
TRIALS = 4
"""Times that a total is tried before what it promises is taken to be known."""
GAIN = 1e-3
"""Least gain that counts, so that a child without one does not hide the other's."""


@dataclass(frozen=True, eq=False)
class _Part:
    """Limits of totals, shape ``(2, N)``, and choices that are allowed."""

    limits: FloatArray
    allowed: Allowed


@dataclass(eq=False)
class Branching:
    """
    Parameters
    ----------
    generation
        Columns and a master with totals; its LP is solved. It is left restricted to the part looked at last.
    bound
        Bound of the whole problem in cost units, constants of blocks left out.
    found
        Columns of the best roster found, one for each agent of a block; ``None`` before the first.
    """

    generation: Generation
    bound: int
    found: list[Column] | None = None
    nodes: int = 0
    _open: list[tuple[int, int, _Part]] = field(default_factory=list)
    _closed: int | None = None
    _cost: float = np.inf
    _promises: defaultdict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    _number: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        allowed = Allowed(self.generation.pricing.data)
        self._push(self.bound, _Part(self.generation.master.limits, allowed))

    def run(self, until: float, cutoff: float) -> bool:
        """
        Branch on.

        Parameters
        ----------
        until
            Reading of ``clock.now`` at which to stop.
        cutoff
            Cost units of the best roster that is known.

        Returns
        -------
        Whether there is nothing left to branch on. ``bound`` is then the best of this method, ``cutoff`` at most.
        """
        while self._open and clock.now() < until:
            cutoff = min(cutoff, self._cost)
            bound, number, part = self._next()
            self._note(cutoff)
            if bound >= cutoff or (self._closed is not None and bound >= self._closed):
                return True
            children = self._children(bound, part, until, cutoff)
            if children is None:
                return False
            self._open.remove((bound, number, part))
            for child in children:
                self._push(*child)
            self._note(min(cutoff, self._cost))
        return not self._open

    def _push(self, bound: int, part: _Part) -> None:
        self._open.append((bound, next(self._number), part))

    def _next(self) -> tuple[int, int, _Part]:
        """The part to look at next."""
        least = min(bound for bound, _, _ in self._open)
        worst = [entry for entry in self._open if entry[0] == least]
        return worst[0 if self.nodes % DIVE_PARTS == 0 else -1]

    def _note(self, cutoff: float) -> None:
        """The bound is that of the worst part, open or given up."""
        bounds = [part[0] for part in self._open] + ([] if self._closed is None else [self._closed])
        least = min(bounds, default=cutoff)
        self.bound = int(max(self.bound, min(least, cutoff)))

    def _children(self, bound: int, part: _Part, until: float, cutoff: float) -> list[tuple[int, _Part]] | None:
        """Parts of a part that can still beat the cutoff; ``None`` when time was up."""
        generation = self.generation
        self.nodes += 1
        self._restrict(part)
        generation.bound = None
        solved = generation.run(until, target=cutoff)
        bound = max(bound, bound if generation.bound is None else generation.bound)
        if bound >= cutoff:
            return []
        if not solved:
            return None
        children = [] if self._take() else self._by_total(part, cutoff) or self._by_choice(part)
        if not children:
            self._closed = bound if self._closed is None else min(self._closed, bound)
        return [(bound, child) for child in children]

    def _restrict(self, part: _Part) -> None:
        """Let master and pricing find rosters of a part."""
        generation = self.generation
        generation.allowed = part.allowed
        generation.master.limit(part.limits)
        generation.master.release()
        generation.close()

    def _take(self) -> bool:
        """Take a roster where the LP chooses whole columns only; whether it does."""
        master = self.generation.master
        values = master.values()
        times = np.rint(values).astype(np.int64)
        if np.any(np.abs(values - times) > WHOLE) or np.any(master.tours(times) != master.wanted):
            return False
        cost = np.rint(master.objective)
        if cost < self._cost:
            self._cost = cost
            self.found = [column for column, often in zip(master.columns, times, strict=True) for _ in range(often)]
        return True

    def _by_total(self, part: _Part, cutoff: float) -> list[_Part]:
        """
        Split by the total with a fraction that promises most; nothing where all are whole.

        Reliability branching (T. Achterberg, T. Koch and A. Martin 2005, doi:10.1016/j.orl.2004.04.002).
        """
        master = self.generation.master
        totals = master.totals.values(master.supplied(), master.curves)
        fractions = np.abs(totals - np.rint(totals)) > WHOLE
        if not fractions.any():
            return []
        some = np.flatnonzero(fractions)[:CANDIDATES].tolist()
        children = {place: _split(part, place, float(totals[place])) for place in some}
        objective = master.objective
        return children[max(some, key=lambda place: self._promise(place, children[place], objective, cutoff))]

    def _promise(self, place: int, children: list[_Part], objective: float, cutoff: float) -> float:
        """How much both children of a total raise the bound: tried on known columns a few times, then remembered."""
        known = self._promises[place]
        if len(known) < TRIALS:
            gains = [max(GAIN, min(self._objective(child), cutoff) - objective) for child in children]
            known.append(gains[0] * gains[1])
        return float(np.mean(known))

    def _objective(self, part: _Part) -> float:
        """Of the LP of the columns known, in a part that differs by its limits from the one looked at."""
        master = self.generation.master
        master.limit(part.limits)
        return master.objective if master.solve() else np.inf

    def _by_choice(self, part: _Part) -> list[_Part]:
        """Split by the choice that is nearest to being made half, of agents who are alone in their block."""
        data, master = self.generation.pricing.data, self.generation.master
        shares = Shares.of(data, master.columns, master.values()).of_block
        alone = [block for block, own in enumerate(data.blocks) if len(own.members) == 1]
        far = {block: np.abs(shares[block] - 0.5) for block in alone}
        block = min(alone, key=lambda one: float(far[one].min()), default=-1)
        if block < 0 or far[block].min() > 0.5 - WHOLE:
            return []
        choice = int(np.argmin(far[block]))
        without, within = part.allowed.copy(), part.allowed.copy()
        without.bar(block, choice)
        within.keep(block, np.array([choice]))
        return [_Part(part.limits, without), _Part(part.limits, within)]


def _split(part: _Part, place: int, value: float) -> list[_Part]:
    """A total at most the whole number below a value, and at least the one above it."""
    below, above = part.limits.copy(), part.limits.copy()
    below[1, place], above[0, place] = np.floor(value), np.ceil(value)
    return [_Part(below, part.allowed), _Part(above, part.allowed)]
