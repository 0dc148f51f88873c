"""Instances of shift minimisation personnel task scheduling (Krishnamoorthy et al. 2012), as files state them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.families.lines import Line, text_lines

MULTI_SKILLED = 1
"""The one type of problem that is known: each worker is there all day, and his tasks are listed."""


@dataclass(frozen=True)
class Instance:
    """
    An instance.

    Parameters
    ----------
    path
        Its file.
    jobs
        Start and end of each task, in minutes; half open.
    qualified
        For each worker the tasks that he can do.
    """

    path: Path
    jobs: tuple[tuple[int, int], ...]
    qualified: tuple[tuple[int, ...], ...]


def parse_smptsp(path: Path) -> Instance:
    """
    Read an instance.

    Raises
    ------
    InputError
        With the first line that cannot be understood, or what is missing at the end.
    """
    lines = text_lines(path)
    kind = _number(path, lines, "Type")
    if kind != MULTI_SKILLED:
        message = f"Problems of type {kind} are not known."
        raise InputError([Complaint(str(path), "", message, f"Give one of type {MULTI_SKILLED}.")])
    jobs = tuple(_job(path, lines) for _ in range(_number(path, lines, "Jobs")))
    qualified = tuple(_tasks(path, lines, len(jobs)) for _ in range(_number(path, lines, "Qualifications")))
    for number, text in lines:
        raise Line(str(path), number, ()).error(f"{text[:40]!r} stands after the end.", "Remove it.")
    return Instance(path, jobs, qualified)


def _next(path: Path, lines: Iterator[tuple[int, str]], what: str) -> tuple[int, str]:
    found = next(lines, None)
    if found is None:
        raise InputError([Complaint(str(path), "", f"Ends before: {what}.", "Add what is missing.")])
    return found


def _number(path: Path, lines: Iterator[tuple[int, str]], name: str) -> int:
    number, text = _next(path, lines, f"{name} = N")
    key, equals, value = (part.strip() for part in text.partition("="))
    line = Line(str(path), number, (value,))
    if key != name or not equals:
        raise line.error(f"{text[:40]!r} stands where {name} is expected.", f"Write {name} = N.")
    return line.whole(value, name, 1)


def _job(path: Path, lines: Iterator[tuple[int, str]]) -> tuple[int, int]:
    number, text = _next(path, lines, "start end of a task")
    line = Line(str(path), number, tuple(text.split()))
    line.expect(2, 2, "start end")
    start, end = (line.whole(cell, "minutes") for cell in line.cells)
    if end <= start:
        raise line.error(f"The task ends at {end}, not after {start}.", "Write the start, then the end.")
    return start, end


def _tasks(path: Path, lines: Iterator[tuple[int, str]], jobs: int) -> tuple[int, ...]:
    number, text = _next(path, lines, "tasks of a worker")
    count, colon, listed = text.partition(":")
    line = Line(str(path), number, tuple(listed.split()))
    if not colon or line.whole(count.strip(), "number of tasks") != len(line.cells):
        raise line.error(f"{len(line.cells)} tasks are listed after {count!r}.", "Write as many as the number says.")
    tasks = tuple(line.whole(cell, "task") for cell in line.cells)
    if len(set(tasks)) < len(tasks) or any(task >= jobs for task in tasks):
        raise line.error("A task occurs twice, or is none.", f"Write tasks from 0 to {jobs - 1}, each once.")
    return tasks
