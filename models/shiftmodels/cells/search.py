"""Simulated annealing of a roster by moves of cells."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shiftmodels.cells.kernel import anneal
from shiftmodels.cells.tables import Cells
from shiftmodels.clock import CELL_ROW_SECONDS, CELL_SECONDS, clock
from shiftmodels.data import ModelData
from shiftmodels.feasibility import softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.chance import chance_of

HOT, COLD = 0.4, 0.025
"""Temperature at the beginning and at the end, as a multiple of what it costs that an agent is missing in a shift."""
STEPS = 500
"""Temperatures, of which each is the same share of the last."""


def anneal_cells(data: ModelData, found: Assignment, seed: int, limit_seconds: float) -> Iterator[Assignment]:
    """
    Rosters, each cheaper than all before it, hard limits of coupling rows priced.

    Parameters
    ----------
    data
        A problem of cells, see ``knows_cells``.
    found
        Where to begin; it obeys the rows of every block.
    seed
        Of the random choices.
    limit_seconds
        Time or work, over which the temperature falls. (S. Kirkpatrick, C. Gelatt and M. Vecchi 1983,
        doi:10.1126/science.220.4598.671; for rosters with moves like these S. Ceschia, R. Guido and A. Schaerf 2020,
        doi:10.1007/s10479-020-03527-6.)
    """
    start, soft = clock.now(), softened(data)
    cells, chance = Cells.of(soft), chance_of(np.random.default_rng(seed))
    state, worth = cells.state(found), _worth_of_shift(data)
    cost = best = cost_of(soft, found)
    if not len(cells.tables.cells):
        return
    kept = np.stack([state.shift, state.queue])
    move = np.zeros((4, 2 * data.num_days), dtype=np.int64)
    moves = max(1, int(limit_seconds / STEPS / _seconds_of_move(cells)))
    while (share := (clock.now() - start) / limit_seconds) < 1:
        change, least = anneal(
            cells.tables, state, chance, moves, worth * HOT * (COLD / HOT) ** share, best - cost, kept, move
        )
        clock.work(moves * _seconds_of_move(cells))
        is_better = cost + least < best
        best, cost = min(best, cost + least), cost + change
        if is_better:
            yield cells.assignment(kept[0], kept[1])


def _seconds_of_move(cells: Cells) -> float:
    """Work of a move."""
    tables = cells.tables
    return CELL_SECONDS + CELL_ROW_SECONDS * len(tables.entries) / max(1, len(tables.shifts))


def _worth_of_shift(data: ModelData) -> float:
    """What it costs, in cost units, that an agent is missing where one is asked for, on average over his shifts."""
    cover = data.cover
    prices = cover.under_cost[cover.required > 0]
    units = [int(block.proficiency.max(initial=0)) for block in data.blocks]
    lengths = [float(np.mean(block.shifts.end - block.shifts.start)) for block in data.blocks if len(block.shifts)]
    if not len(prices) or not lengths:
        return 1.0
    return max(1.0, float(np.mean(prices)) * float(np.mean(units)) * float(np.mean(lengths)))
