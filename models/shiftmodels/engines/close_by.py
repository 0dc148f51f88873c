"""
The best roster close to one that is known, and the bound of the problem.

Made for problems that differ in little from one that has been solved: a search by tours in this process, at a
temperature at which it hardly leaves the roster, and the bound of tour columns in another one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.engines.column_root import RootReport
from shiftmodels.engines.column_tasks import RootTask
from shiftmodels.engines.crew import Crew
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, ModelSolution, cost_of

HOT, COLD = 1e-4, 1e-5
"""Temperature at the beginning and at the end, as shares of an agent's mean cost."""
SLICE_SECONDS = 1.0
"""Time between two looks at the bound, and at whether to stop."""


def solve(
    data: ModelData,
    options: SolveOptions,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> ModelSolution:
    """
    Improve a roster.

    Parameters
    ----------
    data
        The problem.
    options
        Limits, seed and the roster to begin with; only the search runs where there is one worker.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep what was found.

    Returns
    -------
    Best assignment, its cost and a bound of the full problem.

    Raises
    ------
    ValueError
        There is no roster to begin with.
    """
    if options.start is None:
        raise ValueError("A search without a roster to begin with not understood.")
    run = Run(data, options, on_progress, stop)
    run.offer(options.start)
    has_help = options.workers > 1
    with Crew(data, 1, options.memory_mb, run.clock) if has_help else nullcontext() as crew:
        if crew is not None:
            crew.give(RootTask(run.remaining, options.seed, is_alone=False))
        search = _Search(data, options.start, options.seed, lambda: run.seconds / run.limit_seconds)
        while not run.finished:
            _offer(run, search.improve(run.clock.now() + min(SLICE_SECONDS, run.remaining)))
            for _, answer in () if crew is None else crew.answers(0.0):
                if isinstance(answer, RootReport):
                    run.report(bound=answer.bound)
                    _offer(run, answer.found)
    return run.solution()


def solve_both(
    data: ModelData,
    without: ModelData,
    before: Assignment,
    options: SolveOptions,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> tuple[ModelSolution, Assignment | None]:
    """
    Improve a roster, and beside it another one of a problem in which less is asked, by the same search.

    What both find tells what more time alone would have gained.

    Parameters
    ----------
    data, options, on_progress, stop
        See ``solve``; there is no bound.
    without
        The problem in which less is asked.
    before
        The roster of it to begin with.

    Returns
    -------
    The answer to the problem, and the best roster of the other; ``None`` where there was no time for one.
    """
    other = None
    with Crew(without, 1, options.memory_mb) as crew:
        crew.give(CloseByTask(options.time_limit_seconds, options.seed, before))
        solution = solve(data, replace(options, workers=1), on_progress, stop)
        for _, answer in crew.answers(0.0):
            if isinstance(answer, Assignment) and is_feasible(without, answer):
                other = answer
    return solution, other


@dataclass(frozen=True, eq=False)
class CloseByTask:
    """
    The search close to a roster, in a process of its own.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed
        Of the random choices.
    found
        Where to begin.
    """

    limit_seconds: float
    seed: int
    found: Assignment

    def run(self, data: ModelData) -> Iterator[Assignment]:
        """The best roster so far, again and again."""
        begin = clock.now()
        search = _Search(data, self.found, self.seed, lambda: (clock.now() - begin) / self.limit_seconds)
        while (left := begin + self.limit_seconds - clock.now()) > 0:
            yield search.improve(clock.now() + min(SLICE_SECONDS, left))


class _Search:
    """A search by tours of which the temperature falls as time goes by; ``share`` of it is over."""

    def __init__(self, data: ModelData, found: Assignment, seed: int, share: Callable[[], float]) -> None:
        # Compiled code takes long to import.
        from shiftmodels.tours.search import TourSearch

        self._data, self._best, self._share = data, found, share
        self._search = TourSearch(data, found, seed)
        self._hot = max(1e-9, HOT * abs(cost_of(data, found)) / data.num_agents)

    def improve(self, until: float) -> Assignment:
        """The best roster by some time; the one to begin with where no other is better."""
        found = self._search.improve(lambda: self._hot * (COLD / HOT) ** min(1.0, self._share()), until)
        if cost_of(self._data, found) < cost_of(self._data, self._best) and is_feasible(self._data, found):
            self._best = found
        return self._best


def _offer(run: Run, found: Assignment | None) -> None:
    """Take a roster that keeps hard limits, which searches only price."""
    if found is not None and is_feasible(run.data, found):
        run.offer(found)
