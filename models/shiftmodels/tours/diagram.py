"""
All tours of a block as the paths of a layered graph (a decision diagram), whatever rows the block has.

A path chooses, day by day, one class of shifts or none. A node stands for what the rows must remember of the days
before: partial sums of rows that are not complete, gaps that are still whole, slacks used. What can no longer decide
anything is forgotten, so that nodes merge: of all windows over days in a row just the length of the run is left.

The construction by layers is that of exact decision diagrams (Bergman, Cire, van Hoeve and Hooker 2016, Decision
Diagrams for Optimization, doi:10.1007/978-3-319-42849-9).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.tours.rows import DiagramRows, GapRow

MOST_NODES = 1_000_000
"""Nodes of one layer beyond which a diagram is given up."""

DECIDED = -(2**40)
"""Stands for a partial sum that no choice can bring out of its limits any more."""


_Arcs = tuple[IntArray, IntArray, IntArray, IntArray]
"""Tail, choice, head and cost of each arc of a day."""


class TooLarge(Exception):
    """A layer has more nodes than allowed."""


@dataclass(frozen=True, eq=False)
class TourDiagram:
    """
    Parameters
    ----------
    layer
        First node of each layer, and the number of nodes; node 0 is the start. Shape ``(D + 2,)``.
    first_arc
        First arc of each day, and the number of arcs. Shape ``(D + 1,)``.
    tail, head, choice
        Of each arc its nodes and the class of shifts that is worked, -1 for none. Shape ``(arcs,)``.
    cost
        Cost units of each arc by soft rows. Shape ``(arcs,)``.
    class_of
        Class of each shift of the block. Shape ``(S,)``.
    is_exact
        Whether every path is a tour; otherwise rows were left out, and paths are a relaxation.
    """

    layer: IntArray
    first_arc: IntArray
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    choice: NDArray[np.int32]
    cost: IntArray
    class_of: IntArray
    is_exact: bool

    @property
    def num_classes(self) -> int:
        """C."""
        return int(self.class_of.max(initial=-1)) + 1


@dataclass(eq=False)
class _State:
    """What is remembered of some paths; one row each."""

    sums: IntArray
    gaps: list[NDArray[np.bool_]]
    kept: NDArray[np.bool_]  # gap rows in which a gap is certain
    slacks: IntArray
    totals: IntArray

    def take(self, index: IntArray) -> _State:
        """Some of the paths."""
        gaps = [part[index] for part in self.gaps]
        return _State(self.sums[index], gaps, self.kept[index], self.slacks[index], self.totals[index])

    def table(self) -> IntArray:
        """All of it in columns."""
        return np.column_stack([self.sums, *self.gaps, self.kept, self.slacks, self.totals])


def tour_diagram(rows: DiagramRows, most_nodes: int = MOST_NODES) -> TourDiagram:
    """
    Build the diagram of a block.

    Parameters
    ----------
    rows
        What the block is made of.
    most_nodes
        Nodes of a layer beyond which ``TooLarge`` is raised.
    """
    builder = _Builder(rows)
    layers = [np.ones(1, dtype=bool)]
    arcs: list[_Arcs] = []
    for day in range(rows.num_days):
        tail, choice, head, cost = builder.advance(day)
        size = int(head.max(initial=-1)) + 1
        if size > most_nodes:
            raise TooLarge(f"Layer of {size} nodes on day {day} not understood.")
        arcs.append((tail, choice, head, cost))
        layers.append(np.ones(size, dtype=bool))
    return _pruned(rows, arcs, layers)


def _pruned(rows: DiagramRows, arcs: list[_Arcs], layers: list[NDArray[np.bool_]]) -> TourDiagram:
    """Without nodes from which no path leads to the end, nodes numbered through."""
    alive = layers[-1]
    for day in range(rows.num_days - 1, -1, -1):
        tail, choice, head, cost = arcs[day]
        inside = alive[head]
        arcs[day] = tail[inside], choice[inside], head[inside], cost[inside]
        layers[day + 1] = alive
        alive = np.zeros(len(layers[day]), dtype=bool)
        alive[arcs[day][0]] = True
    layers[0] = alive
    starts = np.concatenate([[0], np.cumsum([int(layer.sum()) for layer in layers])])
    numbers = [np.cumsum(layer) - 1 + start for layer, start in zip(layers, starts[:-1].tolist(), strict=True)]
    tails = [numbers[day][part[0]] for day, part in enumerate(arcs)]
    heads = [numbers[day + 1][part[2]] for day, part in enumerate(arcs)]
    return TourDiagram(
        layer=starts,
        first_arc=np.concatenate([[0], np.cumsum([len(part[0]) for part in arcs])]),
        tail=np.concatenate(tails).astype(np.int32),
        head=np.concatenate(heads).astype(np.int32),
        choice=np.concatenate([part[1] for part in arcs]).astype(np.int32),
        cost=np.concatenate([part[3] for part in arcs]),
        class_of=rows.classes.class_of,
        is_exact=rows.left_out == 0,
    )


class _Builder:
    """The layer reached so far; ``advance`` goes on by a day."""

    def __init__(self, rows: DiagramRows) -> None:
        self.rows = rows
        count = len(rows.sums.lower)
        self.active = np.zeros(0, dtype=np.int64)  # rows with a partial sum in the state
        gaps = [np.ones((1, row.breaks.shape[1]), dtype=bool) for row in rows.gaps]
        slacks, totals = len(rows.slacks.price), len(rows.slacks.limit)
        nothing = np.zeros((1, 0), dtype=np.int64)
        self.state = _State(
            nothing,
            gaps,
            np.zeros((1, len(gaps)), dtype=bool),
            np.zeros((1, slacks), dtype=np.int64),
            np.zeros((1, totals), dtype=np.int64),
        )
        self._count = count

    def advance(self, day: int) -> _Arcs:
        """Tail, choice, head and cost of every arc of a day; nodes are numbered within their layers."""
        tail, choice, state = self._expanded(day)
        possible = self._close_sums(day, state)
        possible &= self._close_gaps(day, state)
        charged, affordable = self._close_slacks(day, state)
        possible &= affordable
        kept = np.flatnonzero(possible)
        state = state.take(kept)
        first, head = _merged(state.table())
        self.state = state.take(first)
        return tail[kept], choice[kept], head, charged[kept]

    def _expanded(self, day: int) -> tuple[IntArray, IntArray, _State]:
        """Every state with every choice of the day."""
        rows, old = self.rows, self.state
        new = np.flatnonzero(rows.sums.first == day)
        columns = np.concatenate([self.active, new])
        today = np.arange(rows.classes.first[day], rows.classes.first[day + 1])
        tail = np.repeat(np.arange(len(old.kept)), len(today) + 1)
        choice = np.tile(np.concatenate([[-1], today]), len(old.kept))
        worked = np.flatnonzero(choice >= 0)
        state = old.take(tail)
        state.sums = np.hstack([state.sums, np.zeros((len(tail), len(new)), dtype=np.int64)])
        added = np.zeros_like(state.sums)
        added[worked] = rows.sums.coefficients[choice[worked]][:, columns]
        state.sums = np.where(state.sums == DECIDED, DECIDED, state.sums + added)
        for part, row in zip(state.gaps, rows.gaps, strict=True):
            part[worked] &= ~row.breaks[choice[worked]]
        self.active = columns
        return tail, choice, state

    def _close_sums(self, day: int, state: _State) -> NDArray[np.bool_]:
        """Forget sums that are decided or complete, with what they need of slacks; whether hard ones can still hold."""
        sums, columns = self.rows.sums, self.active
        least, most = sums.least[day + 1][columns], sums.most[day + 1][columns]
        lower, upper, slack = sums.lower[columns], sums.upper[columns], sums.slack[columns]
        decided = state.sums == DECIDED
        reachable = decided | ((state.sums + least <= upper) & (state.sums + most >= lower))
        possible: NDArray[np.bool_] = (reachable | (slack >= 0)).all(axis=1)
        decided |= (state.sums + most <= upper) & (state.sums + least >= lower)
        for place in np.flatnonzero((sums.last[columns] <= day) & (slack >= 0)):
            beyond = np.maximum(state.sums[:, place] - upper[place], lower[place] - state.sums[:, place])
            needed = np.where(decided[:, place], 0, np.maximum(0, -(-beyond // sums.scale[columns[place]])))
            _raise(state.slacks, int(slack[place]), needed)
        open_ = sums.last[columns] > day
        state.sums = np.where(decided, DECIDED, state.sums)[:, open_]
        self.active = columns[open_]
        return possible

    def _close_gaps(self, day: int, state: _State) -> NDArray[np.bool_]:
        """Forget gaps that need not be remembered; whether rows that are hard can still keep one."""
        possible = np.ones(len(state.kept), dtype=bool)
        for place, row in enumerate(self.rows.gaps):
            alive = state.gaps[place]
            state.kept[:, place] |= (alive & (row.last <= day)).any(axis=1)
            lost = ~state.kept[:, place] & ~alive.any(axis=1)
            if row.slack < 0:
                possible &= ~lost
            elif day >= row.last.max(initial=0):
                _raise(state.slacks, row.slack, lost.astype(np.int64))
            state.gaps[place] = _needed(alive, state.kept[:, place], row, day)
        return possible

    def _close_slacks(self, day: int, state: _State) -> tuple[IntArray, NDArray[np.bool_]]:
        """Charge slacks that are complete; whether limits of sums of slacks still hold."""
        slacks = self.rows.slacks
        done = slacks.last == day
        final = np.where(done, state.slacks, 0)
        charged = final @ slacks.price
        state.totals += final @ slacks.members.T.astype(np.int64)
        state.slacks = np.where(done, 0, state.slacks)
        possible = np.asarray((final <= slacks.upper).all(axis=1))
        for place, limit in enumerate(slacks.limit.tolist()):
            total = state.totals[:, place]
            to_come = int(slacks.upper[slacks.members[place] & (slacks.last > day)].sum())
            if slacks.own[place] < 0:
                possible &= total <= limit
            elif to_come == 0:
                charged = charged + slacks.price[slacks.own[place]] * np.maximum(0, total - limit)
            idle = (total + to_come <= limit) if to_come else np.ones(len(total), dtype=bool)
            state.totals[:, place] = np.where(idle, DECIDED, total)
        return charged, possible


def _raise(slacks: IntArray, place: int, needed: IntArray) -> None:
    slacks[:, place] = np.maximum(slacks[:, place], needed)


def _needed(alive: NDArray[np.bool_], kept: NDArray[np.bool_], row: GapRow, day: int) -> NDArray[np.bool_]:
    """Gaps that are worth remembering: none where one is certain, and none beside a better one."""
    worse = (alive.astype(np.float32) @ row.better[day + 1].astype(np.float32)) > 0
    needed: NDArray[np.bool_] = alive & ~worse & ~kept[:, None]
    return needed


def _merged(table: IntArray) -> tuple[IntArray, IntArray]:
    """First row of each distinct one, and for each row the number of its distinct one."""
    rng = np.random.default_rng(20_160_101)
    weights = rng.integers(1, 2**63, size=table.shape[1], dtype=np.uint64) | np.uint64(1)
    hashed = (table.astype(np.uint64) * weights).sum(axis=1, dtype=np.uint64)
    _, first, head = np.unique(hashed, return_index=True, return_inverse=True)
    head = head.reshape(-1)
    if not np.array_equal(table, table[first[head]]):
        _, first, head = np.unique(table, axis=0, return_index=True, return_inverse=True)
    return first, head.reshape(-1)
