"""Values of a TOML file, or what is wrong with it, with its line."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from scheduler.errors import Complaint, InputError


def toml_values(text: str, file: str) -> dict[str, Any]:
    """
    Read TOML; numbers with a point are decimals.

    Parameters
    ----------
    text
        Content of the file.
    file
        Its name, for complaints.

    Raises
    ------
    InputError
        It is no TOML.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        place = place.rstrip(")") if message else ""
        complaint = Complaint(
            file,
            place,
            f"Is no proper TOML: {message or error}.",
            'Put texts and times of day in quotes ("08:00"), lists in square brackets, dates as 2026-11-30.',
        )
        raise InputError([complaint]) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        complaint = Complaint(file, "", f"Cannot be understood: {error}.", "Correct the numbers in it.")
        raise InputError([complaint]) from error
