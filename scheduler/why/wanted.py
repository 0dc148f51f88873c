"""What is asked of one agent's tour: a shift, any shift, a day off, or that a wish is granted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scheduler.candidates import Offers, candidates_of
from scheduler.people import Agent, Preference
from scheduler.problem import Problem
from shiftmodels.data import IntArray, Shifts, SumRow

Kind = Literal["pattern", "any", "off"]

Spans = frozenset[tuple[int, int]]
"""First and last interval of shifts."""


@dataclass(frozen=True)
class Wanted:
    """
    A row over the shifts of an agent, whatever shifts there are.

    Parameters
    ----------
    agent
        Whose tour it is about.
    day
        Day of the shift; -1 where it is about a wish.
    spans
        First and last interval of the shifts of the day that count; all where ``None``.
    pattern
        Whose shifts these are; empty where they are any.
    wish
        A preference that is to be granted in full; ``None`` where it is about a day.
    least
        Shifts of these that are worked at least; 0: none of them is.
    """

    agent: Agent
    day: int = -1
    spans: Spans | None = None
    pattern: str = ""
    wish: tuple[int, int] | None = None
    least: int = 0

    def row(self, shifts: Shifts) -> SumRow:
        """The row over some shifts."""
        amounts = self._amounts(shifts)
        some = np.flatnonzero(amounts)
        most = 0 if self.least == 0 else None
        return SumRow(some, amounts[some], self.least or None, most)

    def _amounts(self, shifts: Shifts) -> IntArray:
        """What each shift adds to the row: 1, or the intervals of a wish that it covers."""
        if self.wish is not None:
            overlap = np.minimum(shifts.end, self.wish[1]) - np.maximum(shifts.start, self.wish[0])
            covered: IntArray = np.maximum(overlap, 0)
            return covered
        fits: NDArray[np.bool_] = shifts.day == self.day
        if self.spans is not None:
            pairs = zip(shifts.start.tolist(), shifts.end.tolist(), strict=True)
            fits &= np.array([pair in self.spans for pair in pairs], dtype=bool)
        return fits.astype(np.int64)


def on_date(
    problem: Problem, agent: Agent, date: dt.date, kind: Kind, pattern: str = "", start: int | None = None
) -> Wanted:
    """
    A shift of a date, or none.

    Parameters
    ----------
    problem, agent, date
        Who and when.
    kind
        ``pattern``: one of the pattern. ``any``: whatever shift. ``off``: none.
    pattern
        Of the contract of the agent, where it is about one.
    start
        Local minute of the day at which it is to start; any where ``None``.
    """
    day = problem.horizon.day(date)
    if kind != "pattern":
        return Wanted(agent, day, least=int(kind == "any"))
    candidates, grid = candidates_of(problem, agent, Offers(problem)), problem.interval_minutes
    fits = candidates.of_pattern(pattern) & (candidates.day == day)
    if start is not None:
        fits &= candidates.local_start == start
    spans = zip((candidates.start[fits] // grid).tolist(), (candidates.end[fits] // grid).tolist(), strict=True)
    return Wanted(agent, day, frozenset(spans), pattern, least=1)


def granted(problem: Problem, wish: Preference) -> Wanted:
    """
    Shifts with which a preference costs nothing.

    Shifts last whole intervals: those that a preference begins or ends in count whole.
    """
    horizon, grid = problem.horizon, problem.interval_minutes
    start, end = horizon.minute(wish.start), horizon.minute(wish.end)
    agent = problem.agent_named[wish.agent]
    if wish.kind == "avoid":
        return Wanted(agent, wish=(start // grid, -(-end // grid)))
    # A shift covers whole intervals, so that what it begins or ends in must be covered whole.
    first, last = max(start, 0) // grid, -(-min(end, horizon.num_minutes) // grid)
    return Wanted(agent, wish=(first, last), least=last - first)
