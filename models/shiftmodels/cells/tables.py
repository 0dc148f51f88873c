"""A problem as the moves of cells read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shiftmodels.cells.kernel import HalfArray, State, Tables, put_rows, put_work
from shiftmodels.data import AtMostOne, Block, IntArray, ModelData, SlackSum, SumRow
from shiftmodels.solution import Assignment
from shiftmodels.tour import slack_cost

FREE = 2**30
"""Stands for a limit that is open."""


@dataclass(frozen=True, eq=False)
class Cells:
    """
    Tables of a problem, and the first shift of each block in them.

    Parameters
    ----------
    data
        The problem, with soft limits of coupling rows only.
    tables
        What the moves read.
    base
        First shift of each block. Shape ``(B,)``.
    first_row
        First row of each block, and the number of rows. Shape ``(B + 1,)``.
    sizes
        Totals, slacks and sums of all agents.
    """

    data: ModelData
    tables: Tables
    base: IntArray
    first_row: IntArray
    sizes: IntArray

    @classmethod
    def of(cls, data: ModelData) -> Cells:
        """Tables of a problem of cells."""
        parts = [_Part(block) for block in data.blocks]
        base = _ends([len(block.shifts) for block in data.blocks])
        counts = np.array([part.counts for part in parts], dtype=np.int64)
        first = np.concatenate([np.zeros((1, 3), np.int64), np.cumsum(counts, axis=0)])
        of_agent = np.concatenate([np.zeros((1, 3), np.int64), np.cumsum(counts[data.block_of], axis=0)])
        blocks = [_of_block(block, data.num_queues) for block in data.blocks]
        is_open = _open_cells(data)
        cover = data.cover
        names = ("required", "minimum", "maximum", "under_cost", "over_cost")
        columns = [*(getattr(cover, name) for name in names), np.maximum(cover.limit_cost, 0)]
        shifts, first_shift, shift_of_key = _shifts(data, base)
        entry, entries, rows = _rows(parts, first)
        slacks, rows_of_slack, sums = _slacks(parts, first)
        tables = Tables(
            shifts=shifts,
            first_shift=first_shift,
            shift_of_key=shift_of_key,
            entry=entry,
            entries=entries,
            rows=rows,
            slacks=slacks,
            rows_of_slack=rows_of_slack,
            sums=sums,
            agents=np.column_stack([data.block_of, of_agent[:-1] - first[data.block_of]]),
            queues=np.array([row[0] for row in blocks]),
            num_queues=np.array([len(block.queues) for block in data.blocks]),
            supply=np.array([row[1] for row in blocks]),
            cells=np.argwhere(is_open),
            is_open=is_open,
            cover=np.ascontiguousarray(np.stack(columns, axis=2)),
        )
        return cls(data, tables, base[:-1], first[:, 0], of_agent[-1])

    def state(self, found: Assignment) -> State:
        """A roster as the moves know it; it obeys the rows of every block, and each shift is on one queue."""
        shape = self.data.num_agents, self.data.num_days
        nothing = np.full(shape, -1, dtype=np.int64)
        totals, slacks, sums = (np.zeros(size, dtype=np.int32) for size in self.sizes)
        pairs = enumerate(self.data.block_of.tolist())
        own = [slack_cost(self.data.blocks[block], found.worked(agent)) for agent, block in pairs]
        supplied = self.data.cover.fixed_supply.copy()
        state = State(nothing, nothing.copy(), totals, slacks, sums, np.array(own, dtype=np.int64), supplied)
        self._begin(state)
        for agent, day in np.argwhere(found.shift >= 0).tolist():
            block = self.data.block_of[agent]
            shift = int(found.shift[agent, day])
            queue = found.activity[agent, self.data.blocks[block].shifts.start[shift]]
            move = np.array([[agent], [day], [self.base[block] + shift], [queue]], dtype=np.int64)
            put_work(self.tables, state, move, 1)
            put_rows(self.tables, state, move, 0, 1)
        return state

    def _begin(self, state: State) -> None:
        """What slacks and sums are where nobody works."""
        tables = self.tables
        lower, upper, scale, slacks = tables.rows.T
        short = -(-np.maximum(0, np.maximum(lower, -upper)) // scale)
        for block, _, first_slack, first_sum in tables.agents.tolist():
            for row in range(self.first_row[block], self.first_row[block + 1]):
                slack = int(slacks[row])
                more = int(short[row]) - int(state.slacks[first_slack + slack]) if slack >= 0 else 0
                if more > 0:
                    state.slacks[first_slack + slack] += more
                    number = int(tables.slacks[slack, 2])
                    if number >= 0:
                        state.sums[first_sum + number] += more

    def assignment(self, shift: IntArray, queue: IntArray) -> Assignment:
        """The roster of some cells, as of ``State``."""
        found = Assignment.empty(self.data)
        for agent, day in np.argwhere(shift >= 0).tolist():
            number = int(shift[agent, day])
            found.shift[agent, day] = number - self.base[self.data.block_of[agent]]
            found.activity[agent, slice(*self.tables.shifts[number, :2])] = queue[agent, day]
        return found


class _Part:
    """Rows, slacks and sums of a block, each numbered from 0."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.rows = [row for row in block.rows if isinstance(row, SumRow | AtMostOne)]
        self.sums = [row for row in block.rows if isinstance(row, SlackSum)]
        self.counts = len(self.rows), len(block.slacks), len(self.sums)

    def limits(self) -> list[tuple[int, int, int, int]]:
        """Lower and upper limit, scale and slack of each row."""
        return [
            (-FREE, 1, 1, row.slack)
            if isinstance(row, AtMostOne)
            else (
                -FREE if row.lower is None else row.lower,
                FREE if row.upper is None else row.upper,
                row.scale,
                row.slack,
            )
            for row in self.rows
        ]

    def entries(self) -> tuple[IntArray, IntArray, IntArray]:
        """Shift, row and coefficient of each entry, by shift, then row."""
        shift = _joined(row.shifts for row in self.rows)
        row = np.repeat(np.arange(len(self.rows)), [len(one.shifts) for one in self.rows])
        coefficient = _joined(
            np.ones(len(one.shifts), np.int64) if isinstance(one, AtMostOne) else one.coefficients for one in self.rows
        )
        order = np.lexsort((row, shift))
        return shift[order], row[order], coefficient[order]


