"""Lines of a TOML file on which its tables and keys stand, for complaints; the reader of TOML keeps none."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from scheduler.io.draft import Location, nearest

_TABLE = re.compile(r"\s*(?P<open>\[\[?)(?P<name>[^\[\]]+)\]\]?\s*(#.*)?")
_KEY = re.compile(r"""\s*(?P<name>(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_.\s-])+?)\s*=""")

_BLOCK = re.compile(r""""{3}.*?"{3}|'{3}.*?'{3}""", re.DOTALL)
"""A text of several lines, which may hold what looks like keys."""


def toml_lines(text: str, values: dict[str, Any]) -> dict[Location, int]:
    """
    The line of each table and key, counted from 1.

    Parameters
    ----------
    text
        Proper TOML.
    values
        What it means: what looks like a key within a list is one only where the key exists.

    Returns
    -------
    By location; a key that stands inside a list or an inline table goes by the line of what it is in.
    """
    lines: dict[Location, int] = {}
    above: Location = ()
    for number, line in enumerate(_BLOCK.sub(_emptied, text).split("\n"), start=1):
        table, key = _TABLE.fullmatch(line.rstrip()), _KEY.match(line)
        if table and (location := _table(_steps(table["name"]), lines, values, table["open"] == "[[")):
            above = location
            lines.setdefault(above, number)
        elif key and _is_there(values, location := (*above, *_steps(key["name"]))):
            lines.setdefault(location, number)
    return lines


def _emptied(block: re.Match[str]) -> str:
    return "\n" * block[0].count("\n")


def line_of(location: Location, lines: dict[Location, int]) -> int | None:
    """The line of a location, or of the nearest part of the plan that it is in; ``None`` for the plan as a whole."""
    above = nearest(location, lines)
    return None if above is None else lines[above]


def _steps(name: str) -> tuple[str, ...]:
    """A dotted key as the names it stands for; empty where it is none."""
    try:
        inner: Any = tomllib.loads(f"{name} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    steps = []
    while isinstance(inner, dict):
        [(step, inner)] = inner.items()
        steps.append(step)
    return tuple(steps)


def _table(steps: tuple[str, ...], lines: dict[Location, int], values: dict[str, Any], is_row: bool) -> Location:
    """Location of a table with this header: within the last row so far of the lists that it names; empty if none."""
    location: Location = ()
    for number, step in enumerate(steps, start=1):
        location = (*location, step)
        row = _last_row(location, lines) + (is_row and number == len(steps))
        if row >= 0:
            location = (*location, row)
    return location if _is_there(values, location) else ()


def _last_row(location: Location, lines: dict[Location, int]) -> int:
    row = 0
    while (*location, row) in lines:
        row += 1
    return row - 1


def _is_there(values: Any, location: Location) -> bool:
    """Whether the location leads to a value."""
    for step in location:
        try:
            values = values[step]
        except (KeyError, IndexError, TypeError):
            return False
    return bool(location)
