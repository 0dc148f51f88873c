"""Instances of the multi-activity shift scheduling problem of Qu and Curtois (2020), as their files state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.io.families.lines import SECTION, Line, text_lines, text_sections, the_number

SECTIONS = ("HORIZON", "TASKS", "STAFF", "COVER")
SLOT_MINUTES = 15
SLOTS_PER_DAY = 96
FIRST_MINUTE = 6 * 60
"""The horizon begins at 06:00 of the first day, and ends at 06:00 of the day after the last."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):(00|15|30|45)-([01][0-9]|2[0-3]):(00|15|30|45)")

CoverRow = tuple[tuple[int, str], tuple[int, int, Line]]
"""Slot and task; people needed at least, wanted at most, and the line that says so."""


@dataclass(frozen=True)
class Person:
    """A row of SECTION_STAFF: minutes over the whole horizon, at least and at most."""

    name: str
    minimum_minutes: int
    maximum_minutes: int
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
        Days of the horizon.
    tasks
        Identifiers of the activities.
    staff
        Rows of this section.
    cover
        For each slot from the start of the horizon and each task, people needed at least and wanted at most, with the
        line that says so.
    """

    path: Path
    days: int
    tasks: tuple[str, ...]
    staff: tuple[Person, ...]
    cover: dict[tuple[int, str], tuple[int, int, Line]]


def is_matsp(path: Path) -> bool:
    """Whether a text file has the section that the other family of Curtois and Qu does not have."""
    return any(text == f"{SECTION}TASKS" for _, text in text_lines(path))


def parse_matsp(path: Path) -> Instance:
    """
    Read an instance.

    Raises
    ------
    InputError
        With the first line that cannot be understood.
    """
    rows = text_sections(path, SECTIONS, "of Qu and Curtois")
    days, tasks = the_number(path, "HORIZON", rows["HORIZON"]), the_number(path, "TASKS", rows["TASKS"])
    names = tuple(str(number + 1) for number in range(tasks))
    return Instance(path, days, names, tuple(_staff(rows["STAFF"])), dict(_cover(rows["COVER"], names, days)))


def _staff(rows: list[Line]) -> Iterator[Person]:
    names: set[str] = set()
    for line in rows:
        line.expect(3, 3, "ID, MinTotalMinutes, MaxTotalMinutes")
        name = line.new(line.cells[0], names, "person")
        names.add(name)
        least, most = (line.whole(cell, "minutes") for cell in line.cells[1:])
        if most < least:
            raise line.error(f"At most {most} minutes are fewer than {least} at least.", "Exchange the two.")
        yield Person(name, least, most, line)


def _cover(
    rows: list[Line], tasks: tuple[str, ...], days: int
) -> Iterator[tuple[tuple[int, str], tuple[int, int, Line]]]:
    seen: set[tuple[int, str]] = set()
    for line in rows:
        line.expect(5, 5, "day, start-end of a quarter of an hour, task, least, most")
        slot, task = _slot(line, days), line.known(line.cells[2], tasks, "task")
        if (slot, task) in seen:
            raise line.error("This quarter of an hour and task occur twice.", "Keep one of the rows.")
        seen.add((slot, task))
        least, most = (line.whole(cell, "people") for cell in line.cells[3:])
        yield (slot, task), (least, most, line)


def _slot(line: Line, days: int) -> int:
    """Number of a quarter of an hour, from the start of the horizon."""
    day, found = line.whole(line.cells[0], "day", 1), _TIME.fullmatch(line.cells[1])
    if found is None:
        raise line.error(f"{line.cells[1]!r} is no quarter of an hour.", "Write it as 05:45-06:00.")
    start = (day - 1) * 24 * 60 + int(found[1]) * 60 + int(found[2]) - FIRST_MINUTE
    slot, rest = divmod(start, SLOT_MINUTES)
    until = (int(found[3]) * 60 + int(found[4]) - int(found[1]) * 60 - int(found[2])) % (24 * 60)
    if rest or until != SLOT_MINUTES or not 0 <= slot < days * SLOTS_PER_DAY:
        message = f"Day {day}, {line.cells[1]} is no quarter of an hour of the horizon."
        raise line.error(message, f"It lasts from 06:00 of day 1 to 06:00 of day {days + 1}.")
    return slot
