"""Which patterns explain a shift, for the auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.audit_time import stretch_of
from scheduler.records import Weekday

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.contracts import Break, Pattern
    from scheduler.people import Agent, Pin
    from scheduler.problem import Problem
    from scheduler.roster import Shift

_WEEKDAYS = tuple(Weekday)


def contract_patterns(agent: Agent, problem: Problem) -> list[Pattern]:
    """Patterns of the agent's contract, in the order of the contract."""
    return [problem.pattern_named[name] for name in problem.contract_of[agent.agent].patterns]


def starts_in(shift: Shift, patterns: Iterable[Pattern], problem: Problem) -> list[Pattern]:
    """Patterns that allow the start of a shift: time of day, day of the week, first occurrence of the time."""
    horizon = problem.horizon
    start = horizon.minute(shift.start)
    local = horizon.instant(start)
    minute_of_day = local.hour * 60 + local.minute
    day = horizon.day(shift.shift_date)
    if horizon.minute_at(day, minute_of_day) != start:
        return []
    weekday = _WEEKDAYS[shift.shift_date.weekday()]
    return [pattern for pattern in patterns if minute_of_day in pattern.starts and weekday in pattern.days_of_week]


def matching_patterns(shift: Shift, agent: Agent, problem: Problem) -> list[Pattern]:
    """Patterns of the agent's contract that allow the start and the length of a shift."""
    minutes = shift_length(shift, problem)
    allowed = starts_in(shift, contract_patterns(agent, problem), problem)
    return [pattern for pattern in allowed if minutes in pattern.lengths_minutes]


def breaks_in(shift: Shift, pattern: Pattern, problem: Problem) -> tuple[Break, ...]:
    """Breaks that a pattern prescribes for a shift, in order."""
    return pattern.breaks_of(shift_length(shift, problem))


def shift_length(shift: Shift, problem: Problem) -> int:
    """Elapsed minutes from start to end."""
    start, end = stretch_of(shift, problem.horizon)
    return end - start


def pins_of_shift(shift: Shift, agent: Agent, problem: Problem) -> list[Pin]:
    """Pins on the date of a shift."""
    return [pin for pin in problem.pins_of.get(agent.agent, ()) if pin.shift_date == shift.shift_date]


def is_pinned_whole(shift: Shift, agent: Agent, problem: Problem) -> bool:
    """Whether a pin of the whole shift has exactly its start and end."""
    place = stretch_of(shift, problem.horizon)
    return any(
        not pin.activity and stretch_of(pin, problem.horizon) == place for pin in pins_of_shift(shift, agent, problem)
    )
