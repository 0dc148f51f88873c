"""Live progress on standard error: time, cost, bound, gap."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress as Line
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

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
        self._console = Console(stderr=True, quiet=quiet, highlight=False, markup=False, emoji=False)
        self._line: Line | None = None
        self._last = -PLAIN_SECONDS

    def __enter__(self) -> Display:
        if self._console.is_terminal:
            columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
            self._line = Line(*columns, console=self._console, transient=True)
            self._line.start()
            self._task = self._line.add_task("preparing ...", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            self._line.stop()

    def show(self, progress: Progress) -> None:
        """Show cost and bound."""
        cost = "-" if progress.cost is None else f"{progress.cost:,.2f}"
        bound = "-" if progress.bound is None else f"{progress.bound:,.2f}"
        gap = "-" if progress.gap is None else f"{progress.gap:.2%}"
        line = f"cost {cost:>14}   bound {bound:>14}   gap {gap:>8}"
        if self._line is None and progress.seconds - self._last < PLAIN_SECONDS:
            return
        self._last = progress.seconds
        self.say(line if self._line is not None else f"{progress.seconds:7.1f} s   {line}")

    def say(self, line: str) -> None:
        """Show a line of text."""
        if self._line is not None:
            self._line.update(self._task, description=line)
        else:
            self._console.print(line, soft_wrap=True)
