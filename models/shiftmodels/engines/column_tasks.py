"""What solver processes are asked to do with tour columns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from shiftmodels.data import IntArray, ModelData
from shiftmodels.feasibility import softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus

if TYPE_CHECKING:
    from shiftmodels.columns.column import Column
    from shiftmodels.columns.generation import Generation, Pricing
    from shiftmodels.columns.search import Memory

LONG_TOUR = 100
"""Rows that a tour adds to, on average, from which on prices are found by ascent: LPs then take too long."""
SLICE_SECONDS = 2.0
"""Time between two reports of a bound."""
DIVE_SHARE = 0.5
"""Share of the time that is left when the bound stands, for the first dive."""
BRANCH_SHARE = 0.5
"""Share of it for branching after that."""
UNASSIGNED = 100
"""Cost of an agent without a tour in a master, in units of the dearest tour that is known."""


@dataclass(frozen=True, eq=False)
class RootReport:
    """
    Parameters
    ----------
    bound
        Bound of the whole problem in cost units; ``None`` when there is none.
    prices
        What supply is worth, in whole parts of a cost unit. Shape ``(R,)``.
    found
        A roster, where one was found since the report before.
    solved
        Whether the prices are those of all tours, as good as they get.
    """

    bound: int | None
    prices: IntArray | None
    found: Assignment | None = None
    solved: bool = False


@lru_cache(maxsize=1)
def pricing_of(data: ModelData) -> Pricing | None:
    """What prices tours of a problem; ``None`` when a block has too many of them."""
    from shiftmodels.columns.curves import Curves
    from shiftmodels.columns.generation import Pricing
    from shiftmodels.tours.search import insertions

    found = insertions(data)
    known = tuple(one for one in found if one is not None)
    soft = softened(data)
    return Pricing(soft, Curves.of(soft), known) if len(known) == len(found) else None


@dataclass(frozen=True)
class RootTask:
    """
    Bound of the whole problem by tour columns, and a roster from them.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed
        Of random choices.
    """

    limit_seconds: float
    seed: int

    def run(self, data: ModelData) -> Iterator[RootReport]:
        """Reports, each with a better bound or roster than the one before."""
        from shiftmodels.columns.roster import columns_of
        from shiftmodels.tours.search import TourSearch

        until, pricing = time.monotonic() + self.limit_seconds, pricing_of(data)
        if pricing is None:
            yield RootReport(None, None)
            return
        search = TourSearch(data, Assignment.empty(data), self.seed)
        if search.construct():
            yield RootReport(None, None)
            return
        first = columns_of(pricing.data, search.found, pricing.curves)
        if np.mean([len(column.rows) for column in first]) >= LONG_TOUR:
            yield from _ascend(pricing, search.found, until)
        else:
            yield from _generate(pricing, first, until)


def _ascend(pricing: Pricing, found: Assignment, until: float) -> Iterator[RootReport]:
    from shiftmodels.columns.ascent import Ascent

    constant = pricing.data.constant_cost
    target = cost_of(pricing.data, found) - constant
    ascent = Ascent(pricing, np.zeros(len(pricing.curves), dtype=np.int64))
    ended = False
    while not ended and time.monotonic() < until:
        ended = ascent.run(min(until, time.monotonic() + SLICE_SECONDS), target)
        if ascent.bound is not None:
            yield RootReport(ascent.bound + constant, ascent.prices, solved=ended)


def _generate(pricing: Pricing, first: list[Column], until: float) -> Iterator[RootReport]:
    from shiftmodels.columns.dive import dive
    from shiftmodels.columns.generation import Generation
    from shiftmodels.columns.master import Master
    from shiftmodels.columns.roster import assignment_of, dealt
    from shiftmodels.columns.totals import Totals

    data, curves = pricing.data, pricing.curves
    wanted = np.array([len(block.members) for block in data.blocks], dtype=np.int64)
    master = Master(curves, curves.fixed, wanted, unassigned_cost(first), Totals.of(data, curves))
    master.add(first)
    generation, solved = Generation(pricing, master), False
    while not solved and time.monotonic() < until:
        solved = generation.run(min(until, time.monotonic() + SLICE_SECONDS))
        yield _report(generation, data, generation.bound, solved)
    if not solved or generation.bound is None:
        return
    begin = time.monotonic()
    columns = dive(generation, begin + DIVE_SHARE * (until - begin))
    found = None if columns is None else assignment_of(data, dealt(data, columns))
    yield _report(generation, data, generation.bound, solved, found)
    cutoff = np.inf if found is None else cost_of(data, found) - data.constant_cost
    yield from _branch(generation, data, cutoff, time.monotonic() + BRANCH_SHARE * (until - begin))


def _branch(generation: Generation, data: ModelData, cutoff: float, until: float) -> Iterator[RootReport]:
    from shiftmodels.columns.branch import Branching

    assert generation.bound is not None
    assert generation.center is not None
    prices = generation.center
    branching, ended = Branching(generation, generation.bound), False
    while not ended and time.monotonic() < until:
        ended = branching.run(min(until, time.monotonic() + SLICE_SECONDS), cutoff)
        yield RootReport(branching.bound + data.constant_cost, prices)


def _report(
    generation: Generation, data: ModelData, bound: int | None, solved: bool, found: Assignment | None = None
) -> RootReport:
    return RootReport(None if bound is None else bound + data.constant_cost, generation.center, found, solved)


def unassigned_cost(columns: list[Column]) -> float:
    """Cost units of an agent without a tour, more than a tour is worth."""
    return float(UNASSIGNED * max(1000, *(abs(column.tour.own) for column in columns)))


@dataclass(frozen=True, eq=False)
class ColumnTask:
    """
    Improve a roster by neighbourhoods of tour columns.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed
        Of the random choices.
    found
        The roster.
    prices
        What supply is worth by the master of the whole problem. Shape ``(R,)``.
    """

    limit_seconds: float
    seed: int
    found: Assignment
    prices: IntArray

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment]:
        """``feasible`` and the roster, no worse than it was."""
        from shiftmodels.columns.roster import assignment_of, columns_of
        from shiftmodels.columns.search import ColumnSearch

        until, pricing = time.monotonic() + self.limit_seconds, pricing_of(data)
        assert pricing is not None
        roster = columns_of(pricing.data, self.found, pricing.curves)
        search = ColumnSearch(pricing, roster, self.prices, unassigned_cost(roster), abs(self.seed), _memory(data))
        search.improve(until)
        return ModelStatus.FEASIBLE, assignment_of(data, search.roster)


@lru_cache(maxsize=1)
def _memory(data: ModelData) -> Memory:
    """What searches of this process have learnt."""
    from shiftmodels.columns.search import Memory

    return Memory()
