"""Instances of minimum shift design (Musliu, Schaerf and Slany), as their MiniZinc data files state them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import chain
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.files import as_text, read_bytes
from scheduler.records import MINUTES_PER_DAY

LISTS = ("demand", "minStart", "maxStart", "minLength", "maxLength")
NUMBERS = ("interval", "days", "shiftTypes", "weightUnderCover", "weightOverCover", "weightShiftInstances")
LEFT_OUT = ("minDuties", "maxDuties", "avgMinutes", "weightDutiesPerWeek")
"""Of a term on duties per week that the literature leaves out of the objective."""

LARGEST = 1_000_000
_VALUE = re.compile(r"\s*(?P<name>\w+)\s*=\s*(?:\[(?P<list>[^\]\[;]*)\]|(?P<number>[^;\[\]]*))\s*;")


@dataclass(frozen=True)
class ShiftType:
    """A kind of shift: first and last start of the day, shortest and longest length, in slots, ends included."""

    first_start: int
    last_start: int
    shortest: int
    longest: int


@dataclass(frozen=True)
class Instance:
    """
    An instance.

    Parameters
    ----------
    path
        Its file.
    interval
        Minutes of a slot.
    days
        Days of the horizon, after which it begins anew.
    demand
        People required in each slot, from midnight of the first day on.
    types
        Shifts that may be used.
    under, over
        Weight of a minute of a person who lacks, and of one too many.
    shift
        Weight of each different shift that is used.
    """

    path: Path
    interval: int
    days: int
    demand: tuple[int, ...]
    types: tuple[ShiftType, ...]
    under: int
    over: int
    shift: int

    @property
    def shifts(self) -> list[tuple[int, int]]:
        """Start and length of every shift that may be used, in slots, in order."""
        each = (
            (start, length)
            for kind in self.types
            for start in range(kind.first_start, kind.last_start + 1)
            for length in range(kind.shortest, kind.longest + 1)
        )
        return sorted(set(each))


@dataclass(frozen=True)
class _Entry:
    """Numbers of an entry, and the line on which it begins."""

    numbers: tuple[Decimal, ...]
    is_list: bool
    line: int


def parse_shift_design(path: Path) -> Instance:
    """
    Read an instance.

    Raises
    ------
    InputError
        With the first entry that cannot be understood.
    """
    file = _File(path)
    interval, days, types = file.whole("interval", 1), file.whole("days", 1), file.whole("shiftTypes", 1)
    if MINUTES_PER_DAY % interval:
        raise file.error("interval", f"Slots of {interval} minutes do not fill a day.", "Write a divisor of 1440.")
    slots = MINUTES_PER_DAY // interval
    instance = Instance(
        path=path,
        interval=interval,
        days=days,
        demand=file.whole_list("demand", days * slots),
        types=tuple(
            ShiftType(*limits) for limits in zip(*(file.whole_list(name, types) for name in LISTS[1:]), strict=True)
        ),
        under=file.whole("weightUnderCover"),
        over=file.whole("weightOverCover"),
        shift=file.whole("weightShiftInstances"),
    )
    for number, kind in enumerate(instance.types, start=1):
        if not (kind.first_start <= kind.last_start < slots and 1 <= kind.shortest <= kind.longest <= slots):
            message = f"Type {number} starts in slots {kind.first_start} to {kind.last_start} of {slots} a day and "
            message += f"is {kind.shortest} to {kind.longest} slots long."
            raise file.error("minStart", message, "Write least before most, within a day.")
    return instance


class _File:
    """Entries of a data file, and complaints about them."""

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        self._entries: dict[str, _Entry] = {}
        # Comments are blanked, so that places stay what they are.
        text = re.sub(r"%[^\n]*", lambda comment: " " * len(comment[0]), as_text(read_bytes(path), self._name))
        place = 0
        while text[place:].strip():
            match = _VALUE.match(text, place)
            line = text.count("\n", 0, place + len(text[place:]) - len(text[place:].lstrip())) + 1
            if match is None:
                raise self._complaint(f"line {line}", "Is no entry.", "Write name = number; or name = [numbers];")
            self._add(match, line)
            place = match.end()
        for name in (*LISTS, *NUMBERS):
            if name not in self._entries:
                raise self._complaint("", f"Has no {name}.", f"Add {name} = ...;")

    def _add(self, match: re.Match[str], line: int) -> None:
        name, listed = match["name"], match["list"]
        if name not in chain(LISTS, NUMBERS, LEFT_OUT):
            raise self._complaint(f"line {line}", f"{name!r} is no entry of the family.", "Remove it.")
        if name in self._entries:
            raise self._complaint(f"line {line}", f"{name} occurs twice.", "Keep one of them.")
        cells = [match["number"]] if listed is None else listed.split(",")
        if listed is not None and not cells[-1].strip():
            cells.pop()
        numbers = tuple(self._number(cell.strip(), name, line) for cell in cells)
        self._entries[name] = _Entry(numbers, listed is not None, line)

    def _number(self, cell: str, name: str, line: int) -> Decimal:
        try:
            number = Decimal(cell)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and 0 <= number <= LARGEST:
            return number
        message = f"{name}: {cell!r} is not a number from 0 to {LARGEST:,}."
        raise self._complaint(f"line {line}", message, "Write one.")

    def whole(self, name: str, least: int = 0) -> int:
        """A whole number."""
        entry = self._entries[name]
        if entry.is_list or entry.numbers[0] % 1 or entry.numbers[0] < least:
            raise self.error(name, f"{name} is not a whole number from {least}.", "Write one.")
        return int(entry.numbers[0])

    def whole_list(self, name: str, length: int) -> tuple[int, ...]:
        """Whole numbers, as many as there must be."""
        entry = self._entries[name]
        if not entry.is_list or any(number % 1 for number in entry.numbers):
            raise self.error(name, f"{name} is no list of whole numbers.", "Write [ , , ].")
        if len(entry.numbers) != length:
            raise self.error(name, f"{name} has {len(entry.numbers)} numbers, not {length}.", "Correct one of them.")
        return tuple(map(int, entry.numbers))

    def error(self, name: str, message: str, remedy: str) -> InputError:
        """An error about an entry."""
        return self._complaint(f"line {self._entries[name].line}", message, remedy)

    def _complaint(self, place: str, message: str, remedy: str) -> InputError:
        return InputError([Complaint(self._name, place, message, remedy)])