def _joined(parts: Iterable[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts]).astype(np.int64)


def _ends(counts: list[int]) -> IntArray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _of_block(block: Block, num_queues: int) -> tuple[IntArray, IntArray]:
    """Queues of a block, filled up; units and costs by queue."""
    own, supply = np.zeros(num_queues, dtype=np.int64), np.zeros((num_queues, 2), dtype=np.int64)
    own[: len(block.queues)] = block.queues
    supply[block.queues] = np.column_stack([block.proficiency, block.queue_cost])
    return own, supply


def _shifts(data: ModelData, base: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Start, end, cost and key of each shift, first shift of each block and day, and shift of each block and key."""
    every = [block.shifts for block in data.blocks]
    spans = np.concatenate([np.column_stack([one.day, one.start, one.end]) for one in every])
    names, key = np.unique(spans, axis=0, return_inverse=True)
    key = key.reshape(-1).astype(np.int64)
    days = np.arange(data.num_days + 1)
    first = [start + np.searchsorted(one.day, days) for start, one in zip(base, every, strict=False)]
    found = np.full((len(every), len(names)), -1, dtype=np.int64)
    found[np.repeat(np.arange(len(every)), np.diff(base)), key] = np.arange(len(key))
    columns = (spans[:, 1], spans[:, 2], _joined(one.cost for one in every), key)
    return np.column_stack(columns), np.array(first, dtype=np.int64), found


def _rows(parts: list[_Part], first: IntArray) -> tuple[IntArray, HalfArray, HalfArray]:
    """What shifts add to rows, and limits, scale and slack of rows."""
    entries = [part.entries() for part in parts]
    counts = _joined(
        np.bincount(one[0], minlength=len(part.block.shifts)) for one, part in zip(entries, parts, strict=True)
    )
    row = _joined(one[1] + start for one, start in zip(entries, first[:, 0], strict=False))
    limits = [
        (lower, upper, scale, -1 if slack < 0 else slack + int(start))
        for part, start in zip(parts, first[:, 1], strict=False)
        for lower, upper, scale, slack in part.limits()
    ]
    # Half as wide as elsewhere: these are what moves read most, and they are to stay near the processor.
    pairs = np.column_stack([row, _joined(one[2] for one in entries)]).astype(np.int32)
    return _ends(counts.tolist()), pairs, np.array(limits, dtype=np.int32).reshape(-1, 4)


def _slacks(parts: list[_Part], first: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Rows of slacks; price, limit and sum of each; limit, price and limit of the own slack of each sum."""
    pairs = [
        (row.slack + int(start[1]), number + int(start[0]))
        for part, start in zip(parts, first, strict=False)
        for number, row in enumerate(part.rows)
        if row.slack >= 0
    ]
    ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    price, most = (_joined(getattr(part.block.slacks, name) for part in parts) for name in ("price", "upper"))
    ends = _ends(np.bincount(ordered[:, 0], minlength=len(price)).tolist())
    sum_of, sums = np.full(len(price), -1, dtype=np.int64), []
    for part, start in zip(parts, first, strict=False):
        for number, row in enumerate(part.sums):
            sum_of[row.slacks + start[1]] = number + start[2]
            own = row.slack + int(start[1]) if row.slack >= 0 else -1
            sums.append((row.upper, int(price[own]) if own >= 0 else 0, int(most[own]) if own >= 0 else 0))
    slacks = np.column_stack([price, most, sum_of, ends[:-1], ends[1:]])
    return slacks, np.ascontiguousarray(ordered[:, 1]), np.array(sums, dtype=np.int64).reshape(-1, 3)


def _open_cells(data: ModelData) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Whether an agent has a choice on a day; where something is pinned he has not."""
    is_open = np.zeros((data.num_agents, data.num_days), dtype=bool)
    for agent, index in enumerate(data.block_of.tolist()):
        block = data.blocks[index]
        is_open[agent, block.shifts.day] = True
        is_open[agent, [work.day for work in block.fixed_work]] = False
    return is_open
