"""Rosters of cells without a bound: annealing, then columns for most of the time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.engines.cell_columns import improved_by_columns
from shiftmodels.engines.column_root import pricing_of
from shiftmodels.engines.crew import Crew, Lost
from shiftmodels.engines.run import Run
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment
from shiftmodels.tour import tour_cost

END_SHARE = 0.97
"""Of the time, so that the last roster still arrives."""
COMPILING_SECONDS = 120.0
"""Wall time that the first run of an installation may take besides, in which moves are compiled."""
ANNEAL_SHARE = 0.15
"""Of the time, where columns take the rest."""
BLOCK_SECONDS = 0.012
"""Time for columns at least, for each block and day: three times what it takes to build diagrams."""
SEED_STEP = 7919
"""Between the seeds of processes."""


@dataclass(frozen=True, eq=False)
class CellTask:
    """
    Better rosters by moves of cells (``cells/kernel.py``), and then by columns where there is time for them.

    Parameters
    ----------
    limit_seconds
        Time or work.
    seed
        Of the random choices.
    found
        Where to begin; it obeys the rows of every block.
    """

    limit_seconds: float
    seed: int
    found: Assignment

    def run(self, data: ModelData) -> Iterator[Assignment]:
        """Rosters, each better than all before it, hard limits of coupling rows priced."""
        # Compiled code takes long to import; other tasks do not need it.
        from shiftmodels.cells.search import anneal_cells

        until, pays = clock.now() + self.limit_seconds, has_time_for_columns(data, self.limit_seconds)
        best = self.found
        for better in anneal_cells(data, best, self.seed, self.limit_seconds * (ANNEAL_SHARE if pays else 1.0)):
            best = better
            yield best
        if not pays:
            return
        pricing = pricing_of(data)
        if pricing is None:
            yield from anneal_cells(data, best, self.seed, max(1e-3, until - clock.now()))
        else:
            yield from improved_by_columns(data, pricing, best, self.seed, until)


def has_time_for_columns(data: ModelData, limit_seconds: float) -> bool:
    """Whether columns can do more in the time than prepare the pricing of tours."""
    return limit_seconds >= BLOCK_SECONDS * len(data.blocks) * data.num_days


def legal_start(data: ModelData, start: Assignment | None) -> Assignment | None:
    """A roster that obeys the rows of every block: the given one, or that nobody works; ``None`` where neither does."""
    for found in (start, Assignment.empty(data)):
        if found is not None and all(
            tour_cost(data.blocks[block], found.worked(agent)) is not None
            for agent, block in enumerate(data.block_of.tolist())
        ):
            return found
    return None


def solve_cells(run: Run, crew: Crew, found: Assignment) -> None:
    """
    Anneal in every process, and offer what keeps all limits.

    Parameters
    ----------
    run
        Gets the rosters; it ends with its time.
    crew
        The processes; none is at work.
    found
        Where to begin; it obeys the rows of every block.
    """
    if is_feasible(run.data, found):
        run.offer(found)
    crew.fresh_seconds = COMPILING_SECONDS
    for number in range(crew.idle):
        crew.give(CellTask(run.remaining * END_SHARE, run.options.seed + SEED_STEP * number, found))
    at_work, repeated = crew.size, False
    while at_work and not run.finished:
        for task, answer in crew.answers(0.05):
            if isinstance(answer, Lost):
                run.messages.append(f"A solver process was replaced: {answer.reason}.")
                at_work -= 1
                if not repeated and run.remaining > 0:
                    crew.give(_again(task, run))
                    at_work, repeated = at_work + 1, True
            elif answer is None:
                at_work -= 1
            elif is_feasible(run.data, answer):
                run.offer(answer)


def _again(task: Any, run: Run) -> CellTask:
    """The task of a process that was lost, from the best roster."""
    return CellTask(run.remaining * END_SHARE, task.seed, task.found if run.best is None else run.best)
