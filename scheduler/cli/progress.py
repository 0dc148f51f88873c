"""Live progress on standard error: time, cost, bound, gap."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status

if TYPE_CHECKING:
    from scheduler.solve import Progress

PLAIN_SECONDS = 2.0
"""Time at least between two lines where standard error is no terminal."""


class Display:
    """
    Shows progress: one live line in a terminal, plain lines elsewhere.

    Parameters
    ----------
    quiet
        Show nothing.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._console = Console(stderr=True, quiet=quiet, highlight=False)
        self._status: Status | None = None
        self._last = -PLAIN_SECONDS

    def __enter__(self) -> Display:
        if self._console.is_terminal:
            self._status = self._console.status("Reading the plan ...")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def show(self, progress: Progress) -> None:
        """Show cost and bound."""
        cost = "-" if progress.cost is None else f"{progress.cost:,.2f}"
        bound = "-" if progress.bound is None else f"{progress.bound:,.2f}"
        gap = "-" if progress.gap is None else f"{progress.gap:.2%}"
        line = f"{progress.seconds:7.1f} s   cost {cost:>14}   bound {bound:>14}   gap {gap:>8}"
        if self._status is None and progress.seconds - self._last < PLAIN_SECONDS:
            return
        self._last = progress.seconds
        self.say(line)

    def say(self, line: str) -> None:
        """Show a line of text."""
        if self._status is not None:
            self._status.update(line)
        else:
            self._console.print(line)
