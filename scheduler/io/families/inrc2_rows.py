"""Rows of the files of INRC-II."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from scheduler.io.families.lines import Line

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ANY = "Any"
NONE = "None"


@dataclass(frozen=True)
class Bounds:
    """At least and at most."""

    least: int
    most: int


@dataclass(frozen=True)
class Terms:
    """A row of CONTRACTS."""

    total: Bounds
    work: Bounds
    off: Bounds
    weekends: int
    whole_weekends: bool
    line: Line


@dataclass(frozen=True)
class Past:
    """A row of NURSE_HISTORY; ``last`` is empty where the last day was off."""

    assignments: int
    weekends: int
    last: str
    same: int
    work: int
    off: int
    line: Line


@dataclass(frozen=True)
class Nurse:
    """A row of NURSES, with the nurse's history."""

    name: str
    contract: str
    skills: tuple[str, ...]
    past: Past
    line: Line


@dataclass(frozen=True)
class Requirement:
    """Nurses with a skill who must work a kind of shift on a day, and who should."""

    day: int
    kind: str
    skill: str
    minimum: int
    optimum: int
    line: Line


@dataclass(frozen=True)
class OffRequest:
    """A wish not to work a kind of shift on a day; empty means any."""

    name: str
    day: int
    kind: str
    line: Line


def bounds_by_kind(lines: list[Line]) -> dict[str, Bounds]:
    """Rows of SHIFT_TYPES."""
    kinds: dict[str, Bounds] = {}
    for line in lines:
        line.expect(2, 2, "Early (2,5)")
        kinds[line.new(line.cells[0], kinds, "shift type")] = _bounds(line, line.cells[1])
    return kinds


def followers_by_kind(lines: list[Line], kinds: Mapping[str, Bounds]) -> dict[str, tuple[str, ...]]:
    """Rows of FORBIDDEN_SHIFT_TYPES_SUCCESSIONS; a kind without a row forbids nothing."""
    followers: dict[str, tuple[str, ...]] = dict.fromkeys(kinds, ())
    for line in lines:
        line.expect(2, None, "Late 1 Early: a shift type, how many may not follow, and which")
        later = line.cells[2:]
        _counted(line, line.cells[1], later)
        followers[line.known(line.cells[0], kinds, "shift type")] = tuple(
            line.known(kind, kinds, "shift type") for kind in later
        )
    return followers


def terms(line: Line) -> Terms:
    """A row of CONTRACTS."""
    line.expect(6, 6, "FullTime (15,22) (3,5) (2,3) 2 1")
    _, total, work, off, weekends, whole = line.cells
    if whole not in ("0", "1"):
        raise line.error(f"{whole!r} does not say whether weekends are whole.", "Write 1 or 0.")
    limits = (_bounds(line, total), _bounds(line, work), _bounds(line, off))
    return Terms(*limits, line.whole(weekends, "weekends"), whole == "1", line)


def nurse(line: Line, contracts: Mapping[str, Terms], skills: Collection[str], past: Mapping[str, Past]) -> Nurse:
    """A row of NURSES."""
    line.expect(4, None, "Patrick FullTime 2 HeadNurse Nurse")
    name, contract, count, *own = line.cells
    _counted(line, count, own)
    if name not in past:
        raise line.error(f"The history says nothing of {name}.", "Add a row to NURSE_HISTORY.")
    known = tuple(line.known(skill, skills, "skill") for skill in own)
    return Nurse(name, line.known(contract, contracts, "contract"), known, past[name], line)


def history_row(line: Line, kinds: Mapping[str, Bounds]) -> Past:
    """A row of NURSE_HISTORY."""
    line.expect(7, 7, "nurse, assignments, weekends, last shift, days of the same shift, of work and off in a row")
    _, assignments, weekends, last, *runs = line.cells
    same, work, off = (line.whole(cell, "days in a row") for cell in runs)
    if last == NONE:
        consistent = same == work == 0 < off
    else:
        consistent = line.known(last, kinds, "shift type") != NONE and 0 < same <= work and not off
    if not consistent:
        remedy = "Give either days off, or days of work and among them those of the last shift."
        raise line.error("The days in a row contradict each other.", remedy)
    totals = line.whole(assignments, "assignments"), line.whole(weekends, "weekends")
    return Past(*totals, "" if last == NONE else last, same, work, off, line)


def requirements(
    line: Line, kinds: Mapping[str, Bounds], skills: Collection[str], first_day: int
) -> Iterator[Requirement]:
    """The seven days of a row of REQUIREMENTS."""
    line.expect(9, 9, "Early Nurse, then (minimum,optimum) for each of seven days")
    kind, skill = line.known(line.cells[0], kinds, "shift type"), line.known(line.cells[1], skills, "skill")
    for day, cell in enumerate(line.cells[2:]):
        bounds = _bounds(line, cell)
        yield Requirement(first_day + day, kind, skill, bounds.least, bounds.most, line)


def off_request(line: Line, names: Collection[str], kinds: Mapping[str, Bounds], first_day: int) -> OffRequest:
    """A row of SHIFT_OFF_REQUESTS."""
    line.expect(3, 3, "Sara Any Thu")
    name, kind, day = line.cells
    wanted = "" if kind == ANY else line.known(kind, kinds, "shift type")
    weekday = WEEKDAYS.index(line.known(day, WEEKDAYS, "weekday"))
    return OffRequest(line.known(name, names, "nurse"), first_day + weekday, wanted, line)


def _bounds(line: Line, cell: str) -> Bounds:
    match = re.fullmatch(r"\(([^,]*),([^,]*)\)", cell)
    if match is None:
        raise line.error(f"{cell!r} is no pair of numbers.", "Write it as (2,5).")
    least, most = (line.whole(number, "limit") for number in match.groups())
    if least > most:
        raise line.error(f"In {cell} the first number is above the second.", "Swap them.")
    return Bounds(least, most)


def _counted(line: Line, count: str, listed: Collection[str]) -> None:
    if line.whole(count, "number of names") != len(listed):
        raise line.error(f"Says {count} and lists {len(listed)}.", "Correct the number, or the list.")
