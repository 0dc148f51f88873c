"""A plan as it was read, before anything in it is checked; the common form of folders, workbooks and JSON."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from scheduler.cross_check_place import place, steps_of
from scheduler.errors import Complaint

Location = tuple[str | int, ...]
"""Way to a value, from the plan down: ``("patterns", 1, "breaks", 0, "minutes")``."""


class Unclear(ValueError):
    """A value that cannot be understood; its arguments are message and remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)


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
    line_of
        Line of a value where its place does not say it, and there is one.
    """

    values: dict[str, Any]
    locate: Callable[[Location], tuple[str, str]]
    complaints: tuple[Complaint, ...] = ()
    complete: bool = True
    line_of: Callable[[Location], int | None] = lambda location: None

    def complain(self, location: Location, message: str, remedy: str) -> Complaint:
        """A complaint about the value at a location."""
        return Complaint(*self.locate(location), message, remedy, self.line_of(location))

    def convert(
        self, holder: Any, key: str | int, above: Location, converter: Callable[[Any], object]
    ) -> list[tuple[Location, Complaint]]:
        """
        Replace one value by what it means.

        Parameters
        ----------
        holder, key
            Row or list, and which of its values.
        above
            Location of the holder.
        converter
            Gives the new value, or raises ``Unclear``.

        Returns
        -------
        A complaint with its location where the value is unclear; it then stays as it is.
        """
        try:
            holder[key] = converter(holder[key])
        except Unclear as error:
            message, remedy = error.args
            name = next(step for step in (key, *reversed(above)) if isinstance(step, str))
            location = (*above, key)
            return [(location, self.complain(location, f"{name}: {message}", remedy))]
        return []


def dotted(location: Location) -> str:
    """A location as people write it: ``patterns[1].breaks[0].minutes``."""
    return place(*location)


def location_of(table: str, index: int, field: str) -> Location:
    """Location of a finding; its field may be a path of names and numbers, and the index -1 means the whole table."""
    return (table, *(() if index < 0 else (index,)), *steps_of(field))


def nearest(location: Location, known: Container[Location]) -> Location | None:
    """The longest beginning of a location that is known."""
    beginnings = (location[:length] for length in range(len(location), 0, -1))
    return next((above for above in beginnings if above in known), None)
