"""Assignments with fewer and fewer agents: one after the other is sent home, and his tasks find another place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from shiftmodels.assignment.data import AssignmentData
from shiftmodels.assignment.ejection import Desk, place_tasks
from shiftmodels.data import IntArray
from shiftmodels.tours.chance import chance_of

MOVES_AT_ONCE = 200_000
"""Between two looks at the clock."""
ATTEMPT_MOVES = 200
"""Moves for each task after which an attempt to do without an agent has failed."""
LOOKED_AT, PICKY = 4, 20
"""Of so many agents the one with least to do is sent home, until so many attempts have failed; then any."""
EXCHANGED = 0.5
"""How often, after them, an idle agent takes the place of another one."""

Ends = Callable[[], bool]


class Search:
    """
    Parameters
    ----------
    data
        The problem.
    seed
        Of all choices.
    """

    def __init__(self, data: AssignmentData, seed: int) -> None:
        self._data = data
        self._random = np.random.default_rng(seed)
        self._chance = chance_of(self._random)
        self._desk = _empty_desk(data)
        self._waiting = data.num_tasks
        self._best: Desk | None = None
        self._failed = 0

    @property
    def used(self) -> int | None:
        """Agents of the best assignment; ``None`` without one."""
        return None if self._best is None else int(np.count_nonzero(self._best.held))

    @property
    def agent(self) -> IntArray | None:
        """Who does each task in the best assignment."""
        if self._best is None:
            return None
        agent = np.full(self._data.num_tasks, -1, dtype=np.int64)
        for number, count in enumerate(self._best.held.tolist()):
            agent[self._best.rows[number, :count]] = number
        return agent

    def first(self, moves: int, ends: Ends) -> bool:
        """Look for an assignment to everybody; whether there is one. May be asked again."""
        if self._best is None and self._place(moves, ends):
            self._keep()
        return self._best is not None

    def improve(self, moves: int, ends: Ends) -> bool:
        """
        Look for an assignment with an agent less.

        Parameters
        ----------
        moves
            After which to give up.
        ends
            Whether it is time to.

        Returns
        -------
        Whether one was found.
        """
        while moves > 0 and not ends():
            attempt = min(ATTEMPT_MOVES * self._data.num_tasks, moves)
            moves -= attempt
            self._send_home()
            if self._place(attempt, ends):
                self._keep()
                self._failed = 0
                return True
            self._failed += 1
            self._restore()
        return False

    def _place(self, moves: int, ends: Ends) -> bool:
        while self._waiting and moves > 0 and not ends():
            asked = min(moves, MOVES_AT_ONCE)
            self._waiting, made = place_tasks(self._desk, self._waiting, asked, self._chance)
            moves -= made
            if self._waiting and made < asked:
                # Nobody who works can do one of them.
                return False
        return not self._waiting

    def _send_home(self) -> None:
        """One agent less works; after many failures somebody else comes in the place of another one."""
        self._desk.price[:] = 1
        idle = np.flatnonzero(~self._desk.works)
        comes = self._failed >= PICKY and len(idle) > 0 and self._random.random() < EXCHANGED
        for _ in range(2 if comes else 1):
            self._empty(self._chosen())
        if comes:
            self._desk.works[self._random.choice(idle)] = True

    def _chosen(self) -> int:
        working = np.flatnonzero(self._desk.works)
        looked_at = min(len(working), LOOKED_AT if self._failed < PICKY else 1)
        return int(min(self._random.choice(working, looked_at, replace=False).tolist(), key=self._load))

    def _empty(self, agent: int) -> None:
        desk, count = self._desk, int(self._desk.held[agent])
        desk.pool[self._waiting : self._waiting + count] = desk.rows[agent, :count]
        self._waiting += count
        desk.held[agent], desk.works[agent] = 0, False

    def _load(self, agent: int) -> int:
        tasks = self._desk.rows[agent, : self._desk.held[agent]]
        return int((self._data.end[tasks] - self._data.start[tasks]).sum())

    def _keep(self) -> None:
        # Who has nothing to do is not asked again.
        self._desk.works[:] = self._desk.held > 0
        self._best = self._desk._replace(
            works=self._desk.works.copy(), rows=self._desk.rows.copy(), held=self._desk.held.copy()
        )

    def _restore(self) -> None:
        assert self._best is not None
        self._desk.works[:], self._desk.held[:] = self._best.works, self._best.held
        self._desk.rows[:] = self._best.rows
        self._waiting = 0


def _empty_desk(data: AssignmentData) -> Desk:
    """Nobody has anything; the earliest tasks are placed first."""
    order = np.argsort(-data.start, kind="stable").astype(np.int64)
    most = _most_in_a_row(data)
    return Desk(
        data.start,
        data.end,
        data.first,
        data.able,
        np.ones(data.num_agents, dtype=np.bool_),
        np.zeros((data.num_agents, most), dtype=np.int64),
        np.zeros(data.num_agents, dtype=np.int64),
        order,
        np.ones(data.num_tasks, dtype=np.int64),
    )


def _most_in_a_row(data: AssignmentData) -> int:
    """Tasks that one agent could do at most, if he could do all: the next is always the one that ends first."""
    count, free = 0, None
    for task in np.argsort(data.end, kind="stable").tolist():
        if free is None or data.start[task] >= free:
            count, free = count + 1, data.end[task]
    return count
