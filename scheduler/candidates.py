"""The shifts an agent could work, before any rule is asked: every start and length of his contract's patterns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.break_programs import break_program
from scheduler.contracts import Contract
from scheduler.people import Absence, Agent, Availability, PastShift, Pin
from scheduler.problem import Problem
from shiftmodels.data import BreakProgram, IntArray

NO_BREAKS = BreakProgram((), (), (), (), ())

ANY_LENGTH_HOURS = (2, 4, 6, 8, 10, 12)
"""Lengths of the shifts that stand for any shift; they begin on every hour."""


def _fixed(values: IntArray) -> IntArray:
    """An array that nobody can write to: rules of one's own are given the very arrays that all others read."""
    values.setflags(write=False)
    return values


@dataclass(frozen=True, eq=False)
class Candidates:
    """
    Candidate shifts of one agent; times in minutes of the horizon.

    Parameters
    ----------
    problem, agent
        Whose they are.
    day
        Shift date as day index. Shape ``(S,)``.
    start, end
        Elapsed minutes. Shape ``(S,)``.
    paid
        Paid minutes. Shape ``(S,)``.
    program
        Index into ``programs``. Shape ``(S,)``.
    programs
        Break programs.
    """

    problem: Problem
    agent: Agent
    day: IntArray
    start: IntArray
    end: IntArray
    paid: IntArray
    program: IntArray
    programs: tuple[BreakProgram, ...]

    def __post_init__(self) -> None:
        for column in (self.day, self.start, self.end, self.paid, self.program):
            _fixed(column)

    def __len__(self) -> int:
        return len(self.day)

    def keep(self, mask: np.ndarray) -> Candidates:
        """The candidates for which ``mask`` holds."""
        columns = {name: getattr(self, name)[mask] for name in ("day", "start", "end", "paid", "program")}
        return replace(self, **columns)

    def with_programs(self, programs: tuple[BreakProgram, ...]) -> Candidates:
        """The same with the programs that there are by now."""
        return self if programs == self.programs else replace(self, programs=programs)

    @cached_property
    def work(self) -> IntArray:
        """Minutes on duty: the span without breaks, paid or not; for past shifts the paid time. Shape ``(S,)``."""
        grid = self.problem.interval_minutes
        breaks = np.array([grid * sum(program.lengths) for program in self.programs], dtype=np.int64)
        return _fixed(self.end - self.start - breaks[self.program] if len(self) else self.end - self.start)

    @cached_property
    def local_start(self) -> IntArray:
        """Local minute of the day at which each candidate starts. Shape ``(S,)``."""
        local = self.problem.horizon.local_minute
        return _fixed(np.array([local(minute) for minute in self.start.tolist()], dtype=np.int64))

    @cached_property
    def weekday(self) -> IntArray:
        """Weekday of each shift date, 0 for Monday. Shape ``(S,)``."""
        return _fixed((self.day + self.problem.start_date.weekday()) % 7)

    @cached_property
    def of_day(self) -> dict[int, IntArray]:
        """Indices of the candidates of each day that has any."""
        return self.by_day(np.ones(len(self), dtype=bool))

    @cached_property
    def first_start(self) -> dict[int, int]:
        """The earliest start on each of these days."""
        return {day: int(self.start[shifts].min()) for day, shifts in self.of_day.items()}

    @cached_property
    def past(self) -> PastShifts:
        """Shifts of the agent's history, as arrays."""
        horizon = self.problem.horizon
        rows = sorted(
            (horizon.day(row.shift_date), horizon.minute(row.start), horizon.minute(row.end), row.paid_minutes)
            for row in self.history
        )
        day, start, end, paid = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        return PastShifts(self.problem, self.agent, day, start, end, paid, np.zeros_like(day), (NO_BREAKS,))

    @property
    def holidays(self) -> frozenset[dt.date]:
        """Public holidays at the agent's site."""
        return self.problem.holidays_at[self.agent.site]

    @property
    def contract(self) -> Contract:
        """Contract of the agent."""
        return self.problem.contract_of[self.agent.agent]

    @property
    def availability(self) -> tuple[Availability, ...]:
        """Spans in which the agent can or cannot work."""
        return self.problem.availability_of.get(self.agent.agent, ())

    @property
    def absences(self) -> tuple[Absence, ...]:
        """Absences of the agent."""
        return self.problem.absences_of.get(self.agent.agent, ())

    @cached_property
    def credited(self) -> Counter[int]:
        """Credited minutes of absences, by the day on which they start."""
        horizon, minutes = self.problem.horizon, Counter[int]()
        for absence in self.absences:
            minutes[horizon.day(horizon.date_at(absence.start))] += absence.credited_minutes
        return minutes

    @cached_property
    def days_absent(self) -> list[int]:
        """Days that the agent's absences cover together, from midnight to midnight, in order."""
        horizon, days = self.problem.horizon, set[int]()
        spans = sorted((horizon.minute(absence.start), horizon.minute(absence.end)) for absence in self.absences)
        since, until = spans[0] if spans else (0, 0)
        for start, end in spans:
            since, until = (start, end) if start > until else (since, max(until, end))
            first, last = (horizon.day(horizon.instant(minute).date()) for minute in (since, until))
            reached = (day for day in range(first, last + 1) if since <= horizon.day_start(day))
            days.update(day for day in reached if horizon.day_start(day + 1) <= until)
        return sorted(days)

    @property
    def history(self) -> tuple[PastShift, ...]:
        """Shifts of the agent before the horizon."""
        return self.problem.history_of.get(self.agent.agent, ())

    @property
    def pins(self) -> tuple[Pin, ...]:
        """Pinned parts of the agent's shifts."""
        return self.problem.pins_of.get(self.agent.agent, ())

    def is_whole_week(self, first: int) -> bool:
        """Whether neither the plan nor the agent's first or last date cuts the seven days from a day on."""
        horizon, agent = self.problem.horizon, self.agent
        begin = 0 if agent.valid_from is None else max(0, horizon.day(agent.valid_from))
        end = horizon.days if agent.valid_to is None else min(horizon.days, horizon.day(agent.valid_to) + 1)
        return begin <= first and first + 7 <= end

    @property
    def num_minutes(self) -> int:
        """Minutes from the start of the horizon to the last end of a candidate."""
        return int(self.end.max(initial=0))

    def of_pattern(self, name: str) -> NDArray[np.bool_]:
        """Candidates of which a pattern allows weekday, start and length. Shape ``(S,)``."""
        if name not in self._of_pattern:
            pattern = self.problem.pattern_named[name]
            fits = np.isin(self.local_start, list(pattern.starts))
            fits &= np.isin(self.end - self.start, pattern.lengths_minutes)
            fits &= np.isin(self.weekday, [weekday.number for weekday in pattern.days_of_week])
            self._of_pattern[name] = fits
        return self._of_pattern[name]

    @cached_property
    def _of_pattern(self) -> dict[str, NDArray[np.bool_]]:
        return {}

    def by_day(self, mask: NDArray[np.bool_]) -> dict[int, IntArray]:
        """Indices of the candidates in a mask of shape ``(S,)``, for each day that has any."""
        chosen = np.flatnonzero(mask)
        chosen = chosen[np.argsort(self.day[chosen], kind="stable")]
        days, first = np.unique(self.day[chosen], return_index=True)
        return dict(zip(days.tolist(), np.split(chosen, first[1:]), strict=False))

    def on_days(self, first: int, last: int) -> IntArray:
        """Indices of the candidates on days ``first`` to before ``last``."""
        return np.flatnonzero((self.day >= first) & (self.day < last))


