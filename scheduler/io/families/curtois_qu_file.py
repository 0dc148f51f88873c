"""Instances of Curtois and Qu (2014), as their files state them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.io.families.lines import Line, text_sections, the_number

SECTIONS = ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER")
_STAFF_FORM = (
    "ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, "
    "MinConsecutiveDaysOff, MaxWeekends"
)


@dataclass(frozen=True)
class Person:
    """A row of SECTION_STAFF; ``most`` says for each kind of shift how many there may be."""

    name: str
    most: dict[str, int]
    maximum_minutes: int
    minimum_minutes: int
    maximum_work: int
    minimum_work: int
    minimum_off: int
    maximum_weekends: int
    line: Line

    @property
    def terms(self) -> tuple[object, ...]:
        """Everything but the name; people with the same ones may share a contract."""
        limits = (self.maximum_minutes, self.minimum_minutes, self.maximum_work, self.minimum_work, self.minimum_off)
        return (*self.most.items(), *limits, self.maximum_weekends)


@dataclass(frozen=True)
class Request:
    """A wish to work a kind of shift on a day, or not to."""

    name: str
    day: int
    kind: str
    weight: int
    wanted: bool
    line: Line


@dataclass(frozen=True)
class CoverRow:
    """People required for a kind of shift on a day, and what each below and above costs."""

    day: int
    kind: str
    required: int
    under: int
    over: int
    line: Line


@dataclass(frozen=True)
class Instance:
    """
    An instance.

    Parameters
    ----------
    path
        Its file.
    days
        Days of the horizon; the first is a Monday.
    minutes
        Length of each kind of shift.
    followers
        Kinds that may not be worked on the day after each kind.
    staff, requests, cover
        Rows of these sections.
    days_off
        Days on which people must be off, with the line that says so.
    """

    path: Path
    days: int
    minutes: dict[str, int]
    followers: dict[str, tuple[str, ...]]
    staff: tuple[Person, ...]
    days_off: dict[tuple[str, int], Line]
    requests: tuple[Request, ...]
    cover: tuple[CoverRow, ...]


def parse_curtois_qu(path: Path) -> Instance:
    """
    Read an instance.

    Raises
    ------
    InputError
        With the first line that cannot be understood.
    """
    rows = text_sections(path, SECTIONS, "of Curtois and Qu")
    days = the_number(path, "HORIZON", rows["HORIZON"])
    minutes = _minutes(rows["SHIFTS"])
    staff = tuple(_staff(rows["STAFF"], minutes))
    names = frozenset(person.name for person in staff)
    wishes = [
        _request(line, names, minutes, days, wanted=wanted)
        for section, wanted in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False))
        for line in rows[section]
    ]
    return Instance(
        path=path,
        days=days,
        minutes=minutes,
        followers={line.cells[0]: _followers(line, minutes) for line in rows["SHIFTS"]},
        staff=staff,
        days_off=dict(_days_off(rows["DAYS_OFF"], names, days)),
        requests=tuple(wishes),
        cover=tuple(_cover_row(line, minutes, days) for line in rows["COVER"]),
    )


def _minutes(rows: list[Line]) -> dict[str, int]:
    minutes: dict[str, int] = {}
    for line in rows:
        line.expect(2, 3, "ShiftID, length in minutes, kinds that cannot follow joined by |")
        minutes[line.new(line.cells[0], minutes, "shift")] = line.whole(line.cells[1], "length", 1)
    return minutes


def _followers(line: Line, minutes: dict[str, int]) -> tuple[str, ...]:
    listed = line.cells[2] if len(line.cells) == 3 else ""
    return tuple(line.known(part.strip(), minutes, "shift") for part in listed.split("|") if part.strip())


def _staff(rows: list[Line], minutes: dict[str, int]) -> Iterator[Person]:
    names: set[str] = set()
    for line in rows:
        line.expect(8, 8, _STAFF_FORM)
        name = line.new(line.cells[0], names, "person")
        names.add(name)
        form = zip(line.cells[2:], _STAFF_FORM.split(", ")[2:], strict=True)
        longest, shortest, most_work, least_work, least_off, weekends = (line.whole(cell, what) for cell, what in form)
        most = _most(line, minutes)
        yield Person(name, most, longest, shortest, most_work, least_work, least_off, weekends, line)


def _most(line: Line, minutes: dict[str, int]) -> dict[str, int]:
    """MaxShifts by kind."""
    most: dict[str, int] = {}
    for part in line.cells[1].split("|"):
        kind, _, count = (piece.strip() for piece in part.partition("="))
        most[line.known(kind, minutes, "shift")] = line.whole(count, f"MaxShifts of {kind}")
    for kind in minutes:
        if kind not in most:
            raise line.error(f"MaxShifts says nothing of {kind}.", f"Add {kind}=0, or how many there may be.")
    return most


def _days_off(rows: list[Line], names: frozenset[str], days: int) -> Iterator[tuple[tuple[str, int], Line]]:
    for line in rows:
        name = line.known(line.cells[0], names, "person")
        for cell in line.cells[1:]:
            yield (name, _day(line, cell, days)), line


def _day(line: Line, cell: str, days: int) -> int:
    day = line.whole(cell, "day")
    if day >= days:
        raise line.error(f"Day {day} lies after the horizon.", f"Write a day from 0 to {days - 1}.")
    return day


def _request(line: Line, names: frozenset[str], minutes: dict[str, int], days: int, *, wanted: bool) -> Request:
    line.expect(4, 4, "EmployeeID, day, shift, weight")
    name, day, kind, weight = line.cells
    line.known(name, names, "person")
    line.known(kind, minutes, "shift")
    return Request(name, _day(line, day, days), kind, line.whole(weight, "weight"), wanted, line)


def _cover_row(line: Line, minutes: dict[str, int], days: int) -> CoverRow:
    line.expect(5, 5, "day, shift, required, weight under, weight over")
    day, kind, *numbers = line.cells
    required, under, over = (line.whole(cell, "cover") for cell in numbers)
    return CoverRow(_day(line, day, days), line.known(kind, minutes, "shift"), required, under, over, line)
