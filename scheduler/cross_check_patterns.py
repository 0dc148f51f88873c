"""Times of patterns, breaks and queues: on the grid, and breaks that fit into their shifts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scheduler.problem import Finding
from scheduler.records import format_time_of_day

if TYPE_CHECKING:
    from scheduler.contracts import Break, Pattern
    from scheduler.equipment import EquipmentUnits
    from scheduler.problem import Problem

BREAK_TIMES = (
    "minutes",
    "earliest_minutes",
    "latest_minutes",
    "minimum_work_before_minutes",
    "minimum_work_after_minutes",
)


def pattern_findings(problem: Problem) -> Iterator[Finding]:
    """Times off the grid, patterns and seats without days, and lengths whose breaks do not fit."""
    grid = problem.interval_minutes
    for index, queue in enumerate(problem.queues):
        block = queue.minimum_block_minutes
        yield from _off_grid("queues", index, "minimum_block_minutes", block, grid)
    for index, pattern in enumerate(problem.patterns):
        off_grid = list(_pattern_off_grid(index, pattern, grid))
        yield from off_grid
        if not pattern.days_of_week:
            yield _without_days("patterns", index, "days_of_week")
        if not off_grid:
            yield from _breaks_that_do_not_fit(index, pattern)
    for index, units in enumerate(problem.units):
        yield from _about_units(index, units, grid)
    for index, site in enumerate(problem.sites):
        for number, limit in enumerate(site.seats):
            if not limit.days_of_week:
                yield _without_days("sites", index, f"seats[{number}].days_of_week")
        yield from _off_grid("sites", index, "turnaround_minutes", site.turnaround_minutes, grid)
        # What is priced is counted in intervals.
        for number, limit in enumerate(site.seats if site.limits == "soft" else ()):
            for name, minute in (("start", limit.start), ("end", limit.end)):
                if minute % grid:
                    time = format_time_of_day(minute)
                    yield _not_a_multiple("sites", index, f"seats[{number}].{name}", time, grid)


def _about_units(index: int, units: EquipmentUnits, grid: int) -> Iterator[Finding]:
    if not units.days_of_week:
        yield _without_days("units", index, "days_of_week")
    for name in ("transfer_minutes", "step_minutes", "minimum_minutes"):
        yield from _off_grid("units", index, name, getattr(units, name), grid)
    for name, minute in (("start", units.start), ("end", units.end)):
        if minute is not None and minute % grid:
            yield _not_a_multiple("units", index, name, format_time_of_day(minute), grid)


def _without_days(table: str, index: int, field: str) -> Finding:
    message = "days_of_week names no day."
    remedy = "Name at least one day, or leave days_of_week out for all days."
    return Finding(table=table, index=index, field=field, message=message, remedy=remedy)


def _pattern_off_grid(index: int, pattern: Pattern, grid: int) -> Iterator[Finding]:
    yield from _off_grid("patterns", index, "start_step_minutes", pattern.start_step_minutes, grid)
    if pattern.earliest_start % grid:
        start = format_time_of_day(pattern.earliest_start)
        yield _not_a_multiple("patterns", index, "earliest_start", start, grid)
    for number, minutes in enumerate(pattern.lengths_minutes):
        yield from _off_grid("patterns", index, f"lengths_minutes[{number}]", minutes, grid)
    for number, part in enumerate(pattern.breaks):
        for name in BREAK_TIMES:
            yield from _off_grid("patterns", index, f"breaks[{number}].{name}", getattr(part, name), grid)


def _off_grid(table: str, index: int, field: str, minutes: int | None, grid: int) -> Iterator[Finding]:
    if minutes is not None and minutes % grid:
        yield _not_a_multiple(table, index, field, str(minutes), grid)


def _not_a_multiple(table: str, index: int, field: str, value: str, grid: int) -> Finding:
    name = field.rpartition(".")[2]
    message = f"{name} {value} does not lie on the grid of {grid} minutes."
    remedy = f"Write a multiple of {grid} minutes, or choose a finer interval_minutes."
    return Finding(table=table, index=index, field=field, message=message, remedy=remedy)


def _breaks_that_do_not_fit(index: int, pattern: Pattern) -> Iterator[Finding]:
    for minutes in dict.fromkeys(pattern.lengths_minutes):
        late = _first_break_too_late(pattern.breaks_of(minutes), minutes)
        if late is not None:
            message = (
                f"Break {late.name!r} of pattern {pattern.pattern} does not fit into a shift of {minutes} minutes "
                "with the breaks and the work before and after it."
            )
            field = f"breaks[{pattern.breaks.index(late)}]"
            remedy = "Widen its window, shorten the work around it, or limit it to longer shifts."
            yield Finding(table="patterns", index=index, field=field, message=message, remedy=remedy)


def _first_break_too_late(breaks: tuple[Break, ...], shift_minutes: int) -> Break | None:
    """The first break that, with all breaks as early as they can be, starts or ends too late."""
    free_from, work_after = 0, 0
    for part in breaks:
        work = max(work_after, part.minimum_work_before_minutes)
        start = max(part.earliest_minutes, free_from + work)
        free_from, work_after = start + part.minutes, part.minimum_work_after_minutes
        too_late = part.latest_minutes is not None and start > part.latest_minutes
        if too_late or free_from + work_after > shift_minutes:
            return part
    return None
