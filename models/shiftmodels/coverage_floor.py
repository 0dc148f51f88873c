"""The least understaffing of some intervals, whatever the roster: an LP over who is present."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from shiftmodels.backends.quiet import quiet_highs
from shiftmodels.data import Block, ModelData
from shiftmodels.room import most_room

ROUNDING = 1e-6
"""Taken off what the LP claims, for its tolerances."""

Key = tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, int, int], ...]]
"""Queues, proficiencies and holds (pool, queue, intervals after the shift)."""

Spans = tuple[tuple[int, int, int, int], ...]
"""Day, start, end and most intervals of work of shifts."""


@dataclass(frozen=True, eq=False)
class Floor:
    """
    Least understaffing in coverage units x intervals, proven.

    Parameters
    ----------
    together
        Of all queues together.
    alone
        Of each queue, the others aside. Shape ``(Q,)``.
    """

    together: float
    alone: NDArray[np.float64]


def coverage_floor(data: ModelData, first: int, last: int) -> Floor:
    """
    Least understaffing in the intervals from ``first`` to before ``last``.

    Everybody works the shifts of one date at most once, in hard seats and with hard equipment, one queue at a time and
    no longer than his shift without its breaks. When breaks are, rules about several dates, and least blocks of work
    are left out, so that no roster has less.

    Parameters
    ----------
    data
        The problem.
    first, last
        The intervals.
    """
    required = np.maximum(0, data.cover.required[:, first:last] - data.cover.fixed_supply[:, first:last])
    if not required.any():
        return Floor(0.0, np.zeros(data.num_queues))
    model = _Model(data, first, last)
    highs, lacking = model.solver(required)
    together, by_queue = _least(highs), np.zeros(data.num_queues)
    solution = np.array(highs.getSolution().col_value)
    for queue in range(data.num_queues):
        own = lacking[queue]
        if together > 0 and solution[own].sum() > ROUNDING:
            for other in range(data.num_queues):
                _charge(highs, lacking[other], float(other == queue))
            by_queue[queue] = _least(highs)
    return Floor(together, by_queue)


def _charge(highs: highspy.Highs, columns: NDArray[np.int32], cost: float) -> None:
    highs.changeColsCost(len(columns), columns, np.full(len(columns), cost))


def _least(highs: highspy.Highs) -> float:
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return 0.0
    value = float(highs.getInfo().objective_function_value)
    return max(0.0, value - ROUNDING * max(1.0, value))


@dataclass(eq=False)
class _Model:
    """The LP under construction."""

    data: ModelData
    first: int
    last: int
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    lowers: list[float] = field(default_factory=list)
    columns: int = 0

    def solver(self, required: NDArray[np.int64]) -> tuple[highspy.Highs, list[NDArray[np.int32]]]:
        """HiGHS with the LP, and for each queue the columns of what is lacking."""
        supply = self._teams()
        lacking = []
        for queue in range(self.data.num_queues):
            asked = np.flatnonzero(required[queue])
            own = self._new(len(asked))
            lacking.append(own)
            for column, interval in zip(own.tolist(), asked.tolist(), strict=True):
                row = self._row(lower=float(required[queue, interval]))
                self.entries.append((row, column, 1.0))
                self.entries += [(row, other, units) for other, units in supply[queue, interval]]
        return self._loaded(np.concatenate(lacking)), lacking

    def _teams(self) -> defaultdict[tuple[int, int], list[tuple[int, float]]]:
        """Columns of all teams; what each supplies, by queue and interval."""
        teams: defaultdict[Key, defaultdict[Spans, int]] = defaultdict(lambda: defaultdict(int))
        for block in (block for block in self.data.blocks if not block.is_equipment):
            holds = tuple(sorted((hold.pool, hold.queue, hold.after) for hold in block.holds if hold.units > 0))
            key = tuple(block.queues.tolist()), tuple(block.proficiency.tolist()), holds
            if shifts := self._shifts(block):
                teams[key][shifts] += len(block.members)
        supply: defaultdict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
        used: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for key, classes in teams.items():
            self._team(key, classes, supply, used)
        room = np.maximum(0, most_room(self.data))
        for (pool, interval), columns in used.items():
            row = self._row(upper=float(room[pool, self.first + interval]))
            self.entries += [(row, column, 1.0) for column in columns]
        return supply

    def _shifts(self, block: Block) -> Spans:
        """Day, start, end in the intervals, and most intervals of work, of each shift that reaches into them."""
        shifts, programs = block.shifts, self.data.programs
        breaks = np.array([sum(program.lengths) for program in programs], dtype=np.int64)
        start, end = np.maximum(shifts.start, self.first), np.minimum(shifts.end, self.last)
        inside = np.flatnonzero(end > start)
        work = shifts.end - shifts.start - (breaks[shifts.program] if len(shifts) else 0)
        columns = (shifts.day, start - self.first, end - self.first, np.minimum(work, end - start))
        return tuple(sorted(set(zip(*(column[inside].tolist() for column in columns), strict=True))))

    def _team(
        self,
        key: Key,
        classes: dict[Spans, int],
        supply: defaultdict[tuple[int, int], list[tuple[int, float]]],
        used: defaultdict[tuple[int, int], list[int]],
    ) -> None:
        queues, proficiency, holds = key
        present: defaultdict[int, list[int]] = defaultdict(list)
        work = self._row(upper=0.0)
        for shifts, members in classes.items():
            self._class(shifts, members, present, work)
        limited = self.data.pools.price < 0
        for interval, columns in present.items():
            # `there` counts who is present; no more than that work a queue.
            there, row = int(self._new(1)[0]), self._row(lower=0.0, upper=0.0)
            self.entries += [(row, there, 1.0), *((row, column, -1.0) for column in columns)]
            works = self._row(upper=0.0)
            self.entries.append((works, there, -1.0))
            for queue, units, column in zip(queues, proficiency, self._new(len(queues)).tolist(), strict=True):
                self.entries += [(works, column, 1.0), (work, column, 1.0)]
                supply[queue, interval].append((column, float(units)))
                for pool, held, _ in holds:
                    if held == queue and limited[pool] and self.data.pools.capacity[pool, self.first + interval] >= 0:
                        used[pool, interval].append(column)
            for pool, held, _ in holds:
                if held < 0 and limited[pool] and self.data.pools.capacity[pool, self.first + interval] >= 0:
                    used[pool, interval].append(there)

    def _class(self, shifts: Spans, members: int, present: defaultdict[int, list[int]], work: int) -> None:
        """Agents with the same shifts: so many of each date."""
        by_day: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for day, start, end, minutes in shifts:
            by_day[day].append((start, end, minutes))
        for spans in by_day.values():
            row = self._row(upper=float(members))
            for column, (start, end, most) in zip(self._new(len(spans)).tolist(), spans, strict=True):
                self.entries += [(row, column, 1.0), (work, column, -float(most))]
                for interval in range(start, end):
                    present[interval].append(column)

    def _new(self, number: int) -> NDArray[np.int32]:
        self.columns += number
        return np.arange(self.columns - number, self.columns, dtype=np.int32)

    def _row(self, lower: float = -np.inf, upper: float = np.inf) -> int:
        self.lowers.append(lower)
        self.uppers.append(upper)
        return len(self.uppers) - 1

    def _loaded(self, lacking: NDArray[np.int32]) -> highspy.Highs:
        rows, columns, values = (np.array(part) for part in zip(*self.entries, strict=True))
        matrix = sparse.csc_matrix((values, (rows, columns)), shape=(len(self.uppers), self.columns))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, len(self.uppers)
        cost = np.zeros(self.columns)
        cost[lacking] = 1.0
        lp.col_cost_, lp.col_lower_ = cost, np.zeros(self.columns)
        lp.col_upper_ = np.full(self.columns, highspy.kHighsInf)
        lp.row_lower_ = np.where(np.isinf(self.lowers), -highspy.kHighsInf, self.lowers)
        lp.row_upper_ = np.where(np.isinf(self.uppers), highspy.kHighsInf, self.uppers)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
        highs = quiet_highs()
        highs.passModel(lp)
        return highs
