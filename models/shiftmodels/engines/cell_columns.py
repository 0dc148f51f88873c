"""A roster of cells made better by columns, in one process: the LP of all tours, then neighbourhoods of the roster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.engines.column_root import Root, agents_of, memory_of, unassigned_cost
from shiftmodels.solution import Assignment

if TYPE_CHECKING:
    from shiftmodels.columns.generation import Pricing

LP_SHARE = 0.65
"""Of the time, share after which searches go by what the LP knows then, solved or not."""
WEIGHT = 0.5
"""Of work on columns of cells, where tours have no breaks: pricing takes a third of the time elsewhere, an LP half."""
SLICE_SECONDS = 1.0
"""Time between two looks at the roster."""


def improved_by_columns(
    data: ModelData, pricing: Pricing, found: Assignment, seed: int, until: float
) -> Iterator[Assignment]:
    """
    Rosters, each cheaper than all before it, hard limits of coupling rows priced.

    Parameters
    ----------
    data
        The problem.
    pricing
        What prices its tours.
    found
        Where to begin; it obeys the rows of every block.
    seed
        Of the random choices.
    until
        Reading of ``clock.now`` at which to end.
    """
    from shiftmodels.columns.roster import assignment_of, columns_of
    from shiftmodels.columns.search import ColumnSearch

    with clock.weighing(WEIGHT):
        root = Root(pricing, columns_of(pricing.data, found, pricing.curves), until, is_alone=True)
        root.generation.run(clock.now() + LP_SHARE * (until - clock.now()))
        if root.generation.center is None:
            return
        agents = agents_of(pricing)
        roster = columns_of(agents.data, found, agents.curves)
        search = ColumnSearch(agents, roster, root.guide(), unassigned_cost(roster), seed, memory_of(data))
        least, bound = search.cost, root.generation.bound
        while clock.now() < until and (bound is None or bound < least):
            search.improve(min(until, clock.now() + SLICE_SECONDS), until)
            if search.cost < least:
                least = search.cost
                yield assignment_of(data, search.roster)
