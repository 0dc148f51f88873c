"""Rows of a plan: requirements on the grid, and spans of agents that can be true together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scheduler.cross_check_pins import pin_findings
from scheduler.problem import Finding
from scheduler.records import MINUTES_PER_DAY

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.demand import Demand, Requirement
    from scheduler.people import PastShift, PublishedShift, Span
    from scheduler.problem import Problem

SPANS = ("availability", "absences", "preferences", "history", "pins", "published")
LONGEST_SHIFT_MINUTES = MINUTES_PER_DAY


def row_findings(problem: Problem) -> Iterator[Finding]:
    """Everything wrong with rows whose names and own values are right."""
    if problem.requirements and problem.demand:
        message = "The plan gives both requirements and demand."
        remedy = "Keep one of them: demand is turned into requirements."
        yield Finding(table="demand", index=-1, field="", message=message, remedy=remedy)
    yield from _interval_findings(problem, "requirements", problem.requirements)
    yield from _interval_findings(problem, "demand", problem.demand)
    for table in SPANS:
        yield from _whole_minutes(table, getattr(problem, table))
    yield from _overlapping_absences(problem)
    yield from _shift_findings(problem, "history", problem.history)
    yield from _shift_findings(problem, "published", problem.published)
    yield from pin_findings(problem)


def _interval_findings(problem: Problem, table: str, rows: Sequence[Requirement | Demand]) -> Iterator[Finding]:
    """Starts off the grid or outside the plan, and intervals given twice."""
    horizon = problem.horizon
    origin, grid, last = horizon.origin.timestamp(), problem.interval_minutes * 60, horizon.num_minutes * 60
    seen: set[tuple[str, float]] = set()
    for index, row in enumerate(rows):
        second = row.interval_start.timestamp() - origin
        key = row.queue, second
        start = _show(problem, row.interval_start)
        if not 0 <= second < last:
            days = f"{horizon.date(0)} to {horizon.date(problem.days - 1)}"
            message, remedy = (
                f"{start} lies outside the plan ({days}).",
                "Remove the row, or change start_date or days.",
            )
        elif second % grid:
            message = f"{start} is not the start of an interval of {problem.interval_minutes} minutes."
            remedy = "Write the start of an interval, or choose another interval_minutes."
        elif key in seen:
            message, remedy = f"{start} is given twice for queue {row.queue!r}.", "Keep one of the rows."
        else:
            seen.add(key)
            continue
        yield Finding(table=table, index=index, field="interval_start", message=message, remedy=remedy)


def _show(problem: Problem, instant: dt.datetime) -> str:
    return instant.astimezone(problem.horizon.zone).strftime("%Y-%m-%d %H:%M")


def _whole_minutes(table: str, rows: Sequence[Span]) -> Iterator[Finding]:
    for index, row in enumerate(rows):
        for field, instant in (("start", row.start), ("end", row.end)):
            if instant.second or instant.microsecond:
                message = f"{field} {instant.isoformat()} has seconds."
                yield Finding(table=table, index=index, field=field, message=message, remedy="Write whole minutes.")


def _overlapping_absences(problem: Problem) -> Iterator[Finding]:
    """Absences of one agent that overlap; each would be credited."""
    spans = defaultdict(list)
    for index, row in enumerate(problem.absences):
        spans[row.agent].append((row.start.timestamp(), row.end.timestamp(), index))
    for agent, absences in spans.items():
        absences.sort()
        free_from = absences[0][1]
        for start, end, index in absences[1:]:
            if start < free_from:
                message = f"Two absences of {agent!r} overlap."
                remedy = "Shorten or remove one of them."
                yield Finding(table="absences", index=index, field="start", message=message, remedy=remedy)
            free_from = max(free_from, end)


def _shift_findings(problem: Problem, table: str, shifts: Sequence[PastShift | PublishedShift]) -> Iterator[Finding]:
    seen: set[tuple[str, dt.date]] = set()
    for index, shift in enumerate(shifts):
        misplaced = _misdated(problem, table, shift.shift_date) or _off_the_grid(problem, table, shift)
        field, message, remedy = misplaced or _about_shift(problem, shift)
        if not message and (shift.agent, shift.shift_date) in seen:
            field, message = "shift_date", f"{shift.agent!r} has two shifts on {shift.shift_date}."
            remedy = "Keep one shift per agent and date."
        seen.add((shift.agent, shift.shift_date))
        if message:
            yield Finding(table=table, index=index, field=field, message=message, remedy=remedy)


def _misdated(problem: Problem, table: str, date: dt.date) -> tuple[str, str, str] | None:
    """Field, message and remedy where a shift of the history lies in the plan or a published one outside it."""
    first, last = problem.start_date, problem.horizon.date(problem.days - 1)
    if table == "history" and date >= first:
        message = f"shift_date {date} is not before the first date of the plan, {first}."
        return "shift_date", message, "Give shifts inside the plan as pins."
    if table == "published" and not first <= date <= last:
        message = f"shift_date {date} lies outside the plan."
        return "shift_date", message, f"Write a date from {first} to {last}, or remove the row."
    return None


def _off_the_grid(problem: Problem, table: str, shift: PastShift | PublishedShift) -> tuple[str, str, str] | None:
    """The same where a past shift reaches into the plan, whose supply is counted in intervals."""
    end = problem.horizon.minute(shift.end)
    if table != "history" or end <= 0 or end % problem.interval_minutes == 0:
        return None
    message = f"The shift of {shift.shift_date} reaches into the plan and ends off its grid."
    return "end", message, f"Write an end on the grid of {problem.interval_minutes} minutes."


def _about_shift(problem: Problem, shift: PastShift | PublishedShift) -> tuple[str, str, str]:
    """Field, message and remedy; empty when nothing is wrong."""
    if problem.horizon.date_at(shift.start) != shift.shift_date:
        message = f"The shift of {shift.shift_date} starts on {problem.horizon.date_at(shift.start)}."
        return "start", message, "Write the local date on which the shift starts as shift_date."
    if shift.minutes > LONGEST_SHIFT_MINUTES:
        return "end", "The shift lasts more than 24 hours.", "Correct its start or end."
    return "", "", ""
