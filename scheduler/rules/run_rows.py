"""Runs of days over candidate shifts, for the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.candidates import Candidates
    from scheduler.rules.consecutive_days import ConsecutiveDays


def longest_runs(rule: ConsecutiveDays, candidates: Candidates, most: int) -> Iterator[Limit]:
    """One day more than ``most`` may not all be in: a row for each such window, a breach of 1 each."""
    days = _Days(rule, candidates)
    possible = 0
    for day in range(-most, candidates.problem.days):
        possible = possible + 1 if days.can_be_in(day) else 0
        if day >= 0 and possible > most:
            window = range(day - most, day + 1)
            yield Limit(window.start, days.row(window, (), most))


def shortest_runs(rule: ConsecutiveDays, candidates: Candidates, least: int) -> Iterator[Limit]:
    """For each day a run may begin on and each length that is too short, no such run is asked for and present."""
    days = _Days(rule, candidates)
    for first in (days.run_before_plan, *range(candidates.problem.days)):
        unknown = first - 1 not in days.known
        if days.is_always_in(first - 1) or (unknown and rule.open_start == "waive"):
            continue
        # Where only the known end of the days matters, "who begins works on each of the next days" says the same and is
        # tighter; it does not tell how long a run is, as a price must.
        tight = rule.severity != "cost" and first in days.known
        for end in range(first + 1, first + least):
            if not days.can_be_in(end - 1):
                break
            is_asked = end in days.known or (end > 0 and rule.open_end == "charge")
            if end >= 0 and is_asked and not days.is_always_in(end):
                inside = range(first, first + 1 if tight else end)
                row = days.row(inside, (first - 1, end), len(inside) - 1)
                yield Limit(first, row, units=least - (end - first))


class _Days:
    """
    Which days are in, worked or off as the rule asks, as sums over candidate shifts.

    Parameters
    ----------
    rule, candidates
        The rule and the shifts.
    """

    def __init__(self, rule: ConsecutiveDays, candidates: Candidates) -> None:
        agent, problem = candidates.agent, candidates.problem
        first, stop = problem.known_from, problem.days
        if agent.valid_from is not None:
            first = max(first, problem.horizon.day(agent.valid_from))
        if agent.valid_to is not None:
            stop = min(stop, problem.horizon.day(agent.valid_to) + 1)
        self.known = range(first, stop)
        self._off = rule.of == "off"
        shifts = np.flatnonzero(kind_mask(rule.shifts, candidates))
        self._shifts = {day: shifts[candidates.day[shifts] == day] for day in range(problem.days)}
        past = candidates.past
        worked = set(past.day[kind_mask(rule.shifts, past)].tolist())
        self._past = {day for day in range(first, min(0, stop)) if day not in worked} if self._off else worked

    @property
    def run_before_plan(self) -> int:
        """First day of the run of past days that reaches the plan; 0 where there is none."""
        day = 0
        while day - 1 in self._past:
            day -= 1
        return day

    def can_be_in(self, day: int) -> bool:
        """Whether some tour has the day in."""
        if day not in self._shifts:
            return day in self._past
        return day in self.known if self._off else len(self._shifts[day]) > 0

    def is_always_in(self, day: int) -> bool:
        """Whether every tour has the day in."""
        if day not in self._shifts:
            return day in self._past
        return self._off and day in self.known and len(self._shifts[day]) == 0

    def row(self, plus: Iterable[int], minus: Iterable[int], upper: int) -> SumRow:
        """``days in of plus - days in of minus <= upper``."""
        shifts = [np.zeros(0, dtype=np.int64)]
        coefficients = [np.zeros(0, dtype=np.int64)]
        for sign, day in [*((1, day) for day in plus), *((-1, day) for day in minus)]:
            upper -= sign * self._constant(day)
            own = self._shifts.get(day, shifts[0])
            if not self._off or day in self.known:
                shifts.append(own)
                coefficients.append(np.full(len(own), -sign if self._off else sign, dtype=np.int64))
        return SumRow(np.concatenate(shifts), np.concatenate(coefficients), None, upper)

    def _constant(self, day: int) -> int:
        """Whether the day is in when nothing is worked in the plan."""
        return int(day in self._past or (self._off and day in self.known and day in self._shifts))
