"""Instances of rotating workforce scheduling (Musliu, Schutt, Stuckey 2018), as their files state them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.families.lines import Line, text_lines

DAYS = 7
BETWEEN = "-"
"""The day off in a forbidden sequence of three days."""


@dataclass(frozen=True)
class Kind:
    """
    A kind of shift.

    Parameters
    ----------
    name
        Its name.
    start, minutes
        Minutes after midnight at which it starts, and its length.
    limits
        Fewest and most days in a row.
    required
        People on each day, Monday first.
    """

    name: str
    start: int
    minutes: int
    limits: tuple[int, int]
    required: tuple[int, ...]


@dataclass(frozen=True)
class Instance:
    """
    An instance.

    Parameters
    ----------
    path
        Its file.
    employees
        Rows of the schedule.
    kinds
        Kinds of shift.
    off, work
        Fewest and most days of a block.
    barred
        Forbidden sequences: two kinds, or a kind, ``-`` and a kind.
    """

    path: Path
    employees: int
    kinds: tuple[Kind, ...]
    off: tuple[int, int]
    work: tuple[int, int]
    barred: tuple[tuple[str, ...], ...]


def parse_rotating(path: Path) -> Instance:
    """
    Read an instance.

    Raises
    ------
    InputError
        With the first line that cannot be understood, or what is missing at the end.
    """
    lines = _Lines(path)
    length = lines.numbers("length of the schedule", 1)
    if length != (DAYS,):
        raise lines.last.error(f"A schedule of {length[0]} days is not known.", f"Write {DAYS}.")
    (employees,) = lines.numbers("number of employees", 1, least=1)
    (count,) = lines.numbers("number of shifts", 1, least=1)
    required = [lines.numbers("people required, Monday to Sunday", DAYS) for _ in range(count)]
    kinds = list[Kind]()
    for row in required:
        kinds.append(_kind(lines.next("name start length fewest most", 5), row, {kind.name for kind in kinds}))
    off, work = lines.limits("days-off blocks"), lines.limits("work blocks")
    pairs, triples = lines.numbers("numbers of forbidden sequences of 2 and of 3", 2)
    names = {kind.name for kind in kinds}
    barred = [
        *(_sequence(lines, names, 2) for _ in range(pairs)),
        *(_sequence(lines, names, 3) for _ in range(triples)),
    ]
    lines.end()
    return Instance(path, employees, tuple(kinds), off, work, tuple(barred))


def _kind(line: Line, required: tuple[int, ...], names: set[str]) -> Kind:
    start, minutes, least, most = (line.whole(cell, "number") for cell in line.cells[1:])
    if start >= 24 * 60 or not 1 <= minutes <= 24 * 60:
        raise line.error(
            "A shift starts within a day and lasts a day at most.", "Write minutes: start below 1440, length to 1440."
        )
    return Kind(line.new(line.cells[0], names, "shift"), start, minutes, _ordered(line, least, most), required)


def _ordered(line: Line, least: int, most: int) -> tuple[int, int]:
    if not 1 <= least <= most:
        raise line.error(f"{least} to {most} are no lengths of a block.", "Write the fewest days, then the most.")
    return least, most


def _sequence(lines: _Lines, names: set[str], length: int) -> tuple[str, ...]:
    line = lines.next("X Y" if length == 2 else f"X {BETWEEN} Y", length)
    if length == 3 and line.cells[1] != BETWEEN:
        raise line.error(f"{line.cells[1]!r} stands between two shifts.", f"Write X {BETWEEN} Y: a day off between.")
    for cell in (line.cells[0], line.cells[-1]):
        line.known(cell, names, "shift")
    return line.cells


class _Lines:
    """The lines of a file, one after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: Iterator[tuple[int, str]] = text_lines(path)
        self.last = Line(str(path), 1, ())

    def next(self, what: str, count: int) -> Line:
        """The next line, which has so many parts."""
        found = next(self._lines, None)
        if found is None:
            raise InputError([Complaint(str(self._path), "", f"Ends before: {what}.", "Add what is missing.")])
        self.last = Line(str(self._path), found[0], tuple(found[1].split()))
        self.last.expect(count, count, what)
        return self.last

    def numbers(self, what: str, count: int, least: int = 0) -> tuple[int, ...]:
        """Numbers of the next line."""
        line = self.next(what, count)
        return tuple(line.whole(cell, what, least) for cell in line.cells)

    def limits(self, what: str) -> tuple[int, int]:
        """Fewest and most days of a block, on the next line."""
        least, most = self.numbers(f"fewest and most days of {what}", 2)
        return _ordered(self.last, least, most)

    def end(self) -> None:
        """Make sure that nothing follows."""
        found = next(self._lines, None)
        if found is not None:
            line = Line(str(self._path), found[0], (found[1],))
            raise line.error(f"{found[1]!r} stands after the end.", "Remove it, or correct the numbers of sequences.")
