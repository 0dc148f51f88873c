"""Solve a shift design problem: exchanges of shifts, then branch and cut among promising shifts, then among all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.clock import ROW_SECONDS, clock
from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.design.model import DesignModel
from shiftmodels.design.solution import DesignSolution, fit_of
from shiftmodels.design.steps import broken_steps
from shiftmodels.design.swaps import Swaps
from shiftmodels.status import ModelStatus

OnDesign = Callable[[IntArray | None, int | None], None]
"""Called with a better design or ``None``, and with a better bound or ``None``."""

SWAPS_SHARE, NEAR_SHARE, STEPS_SHARE = 0.1, 0.15, 0.15
"""Shares of the time that exchanges, branch and cut among promising shifts, and the search for steps take at most."""

NEAR = 16
"""Promising shifts, beside the chosen ones."""

FIT_SECONDS = 5.0
"""Time at most for the people on shifts that are chosen, beyond the limit if need be; it takes a fraction of one."""


def solve_design(
    data: DesignData,
    limit_seconds: float,
    *,
    seed: int = 0,
    start: IntArray | None = None,
    on_found: OnDesign | None = None,
) -> DesignSolution:
    """
    Choose shifts and people.

    Parameters
    ----------
    data
        The problem.
    limit_seconds
        Wall time, or work where the clock of this process counts that.
    seed
        Of HiGHS, which works in one thread.
    start
        People on each duty to begin with; not more different shifts than may be. Shape ``(D,)``.
    on_found
        Called at each improvement of cost or bound.

    Returns
    -------
    The best design found; nobody on any duty where that is the best.
    """
    search = _Search(data, on_found)
    if start is not None:
        search.offer(start)
    search.run(limit_seconds, seed)
    status = ModelStatus.OPTIMAL if search.is_closed else ModelStatus.FEASIBLE
    return DesignSolution(status, search.people, fit_of(data, search.people), search.bound)


@dataclass(eq=False)
class _Search:
    """What is known of a problem while it is solved."""

    data: DesignData
    on_found: OnDesign | None
    people: IntArray = field(init=False)
    cost: int = field(init=False)
    bound: int = 0

    def __post_init__(self) -> None:
        self._begin = clock.now()
        self.people = np.zeros(self.data.num_duties, dtype=np.int64)
        self.cost = fit_of(self.data, self.people).cost
        self._tell(self.people, 0)

    @property
    def is_closed(self) -> bool:
        """Whether the best design is proven to be best."""
        return self.bound >= self.cost

    def offer(self, people: IntArray) -> None:
        """Take a design if it is better than the best."""
        fit = fit_of(self.data, people)
        most = self.data.most_shifts
        if fit.cost < self.cost and (most is None or fit.shifts <= most):
            self.people, self.cost = people, fit.cost
            self._tell(people, None)

    def raise_bound(self, bound: int | None) -> None:
        """Take a bound if it is higher than the highest; none is above a design."""
        if bound is not None and min(bound, self.cost) > self.bound:
            self.bound = min(bound, self.cost)
            self._tell(None, self.bound)

    def run(self, limit_seconds: float, seed: int) -> None:
        """Exchange shifts, search exactly among the promising ones, then among all."""
        until = self._begin + limit_seconds
        swaps = Swaps(self.data, self._begin + SWAPS_SHARE * limit_seconds)
        swaps.run(self.people)
        self.offer(swaps.people())
        if self.data.num_shifts > NEAR:
            self._branch(DesignModel(self.data, swaps.promising(NEAR)), NEAR_SHARE * limit_seconds, seed)
        steps = broken_steps(DesignModel(self.data), clock.now() + STEPS_SHARE * limit_seconds)
        model = DesignModel(self.data, steps=steps)
        self.raise_bound(self._branch(model, until - clock.now(), seed, bounds=True))

    def _branch(self, model: DesignModel, limit_seconds: float, seed: int, *, bounds: bool = False) -> int | None:
        """
        Branch and cut over shifts and people; then people alone, as those of a network may come with fractions.

        Returns
        -------
        The bound of the model. ``bounds`` says whether it is one of the whole problem and told on the way.
        """
        clock.work(ROW_SECONDS * model.linear.num_rows)

        def found(values: IntArray | None, bound: int | None) -> None:
            if values is not None:
                self.offer(model.people(values))
            if bounds:
                self.raise_bound(model.cost(bound))

        options, hint = HighsOptions(seed=seed, relative_gap=0.0), model.values(self.people)
        answer = solve_highs(model.linear, limit_seconds, options, hint=hint, on_found=found)
        if answer.values is not None:
            self.offer(model.people(answer.values))
            if answer.bound is None or model.cost(answer.bound) < self.cost:
                self._staff(model.offered(answer.values), seed)
        return model.cost(answer.bound)

    def _staff(self, offered: NDArray[np.bool_], seed: int) -> None:
        """The best people on chosen shifts."""
        model = DesignModel(self.data, offered)
        answer = solve_highs(model.linear, FIT_SECONDS, HighsOptions(seed=seed, relative_gap=0.0))
        if answer.values is not None:
            self.offer(model.people(answer.values))

    def _tell(self, people: IntArray | None, bound: int | None) -> None:
        if self.on_found is not None:
            self.on_found(people, bound)
