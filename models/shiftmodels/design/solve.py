"""Solve a shift design problem: branch and cut, then the best people for the shifts that it chose."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shiftmodels.backends.highs import solve_highs
from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData, in_large_units
from shiftmodels.design.model import DesignModel
from shiftmodels.design.solution import DesignSolution, fit_of
from shiftmodels.solution import ProgressPoint
from shiftmodels.status import ModelStatus

OnProgress = Callable[[ProgressPoint], None]

FIT_SECONDS = 5.0
"""Time at most for the people on shifts that are chosen, beyond the limit if need be; it takes a fraction of one."""


def solve_design(
    data: DesignData,
    limit_seconds: float,
    *,
    seed: int = 0,
    start: IntArray | None = None,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> DesignSolution:
    """
    Choose shifts and people.

    Parameters
    ----------
    data
        The problem.
    limit_seconds
        Wall time.
    seed
        Of HiGHS, which works in one thread.
    start
        People on each duty to begin with; not more different shifts than may be. Shape ``(D,)``.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep what was found.

    Returns
    -------
    The best design found; nobody on any duty where that is the best.
    """
    scaled, factor = in_large_units(data)
    search = _Search(scaled, factor, stop or threading.Event(), on_progress)
    search.offer(np.zeros(data.num_duties, dtype=np.int64))
    if start is not None:
        search.offer(start)
    search.bound_from(0)
    search.run(limit_seconds, seed)
    status = ModelStatus.OPTIMAL if search.is_closed else ModelStatus.FEASIBLE
    bound = None if search.bound is None else min(search.bound, search.cost) * factor
    return DesignSolution(status, search.people, fit_of(data, search.people), bound, search.stop.is_set())


@dataclass(eq=False)
class _Search:
    """What is known of a problem while it is solved, in its own units; it tells in those of ``factor``."""

    data: DesignData
    factor: int
    stop: threading.Event
    on_progress: OnProgress | None
    people: IntArray = field(init=False)
    cost: int = field(init=False)
    bound: int | None = None

    def __post_init__(self) -> None:
        self._start = time.monotonic()
        self.people = np.zeros(self.data.num_duties, dtype=np.int64)
        self.cost = fit_of(self.data, self.people).cost

    @property
    def is_closed(self) -> bool:
        """Whether the best design is proven to be best."""
        return self.bound is not None and self.bound >= self.cost

    def offer(self, people: IntArray) -> None:
        """Take a design if it is better than the best."""
        fit = fit_of(self.data, people)
        most = self.data.most_shifts
        if fit.cost < self.cost and (most is None or fit.shifts <= most):
            self.people, self.cost = people, fit.cost
            self._tell()

    def bound_from(self, bound: int | None) -> None:
        """Take a bound if it is higher than the highest."""
        if bound is not None and (self.bound is None or bound > self.bound):
            self.bound = bound
            self._tell()

    def run(self, limit_seconds: float, seed: int) -> None:
        """Branch and cut over shifts and people; then people alone, as those of a network may come with fractions."""
        model = DesignModel(self.data)
        answer = solve_highs(
            model.linear,
            limit_seconds - (time.monotonic() - self._start),
            seed=seed,
            hint=model.values(self.people),
            relative_gap=0.0,
            on_found=lambda values, bound: self._found(model, values, bound),
            stop=self.stop,
        )
        self.bound_from(answer.bound)
        if answer.values is not None:
            self.offer(model.people(answer.values))
            if not self.is_closed:
                self._staff(model.offered(answer.values), seed)

    def _found(self, model: DesignModel, values: IntArray | None, bound: int | None) -> None:
        self.bound_from(bound)
        if values is not None:
            self.offer(model.people(values))

    def _staff(self, offered: NDArray[np.bool_], seed: int) -> None:
        """The best people on chosen shifts."""
        model = DesignModel(self.data, offered)
        answer = solve_highs(model.linear, FIT_SECONDS, seed=seed, relative_gap=0.0)
        if answer.values is not None:
            self.offer(model.people(answer.values))

    def _tell(self) -> None:
        if self.on_progress is not None:
            bound = None if self.bound is None else min(self.bound, self.cost) * self.factor
            self.on_progress(ProgressPoint(time.monotonic() - self._start, self.cost * self.factor, bound))
