"""Pinned breaks: breaks of the contract, as long as they last, in shifts that have them; names in other capitals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.roster import SET_UP

if TYPE_CHECKING:
    from scheduler.contracts import Break, Pattern
    from scheduler.people import Pin
    from scheduler.problem import Problem


def about_activity(problem: Problem, pin: Pin) -> tuple[str, str, str] | None:
    """Field, message and remedy of what is wrong with the activity of a pin; ``None`` where nothing is."""
    if pin.activity in problem.break_names:
        return _about_break(problem, pin)
    if pin.activity == SET_UP:
        message = f"{SET_UP!r} is what rosters call the time between two queues, which rules put there."
        return "activity", message, "Pin the queues on both sides, or give the activity another name."
    names = (*problem.queue_named, *sorted(problem.break_names))
    alike = [name for name in names if name.casefold() == pin.activity.casefold()]
    if not alike or pin.activity in alike:
        return None
    kind = "queue" if alike[0] in problem.queue_named else "break"
    message = f"{pin.activity!r} is {kind} {alike[0]!r} in other capitals."
    return "activity", message, f"Write {alike[0]!r}."


def is_break_of_no_such_shift(problem: Problem, part: Pin, whole: Pin) -> bool:
    """Whether a pinned break is none of a shift that is pinned as a whole."""
    if part.activity not in problem.break_names:
        return False
    minutes = whole.minutes
    patterns = list(_patterns(problem, whole))
    offering = [pattern for pattern in patterns if _has_shift(pattern, problem, whole)]
    # A shift that no pattern has may have the breaks of any of them.
    breaks = [row for pattern in offering or patterns for row in pattern.breaks_of(minutes)]
    return bool(patterns) and not any(_is_pinned(row, part) for row in breaks)


def _about_break(problem: Problem, pin: Pin) -> tuple[str, str, str] | None:
    patterns = list(_patterns(problem, pin))
    named = [row for pattern in patterns for row in pattern.breaks if row.name == pin.activity]
    if patterns and not named:
        message = f"{pin.activity!r} is a break, and no pattern of the contract of {pin.agent!r} has it."
        return "activity", message, "Name a break of his contract, or give the activity a name that no break has."
    if named and not any(_is_pinned(row, pin) for row in named):
        lengths = " or ".join(str(minutes) for minutes in sorted({row.minutes for row in named}))
        message = f"{pin.activity} lasts {lengths} minutes, the pin {pin.minutes}."
        return "end", message, "Correct its end, or give the activity a name that no break has."
    return None


def _is_pinned(row: Break, pin: Pin) -> bool:
    return row.name == pin.activity and row.minutes == pin.minutes


def _patterns(problem: Problem, pin: Pin) -> Iterator[Pattern]:
    """Patterns of the contract of an agent, as far as the plan's names are right."""
    contracts = {contract.contract: contract for contract in problem.contracts}
    agent = problem.agent_named.get(pin.agent)
    names = contracts[agent.contract].patterns if agent and agent.contract in contracts else ()
    return (problem.pattern_named[name] for name in names if name in problem.pattern_named)


def _has_shift(pattern: Pattern, problem: Problem, whole: Pin) -> bool:
    """Whether a pattern has the shift that is pinned."""
    horizon = problem.horizon
    start, day = horizon.minute(whole.start), horizon.day(whole.shift_date)
    minute_of_day = horizon.local_minute(start)
    on_day = whole.shift_date.weekday() in [weekday.number for weekday in pattern.days_of_week]
    at_start = minute_of_day in pattern.starts and horizon.minute_at(day, minute_of_day) == start
    return on_day and at_start and whole.minutes in pattern.lengths_minutes