class PastShifts(Candidates):
    """Shifts before the horizon, in the form of candidates; their breaks are not known."""

    @cached_property
    def work(self) -> IntArray:
        """Paid minutes: more is not known. Shape ``(S,)``."""
        return self.paid


def candidates_of(problem: Problem, agent: Agent, offers: Offers, *, any_shift: bool = False) -> Candidates:
    """
    Candidate shifts of an agent: those of his contract, and his pinned shifts where no pattern has them.

    Parameters
    ----------
    problem, agent
        The plan and the agent.
    offers
        Shifts of each contract, from ``Offers``.
    any_shift
        Whether he may also work shifts that no pattern has.
    """
    contract = problem.contract_of[agent.agent]
    rows = list(offers.of(contract))
    pins = [pin for pin in problem.pins_of.get(agent.agent, ()) if not pin.activity]
    known = {row[:3] for row in rows} if pins or any_shift else set()
    for pin in pins:
        start, end = problem.horizon.minute(pin.start), problem.horizon.minute(pin.end)
        row = (problem.horizon.day(pin.shift_date), start, end)
        if row not in known:
            rows += [(*row, *shape) for shape in offers.shapes_of(contract, end - start)]
    if any_shift:
        known = {row[:3] for row in rows}
        rows += [row for row in offers.any_shifts() if row[:3] not in known]
    day, start_, end_, paid, program = np.array(sorted(rows), dtype=np.int64).reshape(-1, 5).T
    return Candidates(problem, agent, day, start_, end_, paid, program, offers.programs)


