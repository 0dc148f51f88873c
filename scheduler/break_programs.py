"""Breaks of a pattern as windows on the grid, tightened until every end of every window can be reached."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from scheduler.contracts import Break, Pattern
from scheduler.problem import Problem
from shiftmodels.data import BreakProgram


def break_program(pattern: Pattern, shift_minutes: int, problem: Problem) -> BreakProgram | None:
    """
    Break program of a shift.

    Parameters
    ----------
    pattern, shift_minutes
        Pattern and length of the shift.
    problem
        The plan; for its grid and the numbers of break names.

    Returns
    -------
    The program in intervals, or ``None`` when its breaks cannot be placed in a shift of this length.
    """
    grid = problem.interval_minutes
    breaks = pattern.breaks_of(shift_minutes)
    gaps = [max(a.minimum_work_after_minutes, b.minimum_work_before_minutes) for a, b in pairwise(breaks)]
    earliest = _earliest(breaks, [0, *gaps], grid)
    latest = _latest(breaks, [*gaps, 0], shift_minutes, grid)
    if any(first > last for first, last in zip(earliest, latest, strict=True)):
        return None
    kinds = break_kinds(problem)
    return BreakProgram(
        tuple(part.minutes // grid for part in breaks),
        tuple(earliest),
        tuple(latest),
        tuple(ceil(gap / grid) for gap in [0, *gaps][: len(breaks)]),
        tuple(kinds.index((part.name, part.paid)) for part in breaks),
    )


def _earliest(breaks: tuple[Break, ...], gaps_before: list[int], grid: int) -> list[int]:
    starts: list[int] = []
    free_from = 0
    for part, gap in zip(breaks, gaps_before[: len(breaks)], strict=True):
        least_work = gap if starts else part.minimum_work_before_minutes
        starts.append(max(ceil(part.earliest_minutes / grid), free_from + ceil(least_work / grid)))
        free_from = starts[-1] + part.minutes // grid
    return starts


def _latest(breaks: tuple[Break, ...], gaps_after: list[int], shift_minutes: int, grid: int) -> list[int]:
    starts: list[int] = []
    free_until = shift_minutes // grid
    for part, gap in reversed(list(zip(breaks, gaps_after[: len(breaks)], strict=True))):
        least_work = gap if starts else part.minimum_work_after_minutes
        latest = free_until - ceil(least_work / grid) - part.minutes // grid
        if part.latest_minutes is not None:
            latest = min(latest, part.latest_minutes // grid)
        starts.append(latest)
        free_until = latest
    return starts[::-1]


def break_kinds(problem: Problem) -> list[tuple[str, bool]]:
    """Name and pay of each kind of break in the plan; a kind's number is its place."""
    return sorted({(part.name, part.paid) for pattern in problem.patterns for part in pattern.breaks})
