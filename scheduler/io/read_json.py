"""A plan as one JSON file."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft, Location, dotted
from scheduler.io.files import as_text, read_bytes
from scheduler.io.plain import once


def read_json(path: Path) -> Draft:
    """
    Read a plan whose fields have the names of ``Problem``.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        It cannot be read, or is no JSON object.
    """
    text = as_text(read_bytes(path), path.name)
    remedy = "Correct the file; `shiftwright convert` writes a plan as JSON."
    try:
        values = json.loads(text, parse_float=Decimal, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InputError([Complaint(path.name, place, f"Is no proper JSON: {error.msg}.", remedy)]) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise InputError([Complaint(path.name, "", f"Cannot be understood: {error}.", remedy)]) from error
    if not isinstance(values, dict):
        raise InputError([Complaint(path.name, "", "Is no JSON object.", "Begin the file with { and end it with }.")])

    def locate(location: Location) -> tuple[str, str]:
        return path.name, dotted(location)

    return Draft(values, locate)
