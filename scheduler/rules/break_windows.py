"""Windows of breaks in which every placement gives what is asked, for the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, combinations_with_replacement, pairwise, product
from typing import TYPE_CHECKING

from scheduler.break_programs import break_kinds
from shiftmodels.data import BreakProgram

if TYPE_CHECKING:
    from scheduler.candidates import Candidates

_Order = tuple[int, int, int]
"""Two breaks and a number: the second starts at least so many intervals after the first; before it if negative."""


@dataclass(frozen=True)
class Asked:
    """
    What the breaks of a shift must give; all times in intervals of the grid.

    Parameters
    ----------
    span
        Length of the shift.
    counts
        Which breaks of the program can count.
    joins
        Which breaks, if they touch, are taken for one.
    rest
        Total length of the breaks that fulfil the demand.
    number
        How many they are, none of which touches another.
    latest
        Latest start of each of them, after the start of the shift; ``None`` where open.
    stretch
        Longest time before, between and after the breaks that count; ``None`` where open.
    inside
        Whether only breaks count that have work before and after them.
    """

    span: int
    counts: tuple[bool, ...]
    joins: tuple[bool, ...]
    rest: int
    number: int
    latest: int | None
    stretch: int | None
    inside: bool


@dataclass(frozen=True)
class _Choice:
    """Breaks that are made to count, those of them that fulfil the demand, and breaks before which work is put."""

    counted: tuple[int, ...]
    due: tuple[int, ...]
    apart: tuple[int, ...]


@lru_cache(maxsize=16_384)
def narrowed(program: BreakProgram, asked: Asked) -> BreakProgram | None:
    """
    The program with windows cut and gaps widened until every placement gives what is asked.

    For each choice of breaks that could give it, what is asked is a set of bounds on differences of two starts. Of the
    choices that can be met, the one with the widest windows is taken.

    Returns
    -------
    The program, or ``None`` if no placement gives what is asked by breaks that each count on their own.
    """
    found = [_cut(program, asked, choice) for choice in _choices(program, asked)]
    return max((windows for windows in found if windows), key=_freedom, default=None)


def _freedom(program: BreakProgram) -> int:
    return sum(program.latest) - sum(program.earliest)


def _choices(program: BreakProgram, asked: Asked) -> Iterator[_Choice]:
    able = tuple(index for index, counts in enumerate(asked.counts) if counts)
    # A break that may lie at the very start or end counts only if it is kept from there; such are the outer ones.
    spans = combinations_with_replacement(range(len(able) + 1), 2) if asked.inside else [(0, len(able))]
    for first, last in spans:
        counted = able[first:last]
        # Whoever begins in time begins after all that come before him.
        numbers = [len(counted)] if asked.latest is None else range(len(counted) + 1)
        for due in (counted[:number] for number in numbers):
            if sum(program.lengths[index] for index in due) >= asked.rest and len(due) >= asked.number:
                yield from (_Choice(counted, due, apart) for apart in _separations(due, asked))


def _separations(due: tuple[int, ...], asked: Asked) -> Iterator[tuple[int, ...]]:
    """Least sets of breaks before which work is put so that as many of the breaks as are asked for do not touch."""
    joints = [range(first + 1, last + 1) for first, last in pairwise(due)]
    open_joints = [joint for joint in joints if all(asked.joins[joint.start - 1 : joint.stop])]
    missing = asked.number - 1 - (len(joints) - len(open_joints))
    for chosen in combinations(open_joints, max(0, missing)):
        yield from product(*chosen)


def _cut(program: BreakProgram, asked: Asked, choice: _Choice) -> BreakProgram | None:
    """The program with the widest windows that a choice leaves."""
    gaps = tuple(max(gap, int(index in choice.apart)) for index, gap in enumerate(program.gaps))
    order = [(k - 1, k, program.lengths[k - 1] + gaps[k]) for k in range(1, program.num_breaks)]
    near = []
    if asked.stretch is not None:
        if not choice.counted and asked.span > asked.stretch:
            return None
        near = [(after, before, -asked.stretch - program.lengths[before]) for before, after in pairwise(choice.counted)]
    windows = _windows(program, asked, choice)
    bounds = _bounds(*windows, [*order, *near])
    if bounds is None:
        return None
    cut = _bounds(*_apart(*bounds, near), order)
    assert cut is not None, "a placement that meets every bound lies in the windows"
    return replace(program, earliest=tuple(cut[0]), latest=tuple(cut[1]), gaps=gaps)


def _windows(program: BreakProgram, asked: Asked, choice: _Choice) -> tuple[list[int], list[int]]:
    """Windows of the program, cut by what is asked of single breaks."""
    earliest, latest, lengths = list(program.earliest), list(program.latest), program.lengths
    for index in choice.counted if asked.inside else ():
        # Only if all breaks before it follow each other from the start of the shift is there no work before it.
        earliest[index] = max(earliest[index], sum(lengths[:index]) + 1)
        latest[index] = min(latest[index], asked.span - sum(lengths[index:]) - 1)
    if asked.latest is not None:
        for index in choice.due:
            latest[index] = min(latest[index], asked.latest)
    if choice.counted and asked.stretch is not None:
        first, last = choice.counted[0], choice.counted[-1]
        latest[first] = min(latest[first], asked.stretch)
        earliest[last] = max(earliest[last], asked.span - lengths[last] - asked.stretch)
    return earliest, latest


def _bounds(earliest: list[int], latest: list[int], order: list[_Order]) -> tuple[list[int], list[int]] | None:
    """Earliest and latest start of each break in any placement within windows; ``None`` if there is no placement."""
    low, high = list(earliest), list(latest)
    for _ in low:
        for first, second, least in order:
            low[second] = max(low[second], low[first] + least)
            high[first] = min(high[first], high[second] - least)
    fits = all(low[second] >= low[first] + least for first, second, least in order)
    return (low, high) if fits and all(first <= last for first, last in zip(low, high, strict=True)) else None


def _apart(low: list[int], high: list[int], near: list[_Order]) -> tuple[list[int], list[int]]:
    """
    Windows cut so that a later break is near enough to an earlier one wherever both lie in them.

    The middle between the earliest and the latest placement meets every bound; what room a bound leaves there is shared
    between the two windows, and what one of them cannot use goes to the other.
    """
    middle = [(first + last) // 2 for first, last in zip(low, high, strict=True)]
    for after, before, least in near:
        room = middle[before] - middle[after] - least
        down = min(middle[before] - low[before], max(room // 2, room - (high[after] - middle[after])))
        low[before], high[after] = middle[before] - down, min(high[after], middle[after] + room - down)
    return low, high


def with_pins(program: BreakProgram, candidates: Candidates, day: int, start: int) -> BreakProgram:
    """A program of a shift in which pinned breaks lie where they are pinned, as far as only one break can be meant."""
    problem = candidates.problem
    horizon, kinds = problem.horizon, break_kinds(problem)
    earliest, latest = list(program.earliest), list(program.latest)
    for pin in (pin for pin in candidates.pins if horizon.day(pin.shift_date) == day):
        place, until = ((horizon.minute(end) - start) // problem.interval_minutes for end in (pin.start, pin.end))
        shapes = list(zip(program.kinds, program.lengths, strict=True))
        named = [
            n for n, (kind, length) in enumerate(shapes) if kinds[kind][0] == pin.activity and length == until - place
        ]
        meant = [index for index in named if program.earliest[index] <= place <= program.latest[index]]
        if len(meant) == 1:
            earliest[meant[0]] = latest[meant[0]] = place
    return replace(program, earliest=tuple(earliest), latest=tuple(latest))
