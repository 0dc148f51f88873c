"""Parameters of rules in cells: one to a cell, or all in one, ``maximum_hours=6|windows=[{"start":"23:00"}]``."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from scheduler.error_words import show
from scheduler.errors import Complaint
from scheduler.io.draft import Draft, Location, Unclear
from scheduler.io.plain import as_json, once
from scheduler.io.tables import PARAMETERS
from scheduler.records import Parameters

EXAMPLE = 'maximum_hours=6|severity=warning|days_of_week=["sunday"]'

_QUOTED = ("[", "{", '"')
"""Values that begin so are JSON, in which ``|`` and ``=`` may stand; others end at the next ``|``."""

_DECODER = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=once)


def set_parameters(draft: Draft) -> list[tuple[Location, Complaint]]:
    """
    Replace the parameters of adjustments, where they are text, by tables.

    Parameters
    ----------
    draft
        The draft; its rows are changed in place.

    Returns
    -------
    Complaints about text that is not understood.
    """
    rows = draft.values.get("adjustments")
    found: list[tuple[Location, Complaint]] = []
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict) and isinstance(row.get(PARAMETERS), str):
            found += draft.convert(row, PARAMETERS, ("adjustments", index), parameters_of)
    return found


def parameters_of(text: str) -> Parameters:
    """
    Parameters from the text of one cell.

    Raises
    ------
    Unclear
        The text is not made of ``name=value``, joined by ``|``.
    """
    found: Parameters = {}
    position = 0
    while position <= len(text):
        end = _end(text, position)
        equals = text.find("=", position, end)
        name = text[position:equals].strip() if equals >= 0 else ""
        if not name:
            raise Unclear(
                f"{show(text[position:end].strip())} is not name=value.", f"Write it as {EXAMPLE}, lists as JSON."
            )
        if name in found:
            raise Unclear(f"{name} is given twice.", "Keep one of them.")
        found[name], position = _value(text, equals + 1, name)
    return found


def text_of(parameters: Parameters) -> str | None:
    """Parameters as the text of one cell; ``None`` where there are none."""
    return "|".join(f"{name}={_value_text(value)}" for name, value in parameters.items()) or None


def json_or_text(text: str) -> object:
    """A parameter from a cell of its own: what it is as JSON, else the text."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return text


def cell_of(value: Any) -> object:
    """A parameter as a cell of its own; text that would read as JSON is written as JSON."""
    if isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, str) and value and value.isprintable() and json_or_text(value) == value:
        return str(value)
    return as_json(value)


def _value(text: str, position: int, name: str) -> tuple[object, int]:
    """Value that begins after the equals sign, and where the next name begins."""
    while text[position : position + 1].isspace():
        position += 1
    if not text.startswith(_QUOTED, position):
        end = _end(text, position)
        value = text[position:end].strip()
        if not value:
            raise Unclear(f"{name} has no value.", "Give it one, or leave it out.")
        return json_or_text(value), end + 1
    try:
        value, position = _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError) as error:
        message = f"{name} begins like JSON and is none ({error})."
        raise Unclear(message, f"Write it as in {EXAMPLE}.") from error
    end = _end(text, position)
    if text[position:end].strip():
        raise Unclear(f"{show(text[position:end].strip())} follows the value of {name}.", "Put a | between them.")
    return value, end + 1


def _end(text: str, position: int) -> int:
    """Where the part of the text ends that a position lies in."""
    end = text.find("|", position)
    return len(text) if end < 0 else end


def _value_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        bare = cell_of(value) == value and value == value.strip() and "|" not in value
        return value if bare and not value.startswith(_QUOTED) else as_json(value)
    return as_json(value)
