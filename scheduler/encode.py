"""From people to arrays: `Roster -> Assignment`, the way back of ``decode``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.audit_words import day_name
from scheduler.break_programs import break_kinds
from scheduler.compile import Compiled
from scheduler.roster import SET_UP, Activity, Roster, Shift
from shiftmodels.data import Block
from shiftmodels.solution import BREAK, OTHER, SETUP, Assignment

Kinds = list[tuple[str, bool]]
"""See ``break_kinds``."""


class NoRosterOfPlanError(Exception):
    """The roster has something that no roster of the plan has; the message says what."""


def encode(compiled: Compiled, roster: Roster) -> Assignment:
    """
    The assignment that a roster is.

    Parameters
    ----------
    compiled
        The plan as arrays.
    roster
        Where agents are missing, they do not work.

    Raises
    ------
    NoRosterOfPlanError
        Somebody is none of the plan's people, or a shift is none of his. Rules are not looked at.
    """
    found, known = Assignment.empty(compiled.data), {name: number for number, name in enumerate(compiled.names)}
    kinds = break_kinds(compiled.problem)
    for name, tour in (roster.tours | roster.held_units).items():
        if name not in known:
            raise NoRosterOfPlanError(f"{name} is nobody of the plan")
        for shift in tour:
            _put(compiled, found, known[name], shift, kinds)
    return found


def _put(compiled: Compiled, found: Assignment, agent: int, shift: Shift, kinds: Kinds) -> None:
    """Write a shift into the arrays."""
    horizon, grid = compiled.problem.horizon, compiled.problem.interval_minutes
    block, day = compiled.data.blocks[compiled.data.block_of[agent]], horizon.day(shift.shift_date)
    span = [horizon.minute(moment) / grid for moment in (shift.start, shift.end)]
    rests = [part for part in shift.activities if (part.activity, part.paid) in kinds]
    for number in _candidates(block, day, span):
        begins = _breaks(compiled, block, number, rests, kinds)
        if begins is not None and found.shift[agent, day] < 0:
            found.shift[agent, day] = number
            found.breaks[agent, day, : len(begins)] = begins
            break
    else:
        what = f"the shift of {shift.agent} on {day_name(shift.shift_date)}"
        raise NoRosterOfPlanError(f"{what} is none that the plan allows, or its breaks are not")
    for part in shift.activities:
        first, last = (round(horizon.minute(moment) / grid) for moment in (part.start, part.end))
        found.activity[agent, first:last] = _code(compiled, part, is_break=(part.activity, part.paid) in kinds)


def _candidates(block: Block, day: int, span: list[float]) -> Iterator[int]:
    """Shifts of a block on a day with a start and an end."""
    shifts = block.shifts
    same = (shifts.day == day) & (shifts.start == span[0]) & (shifts.end == span[1])
    yield from np.flatnonzero(same).tolist()


def _breaks(compiled: Compiled, block: Block, number: int, rests: list[Activity], kinds: Kinds) -> list[int] | None:
    """First intervals of the breaks of a shift; ``None`` where they are not those of its program."""
    horizon, grid = compiled.problem.horizon, compiled.problem.interval_minutes
    program = compiled.data.programs[block.shifts.program[number]]
    wanted = [(*kinds[kind], length * grid) for length, kind in zip(program.lengths, program.kinds, strict=True)]
    if [(rest.activity, rest.paid, rest.minutes) for rest in rests] != wanted:
        return None
    begins = [horizon.minute(rest.start) / grid for rest in rests]
    offsets = [begin - block.shifts.start[number] for begin in begins]
    windows = zip(program.earliest, program.latest, offsets, strict=True)
    if any(not (earliest <= offset <= latest and offset == int(offset)) for earliest, latest, offset in windows):
        return None
    return [int(begin) for begin in begins]


def _code(compiled: Compiled, part: Activity, *, is_break: bool) -> int:
    """What the array of activities has for a part of a shift."""
    if is_break:
        return BREAK
    if part.queue:
        if part.queue not in compiled.queue_names:
            raise NoRosterOfPlanError(f"{part.queue} is no queue of the plan")
        return compiled.queue_names.index(part.queue)
    return SETUP if part.activity == SET_UP else OTHER
