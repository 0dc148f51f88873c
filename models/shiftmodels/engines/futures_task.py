"""The first days of a roster of cells, decided for several futures at once in a process of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from shiftmodels.clock import clock
from shiftmodels.data import Cover, ModelData
from shiftmodels.engines.cell_task import COMPILING_SECONDS, has_time_for_columns
from shiftmodels.engines.column_root import SLICE_SECONDS, agents_of, from_columns, pricing_of, unassigned_cost
from shiftmodels.engines.crew import Crew, Lost
from shiftmodels.engines.run import CUT_OFF, Run, SolveOptions
from shiftmodels.solution import Assignment

if TYPE_CHECKING:
    from shiftmodels.columns.generation import Generation, Pricing

WEIGHT = 0.4
"""Of the work here: LPs with columns of others need few pivots of many, and most choices of a tour are fixed."""
ANNEAL_SHARE = 0.03
"""Of the time, for a roster of the first future, with whose tours the LP begins."""
FIRST_SHARE, DECIDE_SHARE = 0.6, 0.9
"""Of the time, in which the LP of the first future has to be solved, and after which that future alone decides on what
is still open."""
FIRST_TIMES = 3
"""How much longer the first LP takes than others."""
DECIDE_ROUNDS = 75
"""How long it takes to decide, for each future, in rounds of its LP."""
BEGIN_SECONDS, BEGIN_SHARE = 5.0, 0.5
"""What it takes to begin a process with compiled code, which is not counted as work; and the share of it at most."""
LATEST_SHARE, WALL_SHARE = 0.65, 0.85
"""Of the wall time, after which nobody waits for LPs any more, and after which what goes by work is ended."""


class Solved(NamedTuple):
    """LPs are solved, so that there will be a roster."""


class Agreed(NamedTuple):
    """
    Parameters
    ----------
    found
        A roster: its first days agreed on, later ones as in the first future.
    cost
        What it is to cost in the mean of the futures, in cost units; limits that are hard cost nothing.
    futures
        How many they were.
    is_cut_off
        Whether the wall has ended what goes by work.
    """

    found: Assignment
    cost: float
    futures: int
    is_cut_off: bool = False


@dataclass(frozen=True, eq=False)
class FuturesTask:
    """
    Parameters
    ----------
    limit_seconds
        Time or work.
    wall_seconds
        Time in which it has to end in any case.
    seed
        Of the random choices.
    found
        Where to begin; it obeys the rows of every block.
    futures
        Coupling rows that there may be, all the same on the first days.
    days
        How many days are decided now.
    """

    limit_seconds: float
    wall_seconds: float
    seed: int
    found: Assignment
    futures: tuple[Cover, ...]
    days: int

    def run(self, data: ModelData) -> Iterator[Solved | Agreed]:
        """That LPs are solved, and then the roster; nothing where tours cannot be priced, or not in time."""
        # Compiled code takes long to import; other tasks do not need it.
        from shiftmodels.columns.consensus import Consensus

        spent, has_time = _Spent(self), has_time_for_columns(data, FIRST_SHARE * self.limit_seconds)
        pricing = pricing_of(data) if has_time else None
        if pricing is None:
            return
        with clock.weighing(WEIGHT):
            futures = self._solved(data, agents_of(pricing), spent)
            if not futures:
                return
            yield Solved()
            consensus = Consensus(futures, self.days)
            is_decided = consensus.decide(lambda: spent.share / DECIDE_SHARE, self.seed)
            cost = self._mean_cost(data, futures) + data.constant_cost
            found = self._completed(futures[0]) if is_decided else None
        if found is not None:
            yield Agreed(found, cost, len(futures), spent.is_cut_off)

    def _solved(self, data: ModelData, agents: Pricing, spent: _Spent) -> list[Generation]:
        """Futures with their LPs solved, as many as there is time for."""
        from shiftmodels.cells.search import anneal_cells
        from shiftmodels.columns.column import column_of
        from shiftmodels.columns.roster import columns_of

        future, first = replace(data, cover=self.futures[0]), self.found
        for better in anneal_cells(future, first, self.seed, ANNEAL_SHARE * self.limit_seconds):
            first = better
        solved: list[Generation] = []
        columns, expected = columns_of(agents.data, first, agents.curves), _Expected()
        for number, cover in enumerate(self.futures):
            since, own = spent.share, agents.covering(cover)
            if since + expected.solving + expected.deciding * (number + 1) > DECIDE_SHARE:
                break
            known = [column_of(one.block, own.data.blocks[one.block], one.tour, own.curves) for one in columns]
            generation = from_columns(own, known, unassigned_cost(known))
            if not _is_solved(generation, spent):
                break
            solved.append(generation)
            columns = generation.master.used()
            expected = _Expected.after(spent.share - since, generation.rounds, is_first=number == 0)
        return solved

    def _mean_cost(self, data: ModelData, futures: Sequence[Generation]) -> float:
        """What the LPs cost in the mean, without the prices that stand for hard limits: they are nobody's money."""
        costs = []
        for cover, future in zip(self.futures, futures, strict=False):
            master, hard = future.master, replace(data, cover=cover)
            softened = master.curves.price_of_hard(hard, future.pricing.data, master.supplied())
            costs.append(master.objective - softened)
        return float(np.mean(costs))

    def _completed(self, future: Generation) -> Assignment | None:
        """A roster of the first future with the choices that were fixed for all."""
        from shiftmodels.columns.dive import QUICK, dive
        from shiftmodels.columns.queues import with_best_queues
        from shiftmodels.columns.roster import assignment_of

        data, columns = future.pricing.data, dive(future, np.inf, pace=QUICK)
        if columns is None:
            return None
        found = assignment_of(data, sorted(columns, key=lambda column: column.block))
        return with_best_queues(data, future.pricing.curves, found, self.days)


