"""
A better bound by branching on totals of supply, then on choices of agents, best part first.

Rosters are split by totals that have a fraction in the LP of all tours: at most the whole number below, or at least the
one above. Where every total is whole, they are split by what one agent does on one day: a choice is made, or it is not.
The bound of the problem is the least of all parts; a part that cannot beat the best roster is done with.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray
from shiftmodels.columns.shares import Shares
from shiftmodels.tours.choices import Allowed

WHOLE = 1e-5
"""How far from a whole number a total counts as one."""


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
    """

    generation: Generation
    bound: int
    nodes: int = 0
    _open: list[tuple[int, int, _Part]] = field(default_factory=list)
    _closed: int | None = None
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
            Reading of ``time.monotonic`` at which to stop.
        cutoff
            Cost units of the best roster that is known.

        Returns
        -------
        Whether there is nothing left to branch on. ``bound`` is then the best of this method, ``cutoff`` at most.
        """
        while self._open and time.monotonic() < until:
            bound, _, part = self._open[0]
            self._note(cutoff)
            if bound >= cutoff or (self._closed is not None and bound >= self._closed):
                return True
            children = self._children(bound, part, until, cutoff)
            if children is None:
                return False
            heapq.heappop(self._open)
            for child in children:
                self._push(*child)
            self._note(cutoff)
        return not self._open

    def _push(self, bound: int, part: _Part) -> None:
        heapq.heappush(self._open, (bound, next(self._number), part))

    def _note(self, cutoff: float) -> None:
        """The bound is that of the worst part, open or given up."""
        bounds = [part[0] for part in self._open[:1]] + ([] if self._closed is None else [self._closed])
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
        children = self._by_total(part) or self._by_choice(part)
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

    def _by_total(self, part: _Part) -> list[_Part]:
        """Split by the first total with a fraction; nothing where all are whole."""
        master = self.generation.master
        totals = master.totals.values(master.supplied(), master.curves)
        fractions = np.abs(totals - np.rint(totals)) > WHOLE
        if not fractions.any():
            return []
        place = int(np.argmax(fractions))
        below, above = part.limits.copy(), part.limits.copy()
        below[1, place], above[0, place] = np.floor(totals[place]), np.ceil(totals[place])
        return [_Part(below, part.allowed), _Part(above, part.allowed)]

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
