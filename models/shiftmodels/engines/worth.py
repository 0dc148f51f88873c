"""What supply is worth in a problem of cells: the LP of all tours, in a process of its own."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.engines.cell_columns import WEIGHT
from shiftmodels.engines.cell_task import ANNEAL_SHARE, COMPILING_SECONDS
from shiftmodels.engines.column_root import Root, pricing_of
from shiftmodels.engines.crew import Crew
from shiftmodels.engines.run import Run, SolveOptions
from shiftmodels.solution import Assignment


@dataclass(frozen=True, eq=False)
class Worth:
    """
    Parameters
    ----------
    amounts
        What a unit on each queue in each interval saves, in cost units. Shape ``(Q, T)``.
    bound
        Bound of the problem, in cost units.
    found
        A roster that was found on the way; it obeys the rows of every block.
    """

    amounts: NDArray[np.float64]
    bound: int
    found: Assignment


@dataclass(frozen=True, eq=False)
class WorthTask:
    """
    The LP of all tours of a problem of cells, from a roster that is annealed first.

    Parameters
    ----------
    limit_seconds
        Time or work; by then prices need not be the best.
    seed
        Of the random choices.
    found
        Where to begin; it obeys the rows of every block.
    """

    limit_seconds: float
    seed: int
    found: Assignment

    def run(self, data: ModelData) -> Worth | None:
        """What supply is worth; ``None`` where tours cannot be priced, or not in time."""
        # Compiled code takes long to import; other tasks do not need it.
        from shiftmodels.cells.search import anneal_cells
        from shiftmodels.columns.bid_prices import worth_of_supply
        from shiftmodels.columns.roster import columns_of

        until, pricing = clock.now() + self.limit_seconds, pricing_of(data)
        if pricing is None:
            return None
        *_, found = self.found, *anneal_cells(data, self.found, self.seed, ANNEAL_SHARE * self.limit_seconds)
        with clock.weighing(WEIGHT):
            root = Root(pricing, columns_of(pricing.data, found, pricing.curves), until, is_alone=True)
            generation = root.generation
            generation.run(until)
        if generation.bound is None:
            return None
        return Worth(worth_of_supply(generation), generation.bound + data.constant_cost, found)


def find_worth(
    data: ModelData, options: SolveOptions, found: Assignment, stop: threading.Event | None = None
) -> tuple[Worth, float] | None:
    """
    Find what supply is worth.

    Parameters
    ----------
    data
        A problem of cells, see ``cells/knows.py``.
    options
        Limits and seed.
    found
        Where to begin; it obeys the rows of every block.
    stop
        Set it to end early.

    Returns
    -------
    It, and the time or work that it took; ``None`` where there are no prices in time.
    """
    run = Run(data, options, None, stop)
    with Crew(data, 1, options.memory_mb, run.clock) as crew:
        crew.fresh_seconds = COMPILING_SECONDS
        crew.give(WorthTask(run.remaining, options.seed, found))
        while not run.stop.is_set() and not run.is_cut_off:
            for _, answer in crew.answers(0.05):
                return (answer, run.seconds) if isinstance(answer, Worth) else None
    return None
