"""Rosters of cells without a bound: annealing takes all the time there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shiftmodels.data import ModelData
from shiftmodels.engines.crew import Crew, Lost
from shiftmodels.engines.run import Run
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment
from shiftmodels.tour import tour_cost

END_SHARE = 0.97
"""Of the time, so that the last roster still arrives."""
COMPILING_SECONDS = 120.0
"""Wall time that the first run of an installation may take besides, in which moves are compiled."""
SEED_STEP = 7919
"""Between the seeds of processes."""


@dataclass(frozen=True, eq=False)
class CellTask:
    """
    Better rosters by moves of cells (``cells/kernel.py``).

    Parameters
    ----------
    limit_seconds
        Time or work, over which the temperature falls.
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

        yield from anneal_cells(data, self.found, self.seed, self.limit_seconds)


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
