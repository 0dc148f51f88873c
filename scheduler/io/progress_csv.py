"""Improvements of a run as a CSV file that grows while it goes on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.solve import Progress

HEADER = "seconds,cost,bound"

Point = tuple[float, float | None, float | None]
"""Seconds since the start of the run; cost and bound known then, ``None`` where there is none."""


class ProgressFile:
    """
    Writes each improvement at once: what was seen stays when the process is killed.

    Parameters
    ----------
    path
        The file; replaced if it exists. ``None`` writes nothing.

    Attributes
    ----------
    trouble
        Why nothing more is written, empty where nothing went wrong: a full disk is no reason to lose a roster.
    """

    def __init__(self, path: Path | None) -> None:
        self.trouble = ""
        self._path = path
        self._file = None if path is None else path.open("w", encoding="utf-8", newline="\n")
        self._write(HEADER)

    def __enter__(self) -> ProgressFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def add(self, progress: Progress) -> None:
        """Add a line."""
        self._write(f"{progress.seconds:.3f},{_cell(progress.cost)},{_cell(progress.bound)}")

    def _write(self, line: str) -> None:
        if self._file is None:
            return
        try:
            print(line, file=self._file, flush=True)
        except OSError as error:
            self.trouble = f"{self._path}: Improvements are no longer written: {error.strerror or error}."
            self._close()

    def _close(self) -> None:
        """Close the file; what could not be written before cannot now, and has been told."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        self._file = None


def read_progress(path: Path) -> tuple[Point, ...]:
    """
    Improvements in a file; a last line that was cut short is left out, and a missing file has none.

    Parameters
    ----------
    path
        What ``ProgressFile`` wrote.
    """
    if not path.exists():
        return ()
    # What follows the last line break was cut short by a kill.
    whole = path.read_text(encoding="utf-8").split("\n")[1:-1]
    return tuple(_point(line) for line in whole)


def _point(line: str) -> Point:
    seconds, cost, bound = line.split(",")
    return float(seconds), float(cost) if cost else None, float(bound) if bound else None


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)
