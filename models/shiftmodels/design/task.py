"""A shift design problem as work for a solver process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.design.solve import solve_design
from shiftmodels.engines.stream import stream


@dataclass(frozen=True, eq=False)
class DesignReport:
    """
    Parameters
    ----------
    people
        A better design; ``None`` when there is no new one. Shape ``(D,)``.
    bound
        Bound of the task's problem; ``None`` when it is no better than before.
    """

    people: IntArray | None
    bound: int | None


@dataclass(frozen=True, eq=False)
class DesignTask:
    """
    The problem with a price and a number of shifts of its own.

    Parameters
    ----------
    most_shifts, shift_cost
        Instead of those of the problem.
    limit_seconds
        Wall time, or work where the clock of the process counts that.
    seed
        Of the solver.
    start
        People on each duty to begin with. Shape ``(D,)``.
    """

    most_shifts: int | None
    shift_cost: int
    limit_seconds: float
    seed: int
    start: IntArray | None = None

    def run(self, data: DesignData) -> Iterator[DesignReport]:
        """Designs and bounds as they get better."""
        return stream(partial(self._solve, data))

    def _solve(self, data: DesignData, tell: Callable[[DesignReport], None]) -> None:
        own = replace(data, most_shifts=self.most_shifts, shift_cost=self.shift_cost)
        solve_design(
            own,
            self.limit_seconds,
            seed=self.seed,
            start=self.start,
            on_found=lambda people, bound: tell(DesignReport(people, bound)),
        )
