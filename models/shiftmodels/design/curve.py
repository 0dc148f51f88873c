"""
A shift design and the trade-off around it: the least misfit with at most one different shift, two, and so on.

Every point of the curve is a problem of its own. They help each other: a design with few shifts is one with more, and a
bound with more shifts is one with few.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from shiftmodels.clock import Clock
from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.design.solution import DesignSolution, fit_of
from shiftmodels.design.task import DesignReport, DesignTask
from shiftmodels.engines.crew import Crew, Lost
from shiftmodels.solution import ProgressPoint
from shiftmodels.status import ModelStatus

DESIGN_SHARE = 0.5
"""Share of the time that the design gets at most where there is a curve as well."""

LEAST_SECONDS = 1.0
"""Time for which no point is taken up again."""

WORK_SHARE = 0.4
"""Work that one worker is given, as a share of the time limit: usually done before it, so that it can be repeated."""


@dataclass(frozen=True)
class DesignOptions:
    """
    Parameters
    ----------
    time_limit_seconds
        Wall time of everything.
    seed
        Of the solver.
    workers
        Solver processes, each for a problem of its own. One, and the same seed, repeat a run by the work done.
    curve
        Points of the curve: at most 1, 2, ... different shifts.
    """

    time_limit_seconds: float = 60.0
    seed: int = 0
    workers: int = 2
    curve: int = 0


@dataclass(frozen=True)
class Designs:
    """
    Parameters
    ----------
    design
        The design that was asked for.
    curve
        The best designs with at most 1, 2, ... shifts, without a price of shifts.
    is_interrupted
        Whether it was stopped from outside.
    is_cut_off
        Whether the time limit ended what one worker would have gone on with: another run may end otherwise.
    messages
        What went wrong on the way.
    """

    design: DesignSolution
    curve: tuple[DesignSolution, ...]
    is_interrupted: bool
    is_cut_off: bool
    messages: tuple[str, ...]


def solve_designs(
    data: DesignData,
    options: DesignOptions,
    on_progress: Callable[[ProgressPoint], None] | None = None,
    stop: threading.Event | None = None,
) -> Designs:
    """
    Find a design, and the curve.

    Parameters
    ----------
    data
        The problem, with the price and the largest number of shifts of the design.
    options
        Limits and seed.
    on_progress
        Called at each improvement of cost or bound of the design.
    stop
        Set it to end early and keep what was found.
    """
    conduct = _Conduct(data, options, on_progress, stop or threading.Event())
    conduct.run()
    return conduct.designs()


@dataclass(eq=False)
class _Point:
    """What is known of the design (number 0) or of a point of the curve (its number of shifts)."""

    number: int
    data: DesignData
    people: IntArray
    cost: int
    bound: int = 0

    def offer(self, people: IntArray) -> bool:
        """Take a design if it is better, or as good with fewer shifts."""
        fit, most = fit_of(self.data, people), self.data.most_shifts
        if most is not None and fit.shifts > most:
            return False
        if (fit.cost, fit.shifts) >= (self.cost, fit_of(self.data, self.people).shifts):
            return False
        self.people, self.cost = people, fit.cost
        return True

    @property
    def is_closed(self) -> bool:
        return self.bound >= self.cost

    def solution(self) -> DesignSolution:
        """The answer as it stands."""
        status = ModelStatus.OPTIMAL if self.is_closed else ModelStatus.FEASIBLE
        return DesignSolution(status, self.people, fit_of(self.data, self.people), min(self.bound, self.cost))


class _Conduct:
    """Who solves what, for how long, from which start."""

    def __init__(
        self,
        data: DesignData,
        options: DesignOptions,
        on_progress: Callable[[ProgressPoint], None] | None,
        stop: threading.Event,
    ) -> None:
        self._data, self._options, self._on_progress, self._stop = data, options, on_progress, stop
        nobody = np.zeros(data.num_duties, dtype=np.int64)
        problems = [data]
        problems += [replace(data, shift_cost=0, most_shifts=number) for number in range(1, options.curve + 1)]
        self._points = [_Point(number, each, nobody, fit_of(each, nobody).cost) for number, each in enumerate(problems)]
        self._waiting = list(self._points)
        self._tasks: dict[int, _Point] = {}
        self._messages: list[str] = []
        self._clock = Clock(by_work=options.workers == 1)
        self._begin, self._wall_begin = self._clock.now(), time.monotonic()

    def run(self) -> None:
        """Solve every point, the design first."""
        with Crew(self._data, self._options.workers, clock=self._clock) as crew:
            while (self._waiting or self._tasks) and not self._is_over:
                while crew.idle and self._waiting:
                    self._give(crew, self._waiting.pop(0))
                if not self._tasks and self._left > LEAST_SECONDS:
                    # Time is left: who is not proven begins again, from what is known by now.
                    self._waiting = [point for point in self._points if not point.is_closed]
                for task, answer in crew.answers(0.05):
                    self._take(task, answer)

    def designs(self) -> Designs:
        """The answer as it stands."""
        interrupted = self._stop.is_set()
        cut_off = self._clock.by_work and self._is_over and not interrupted
        design, *curve = (point.solution() for point in self._points)
        return Designs(design, tuple(curve), interrupted, cut_off, tuple(self._messages))

    @property
    def _is_over(self) -> bool:
        return self._stop.is_set() or self._wall_left <= 0

    @property
    def _wall_left(self) -> float:
        return self._options.time_limit_seconds - (time.monotonic() - self._wall_begin)

    @property
    def _left(self) -> float:
        """Seconds left of what choices go by, one worker's."""
        if not self._clock.by_work:
            return self._wall_left
        return self._options.time_limit_seconds * WORK_SHARE - (self._clock.now() - self._begin)

    def _give(self, crew: Crew, point: _Point) -> None:
        if point.is_closed:
            return
        open_points = 1 + sum(not other.is_closed for other in self._waiting)
        share = DESIGN_SHARE if point.number == 0 and self._waiting else self._options.workers / open_points
        limit = max(0.1, self._left * min(1.0, share))
        data = point.data
        task = DesignTask(data.most_shifts, data.shift_cost, limit, self._options.seed, point.people)
        self._tasks[id(task)] = point
        crew.give(task)

    def _take(self, task: object, answer: DesignReport | Lost | None) -> None:
        if isinstance(answer, DesignReport):
            self._note(self._tasks[id(task)], answer)
            return
        point = self._tasks.pop(id(task))
        if answer is not None:
            what = f"the curve at {point.number} shifts" if point.number else "the design"
            self._messages.append(f"A solver process was replaced while it worked on {what}: {answer.reason}.")

    def _note(self, point: _Point, report: DesignReport) -> None:
        """Take what was found to every point that it is of use for."""
        before = self._points[0].cost, self._points[0].bound
        if report.people is not None:
            for other in self._points:
                other.offer(report.people)
        if report.bound is not None:
            for other in self._points:
                other.bound = max(other.bound, self._carried(report.bound, point, other))
        design = self._points[0]
        if self._on_progress is not None and (design.cost, design.bound) != before:
            seconds = time.monotonic() - self._wall_begin
            self._on_progress(ProgressPoint(seconds, design.cost, min(design.bound, design.cost)))

    def _carried(self, bound: int, point: _Point, other: _Point) -> int:
        """The bound of one point as one of another: with fewer shifts nothing fits better, and a price only adds."""
        if other is point:
            return bound
        most, fewer = point.data.most_shifts, other.data.most_shifts
        if most is not None and (fewer is None or fewer > most):
            return 0
        if point.number:
            return bound
        return bound - point.data.shift_cost * (fewer or 0)
