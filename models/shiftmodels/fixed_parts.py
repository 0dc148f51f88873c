"""Shifts into which fixed parts fit, with their breaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Block, Cover, ModelData, Pools, SumRow
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.kept_shifts import with_shifts
from shiftmodels.some_solution import is_feasible

FIT_SECONDS = 5.0
"""For one shift with fixed parts, which takes milliseconds."""


def fit_fixed_parts(data: ModelData, block: Block, known: dict[object, bool]) -> NDArray[np.bool_]:
    """
    Shifts into which the fixed parts of their days fit, with their breaks.

    Parameters
    ----------
    data, block
        The problem, and a block of it.
    known
        What was proven of single shifts, by what is in them; what is found is added.

    Returns
    -------
    Shape ``(S,)``.
    """
    days = {work.day for work in block.fixed_work} | {part.day for part in block.fixed_breaks}
    fits = np.ones(len(block.shifts), dtype=bool)
    for shift in np.flatnonzero(np.isin(block.shifts.day, list(days))).tolist():
        fits[shift] = _fits(_shift_alone(data, block, shift), known)
    return fits


def _fits(alone: ModelData, known: dict[object, bool]) -> bool:
    """Whether a shift can be worked; what is not known in time counts as possible."""
    content = _content(alone)
    if content not in known:
        answer = is_feasible(Formulation(alone, individually=True).model, FIT_SECONDS)
        if answer is None:
            return True
        known[content] = answer
    return known[content]


def _content(alone: ModelData) -> object:
    """All that it depends on whether a shift can be worked."""
    block, program = alone.blocks[0], alone.programs[alone.blocks[0].shifts.program[0]]
    work = alone.num_queues, block.queues.tobytes(), block.minimum_block.tobytes(), block.transfers
    return "fits", alone.num_intervals, program, work, block.fixed_work, block.fixed_breaks


def _shift_alone(data: ModelData, block: Block, shift: int) -> ModelData:
    """A problem of one shift that has to be worked, with the fixed parts of its day; time begins with it."""
    day, start, end = (int(column[shift]) for column in (block.shifts.day, block.shifts.start, block.shifts.end))
    one = with_shifts(replace(block, rows=()), np.arange(len(block.shifts)) == shift)
    times = {"start": np.zeros(1, dtype=np.int64), "end": np.array([end - start], dtype=np.int64)}
    works = [replace(w, start=max(0, w.start - start), end=w.end - start) for w in block.fixed_work if w.day == day]
    only = replace(
        one,
        members=(0,),
        shifts=replace(one.shifts, **times),
        rows=(SumRow(np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64), 1, None),),
        holds=(),
        fixed_work=tuple(works),
        fixed_breaks=tuple(replace(b, start=b.start - start) for b in block.fixed_breaks if b.day == day),
    )
    nothing = np.zeros((data.num_queues, end - start), dtype=np.int64)
    none, empty = np.full_like(nothing, -1), np.zeros((0, end - start), dtype=np.int64)
    no_pool = np.zeros(0, dtype=np.int64)
    return replace(
        data,
        num_agents=1,
        num_intervals=end - start,
        blocks=(only,),
        cover=Cover(nothing, none, none, nothing, nothing, nothing, none, data.cover.tags),
        pools=Pools(empty, empty, no_pool, no_pool),
        spreads=(),
        budgets=(),
    )
