"""A plan as it was read, before anything in it is checked; the common form of folders, workbooks and JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scheduler.errors import Complaint

Location = tuple[str | int, ...]
"""Way to a value, from the plan down: ``("patterns", 1, "breaks", 0, "minutes")``."""

_NUMBERS = re.compile(r"(\[[0-9]+\])+$")


@dataclass(frozen=True)
class Draft:
    """
    Raw values, and where each of them stands.

    Parameters
    ----------
    values
        What ``Problem`` is made of: fields, and tables as lists of rows.
    locate
        File and place of a value.
    complaints
        What was wrong already while reading.
    complete
        Whether what the plan states beside its rows could be read; if not, it is not called missing.
    """

    values: dict[str, Any]
    locate: Callable[[Location], tuple[str, str]]
    complaints: tuple[Complaint, ...] = ()
    complete: bool = True

    def complain(self, location: Location, message: str, remedy: str) -> Complaint:
        """A complaint about the value at a location."""
        file, place = self.locate(location)
        return Complaint(file, place, message, remedy)


def dotted(location: Location) -> str:
    """A location as people write it: ``patterns[1].breaks[0].minutes``."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def location_of(table: str, index: int, field: str) -> Location:
    """Location of a finding; its field may be a dotted path, and the index -1 means the whole table."""
    steps: list[str | int] = [table] if index < 0 else [table, index]
    for part in field.split(".") if field else []:
        name = _NUMBERS.sub("", part)
        steps += [name, *(int(number) for number in re.findall(r"\d+", part[len(name) :]))]
    return tuple(steps)
