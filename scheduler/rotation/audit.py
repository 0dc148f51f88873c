"""Check a rota against its plan, from the table alone: nothing here knows of steps and flows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from scheduler.audit_words import duration
from scheduler.records import MINUTES_PER_DAY, Weekday
from scheduler.rotation.plan import RotationPlan
from scheduler.rotation.result import OFF, Rota
from scheduler.run_facts import Breach

WEEK = len(Weekday)
SATURDAY = Weekday.SATURDAY.number


def audit_rota(rota: Rota, plan: RotationPlan) -> tuple[Breach, ...]:
    """Everything in which a rota breaks its plan."""
    misshapen = _shape(rota, plan)
    if misshapen:
        return (Breach(rule="shape", message=misshapen),)
    found = [*_required(rota, plan), *_lengths(rota, plan), *_successions(rota, plan)]
    if free_weekends(rota) < plan.free_weekends:
        message = f"{free_weekends(rota)} weekends are free, {plan.free_weekends} at least shall be"
        found.append(Breach(rule="free_weekends", message=message))
    return tuple(found)


def free_weekends(rota: Rota) -> int:
    """Weeks whose Saturday and Sunday are both off."""
    return sum(week[SATURDAY] == week[SATURDAY + 1] == OFF for week in rota)


def _shape(rota: Rota, plan: RotationPlan) -> str:
    if len(rota) != plan.weeks or any(len(week) != WEEK for week in rota):
        return f"the rota has not {plan.weeks} weeks of {WEEK} days"
    unknown = {cell for week in rota for cell in week} - {OFF, *plan.names}
    return f"there is no shift {min(unknown)!r}" if unknown else ""


def _required(rota: Rota, plan: RotationPlan) -> Iterator[Breach]:
    for shift in plan.shifts:
        for day, required in zip(Weekday, shift.required, strict=True):
            present = sum(week[day.number] == shift.shift for week in rota)
            if present != required:
                message = f"{present} people work {shift.shift} on {day}, {required} are required"
                yield Breach(rule="required", message=message)


def _place(day: int) -> str:
    return f"week {day // WEEK + 1}, {list(Weekday)[day % WEEK]}"


def _cyclic_runs(cells: Sequence[object]) -> Iterator[tuple[int, object, int]]:
    """First day, content and length of each run of equal cells; the end of the rota goes on at its beginning."""
    # To begin where something changes makes every run whole.
    start = next((day for day in range(len(cells)) if cells[day] != cells[day - 1]), None)
    if start is None:
        # All the same: it never ends.
        yield 0, cells[0], 10**9
        return
    day = start
    for cell, run in groupby([*cells[start:], *cells[:start]]):
        length = len(list(run))
        yield day % len(cells), cell, length
        day += length


def _lengths(rota: Rota, plan: RotationPlan) -> Iterator[Breach]:
    cells = [cell for week in rota for cell in week]
    limits = {shift.shift: shift.run for shift in plan.shifts}
    for day, cell, length in _cyclic_runs(cells):
        if cell != OFF:
            yield from _length("run", f"{cell} in a row", day, length, limits[str(cell)])
    for day, works, length in _cyclic_runs([cell != OFF for cell in cells]):
        if works:
            yield from _length("work_days", "days of work", day, length, plan.work_days)
        else:
            yield from _length("days_off", "days off", day, length, plan.days_off)


def _length(rule: str, what: str, day: int, length: int, limits: tuple[int, int]) -> Iterator[Breach]:
    if not limits[0] <= length <= limits[1]:
        message = f"{_place(day)}: {length} {what}, not {limits[0]} to {limits[1]}"
        yield Breach(rule=rule, message=message)


def _successions(rota: Rota, plan: RotationPlan) -> Iterator[Breach]:
    cells = [cell for week in rota for cell in week]
    shifts = {shift.shift: shift for shift in plan.shifts}
    for day, first in enumerate(cells):
        if first == OFF:
            continue
        later = next(days for days in range(1, len(cells) + 1) if cells[(day + days) % len(cells)] != OFF)
        second = cells[(day + later) % len(cells)]
        if later == 1 and (first, second) in plan.forbidden:
            yield Breach(rule="forbidden", message=f"{_place(day)}: {first} and then {second}")
        if later == 2 and (first, second) in plan.forbidden_after_day_off:
            message = f"{_place(day)}: {first}, a day off, and then {second}"
            yield Breach(rule="forbidden_after_day_off", message=message)
        rest = later * MINUTES_PER_DAY + shifts[second].start - (shifts[first].start + shifts[first].minutes)
        if rest < 60 * plan.rest_hours:
            message = f"{_place(day)}: {duration(rest)} from {first} to {second}, {plan.rest_hours} h at least shall be"
            yield Breach(rule="rest_hours", message=message)
