"""
Time as engines count it: on the wall or, so that a run can be repeated to the byte, by the work that was done.

How large a neighbourhood is, how long a search goes on and what is taken to pay follow the time. On the wall no two
runs are alike; by work the same problem, seed and versions make the same choices, on any machine that is fast enough.
Each kind of work counts about as many seconds as it takes on the machine of the project, give or take half.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

PRICING_SECONDS, SHIFT_SECONDS, ARC_SECONDS = 1e-4, 1.5e-6, 1e-8
"""A tour that is priced; each shift of the agent, for each of his queues; and each arc of the diagram."""
BUILDING_SECONDS = 2e-6
"""An arc of a diagram that is built."""
MOVE_SECONDS = 6e-4
"""An agent who is taken out of a roster and put back, beside the pricing."""
DAY_MOVE_SECONDS, DAY_SHIFT_SECONDS = 2e-5, 2.5e-7
"""A shift that is taken out and put back, and each shift of a day that it may be."""
EXCHANGE_SECONDS = 2e-5
"""A week of two agents who may exchange their work."""
CELL_SECONDS, CELL_ROW_SECONDS = 3e-7, 2.5e-8
"""A move of cells, and each row that a shift adds to."""
PAIR_SECONDS = 3e-9
"""A row of a tour that is priced in a mixture."""
PIVOT_SECONDS, LP_SECONDS = 7e-8, 1e-3
"""An iteration of the simplex method, for each row and column; and each LP that is solved."""
ROW_SECONDS = 2e-5
"""A row of a model that is written for a solver."""
LOOK_SECONDS, ROOT_SECONDS = 2e-5, 5e-8
"""What branch and cut does between two looks at its limits, for each row; and one of its pivots, for each row."""
BARRIER_SECONDS = 2.5e-7
"""An iteration of the interior point method, for each entry of the matrix."""
FUSE = 10.0
"""Wall time after which a solver that is limited by work ends in any case, as a multiple."""


class Clock:
    """
    Parameters
    ----------
    by_work
        Whether it shows the work that was done instead of the time.
    """

    def __init__(self, *, by_work: bool = False) -> None:
        self.by_work = by_work
        self._worked = 0.0
        self._weight = 1.0

    def now(self) -> float:
        """Seconds since any moment that stays the same."""
        return self._worked if self.by_work else time.monotonic()

    def wall_seconds(self, limit_seconds: float) -> float:
        """Wall time after which to end what is limited to so much of what the clock shows."""
        return limit_seconds * (FUSE if self.by_work else 1.0)

    def work(self, seconds: float) -> None:
        """Count some work."""
        self._worked += seconds * self._weight

    @contextmanager
    def weighing(self, weight: float) -> Iterator[None]:
        """Within it, work counts this many times: where what is done is known to take less, or more, than elsewhere."""
        before, self._weight = self._weight, weight
        try:
            yield
        finally:
            self._weight = before


clock = Clock()
"""The one of this process."""
