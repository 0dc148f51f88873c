"""
The best roster close to one that is known, and the bound of the problem.

Made for problems that differ in little from one that has been solved: a search by tours in this process, at a
temperature at which it hardly leaves the roster, and the bound of tour columns in another one.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import replace

from shiftmodels.data import ModelData
from shiftmodels.engines.column_tasks import RootReport, RootTask
from shiftmodels.engines.crew import Crew, Lost
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.engines.tasks import SearchTask
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, ModelSolution, cost_of

HOT, COLD = 1e-4, 1e-5
"""Temperature at the beginning and at the end, as shares of an agent's mean cost."""
BEGIN_SECONDS, WAIT_SECONDS = 4.0, 2.0
"""For a process to begin, and how long its answer is waited for at the end."""
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
    from shiftmodels.tours.search import TourSearch

    if options.start is None:
        raise ValueError("A search without a roster to begin with not understood.")
    run = Run(data, options, on_progress, stop)
    run.offer(options.start)
    has_help = options.workers > 1
    with Crew(data, 1, options.memory_mb, run.clock) if has_help else nullcontext() as crew:
        if crew is not None:
            crew.give(RootTask(run.remaining, options.seed, is_alone=False))
        search = TourSearch(data, options.start, options.seed)
        mean = abs(run.best_cost) / data.num_agents

        def temperature() -> float:
            share = min(1.0, run.seconds / run.limit_seconds)
            return float(max(1e-9, mean * HOT * (COLD / HOT) ** share))

        while not run.finished:
            _offer(run, search.improve(temperature, run.clock.now() + min(SLICE_SECONDS, run.remaining)))
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
    mean = abs(cost_of(without, before)) / without.num_agents
    seconds = max(1.0, options.time_limit_seconds - BEGIN_SECONDS)
    task = SearchTask(seconds, options.seed, before, hot=max(1e-9, mean * HOT), cold=max(1e-10, mean * COLD))
    with Crew(without, 1, options.memory_mb) as crew:
        crew.give(task)
        solution = solve(data, replace(options, workers=1), on_progress, stop)
        is_stopped = stop is not None and stop.is_set()
        for _, answer in [] if is_stopped else crew.answers(WAIT_SECONDS):
            if not isinstance(answer, Lost) and answer[1] is not None and is_feasible(without, answer[1]):
                return solution, answer[1]
    return solution, None


def _offer(run: Run, found: Assignment | None) -> None:
    """Take a roster that keeps hard limits, which searches only price."""
    if found is not None and is_feasible(run.data, found):
        run.offer(found)
