"""
Compile what is compiled, once after installing: ``python -m shiftmodels.warm_up``.

Nothing needs it, but the first run would else spend part of its time limit on it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shiftmodels.assignment.data import AssignmentData
from shiftmodels.assignment.search import Search
from shiftmodels.cells.search import anneal_cells
from shiftmodels.clock import clock
from shiftmodels.columns.ascent import Ascent
from shiftmodels.columns.curves import Curves
from shiftmodels.columns.generation import Pricing
from shiftmodels.data import Block, BreakProgram, Cover, Gaps, ModelData, Pools, Shifts, SumRow
from shiftmodels.solution import Assignment
from shiftmodels.tours.bounded import bounded_diagram
from shiftmodels.tours.insertion import Couplings, Insertion
from shiftmodels.tours.relaxed import Relaxed
from shiftmodels.tours.search import TourSearch
from shiftmodels.tours.segments import cut_segments

ANNEAL_SECONDS = 0.1
"""Time for moves of single shifts: enough for many."""


def smallest() -> ModelData:
    """One agent, three days, a shift with a break on each, two of them to be worked: enough for compiled functions."""
    day, shape = np.arange(3, dtype=np.int64), (1, 12)
    shifts = Shifts(day, 4 * day, 4 * day + 4, 0 * day, 0 * day)
    first, none = np.zeros(1, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    rows = (SumRow(day, day + 1, 3, 5), Gaps((day[:2], day[1:])))
    block = Block((0,), shifts, rows, first, first + 1, first + 1)
    required = np.ones(shape, dtype=np.int64)
    cover = Cover(required, none, none, 0 * required, required, required, none, first)
    pools = Pools(none[:0], none[:0], first[:0], first[:0])
    return ModelData(1, 3, 12, (BreakProgram((1,), (1,), (2,), (0,), (0,)),), (block,), cover, pools)


def smallest_cells() -> ModelData:
    """The same without breaks and gaps: all that an agent does on a day is one shift, or nothing."""
    data = smallest()
    (block,) = data.blocks
    program = BreakProgram((), (), (), (), ())
    return replace(data, programs=(program,), blocks=(replace(block, rows=block.rows[:1]),))


def smallest_pair() -> ModelData:
    """Two agents with two queues, who may exchange work."""
    data = smallest()
    (block,) = data.blocks
    queues = np.arange(2, dtype=np.int64)
    blocks = tuple(
        replace(block, members=(agent,), queues=queues, proficiency=queues + 1 + agent, minimum_block=queues + 1)
        for agent in range(2)
    )
    blocks = tuple(replace(each, queue_cost=0 * queues) for each in blocks)
    twice = {name: np.repeat(value, 2, axis=0) for name, value in vars(data.cover).items()}
    return replace(data, num_agents=2, blocks=blocks, cover=Cover(**twice))


def main() -> None:
    """Find best tours and near ones, with counters and without; mix tours; move single shifts, cells, and tasks."""
    data = smallest()
    block = data.blocks[0]
    Insertion(data, block).best(Couplings(data, Assignment.empty(data)))
    pair = smallest_pair()
    search = TourSearch(pair, Assignment.empty(pair), seed=0)
    search.construct()
    for _ in search.anneal(lambda: 1.0, clock.now() + ANNEAL_SECONDS, ANNEAL_SECONDS):
        pass
    Ascent(Pricing(data, Curves.of(data), (Insertion(data, block),)), most_rounds=2).run(np.inf)
    cells = smallest_cells()
    for _ in anneal_cells(cells, Assignment.empty(cells), 0, ANNEAL_SECONDS):
        pass
    for most_built in (1000, 0):
        costs = np.arange(len(block.shifts), dtype=np.int64)
        relaxed = Relaxed(bounded_diagram(block, data.num_days, most_built, long=1))
        relaxed.cheapest(costs, 1)
        relaxed.near(costs, 1, 0)
    cut_segments(np.zeros((5, 4, 1), dtype=np.int64), [(1, 2)], 1)
    number = np.zeros(1, dtype=np.int64)
    Search(AssignmentData(number, number + 1, np.arange(2, dtype=np.int64), number, 1), 0).first(1, lambda: False)


if __name__ == "__main__":
    main()