class _Expected(NamedTuple):
    """Share of the limits that one more LP will take, and that it takes to decide, for each future."""

    solving: float = 0.0
    deciding: float = 0.0

    @classmethod
    def after(cls, took: float, rounds: int, *, is_first: bool) -> _Expected:
        """What is expected once an LP has taken so much."""
        return cls(took / (FIRST_TIMES if is_first else 1), DECIDE_ROUNDS * took / rounds)


class _Spent:
    """What a task has had of its limits, and whether the wall has ended what goes by work."""

    def __init__(self, task: FuturesTask) -> None:
        self._task, self._begin, self._wall = task, clock.now(), time.monotonic()
        self.is_cut_off = False

    @property
    def share(self) -> float:
        """Share of the time or work; all of it once the wall is near."""
        self.is_cut_off |= time.monotonic() - self._wall >= self._task.wall_seconds
        return 1.0 if self.is_cut_off else (clock.now() - self._begin) / self._task.limit_seconds


def _is_solved(generation: Generation, spent: _Spent) -> bool:
    """Solve the LP; whether that was done in time."""
    rounds = -1
    while spent.share < FIRST_SHARE and generation.rounds > rounds:
        rounds = generation.rounds
        if generation.run(clock.now() + SLICE_SECONDS):
            return True
    return False


def agree(
    data: ModelData,
    futures: tuple[Cover, ...],
    days: int,
    found: Assignment,
    options: SolveOptions,
    stop: threading.Event | None = None,
) -> tuple[Agreed | None, float, tuple[str, ...]]:
    """
    Decide on the first days of a roster for several futures at once.

    Parameters
    ----------
    data
        A problem of cells, see ``cells/knows.py``.
    futures
        Coupling rows that there may be, all the same on the first days.
    days
        How many days are decided now.
    found
        Where to begin; it obeys the rows of every block.
    options
        Limits and seed.
    stop
        Set it to end early.

    Returns
    -------
    The roster, ``None`` where none was found in time; the time or work that it took; and what a user should know.
    """
    run, is_solved = Run(data, options, None, stop), False
    with Crew(data, 1, options.memory_mb, run.clock) as crew:
        crew.fresh_seconds = COMPILING_SECONDS
        wall = np.inf if options.work_seconds is None else WALL_SHARE * options.time_limit_seconds
        limit = max((1 - BEGIN_SHARE) * run.remaining, run.remaining - BEGIN_SECONDS)
        crew.give(FuturesTask(limit, wall, options.seed, found, futures, days))
        latest = LATEST_SHARE * options.time_limit_seconds
        while not run.stop.is_set() and not run.is_cut_off and (is_solved or run.wall_seconds < latest):
            for _, answer in crew.answers(0.05):
                if isinstance(answer, Agreed):
                    return answer, run.seconds, (CUT_OFF,) if answer.is_cut_off else ()
                if isinstance(answer, Lost):
                    return None, run.seconds, (f"A solver process was lost: {answer.reason}.",)
                if answer is None:
                    return None, run.seconds, ()
                is_solved = True
    is_cut_off = run.clock.by_work and not run.stop.is_set()
    return None, run.seconds, (CUT_OFF,) if is_cut_off else ()
