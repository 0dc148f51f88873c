"""When a solver ends that is asked several times: by work, so that the run repeats itself, or at a moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from shiftmodels.clock import clock


class Ending(threading.Event):
    """
    Is set from a moment on, or when another event is.

    Parameters
    ----------
    stop
        The other event.
    seconds
        Wall time until the moment.
    """

    def __init__(self, stop: threading.Event, seconds: float) -> None:
        super().__init__()
        self._stop, self._end = stop, time.monotonic() + seconds

    def is_set(self) -> bool:
        """Whether it is over."""
        return self._stop.is_set() or self.seconds <= 0

    @property
    def seconds(self) -> float:
        """Wall time that is left."""
        return max(0.0, self._end - time.monotonic())

    def part(self, seconds: float) -> Ending:
        """The end of a part: after so much wall time, but not so where work is counted, which ends by itself."""
        return Ending(self._stop, self.seconds if clock.by_work else min(seconds, self.seconds))


@contextmanager
def counting(*, by_work: bool) -> Iterator[None]:
    """Let limits of solvers be of work, or of time, while the block runs."""
    before = clock.by_work
    clock.by_work = by_work
    try:
        yield
    finally:
        clock.by_work = before
