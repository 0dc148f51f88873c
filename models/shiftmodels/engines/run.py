"""What an engine keeps while it runs: the clock, the best assignment, the bound, and who wants to know."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from shiftmodels.clock import Clock
from shiftmodels.data import ModelData
from shiftmodels.solution import Assignment, ModelSolution, ProgressPoint, cost_of
from shiftmodels.status import ModelStatus

CUT_OFF = "The time limit came before the work was done that one worker is given: another run may find another roster."
FALSE_PROOF = "The solver reported that there is no roster, though one was found; that was dropped."
FALSE_BOUND = "The solver reported a bound of {bound}, above a roster of {cost}; it was dropped."
OnProgress = Callable[[ProgressPoint], None]


@dataclass(frozen=True)
class SolveOptions:
    """
    Parameters
    ----------
    time_limit_seconds
        Wall time from the start of the engine.
    seed
        Seed of every random choice.
    workers
        Threads of the solver.
    solver
        Of the engine ``mip``, by its name in Pyomo.
    memory_mb
        Memory that each solver process may take, in megabytes; ``None`` for what ``Crew`` gives it.
    work_seconds
        Work after which to end, see ``Clock``; with one worker and this the same run can be repeated. ``None``: the
        wall decides everything.
    start
        An assignment to begin with, which obeys every row; without a wish for a bound those of blocks will do.
    wants_bound
        Whether a bound is asked for; where not, engines may give all the time to the roster.
    first_only
        Whether the first assignment is enough; ``cpsat`` and ``mip`` know it, the latter of HiGHS.
    """

    time_limit_seconds: float = 60.0
    seed: int = 0
    workers: int = 2
    solver: str = "highs"
    memory_mb: float | None = None
    work_seconds: float | None = None
    start: Assignment | None = None
    wants_bound: bool = True
    first_only: bool = False


class Run:
    """
    One run of an engine.

    Parameters
    ----------
    data
        The problem.
    options
        Limits and seed.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set from outside to end the run early; what was found is kept.

    Attributes
    ----------
    clock
        What choices go by.
    on_roster
        Called with each better assignment.
    """

    def __init__(
        self, data: ModelData, options: SolveOptions, on_progress: OnProgress | None, stop: threading.Event | None
    ) -> None:
        self.data = data
        self.options = options
        self.stop = stop or threading.Event()
        self.best: Assignment | None = None
        self.best_cost = 0
        self.cost: int | None = None
        self.bound: int | None = None
        self.infeasible = False
        self.on_roster: Callable[[Assignment], None] | None = None
        self.messages: list[str] = []
        self._has_doubted = False
        self._points: list[ProgressPoint] = []
        self._on_progress = on_progress
        self.clock = Clock(by_work=options.work_seconds is not None)
        self._start, self._wall_start = self.clock.now(), time.monotonic()
        self._lock = threading.Lock()

    @property
    def limit_seconds(self) -> float:
        """Time or work of the whole run."""
        work = self.options.work_seconds
        return self.options.time_limit_seconds if work is None else work

    @property
    def seconds(self) -> float:
        """Time or work since the start."""
        return self.clock.now() - self._start

    @property
    def wall_seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._wall_start

    @property
    def is_cut_off(self) -> bool:
        """Whether the wall ends a run that goes by work: another one may end with another roster."""
        return self.clock.by_work and self.wall_seconds >= self.options.time_limit_seconds

    @property
    def remaining(self) -> float:
        """Seconds left; none where the wall has ended it. Work without any assignment goes on until the wall does."""
        if self.is_cut_off:
            return 0.0
        left = self.limit_seconds - self.seconds
        return max(0.0, left if left > 0 or self.best is not None else self.options.time_limit_seconds - self.seconds)

    @property
    def is_closed(self) -> bool:
        """Whether the best assignment is proven to be best, or that there is none."""
        return self.infeasible or (self.best is not None and self.bound is not None and self.bound >= self.best_cost)

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do or no time to do it."""
        return self.is_closed or self.stop.is_set() or self.remaining <= 0

    def offer(self, found: Assignment) -> bool:
        """Take an assignment if it is better than the best; returns whether it was."""
        cost = cost_of(self.data, found)
        if self.best is not None and cost >= self.best_cost:
            return False
        self.best, self.best_cost = found, cost
        if self.infeasible:
            self.infeasible = False
            self.messages.append(FALSE_PROOF)
        self.report(cost=cost)
        if self.on_roster is not None:
            self.on_roster(found)
        return True

    def claim_infeasible(self) -> None:
        """Take a proof that there is no roster; where one is known, it is dropped and told of."""
        if self.best is None:
            self.infeasible = True
        else:
            self.messages.append(FALSE_PROOF)

    def report(self, *, cost: int | None = None, bound: int | None = None) -> None:
        """Note a better cost or a better bound of the full problem; a bound above the cost is dropped and told of."""
        with self._lock:
            better_cost = cost is not None and (self.cost is None or cost < self.cost)
            if better_cost:
                self.cost, self.bound = cost, self._believed(self.bound, cost)
            told = self._believed(bound, self.cost)
            better_bound = told is not None and (self.bound is None or told > self.bound)
            if better_bound:
                self.bound = told
            if not (better_cost or better_bound):
                return
            point = ProgressPoint(self.wall_seconds, self.cost, self.bound)
            self._points.append(point)
        if self._on_progress is not None:
            self._on_progress(point)

    def _believed(self, bound: int | None, cost: int | None) -> int | None:
        """A bound that is not above a roster that is known; told once, as it may come again and again."""
        if bound is None or cost is None or bound <= cost:
            return bound
        if not self._has_doubted:
            self.messages.append(FALSE_BOUND.format(bound=bound, cost=cost))
            self._has_doubted = True
        return None

    def solution(self) -> ModelSolution:
        """The answer as it stands."""
        if self.best is None:
            status = ModelStatus.INFEASIBLE if self.infeasible else ModelStatus.UNKNOWN
            return ModelSolution(status, None, None, None if self.infeasible else self.bound, *self._tail())
        cost = self.best_cost
        status = ModelStatus.OPTIMAL if self.bound == cost else ModelStatus.FEASIBLE
        return ModelSolution(status, self.best, cost, self.bound, *self._tail())

    def _tail(self) -> tuple[bool, tuple[ProgressPoint, ...], tuple[str, ...], float]:
        cut_off = self.is_cut_off and not self.is_closed and not self.stop.is_set()
        messages = (*self.messages, CUT_OFF) if cut_off else tuple(self.messages)
        return self.stop.is_set(), tuple(self._points), messages, self.seconds
