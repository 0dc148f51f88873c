"""Values of a plan that are set from outside: ``--set weights.understaffing=2``, or a TOML file of such values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft, Location, dotted, nearest
from scheduler.io.files import as_text, read_bytes
from scheduler.io.tables import PLAN_TABLES, ROW_TABLES
from scheduler.suggest import Suggestions

SET = "--set "
"""What comes before a setting where its source is named."""
EXAMPLE = "Write --set weights.understaffing=2 or --set contracts.full.hourly_cost=20."


@dataclass(frozen=True)
class Overlay:
    """
    Parameters
    ----------
    source
        Where the values come from, as the user wrote it.
    values
        Tables within tables. Rows of a table go by their name: ``{"contracts": {"full": {"hourly_cost": 20}}}``.
    """

    source: str
    values: dict[str, Any]


def setting(text: str) -> Overlay:
    """
    The overlay of one ``KEY=VALUE``.

    Parameters
    ----------
    text
        A key of TOML, with dots, and a value of TOML; a value that is none is taken as a text.

    Raises
    ------
    InputError
        It is no such thing.
    """
    source, (key, equals, value) = f"{SET}{text}", text.partition("=")
    for attempt in (f"{key} = {value}", f"{key} = {json.dumps(value.strip())}"):
        try:
            values = tomllib.loads(attempt, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError):
            continue
        if equals and values:
            return Overlay(source, values)
    raise InputError([Complaint(source, "", "Is not KEY=VALUE.", EXAMPLE)])


def overlay_file(path: Path) -> Overlay:
    """
    The overlay of a TOML file.

    Raises
    ------
    InputError
        It cannot be read, or is no TOML.
    """
    try:
        return Overlay(str(path), tomllib.loads(as_text(read_bytes(path), str(path)), parse_float=Decimal))
    except OSError as error:
        message = f"Cannot be read: {error.strerror or error}."
        raise InputError([Complaint(str(path), "", message, "Check the path and its permissions.")]) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise InputError([Complaint(str(path), "", f"Is no proper TOML: {error}.", "Correct it.")]) from error


def overlaid(draft: Draft, overlays: Sequence[Overlay]) -> Draft:
    """
    A draft with values set, the last overlay last; its values are changed.

    Returns
    -------
    The draft, with complaints about rows that are not there; what is wrong with a value is said of its overlay.
    """
    merged = _Merged()
    for overlay in overlays:
        merged.add(draft.values, overlay.values, (), overlay.source)

    def locate(location: Location) -> tuple[str, str]:
        above = nearest(location, merged.sources)
        return draft.locate(location) if above is None else (merged.sources[above], dotted(location))

    def line_of(location: Location) -> int | None:
        return draft.line_of(location) if nearest(location, merged.sources) is None else None

    return replace(draft, locate=locate, line_of=line_of, complaints=(*draft.complaints, *merged.complaints))


class _Merged:
    """What was set, and by whom."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.sources: dict[Location, str] = {}

    def add(self, holder: dict[str, Any], values: dict[str, Any], above: Location, source: str) -> None:
        """Set values in a table and in the tables within it."""
        for key, value in values.items():
            there, location = holder.get(key), (*above, key)
            if isinstance(value, dict) and isinstance(there, dict):
                self.add(there, value, location, source)
            elif isinstance(value, dict) and isinstance(there, list):
                self._add_rows(there, value, location, source)
            else:
                # Later overlays and the reader change what is there; the overlay is read again for its fingerprint.
                holder[key] = deepcopy(value)
                self.sources[location] = source

    def _add_rows(self, rows: list[Any], values: dict[str, Any], above: Location, source: str) -> None:
        name = _name_of_rows(str(above[-1]))
        known = {str(row[name]): index for index, row in enumerate(rows) if isinstance(row, dict) and name in row}
        for key, value in values.items():
            if key in known and isinstance(value, dict):
                self.add(rows[known[key]], value, (*above, known[key]), source)
                continue
            place = dotted((*above, key))
            remedy = Suggestions(known).remedy(key, f"name one of {', '.join(known)}")
            self.complaints.append(Complaint(source, place, f"There is no {name} {key!r} with keys to set.", remedy))


def _name_of_rows(table: str) -> str:
    """Column by which the rows of a table are named: the first; breaks and other tables within tables likewise."""
    record = {**PLAN_TABLES, **ROW_TABLES}.get(table)
    return "name" if record is None else next(iter(record.model_fields))
