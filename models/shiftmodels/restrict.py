"""
A part of a problem with the rest held fixed, as a problem of its own.

Neighbourhoods, days and pinned rosters are all this: some agents are free on some days, everything else stays as
it is in a known assignment and becomes fixed supply, fixed use and constants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import (
    AgentRow,
    AtMostOne,
    Block,
    Gaps,
    IntArray,
    ModelData,
    Shifts,
    Slacks,
    SlackSum,
    Spread,
    SumRow,
)
from shiftmodels.solution import OFF, Assignment, held, spread_values, work_cost
from shiftmodels.tour import slack_cost


@dataclass(frozen=True, eq=False)
class Restriction:
    """
    Parameters
    ----------
    data
        The restricted problem; agents, days and intervals keep their numbers, each agent has his own block.
    kept
        For each agent, the shifts of his block in the full problem that the restricted one keeps.
    free
        Which agents are free on which days. Shape ``(A, D)``.
    """

    data: ModelData
    kept: tuple[IntArray, ...]
    free: NDArray[np.bool_]

    def merge(self, full: ModelData, fixed: Assignment, part: Assignment) -> Assignment:
        """
        The full assignment: ``part`` where agents are free, ``fixed`` elsewhere.

        Parameters
        ----------
        full
            The full problem.
        fixed
            The assignment that was held fixed.
        part
            An answer to the restricted problem.
        """
        merged = _without(full, fixed, self.free)
        for agent, day in np.argwhere(part.shift >= 0).tolist():
            merged.shift[agent, day] = self.kept[agent][part.shift[agent, day]]
        merged.breaks[self.free] = part.breaks[self.free]
        working = part.activity != OFF
        merged.activity[working] = part.activity[working]
        return merged

    def part_of(self, found: Assignment) -> Assignment:
        """The restricted form of a full assignment that agrees with the fixed part."""
        part = Assignment.empty(self.data)
        for agent, day in np.argwhere(self.free & (found.shift >= 0)).tolist():
            part.shift[agent, day] = np.flatnonzero(self.kept[agent] == found.shift[agent, day])[0]
            shifts = self.data.blocks[self.data.block_of[agent]].shifts
            span = slice(shifts.start[part.shift[agent, day]], shifts.end[part.shift[agent, day]])
            part.activity[agent, span] = found.activity[agent, span]
        part.breaks[self.free] = found.breaks[self.free]
        return part


def restrict(data: ModelData, found: Assignment, free: NDArray[np.bool_], *, same_shifts: bool = False) -> Restriction:
    """
    Hold an assignment fixed except where agents are free.

    Parameters
    ----------
    data
        The full problem.
    found
        The assignment; it obeys the rows of every block.
    free
        Which agents are free on which days. Shape ``(A, D)``.
    same_shifts
        Whether free agents keep the days and times of their shifts, so that only breaks and queues are open.
    """
    blocks, kept = [], []
    rest = _without(data, found, free)
    for agent in range(data.num_agents):
        keep = _kept(data, found, free, agent, same_shifts)
        block = _block(data, found, free, agent, keep, same_shifts)
        fixed = work_cost(data.blocks[data.block_of[agent]], rest.shift[agent], rest.activity[agent])
        blocks.append(replace(block, constant=block.constant + fixed))
        kept.append(keep)
    fixed_supply, fixed_use = data.cover.fixed_supply.copy(), data.pools.fixed_use.copy()
    for agent in range(data.num_agents):
        block = data.blocks[data.block_of[agent]]
        for queue, units in zip(block.queues, block.proficiency, strict=True):
            fixed_supply[queue] += units * (rest.activity[agent] == queue)
        for pool, units in held(block, rest.shift[agent], rest.activity[agent]):
            fixed_use[pool] += units
    cover, pools = replace(data.cover, fixed_supply=fixed_supply), replace(data.pools, fixed_use=fixed_use)
    spreads = tuple(_spread(data, rest, spread, kept) for spread in data.spreads)
    restricted = replace(data, blocks=tuple(blocks), cover=cover, pools=pools, spreads=spreads)
    return Restriction(restricted, tuple(kept), free)


def _without(data: ModelData, found: Assignment, free: NDArray[np.bool_]) -> Assignment:
    """The assignment with the free agents off on their free days."""
    rest = found.copy()
    for agent, day in np.argwhere(free & (found.shift >= 0)).tolist():
        shifts = data.blocks[data.block_of[agent]].shifts
        index = found.shift[agent, day]
        rest.activity[agent, shifts.start[index] : shifts.end[index]] = OFF
    rest.shift[free] = -1
    rest.breaks[free] = -1
    return rest


def _kept(data: ModelData, found: Assignment, free: NDArray[np.bool_], agent: int, same_shifts: bool) -> IntArray:
    """Shifts on free days that no fixed shift excludes."""
    block = data.blocks[data.block_of[agent]]
    if same_shifts:
        worked = found.shift[agent, free[agent]]
        return np.sort(worked[worked >= 0])
    allowed = free[agent, block.shifts.day]
    if not allowed.any():
        return np.zeros(0, dtype=np.int64)
    fixed = found.shift[agent, ~free[agent]]
    fixed = fixed[fixed >= 0]
    for row in block.rows:
        if isinstance(row, AtMostOne) and row.slack < 0 and np.isin(fixed, row.shifts).any():
            allowed[row.shifts] = False
    return np.flatnonzero(allowed)


def _block(
    data: ModelData, found: Assignment, free: NDArray[np.bool_], agent: int, keep: IntArray, same_shifts: bool
) -> Block:
    block = data.blocks[int(data.block_of[agent])]
    shifts = block.shifts
    fixed = found.shift[agent, ~free[agent]]
    fixed = fixed[fixed >= 0]
    columns = (shifts.day, shifts.start, shifts.end, shifts.cost, shifts.program)
    constant = block.constant + int(shifts.cost[fixed].sum())
    if same_shifts or not free[agent].any():
        rows, slacks = _all_worked(len(keep)), Slacks.none()
        # The tour is known, and so are its slacks.
        constant += slack_cost(block, found.worked(agent))
    else:
        rows, slacks = _rows(block.rows, fixed, keep, len(shifts)), block.slacks
    return replace(
        block,
        members=(agent,),
        shifts=Shifts(*(column[keep] for column in columns)),
        rows=rows,
        fixed_work=tuple(work for work in block.fixed_work if free[agent, work.day]),
        fixed_breaks=tuple(fixed_break for fixed_break in block.fixed_breaks if free[agent, fixed_break.day]),
        constant=constant,
        slacks=slacks,
    )


def _all_worked(count: int) -> tuple[AgentRow, ...]:
    """Rows by which every kept shift is worked."""
    return (SumRow(np.arange(count), np.ones(count, dtype=np.int64), count, None),) if count else ()


def _rows(rows: tuple[AgentRow, ...], fixed: IntArray, keep: IntArray, num_shifts: int) -> tuple[AgentRow, ...]:
    """What the rows say of the kept shifts once the fixed ones are known."""
    position = np.full(num_shifts, -1, dtype=np.int64)
    position[keep] = np.arange(len(keep))
    kept_rows: list[AgentRow] = []
    for row in rows:
        match row:
            case AtMostOne():
                kept_rows.append(_at_most_one(row, fixed, position))
            case SumRow():
                kept_rows.append(_sum_row(row, fixed, position))
            case Gaps():
                kept_rows.append(_gaps(row, fixed, position))
            case SlackSum():
                kept_rows.append(row)
    return tuple(kept_rows)


def _at_most_one(row: AtMostOne, fixed: IntArray, position: IntArray) -> AtMostOne | SumRow:
    inside = position[row.shifts]
    inside = inside[inside >= 0]
    taken = int(np.isin(fixed, row.shifts).sum())
    # Beside a fixed shift a hard row keeps no other, a soft one counts it.
    if taken == 0 or row.slack < 0:
        return replace(row, shifts=inside)
    return SumRow(inside, np.ones(len(inside), dtype=np.int64), None, 1 - taken, row.tag, row.slack)


def _sum_row(row: SumRow, fixed: IntArray, position: IntArray) -> SumRow:
    done = int(row.coefficients[np.isin(row.shifts, fixed)].sum())
    inside = position[row.shifts] >= 0
    return replace(
        row,
        shifts=position[row.shifts][inside],
        coefficients=row.coefficients[inside],
        lower=None if row.lower is None else row.lower - done,
        upper=None if row.upper is None else row.upper - done,
    )


def _gaps(row: Gaps, fixed: IntArray, position: IntArray) -> Gaps:
    open_options = [index for index, option in enumerate(row.options) if not np.isin(fixed, option).any()]
    options = (position[row.options[index]] for index in open_options)
    return replace(
        row,
        options=tuple(option[option >= 0] for option in options),
        starts=None if row.starts is None else row.starts[open_options],
    )


def _spread(data: ModelData, rest: Assignment, spread: Spread, kept: Sequence[IntArray]) -> Spread:
    """The spread over blocks of one agent each; what fixed shifts weigh goes into the base."""
    weights = [np.zeros(0, dtype=np.int64)] * data.num_agents
    for agent in spread.agents.tolist():
        weights[agent] = spread.weights[data.block_of[agent]][kept[agent]]
    return replace(spread, base=spread_values(data, spread, rest), weights=tuple(weights))


def joined(data: ModelData, current: Assignment, base: Assignment, changed: Assignment) -> Assignment:
    """
    What ``changed`` changed of ``base``, put into ``current``.

    Parameters
    ----------
    data
        The problem.
    current
        The assignment as it is now.
    base, changed
        The assignment as it was, and what was made of it. The result may break rows if ``current`` has moved on.
    """
    span = changed.shift != base.shift
    for agent, day in np.argwhere((base.shift >= 0) | (changed.shift >= 0)).tolist():
        span[agent, day] |= _differs(data, base, changed, agent, day)
    result = _without(data, current, span)
    for agent, day in np.argwhere(span & (changed.shift >= 0)).tolist():
        shifts = data.blocks[data.block_of[agent]].shifts
        index = changed.shift[agent, day]
        intervals = slice(shifts.start[index], shifts.end[index])
        result.activity[agent, intervals] = changed.activity[agent, intervals]
    result.shift[span] = changed.shift[span]
    result.breaks[span] = changed.breaks[span]
    return result


def _differs(data: ModelData, base: Assignment, changed: Assignment, agent: int, day: int) -> bool:
    index = base.shift[agent, day]
    if index != changed.shift[agent, day]:
        return True
    shifts = data.blocks[data.block_of[agent]].shifts
    span = slice(shifts.start[index], shifts.end[index])
    return not np.array_equal(base.activity[agent, span], changed.activity[agent, span])
