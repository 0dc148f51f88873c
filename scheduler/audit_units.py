"""Units of equipment that come, go or move: where a roster has them, what that costs, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.audit_time import Stretch, merged, outside, stretch_of
from scheduler.audit_transfers import Move, moves, setups_of
from scheduler.audit_words import day_name, duration
from scheduler.roster import SET_UP
from scheduler.rules.hours import most_minutes

if TYPE_CHECKING:
    from scheduler.equipment import EquipmentUnits
    from scheduler.problem import Problem
    from scheduler.roster import Roster, Shift

Complaint = tuple[Stretch, str]
"""Minutes of the horizon, and what is wrong."""


def stays_in(pool: str, roster: Roster, problem: Problem) -> Iterator[Stretch]:
    """Minutes, from the plan's start on, in which a unit of the plan is in a pool."""
    for part in roster.stays:
        if part.queue == pool and part.agent in problem.unit_named:
            start, end = stretch_of(part, problem.horizon)
            yield max(0, start), max(0, end)


def held_hours(units: EquipmentUnits, roster: Roster, problem: Problem) -> Fraction:
    """Hours for which units are held, up to the end of the plan."""
    spans = (stretch_of(held, problem.horizon) for held in _held(units, roster))
    return Fraction(sum(max(0, min(end, problem.horizon.num_minutes) - start) for start, end in spans), 60)


def moves_of(units: EquipmentUnits, roster: Roster, problem: Problem) -> Iterator[Move]:
    """Changes of pool, unit by unit; the pools are the queues of its blocks."""
    for held in _held(units, roster):
        yield from moves(held, problem.horizon)


def unit_complaints(roster: Roster, problem: Problem) -> Iterator[Complaint]:
    """Everything wrong with units, whatever is needed of them."""
    known = problem.unit_named
    for name, held in roster.held_units.items():
        if name not in known:
            yield stretch_of(held[0], problem.horizon), f"{name} is no unit of the plan"
            continue
        for shift in held:
            yield from _about(known[name], shift, problem)
        yield from _about_dates(known[name], held, problem)


def _held(units: EquipmentUnits, roster: Roster) -> Iterator[Shift]:
    for name in units.names:
        yield from roster.held_units.get(name, ())


def _about(units: EquipmentUnits, held: Shift, problem: Problem) -> Iterator[Complaint]:
    """What is wrong with a unit from when it comes to when it goes."""
    place, horizon = stretch_of(held, problem.horizon), problem.horizon
    if not _in_window(units, held, problem):
        yield place, f"{held.agent} is held outside its window of {day_name(held.shift_date)}"
    parts = [stretch_of(part, horizon) for part in held.activities]
    if outside(place, merged(parts)) or any(after[0] < before[1] for before, after in pairwise(parts)):
        yield place, f"{held.agent} is in no pool, or in two, for a while"
    for part, span in zip(held.activities, parts, strict=True):
        if part.queue not in units.pools and (part.queue or part.activity != SET_UP):
            yield span, f"{held.agent} is in {part.queue or part.activity}, which is none of its pools"
    yield from _about_transfers(units, held, problem)


def _about_transfers(units: EquipmentUnits, held: Shift, problem: Problem) -> Iterator[Complaint]:
    under_way = []
    for number, move in enumerate(moves(held, problem.horizon)):
        place = move.before.end, move.after.start
        under_way.append(place)
        way = f"{held.agent} moves from {move.before.queue} to {move.after.queue}"
        if move.setup_minutes != units.transfer_minutes:
            yield place, f"{way} within {duration(move.setup_minutes)}; it takes {duration(units.transfer_minutes)}"
        if units.maximum_transfers is not None and number >= units.maximum_transfers:
            yield place, f"{way}, transfer {number + 1}; {units.maximum_transfers} are allowed"
    for place in setups_of(held, problem.horizon):
        if place not in under_way:
            yield place, f"{held.agent} is under way between no two pools"


def _about_dates(units: EquipmentUnits, held: tuple[Shift, ...], problem: Problem) -> Iterator[Complaint]:
    """Too many dates, or two at a time."""
    places = [stretch_of(shift, problem.horizon) for shift in held]
    for before, after in pairwise(sorted(places)):
        if after[0] < before[1]:
            yield after, f"{held[0].agent} is held twice at a time"
    most, hours = units.maximum_days, Fraction(sum(end - start for start, end in places), 60)
    if most is not None and len(held) > most:
        yield places[most], f"{held[0].agent} is held on {len(held)} dates; {most} are allowed"
    if units.maximum_hours is not None and 60 * hours > most_minutes(units.maximum_hours):
        yield places[-1], f"{held[0].agent} is held for {float(hours):g} h; {units.maximum_hours:g} h are allowed"


def _in_window(units: EquipmentUnits, held: Shift, problem: Problem) -> bool:
    horizon, day = problem.horizon, problem.horizon.day(held.shift_date)
    start, end = stretch_of(held, horizon)
    if units.start is None or units.end is None:
        return day == 0 and start == 0 and end >= horizon.num_minutes
    if not 0 <= day < problem.days or held.shift_date.weekday() not in {each.number for each in units.days_of_week}:
        return False
    return (start, end) in units.parts(*horizon.window(day, units.start, units.end))
