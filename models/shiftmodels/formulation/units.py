"""
Shifts and breaks of a group as cumulative counts (``models/README.md``, section 3).

A *unit* is a group, a day, a break program and a length; its shifts are translates of each other, so counting how
many have begun by each interval, and how many of their breaks, says everything that matters: first come, first
served gives each shift its own breaks back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from shiftmodels.formulation.linear import Terms
from shiftmodels.formulation.names import Name
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.groups import Group

Begun = tuple[int, Sequence[int]]
"""A first interval, and the variable that counts what has begun by that and each later one."""


@dataclass(frozen=True, eq=False)
class Unit:
    """
    Parameters
    ----------
    group, day, program, length
        What the shifts share; ``length`` in intervals.
    shifts
        For each start, the agents who could begin there, and which of their shifts it would be.
    begun
        Shifts begun by each interval.
    breaks
        The same for each break.
    """

    group: int
    day: int
    program: int
    length: int
    shifts: dict[int, list[tuple[int, int]]]
    begun: Begun = (0, ())
    breaks: list[Begun] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int, int, int]:
        """What no other unit shares."""
        return self.group, self.day, self.program, self.length

    @property
    def first(self) -> int:
        """First start."""
        return min(self.shifts)

    @property
    def last(self) -> int:
        """Last start."""
        return max(self.shifts)

    @cached_property
    def most(self) -> int:
        """Agents who could work one of the shifts."""
        return len({agent for works in self.shifts.values() for agent, _ in works})

    def chosen(self, known: Known) -> Iterator[tuple[int, int]]:
        """Agent and start of each shift of the unit that is worked in a known assignment."""
        for start, works in self.shifts.items():
            for agent, shift in works:
                if known.works(agent, shift):
                    yield agent, start


def step(begun: Begun, interval: int, factor: int = 1) -> Terms:
    """Number begun at or before an interval, times a factor."""
    first, counts = begun
    return [] if interval < first else [(counts[min(interval - first, len(counts) - 1)], factor)]


def add_units(parts: Parts, index: int, group: Group) -> list[Unit]:
    """All units of a group, with their terms in ``present`` and ``on_break``."""
    units = []
    for (day, program, length), shifts in _shifts_by_unit(parts, group).items():
        unit = Unit(index, day, program, length, shifts)
        unit = Unit(index, day, program, length, shifts, _count_shifts(parts, unit))
        for number in range(parts.data.programs[program].num_breaks):
            unit.breaks.append(_count_breaks(parts, unit, number))
        _add_terms(parts, unit)
        units.append(unit)
    return units


def _shifts_by_unit(parts: Parts, group: Group) -> dict[tuple[int, int, int], dict[int, list[tuple[int, int]]]]:
    found: defaultdict[tuple[int, int, int], dict[int, list[tuple[int, int]]]] = defaultdict(dict)
    for agent in group.agents:
        shifts = parts.data.blocks[parts.data.block_of[agent]].shifts
        columns = (shifts.day, shifts.program, shifts.end - shifts.start, shifts.start)
        for shift, (day, program, length, start) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
            found[day, program, length].setdefault(start, []).append((agent, shift))
    return found


def _count_shifts(parts: Parts, unit: Unit) -> Begun:
    counts: list[int] = []
    for interval in range(unit.first, unit.last + 1):
        if interval not in unit.shifts:
            counts.append(counts[-1])
            continue
        name = (*unit.key, interval)
        count = parts.model.variable(("begun", name), unit.most, partial(_begun_by, unit, interval))
        # Agents who are counted share their variables.
        new = [(works, 1) for works in sorted({parts.worked[agent][shift] for agent, shift in unit.shifts[interval]})]
        parts.model.row(("shifts_begun", name), [*((before, 1) for before in counts[-1:]), *new, (count, -1)], 0, 0)
        counts.append(count)
    return unit.first, counts


def _begun_by(unit: Unit, interval: int, known: Known) -> int:
    return sum(start <= interval for _, start in unit.chosen(known))


def _count_breaks(parts: Parts, unit: Unit, number: int) -> Begun:
    """Breaks begun: at most the shifts whose window has opened, at least those whose window has closed."""
    program = parts.data.programs[unit.program]
    earliest, latest = program.earliest[number], program.latest[number]
    if earliest == latest:
        return unit.first + earliest, unit.begun[1]
    counts: list[int] = []
    everyone = unit.begun[1][-1]
    for interval in range(unit.first + earliest, unit.last + latest):
        name = (*unit.key, number, interval)
        count = parts.model.variable(("break", name), unit.most, partial(_taken_by, unit, number, interval))
        _add_order(parts, ("break_opened", name), step(unit.begun, interval - earliest, -1), count, everyone)
        if closed := step(unit.begun, interval - latest, -1):
            parts.model.row(("break_closed", name), [(count, 1), *closed], lower=0)
        if counts:
            parts.model.row(("break_order", name), [(count, 1), (counts[-1], -1)], lower=0)
        if number > 0:
            ready = interval - program.gaps[number] - program.lengths[number - 1]
            _add_order(parts, ("break_gap", name), step(unit.breaks[number - 1], ready, -1), count, everyone)
        counts.append(count)
    last = (*unit.key, number, unit.last + latest)
    parts.model.row(("break_order", last), [(everyone, 1), (counts[-1], -1)], lower=0)
    return unit.first + earliest, [*counts, everyone]


def _add_order(parts: Parts, name: Name, before: Terms, count: int, everyone: int) -> None:
    """A count is at most what was counted before; the order of the counts themselves says so of all shifts."""
    if before != [(everyone, -1)]:
        parts.model.row(name, [(count, 1), *before], upper=0)


def _taken_by(unit: Unit, number: int, interval: int, known: Known) -> int:
    return sum(int(known.found.breaks[agent, unit.day, number]) <= interval for agent, _ in unit.chosen(known))


def _between(begun: Begun, after: int, until: int) -> Terms:
    """Number begun after one interval and no later than another."""
    return [*step(begun, until), *step(begun, after, -1)]


def _add_terms(parts: Parts, unit: Unit) -> None:
    for interval in unit.shifts:
        parts.beginning[unit.group, interval] += _between(unit.begun, interval - 1, interval)
    holds = parts.groups[unit.group].block.holds
    for after in {0, *(hold.after for hold in holds)}:
        length = unit.length + after
        for interval in range(unit.first, min(unit.last + length, parts.data.num_intervals)):
            place = unit.group, after, interval
            parts.present[place] += _between(unit.begun, interval - length, interval)
    for begun, length in zip(unit.breaks, parts.data.programs[unit.program].lengths, strict=True):
        for interval in range(begun[0], begun[0] + len(begun[1]) - 1 + length):
            parts.on_break[unit.group, interval] += _between(begun, interval - length, interval)


def add_fixed_parts(parts: Parts, index: int, group: Group, units: list[Unit]) -> None:
    """A pinned break begins where it is pinned, and none overlaps pinned work."""
    for number, fixed in enumerate(group.block.fixed_breaks):
        begins: Terms = []
        for unit in (unit for unit in units if unit.day == fixed.day):
            program = parts.data.programs[unit.program]
            for begun, kind, length in zip(unit.breaks, program.kinds, program.lengths, strict=True):
                if kind in fixed.kinds and length == fixed.length:
                    begins += _between(begun, fixed.start - 1, fixed.start)
        parts.model.row(("break_pinned", (index, number)), begins, 1, 1)
    for work in group.block.fixed_work:
        for unit in units:
            lengths = parts.data.programs[unit.program].lengths
            for number, (begun, length) in enumerate(zip(unit.breaks, lengths, strict=True)):
                for interval in range(work.start, work.end):
                    name = (*unit.key, number, interval)
                    parts.model.row(("work_pinned", name), _between(begun, interval - length, interval), upper=0)
