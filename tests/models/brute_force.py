"""The optimum of a tiny problem by trying everything, sharing nothing with the formulation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from shiftmodels.data import AtMostOne, Block, Gaps, IntArray, ModelData
from shiftmodels.solution import BREAK, OFF, Assignment, cost_of

Tour = tuple[dict[int, int], IntArray]
"""Shift of each day worked, and the code of each interval."""


def optimum(data: ModelData) -> int | None:
    """Least cost over all assignments; ``None`` when there is none."""
    tours = [list(_tours(data, data.blocks[data.block_of[agent]])) for agent in range(data.num_agents)]
    best = None
    for choice in product(*tours):
        found = Assignment.empty(data)
        for agent, (shifts, activity) in enumerate(choice):
            found.activity[agent] = activity
            for day, shift in shifts.items():
                found.shift[agent, day] = shift
        if _coupled(data, found) and (best is None or cost_of(data, found) < best):
            best = cost_of(data, found)
    return best


def _tours(data: ModelData, block: Block) -> Iterator[Tour]:
    by_day = [[None, *np.flatnonzero(block.shifts.day == day).tolist()] for day in range(data.num_days)]
    for chosen in product(*by_day):
        worked = [shift for shift in chosen if shift is not None]
        if not all(_holds(row, set(worked)) for row in block.rows):
            continue
        for rows in product(*(list(_activities(data, block, shift)) for shift in worked)):
            activity = np.full(data.num_intervals, OFF)
            for shift, row in zip(worked, rows, strict=True):
                activity[block.shifts.start[shift] : block.shifts.end[shift]] = row
            yield {int(block.shifts.day[shift]): shift for shift in worked}, activity


def _holds(row: object, worked: set[int]) -> bool:
    if isinstance(row, AtMostOne):
        return len(worked & set(row.shifts.tolist())) <= 1
    if isinstance(row, Gaps):
        return any(not worked & set(option.tolist()) for option in row.options)
    pairs = zip(row.shifts.tolist(), row.coefficients.tolist(), strict=True)  # type: ignore[attr-defined]
    total = sum(coefficient for shift, coefficient in pairs if shift in worked)
    return (row.lower is None or total >= row.lower) and (row.upper is None or total <= row.upper)  # type: ignore[attr-defined]


def _activities(data: ModelData, block: Block, shift: int) -> Iterator[tuple[int, ...]]:
    """Every legal row of codes of one shift: breaks in their windows, then queues in legal runs."""
    start, end = int(block.shifts.start[shift]), int(block.shifts.end[shift])
    program = data.programs[block.shifts.program[shift]]
    windows = [range(first, last + 1) for first, last in zip(program.earliest, program.latest, strict=True)]
    for starts in product(*windows):
        ends = [begin + length for begin, length in zip(starts, program.lengths, strict=True)]
        if any(starts[k] < ends[k - 1] + program.gaps[k] for k in range(1, len(starts))):
            continue
        base = [None] * (end - start)
        for begin, stop in zip(starts, ends, strict=True):
            base[begin:stop] = [BREAK] * (stop - begin)
        open_places = [place for place, code in enumerate(base) if code is None]
        for queues in product(block.queues.tolist(), repeat=len(open_places)):
            row = list(base)
            for place, queue in zip(open_places, queues, strict=True):
                row[place] = queue
            if _legal_runs(row, dict(zip(block.queues.tolist(), block.minimum_block.tolist(), strict=True))):
                yield tuple(row)


def _legal_runs(row: list[int | None], least: dict[int, int]) -> bool:
    begin = 0
    for place in range(1, len(row) + 1):
        if place < len(row) and row[place] == row[begin]:
            continue
        if row[begin] in least:
            touches = [row[other] for other in (begin - 1, place) if 0 <= other < len(row)]
            if any(code in least for code in touches) and place - begin < least[row[begin]]:
                return False
        begin = place
    return True


def _coupled(data: ModelData, found: Assignment) -> bool:
    used = data.pools.fixed_use.copy()
    for agent in range(data.num_agents):
        used[data.blocks[data.block_of[agent]].pool] += found.activity[agent] != OFF
    return not np.any((data.pools.capacity >= 0) & (used > data.pools.capacity))
