"""
Units of equipment that come, go or move, as agents of the model.

A unit's windows are its shifts, the pools in which it can be are its queues, and wherever it is, the pool has one more:
so whatever the engines know of people's tours and transfers holds for units too.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from scheduler.compile_pools import PoolBuilder
from scheduler.cost_terms import Terms
from scheduler.equipment import EquipmentUnits
from scheduler.problem import Problem
from scheduler.rules.hours import most_minutes
from shiftmodels.data import AgentRow, AtMostOne, Block, Cover, Hold, IntArray, Shifts, SumRow, Transfers

Span = tuple[int, int, int]
"""Day, first interval, and the one after the last."""


class UnitBuilder:
    """
    Parameters
    ----------
    problem
        The plan.
    pools
        Its pools.
    counted
        Cost terms that count.
    """

    def __init__(self, problem: Problem, pools: PoolBuilder, counted: Terms) -> None:
        self._problem, self._pools, self._counted = problem, pools, counted

    def prices(self) -> list[Fraction]:
        """Money for holding a unit in each of its windows, and for each transfer."""
        prices = []
        for units in self._problem.units:
            prices += [self._holding(units, span) for span in self._spans(units)]
            prices.append(self._moving(units))
        return prices

    def blocks(self, unit: Fraction, program: int) -> list[Block]:
        """
        A block for each row of the plan, its units numbered after the agents.

        Parameters
        ----------
        unit
            Money of a cost unit.
        program
            The break program without breaks.
        """
        first, blocks = len(self._problem.agents), []
        for units in self._problem.units:
            if units.count:
                members = tuple(range(first, first + units.count))
                blocks.append(replace(self._block(units, unit, program), members=members))
                first += units.count
        return blocks

    def _block(self, units: EquipmentUnits, unit: Fraction, program: int) -> Block:
        spans = self._spans(units)
        day, start, end = np.array(spans, dtype=np.int64).reshape(-1, 3).T
        cost = np.array([int(self._holding(units, span) / unit) for span in spans], dtype=np.int64)
        areas = [self._areas.index(pool) for pool in units.pools]
        queues = np.array(areas, dtype=np.int64) + len(self._problem.queues)
        numbers = (self._pools.number_of(pool) for pool in units.pools)
        most = -1 if units.maximum_transfers is None else units.maximum_transfers
        setup = units.transfer_minutes // self._problem.interval_minutes
        return Block(
            members=(),
            shifts=Shifts(day, start, end, cost, np.full(len(spans), program, dtype=np.int64)),
            rows=tuple(_rows(units, spans, self._problem.interval_minutes)),
            queues=queues,
            proficiency=np.zeros(len(areas), dtype=np.int64),
            minimum_block=np.ones(len(areas), dtype=np.int64),
            holds=tuple(Hold(n, queue=int(q), units=-1) for n, q in zip(numbers, queues, strict=True)),
            transfers=Transfers(setup, int(self._moving(units) / unit), most),
        )

    @property
    def _areas(self) -> list[str]:
        return [pool.pool for pool in self._problem.pools]

    def _holding(self, units: EquipmentUnits, span: Span) -> Fraction:
        minutes = min(span[2] * self._problem.interval_minutes, self._problem.horizon.num_minutes)
        hours = Fraction(max(0, minutes - span[1] * self._problem.interval_minutes), 60)
        return Fraction(units.holding_cost) * hours * self._counted.has(f"holding:{units.unit}")

    def _moving(self, units: EquipmentUnits) -> Fraction:
        return Fraction(units.transfer_cost) * self._counted.has(f"moving:{units.unit}")

    def _spans(self, units: EquipmentUnits) -> list[Span]:
        return unit_spans(units, self._problem, self._pools.num_intervals)


def unit_spans(units: EquipmentUnits, problem: Problem, num_intervals: int) -> list[Span]:
    """
    Whenever a unit can be held, date by date.

    Parameters
    ----------
    units
        A row of the plan.
    problem
        The plan.
    num_intervals
        Intervals of the model, for units that are there all the time.
    """
    if units.start is None or units.end is None:
        return [(0, 0, num_intervals)]
    horizon, grid = problem.horizon, problem.interval_minutes
    weekdays = {weekday.number for weekday in units.days_of_week}
    days = (day for day in range(problem.days) if horizon.date(day).weekday() in weekdays)
    return [
        (day, first // grid, -(-last // grid))
        for day in days
        for first, last in units.parts(*horizon.window(day, units.start, units.end))
    ]


def with_areas(cover: Cover, problem: Problem) -> Cover:
    """Coupling rows with a queue more for each pool in which units can be; none asks for anything."""
    if not problem.units:
        return cover

    def padded(array: IntArray, value: int) -> IntArray:
        rows = [(0, len(problem.pools)), *[(0, 0)] * (array.ndim - 1)]
        return np.pad(array, rows, constant_values=value)

    nothing = {
        name: padded(getattr(cover, name), 0) for name in ("required", "fixed_supply", "under_cost", "over_cost")
    }
    none = {name: padded(getattr(cover, name), -1) for name in ("minimum", "maximum", "limit_cost", "tags")}
    return Cover(**nothing, **none)


def _rows(units: EquipmentUnits, spans: list[Span], grid: int) -> list[AgentRow]:
    """At most so many dates and hours, and never in the windows of two dates at a time."""
    every, rows = np.arange(len(spans)), list[AgentRow]()
    if units.maximum_days is not None:
        rows.append(SumRow(every, np.ones(len(spans), dtype=np.int64), None, units.maximum_days))
    if units.maximum_hours is not None:
        lengths = np.array([end - start for _, start, end in spans], dtype=np.int64)
        rows.append(SumRow(every, lengths, None, most_minutes(units.maximum_hours) // grid))
    return rows + [AtMostOne(pair) for pair in _clashes(np.array(spans, dtype=np.int64).reshape(-1, 3))]


def _clashes(spans: IntArray) -> IntArray:
    """
    Pairs of spans of two dates that overlap, which they can where clocks change; of each date one is held at most.

    Windows are compared first, as there may be thousands of spans in each.

    Parameters
    ----------
    spans
        Date by date. Shape ``(N, 3)``.

    Returns
    -------
    In order. Shape ``(n, 2)``.
    """
    day, start, end = spans.T
    firsts = np.unique(day, return_index=True)[1]
    begin, until = np.minimum.reduceat(start, firsts), np.maximum.reduceat(end, firsts)
    windows = np.split(np.arange(len(spans)), firsts)[1:]
    found = [np.empty((0, 2), dtype=np.int64)]
    for i, j in np.argwhere(np.triu((begin[:, None] < until) & (begin < until[:, None]), 1)):
        one, other = windows[i][end[windows[i]] > begin[j]], windows[j][start[windows[j]] < until[i]]
        some, others = np.nonzero((start[one, None] < end[other]) & (start[other] < end[one, None]))
        found.append(np.stack([one[some], other[others]], axis=1))
    pairs = np.concatenate(found)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
