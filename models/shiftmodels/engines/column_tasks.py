"""What solver processes are asked to do with tour columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shiftmodels.clock import clock
from shiftmodels.data import IntArray, ModelData
from shiftmodels.engines.column_root import (
    SLICE_SECONDS,
    Drawn,
    Root,
    RootReport,
    agents_of,
    dived,
    from_columns,
    memory_of,
    pricing_of,
    unassigned_cost,
)
from shiftmodels.feasibility import softened
from shiftmodels.solution import Assignment
from shiftmodels.status import ModelStatus

if TYPE_CHECKING:
    from shiftmodels.columns.ascent import Ascent
    from shiftmodels.columns.column import Column
    from shiftmodels.columns.generation import Pricing
    from shiftmodels.columns.search import Guide

LONG_TOUR = 100
"""Rows that a tour adds to, on average, from which on prices are found by ascent: LPs then take too long."""
LARGE_LP = 2000
"""Rows of the LP from which on it is not even solved after that: a round takes a quarter of a minute then."""
FEW_ROUNDS = 30
"""Rounds of the ascent where the LP is solved after it."""
ASCENT_SHARE = 0.3
"""Share of the time for the ascent, so that there is some for searches that go on from it."""
LAST_SHARE = 0.4
"""Share of the time of a search kept for its last neighbourhood, so that none is given up half done."""


TOO_DEAR = "Costs are too large, or too finely divided, for a bound by tours; round weights and hourly costs."


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
    is_alone
        Whether nobody else makes a quick dive.
    """

    limit_seconds: float
    seed: int
    is_alone: bool

    def run(self, data: ModelData) -> Iterator[RootReport]:
        """Reports, each with a better bound or roster than the one before; none where tours cannot be priced."""
        from shiftmodels.columns.generation import are_tours_too_dear
        from shiftmodels.columns.roster import columns_of
        from shiftmodels.tours.search import TourSearch

        until, pricing = clock.now() + self.limit_seconds, pricing_of(data)
        if pricing is None:
            yield RootReport(None, message=TOO_DEAR if are_tours_too_dear(softened(data)) else "")
            return
        search = TourSearch(data, Assignment.empty(data), self.seed)
        if search.construct():
            yield RootReport(None)
            return
        first = columns_of(pricing.data, search.found, pricing.curves)
        root = Root(pricing, first, until, is_alone=self.is_alone)
        if np.mean([len(column.rows) for column in first]) >= LONG_TOUR:
            yield from _ascend(root, first, until, self.seed)
            if len(pricing.curves) >= LARGE_LP:
                return
        yield from root.go()


def _ascend(root: Root, first: list[Column], until: float, seed: int) -> Iterator[RootReport]:
    """A bound without LPs, by ascent; column generation goes on from its prices and tours."""
    from shiftmodels.columns.ascent import MOST_ROUNDS, Ascent

    most_rounds = MOST_ROUNDS if len(root.pricing.curves) >= LARGE_LP else FEW_ROUNDS
    seconds = max(1e-3, ASCENT_SHARE * (until - clock.now()))
    ascent = Ascent(root.pricing, first, seconds, most_rounds, abs(seed))
    ended = False
    while not ended and clock.now() < until:
        ended = ascent.run(min(until, clock.now() + SLICE_SECONDS))
        yield _noted(root, ascent.bound, ascent.prices)
    root.generation.master.add(ascent.mixture.columns())
    if ended:
        yield replace(_noted(root, ascent.bound, ascent.prices), drawn=_drawn(root.pricing, ascent))


def _drawn(pricing: Pricing, ascent: Ascent) -> Drawn:
    """A roster of the mixture, and the prices at which it stands."""
    from shiftmodels.columns.roster import assignment_of, dealt

    prices = np.append(ascent.center / pricing.scale, 0.0)[pricing.curves.row_of]
    return Drawn(assignment_of(pricing.data, dealt(pricing.data, ascent.mixture.drawn())), prices)


def _noted(root: Root, bound: int | None, prices: IntArray) -> RootReport:
    """The best bound so far, of which generation knows the prices."""
    generation = root.generation
    if bound is not None and (generation.bound is None or bound > generation.bound):
        generation.bound, generation.center = bound, prices
    return RootReport(None if generation.bound is None else generation.bound + root.pricing.data.constant_cost)


@dataclass(frozen=True, eq=False)
class DiveTask:
    """
    A roster soon, by a quick dive from the columns of the LP of all tours.

    Parameters
    ----------
    limit_seconds
        Wall time.
    guide
        What the LP knows.
    """

    limit_seconds: float
    guide: Guide

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment | None]:
        """``feasible`` and the roster; ``unknown`` where the dive finds none."""
        from shiftmodels.columns.dive import QUICK

        until, shared = clock.now() + self.limit_seconds, pricing_of(data)
        assert shared is not None
        columns = list(self.guide.columns)
        found = dived(from_columns(agents_of(shared), columns, unassigned_cost(columns)), until, np.inf, QUICK)
        return (ModelStatus.UNKNOWN if found is None else ModelStatus.FEASIBLE), found


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
    guide
        What the LP of all tours knows.
    """

    limit_seconds: float
    seed: int
    found: Assignment
    guide: Guide

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment]:
        """``feasible`` and the roster, no worse than it was."""
        from shiftmodels.columns.roster import assignment_of, columns_of
        from shiftmodels.columns.search import ColumnSearch

        until, shared = clock.now() + self.limit_seconds, pricing_of(data)
        assert shared is not None
        pricing = agents_of(shared)
        roster = columns_of(pricing.data, self.found, pricing.curves)
        search = ColumnSearch(pricing, roster, self.guide, unassigned_cost(roster), abs(self.seed), memory_of(data))
        search.improve(until - LAST_SHARE * self.limit_seconds, until)
        search.recombine(max(0.0, until - clock.now()))
        return ModelStatus.FEASIBLE, assignment_of(data, search.roster)
