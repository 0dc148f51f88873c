"""The LP of all tours: its bound, rosters of dives from it, and what searches go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.feasibility import softened
from shiftmodels.solution import Assignment, cost_of

if TYPE_CHECKING:
    from shiftmodels.columns.column import Column
    from shiftmodels.columns.dive import Pace
    from shiftmodels.columns.generation import Generation, Pricing
    from shiftmodels.columns.search import Guide, Memory

FloatArray = NDArray[np.float64]

SLICE_SECONDS = 2.0
"""Time between two reports of a bound."""
NEARLY = 0.02
"""Of the objective of the LP, how much the bound may be lower when units of equipment are placed by it."""
DIVE_SHARE = 0.5
"""Share of the time that is left when the bound stands, for the first dive."""
BRANCH_SHARE, IDLE_SHARE = 0.5, 0.08
"""Share of it for branching after that at most, and share after which it is given up if nothing got better."""
GUIDE_COLUMNS = 60
"""Columns of an agent that are handed to searches, in addition to those that the LP of all tours chooses."""
UNASSIGNED = 100
"""Cost of an agent without a tour in a master, in units of the dearest tour that is known."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """
    A roster drawn from a solution of the LP of all tours.

    Parameters
    ----------
    found
        The roster.
    prices
        Price of a unit of supply, in cost units: what it costs where there is more than required, less what it saves
        where there is less. Shape ``(Q, T)``.
    """

    found: Assignment
    prices: FloatArray


@dataclass(frozen=True, eq=False)
class RootReport:
    """
    Parameters
    ----------
    bound
        Bound of the whole problem in cost units; ``None`` when there is none.
    found
        A roster, where one was found since the report before.
    guide
        What searches by columns go by, once it is good.
    placed
        Units of equipment where the LP has them, and nobody else at work; ``None`` where there are none.
    drawn
        A roster from the LP to search on from, where the ascent has just ended.
    message
        What else is to be told.
    """

    bound: int | None
    found: Assignment | None = None
    guide: Guide | None = None
    placed: Assignment | None = None
    drawn: Drawn | None = None
    message: str = ""


@lru_cache(maxsize=1)
def pricing_of(data: ModelData) -> Pricing | None:
    """What prices tours of a problem; ``None`` when a block has too many of them, or they are too dear."""
    from shiftmodels.columns.curves import Curves
    from shiftmodels.columns.generation import Pricing, are_tours_too_dear
    from shiftmodels.tours.search import insertions

    soft = softened(data)
    if are_tours_too_dear(soft):
        return None
    found = insertions(data)
    known = tuple(one for one in found if one is not None)
    return Pricing(soft, Curves.of(soft), known) if len(known) == len(found) else None


@lru_cache(maxsize=1)
def agents_of(pricing: Pricing) -> Pricing:
    """The same, each agent a block of his own."""
    return pricing.individually()


class Root:
    """
    Bound, first roster and better bound, one after the other.

    Parameters
    ----------
    pricing
        What prices the tours of the problem.
    first
        Tours of a roster.
    until
        Reading of ``clock.now`` at which to end.
    is_alone
        Whether nobody else makes a quick dive.

    Attributes
    ----------
    generation
        Columns of the blocks.
    """

    def __init__(self, pricing: Pricing, first: list[Column], until: float, *, is_alone: bool) -> None:
        from shiftmodels.columns.generation import Generation
        from shiftmodels.columns.master import Master
        from shiftmodels.columns.totals import Totals

        self.pricing, self.until, self.is_alone = pricing, until, is_alone
        soft, curves = pricing.data, pricing.curves
        wanted = np.array([len(block.members) for block in soft.blocks], dtype=np.int64)
        self.dear = unassigned_cost(first)
        master = Master(curves, curves.fixed, wanted, self.dear, Totals.of(soft, curves))
        master.add(first)
        self.generation = Generation(pricing, master)

    def go(self) -> Iterator[RootReport]:
        """Reports, each with a better bound or roster than the one before."""
        from shiftmodels.columns.placing import place_units

        generation, solved, is_placed = self.generation, False, False
        while not solved and clock.now() < self.until:
            rounds = generation.rounds
            solved = generation.run(min(self.until, clock.now() + SLICE_SECONDS))
            yield RootReport(self._bound)
            if not is_placed and self._is_nearly_solved:
                is_placed = True
                yield RootReport(self._bound, placed=place_units(generation))
            if not solved and generation.rounds == rounds:
                # The LP gave no prices; it would give none again.
                return
        if not solved or generation.bound is None:
            return
        begin = clock.now()
        yield RootReport(self._bound, guide=self.guide())
        found = None
        for found in self._dives(begin + DIVE_SHARE * (self.until - begin)):
            yield RootReport(self._bound, found)
        yield from self._branch(self._cost(found), self.until - begin)

    @property
    def _is_nearly_solved(self) -> bool:
        """Whether the LP of the tours that are known costs hardly more than that of all can."""
        bound, objective = self.generation.bound, self.generation.master.objective
        return bound is not None and objective - bound <= NEARLY * abs(objective)

    @property
    def _bound(self) -> int | None:
        bound = self.generation.bound
        return None if bound is None else bound + self.pricing.data.constant_cost

    def guide(self) -> Guide:
        """What the LP knows as it stands; it has had a bound."""
        from shiftmodels.columns.search import Guide
        from shiftmodels.columns.shares import Shares

        generation, soft = self.generation, self.pricing.data
        assert generation.center is not None
        shares = Shares.of(soft, generation.master.columns, generation.master.values())
        least = [self.pricing.cheapest(block, generation.center) for block in range(len(soft.blocks))]
        return Guide(
            generation.center,
            np.array([0 if one is None else one[0] for one in least], dtype=np.int64)[soft.block_of],
            shares.individually(soft),
            tuple(self._individually(self._best_columns())),
        )

    def _best_columns(self) -> list[Column]:
        """Columns that the LP chooses, and those of each block that nearly pay."""
        master, best = self.generation.master, []
        for block in range(len(master.wanted)):
            own = [column for column in master.columns if column.block == block]
            best += sorted(own, key=master.reduced)[:GUIDE_COLUMNS]
        known = {id(column) for column in best}
        return best + [column for column in master.used() if id(column) not in known]

    def _individually(self, columns: list[Column]) -> list[Column]:
        """A column of each member of the block of each."""
        blocks = self.pricing.data.blocks
        return [replace(column, block=agent) for column in columns for agent in blocks[column.block].members]

    def _dives(self, until: float) -> Iterator[Assignment]:
        """Rosters of dives, each better than the one before."""
        from shiftmodels.columns.dive import QUICK, THOROUGH

        pricing, best = agents_of(self.pricing), None
        generation = from_columns(pricing, self._individually(self.generation.master.columns), self.dear)
        for pace in (QUICK, THOROUGH) if self.is_alone else (THOROUGH,):
            found = dived(generation, until, self._cost(best), pace)
            if found is not None:
                best = found
                yield found

    def _cost(self, found: Assignment | None) -> float:
        """Cost as of the master, without constants."""
        soft = self.pricing.data
        return np.inf if found is None else cost_of(soft, found) - soft.constant_cost

    def _branch(self, cutoff: float, seconds: float) -> Iterator[RootReport]:
        from shiftmodels.columns.branch import Branching

        generation, begin = self.generation, clock.now()
        assert generation.bound is not None
        branching, ended, better = Branching(generation, generation.bound), False, begin
        latest = min(self.until, begin + BRANCH_SHARE * seconds)
        while not ended and clock.now() < min(latest, better + IDLE_SHARE * seconds):
            bound, found = branching.bound, branching.found
            ended = branching.run(min(latest, clock.now() + SLICE_SECONDS), cutoff)
            new = None if branching.found is found else branching.found
            better = clock.now() if new is not None or branching.bound > bound else better
            yield RootReport(branching.bound + self.pricing.data.constant_cost, _roster(self.pricing, new))


def from_columns(pricing: Pricing, columns: Iterable[Column], dear: float) -> Generation:
    """Column generation of all agents, each a block of his own, that begins with some columns."""
    from shiftmodels.columns.generation import Generation
    from shiftmodels.columns.master import Master

    wanted = np.ones(pricing.data.num_agents, dtype=np.int64)
    master = Master(pricing.curves, pricing.curves.fixed, wanted, dear)
    master.add(columns)
    return Generation(pricing, master)


def dived(generation: Generation, until: float, cutoff: float, pace: Pace) -> Assignment | None:
    """The roster of a dive; ``None`` where none below the cutoff, without constants, was found in time."""
    from shiftmodels.columns.dive import dive

    return _roster(generation.pricing, dive(generation, until, cutoff, pace=pace))


def _roster(pricing: Pricing, found: list[Column] | None) -> Assignment | None:
    from shiftmodels.columns.roster import assignment_of, dealt

    return None if found is None else assignment_of(pricing.data, dealt(pricing.data, found))


def unassigned_cost(columns: list[Column]) -> float:
    """Cost units of an agent without a tour, more than a tour is worth."""
    return float(UNASSIGNED * max(1000, *(abs(column.tour.own) for column in columns)))


@lru_cache(maxsize=1)
def memory_of(data: ModelData) -> Memory:
    """What searches of this process have learnt."""
    from shiftmodels.columns.free import Experience
    from shiftmodels.columns.search import Memory

    return Memory(experience=Experience.of(data.num_days))
