"""Annealing by cells: what moves say they cost, and how good rosters get."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels import warm_up
from shiftmodels.cells.kernel import anneal
from shiftmodels.cells.knows import knows_cells
from shiftmodels.cells.search import anneal_cells
from shiftmodels.cells.tables import Cells
from shiftmodels.data import Gaps, ModelData
from shiftmodels.engines import cell_task, staged
from shiftmodels.engines.cell_task import CellTask, legal_start
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus
from shiftmodels.tours.chance import chance_of
from tests.models.brute_force import optimum
from tests.models.random_data import random_data


def _cells(seed: int) -> ModelData:
    """A random problem of cells; agents may be off on every day."""
    data = random_data(seed)
    blocks = tuple(
        replace(block, rows=tuple(row for row in block.rows if not isinstance(row, Gaps))) for block in data.blocks
    )
    return replace(data, blocks=blocks, spreads=())


SEEDS = [seed for seed in range(60) if legal_start(_cells(seed), None) is not None][:20]


def test_what_cells_are() -> None:
    """Gaps, spreads and several queues in a longer shift are none."""
    assert knows_cells(_cells(SEEDS[0]))
    assert not all(knows_cells(random_data(seed)) for seed in SEEDS)
    data = _cells(SEEDS[0])
    two = tuple(
        replace(
            block,
            queues=np.array([0, 0]),
            proficiency=np.array([1, 1]),
            minimum_block=np.array([1, 1]),
            queue_cost=np.zeros(2, dtype=np.int64),
        )
        for block in data.blocks
    )
    assert not knows_cells(replace(data, blocks=two))


def test_cells_are_warmed_up() -> None:
    """What installing compiles is a problem of cells, of one that is none but for its breaks and gaps."""
    assert knows_cells(warm_up.smallest_cells())
    assert not knows_cells(warm_up.smallest())


def test_columns_go_on_from_annealing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With next to no annealing, columns find the optimum, and each roster is cheaper than the one before."""
    monkeypatch.setattr(cell_task, "ANNEAL_SHARE", 1e-6)
    for seed in SEEDS[:6]:
        data = _cells(seed)
        found = list(CellTask(60.0, 0, Assignment.empty(data)).run(data)) or [Assignment.empty(data)]
        costs = [cost_of(softened(data), one) for one in found]
        assert costs == sorted(costs, reverse=True)
        assert costs[-1] == optimum(softened(data))


def test_no_columns_without_time_for_them() -> None:
    """Diagrams of 30 blocks over 28 days take seconds: of one second all goes to annealing."""
    data = _cells(SEEDS[0])
    least = cell_task.BLOCK_SECONDS * len(data.blocks) * data.num_days
    assert cell_task.has_time_for_columns(data, least)
    assert not cell_task.has_time_for_columns(data, 0.99 * least)


@pytest.mark.parametrize("seed", SEEDS)
def test_moves_cost_what_they_say(seed: int) -> None:
    """After many moves, hot and cold, the cost is that of the arrays, and every tour obeys its rows."""
    data = _cells(seed)
    cells, found = Cells.of(data), Assignment.empty(data)
    state, chance = cells.state(found), chance_of(np.random.default_rng(seed))
    kept, move = np.stack([state.shift, state.queue]), np.zeros((4, 2 * data.num_days), dtype=np.int64)
    cost = cost_of(data, found)
    for temperature in (50.0, 5.0, 0.5):
        change, least = anneal(cells.tables, state, chance, 300, temperature, 0, kept, move)
        best = cells.assignment(kept[0], kept[1])
        assert cost_of(data, best) == cost + least or least == 0
        cost += change
        now = cells.assignment(state.shift, state.queue)
        assert cost_of(data, now) == cost
        assert legal_start(data, now) is now


@pytest.mark.parametrize("seed", SEEDS)
def test_best_of_tiny_problems(seed: int) -> None:
    """The best roster is that of trying everything."""
    data = _cells(seed)
    least = cost_of(data, Assignment.empty(data))
    for start in range(4):
        costs = [cost_of(data, found) for found in anneal_cells(data, Assignment.empty(data), start, 0.02)]
        assert costs == sorted(costs, reverse=True)
        least = min([least, *costs])
    assert least == optimum(data)


def test_engine_without_a_bound() -> None:
    """The roster of all the time, no bound, and the same again."""
    data = _cells(SEEDS[0])
    options = SolveOptions(60.0, seed=3, workers=1, work_seconds=0.05, wants_bound=False)
    one, two = staged.solve(data, options), staged.solve(data, options)
    assert (one.status, one.bound, one.cost) == (ModelStatus.FEASIBLE, None, optimum(data))
    assert one.assignment is not None
    assert two.assignment is not None
    assert is_feasible(data, one.assignment)
    assert np.array_equal(one.assignment.shift, two.assignment.shift)
