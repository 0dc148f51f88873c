"""
Everything that can go wrong on purpose.

ShiftwrightError
├── InputError        files that cannot be understood (exit code 3), with every complaint found
└── AuditMismatch     engine and auditor disagree on a roster (exit code 5)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class ShiftwrightError(Exception):
    """Base of all errors that Shiftwright raises on purpose."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """
    One thing wrong with one place in the input.

    Parameters
    ----------
    file
        File (or workbook) as the user named it.
    place
        Where in it: ``line 7``, ``sheet agents, cell B3`` or a dotted path such as ``queues[1].channel``.
        Empty when the whole file is meant.
    message
        What is wrong, with the offending value.
    remedy
        What to do about it, as an imperative.
    line
        Line of the place, where the place does not name it.
    """

    file: str
    place: str
    message: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        # The key that is wrong often begins the message as well.
        above, _, key = self.place.rpartition(".")
        line = "" if self.line is None else f"line {self.line}"
        where = (self.file, line, above if self.message.startswith(f"{key}: ") else self.place)
        return f"{': '.join(filter(None, where))}: {self.message} {self.remedy}".rstrip()


class InputError(ShiftwrightError):
    """
    The input cannot be used; carries all complaints found, not the first only.

    Parameters
    ----------
    complaints
        At least one complaint, in the order of the files.
    """

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        if not self.complaints:
            raise ValueError("An InputError without a complaint not understood.")
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


class AuditMismatch(ShiftwrightError):
    """Engine and auditor compute different costs or legality for the same roster."""
