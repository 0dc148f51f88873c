"""Lines of a family's text file, with complaints that name file and line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.files import as_text, read_bytes
from scheduler.suggest import Suggestions

_WHOLE = re.compile(r"-?[0-9]{1,10}")
"""Instance15 of Curtois and Qu writes two of its zeros as -0."""

_NAME = re.compile(r"[^|:;\x00-\x1f]{1,200}")

SECTION = "SECTION_"

LARGEST_NUMBER = 1_000_000
"""Larger ones are typing errors; minutes of a year are half a million."""


@dataclass(frozen=True)
class Line:
    """
    A line of a file.

    Parameters
    ----------
    file
        The file as the user named it.
    number
        Number of the line, from 1.
    cells
        Its parts.
    """

    file: str
    number: int
    cells: tuple[str, ...]

    @property
    def place(self) -> tuple[str, str]:
        """File and line, as complaints name them."""
        return self.file, f"line {self.number}"

    def error(self, message: str, remedy: str) -> InputError:
        """An error about this line."""
        return InputError([Complaint(*self.place, message, remedy)])

    def expect(self, least: int, most: int | None, form: str) -> None:
        """
        Make sure that there are enough cells and not too many.

        Raises
        ------
        InputError
            There are not; ``form`` says what the line is like.
        """
        if len(self.cells) < least or (most is not None and len(self.cells) > most):
            raise self.error(f"Has {len(self.cells)} parts.", f"Write it as: {form}.")

    def whole(self, cell: str, what: str, least: int = 0) -> int:
        """
        A whole number.

        Raises
        ------
        InputError
            It is none, or below ``least``, or absurdly large.
        """
        if _WHOLE.fullmatch(cell) and least <= int(cell) <= LARGEST_NUMBER:
            return int(cell)
        limits = f"a whole number from {least} to {LARGEST_NUMBER:,}"
        raise self.error(f"{what}: {cell!r} is not {limits}.", f"Write {limits}.")

    def known(self, cell: str, names: Collection[str], what: str) -> str:
        """
        A name that stands before.

        Raises
        ------
        InputError
            It does not.
        """
        if cell in names:
            return cell
        remedy = Suggestions(names).remedy(cell, f"write a {what} that the file lists before")
        raise self.error(f"There is no {what} {cell!r}.", remedy)

    def new(self, cell: str, names: Collection[str], what: str) -> str:
        """
        A name that does not stand before.

        Raises
        ------
        InputError
            It does, or it is no name.
        """
        if not _NAME.fullmatch(cell):
            raise self.error(
                f"{cell!r} is no name of a {what}.", "Use a name without | : ; and of at most 200 letters."
            )
        if cell in names:
            raise self.error(f"The {what} {cell!r} occurs twice.", "Give each a name of its own.")
        return cell


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """
    Number and text of each line of a file that is neither blank nor a comment.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    for number, line in enumerate(as_text(read_bytes(path), str(path)).splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield number, text


def text_sections(path: Path, names: Collection[str], whose: str) -> dict[str, list[Line]]:
    """
    Lines of each section of a file, split at commas.

    Parameters
    ----------
    path
        The file.
    names
        Sections that it has, all of them.
    whose
        Family that it is read as, such as ``of Curtois and Qu``.

    Raises
    ------
    InputError
        A section is missing, or there is another one.
    """
    sections: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for number, text in text_lines(path):
        line = Line(str(path), number, tuple(cell.strip() for cell in text.split(",")))
        if text.startswith(SECTION):
            name = line.new(text.removeprefix(SECTION), sections, "section")
            if name not in names:
                listed = ", ".join(f"{SECTION}{section}" for section in names)
                raise line.error(f"{text!r} is no section.", f"Write one of {listed}.")
            current = sections.setdefault(name, [])
        elif current is None:
            raise line.error("Stands before the first section.", f"Begin the file with {SECTION}HORIZON.")
        else:
            current.append(line)
    missing = [f"{SECTION}{name}" for name in names if name not in sections]
    if missing:
        remedy = f"Add it; this .txt file is read as an instance {whose}."
        raise InputError([Complaint(str(path), "", f"There is no {missing[0]}.", remedy)])
    return sections


def the_number(path: Path, section: str, rows: list[Line]) -> int:
    """
    The one number of a section.

    Raises
    ------
    InputError
        It has another number of rows, or something else stands there.
    """
    if len(rows) != 1:
        message = f"{SECTION}{section} has {len(rows)} rows."
        raise InputError([Complaint(str(path), "", message, "State one number.")])
    return rows[0].whole(rows[0].cells[0], section.lower(), 1)