class Offers:
    """
    Shifts that the patterns of each contract offer, and the break programs they use.

    Parameters
    ----------
    problem
        The plan.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._numbers: dict[BreakProgram, int] = {}
        self._offered: dict[tuple[str, ...], list[tuple[int, int, int, int, int]]] = {}

    @property
    def programs(self) -> tuple[BreakProgram, ...]:
        """All break programs so far, in order of their numbers."""
        return tuple(self._numbers)

    def number(self, program: BreakProgram) -> int:
        """Index of a break program."""
        return self._numbers.setdefault(program, len(self._numbers))

    def of(self, contract: Contract) -> list[tuple[int, int, int, int, int]]:
        """Day, start, end, paid minutes and program of each shift of a contract."""
        if contract.patterns not in self._offered:
            self._offered[contract.patterns] = sorted(set(self._shifts_of(contract)))
        return self._offered[contract.patterns]

    def any_shifts(self) -> list[tuple[int, int, int, int, int]]:
        """The same of shifts of all kinds, without breaks, whatever patterns there are."""
        horizon, program = self.problem.horizon, self.number(NO_BREAKS)
        begins = [
            (day, horizon.minute_at(day, 60 * hour))
            for day in range(horizon.days)
            for hour in range(24)
            if horizon.exists(day, 60 * hour)
        ]
        minutes = [60 * hours for hours in ANY_LENGTH_HOURS]
        return [(day, start, start + length, length, program) for day, start in begins for length in minutes]

    def shapes_of(self, contract: Contract, minutes: int) -> list[tuple[int, int]]:
        """Paid minutes and program of a shift that no pattern has: no breaks, or those of a pattern if they fit."""
        patterns = [self.problem.pattern_named[name] for name in contract.patterns]
        fitting = [(pattern, break_program(pattern, minutes, self.problem)) for pattern in patterns]
        shapes = {(pattern.paid_minutes(minutes), self.number(program)) for pattern, program in fitting if program}
        return sorted(shapes | {(minutes, self.number(NO_BREAKS))})

    def _shifts_of(self, contract: Contract) -> list[tuple[int, int, int, int, int]]:
        horizon, rows = self.problem.horizon, []
        for pattern in (self.problem.pattern_named[name] for name in contract.patterns):
            weekdays = {weekday.number for weekday in pattern.days_of_week}
            days = [day for day in range(horizon.days) if horizon.date(day).weekday() in weekdays]
            for minutes in pattern.lengths_minutes:
                program = break_program(pattern, minutes, self.problem)
                if program is None:
                    continue
                shape = (pattern.paid_minutes(minutes), self.number(program))
                for day in days:
                    for start in (s for s in pattern.starts if horizon.exists(day, s)):
                        begin = horizon.minute_at(day, start)
                        rows.append((day, begin, begin + minutes, *shape))
        return rows
