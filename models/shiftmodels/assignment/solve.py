"""Give tasks to the fewest agents: a bound from tasks that overlap, a search, and a proof where they do not meet."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from shiftmodels.assignment.cliques import cliques_of, stuck_tasks
from shiftmodels.assignment.data import AssignmentData, AssignmentSolution
from shiftmodels.assignment.exact import LARGEST_MODEL, Exact
from shiftmodels.assignment.search import Search
from shiftmodels.backends.confirmed import solve_confirmed
from shiftmodels.data import IntArray
from shiftmodels.ending import Ending, counting
from shiftmodels.engines.run import SolveOptions
from shiftmodels.solution import ProgressPoint
from shiftmodels.status import ModelStatus

FIRST_MOVES = 1_000_000
"""Moves of the first search, half a second; each one after it is twice as long."""
FIRST_PROOF_SECONDS = 1.0
"""Of the first attempt to prove a bound; each one after it is twice as long."""
TOO_LARGE = "The plan is too large for a proof beyond tasks that overlap; only the search goes on."

OnProgress = Callable[[ProgressPoint], None]


def solve_assignment(
    data: AssignmentData,
    options: SolveOptions,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> AssignmentSolution:
    """
    Give every task to an agent, and tasks to as few agents as possible.

    With one worker all limits but the last are of work, so that the same seed gives the same assignment.

    Parameters
    ----------
    data
        The problem.
    options
        Limits and seed.
    on_progress
        Called at each improvement.
    stop
        Set it to end early and keep what was found.
    """
    with counting(by_work=options.workers == 1):
        return _Solver(data, options, on_progress, stop or threading.Event()).solve()


class _Solver:
    def __init__(
        self, data: AssignmentData, options: SolveOptions, on_progress: OnProgress | None, stop: threading.Event
    ) -> None:
        self._data, self._options, self._on_progress, self._stop = data, options, on_progress, stop
        self._begin = time.monotonic()
        self._ending = Ending(stop, options.time_limit_seconds)
        self._cliques = cliques_of(data.start, data.end)
        self._bound = max((len(clique) for clique in self._cliques), default=0)
        self._search = Search(data, options.seed)
        self._agent: IntArray | None = None
        self._used: int | None = None
        self._messages: list[str] = []

    def solve(self) -> AssignmentSolution:
        """Search and prove in turn, each for longer and longer."""
        if not self._data.num_tasks:
            return AssignmentSolution(ModelStatus.OPTIMAL, self._data.start[:0], 0, 0)
        stuck = stuck_tasks(self._data, self._cliques)
        if stuck:
            return AssignmentSolution(ModelStatus.INFEASIBLE, None, None, None, stuck)
        self._report()
        self._look(FIRST_MOVES)
        return self._solution(not self._done and self._go_on())

    def _go_on(self) -> bool:
        """Prove and search in turn until the bound is met; whether it is proven that there is no assignment."""
        exact = Exact(self._data)
        if exact.size > LARGEST_MODEL:
            self._messages.append(TOO_LARGE)
        factor = 1
        while not self._done:
            if exact.size <= LARGEST_MODEL and self._prove(exact, factor * FIRST_PROOF_SECONDS):
                return True
            factor *= 2
            self._look(factor * FIRST_MOVES)
        return False

    @property
    def _done(self) -> bool:
        return self._ending.is_set() or (self._used is not None and self._used <= self._bound)

    def _look(self, moves: int) -> None:
        """Search until the bound is met, or nothing better is found for so many moves."""
        better = self._search.first(moves, self._ending.is_set)
        while better:
            used, agent = self._search.used, self._search.agent
            if used is not None and (self._used is None or used < self._used):
                self._used, self._agent = used, agent
                self._report()
            better = not self._done and self._search.improve(moves, self._ending.is_set)

    def _prove(self, exact: Exact, seconds: float) -> bool:
        """Let CP-SAT find the optimum; whether it shows that there is no assignment."""
        model = exact.model(self._bound)
        answer, messages = solve_confirmed(
            model,
            seconds,
            seed=self._options.seed,
            workers=self._options.workers,
            stop=self._ending.part(seconds),
            hint=None if self._agent is None else model.values(self._agent),
        )
        self._messages += messages
        self._raise(answer.bound)
        if answer.values is not None and (self._used is None or answer.cost is None or answer.cost < self._used):
            self._agent, self._used = exact.read(answer.values), answer.cost
            self._report()
        return answer.status is ModelStatus.INFEASIBLE and self._used is None

    def _raise(self, bound: int | None) -> None:
        if bound is not None and bound > self._bound:
            self._bound = bound
            self._report()

    def _report(self) -> None:
        if self._on_progress is not None:
            self._on_progress(ProgressPoint(time.monotonic() - self._begin, self._used, self._bound))

    def _solution(self, infeasible: bool) -> AssignmentSolution:
        messages = tuple(self._messages)
        if infeasible:
            return AssignmentSolution(ModelStatus.INFEASIBLE, None, None, None, messages=messages)
        interrupted = self._stop.is_set()
        if self._used is None:
            return AssignmentSolution(ModelStatus.UNKNOWN, None, None, self._bound, (), interrupted, messages)
        status = ModelStatus.OPTIMAL if self._used <= self._bound else ModelStatus.FEASIBLE
        return AssignmentSolution(status, self._agent, self._used, self._bound, (), interrupted, messages)
