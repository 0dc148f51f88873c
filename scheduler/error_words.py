"""What is wrong with a value, in plain words: from pydantic's error types to message and remedy."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import TYPE_CHECKING, Any

from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

LONGEST_VALUE = 60

_WORDS = {
    "missing": ("is missing", "Give it a value"),
    "string_type": ("{value} is not text", "Write text; in plan.toml and JSON put it in quotes"),
    "string_unicode": ("{value} is not proper Unicode text", "Type it again"),
    "string_too_short": ("is empty", "Give it a value"),
    "string_too_long": ("has more than {max_length} characters", "Shorten it"),
    "string_pattern_mismatch": ("{value} contains |, :, ; or a control character", "Remove that character"),
    "date_type": ("{value} is no date", "Write it as 2026-11-30"),
    "date_parsing": ("{value} is no date", "Write it as 2026-11-30"),
    "date_from_datetime_parsing": ("{value} is no date", "Write it as 2026-11-30"),
    "date_from_datetime_inexact": ("{value} is no date", "Write it as 2026-11-30"),
    "bool_type": ("{value} is neither true nor false", "Write true or false"),
    "bool_parsing": ("{value} is neither true nor false", "Write true or false"),
    "int_type": ("{value} is not a whole number", "Write a whole number such as 30"),
    "int_parsing": ("{value} is not a whole number", "Write a whole number such as 30"),
    "int_parsing_size": ("{value} is too large", "Write a smaller whole number"),
    "int_from_float": ("{value} is not a whole number", "Write a whole number such as 30"),
    "float_type": ("{value} is not a number", "Write a number such as 0.8"),
    "float_parsing": ("{value} is not a number", "Write a number such as 0.8, with a decimal point"),
    "decimal_type": ("{value} is not a number", "Write a number such as 12.5"),
    "decimal_parsing": ("{value} is not a number", "Write a number such as 12.5, with a decimal point"),
    "decimal_max_places": ("{value} has more than {decimal_places} decimals", "Round it"),
    "finite_number": ("{value} is not a finite number", "Write a number"),
    "greater_than": ("{value} is not above {gt}", "Write a number above {gt}"),
    "greater_than_equal": ("{value} is below {ge}", "Write at least {ge}"),
    "less_than": ("{value} is not below {lt}", "Write a number below {lt}"),
    "less_than_equal": ("{value} is above {le}", "Write at most {le}"),
    "literal_error": ("{value} is not allowed", "Write {expected}"),
    "enum": ("{value} is not allowed", "Write {expected}"),
    "too_short": ("is empty", "Name at least one"),
    "too_long": ("has {actual_length} values, more than {max_length}", "Leave out some of them"),
    "tuple_type": ("{value} is not a list", "Write a list, in square brackets"),
    "list_type": ("{value} is not a list", "Write a list, in square brackets"),
    "dict_type": ("{value} is not a table", "Write names and values"),
    "model_type": ("{value} is not a table", "Write names and values"),
    "timezone_aware": ("{value} has no offset", "Write the offset, such as 2026-11-30T09:00+00:00"),
}


def show(value: object) -> str:
    """A value as a message quotes it, shortened."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def told_errors(error: ValidationError) -> list[ErrorDetails]:
    """What pydantic found, without lists that it calls too short because it did not count elements that are wrong."""
    return [one for one in error.errors(include_url=False) if not _only_lacks_wrong_elements(one)]


def _only_lacks_wrong_elements(detail: ErrorDetails) -> bool:
    if detail["type"] != "too_short" or not isinstance(detail["input"], Sized):
        return False
    counted: int = detail["ctx"]["actual_length"]
    return len(detail["input"]) > counted


def error_words(kind: str, name: str, value: object, context: dict[str, Any], known: Sequence[str]) -> tuple[str, str]:
    """
    Message and remedy for an error that pydantic found.

    Parameters
    ----------
    kind, context
        Type and context of the error.
    name
        Field at which it occurred; empty when the whole record is meant.
    value
        The offending value.
    known
        Fields that exist there, for a suggestion when the name is unknown.

    Returns
    -------
    Two sentences.
    """
    if kind == "extra_forbidden":
        listed = f"remove it; known here are {', '.join(known)}" if known else "remove it"
        return f"{name} is not known here.", Suggestions(known).remedy(name, listed)
    if kind in ("value_error", "assertion_error"):
        return _own_words(name, str(context.get("error", "is not understood")))
    if kind not in _WORDS:
        return f"{name} {show(value)} is not understood.".strip(), "Correct it."
    message, remedy = _WORDS[kind]
    words = {"value": show(value), **context}
    subject = f"{name}: " if message.startswith("{value}") and name else f"{name} "
    return f"{subject}{message.format(**words)}.".lstrip(), f"{remedy.format(**words)}."


def _own_words(name: str, text: str) -> tuple[str, str]:
    """The records of a plan write ``what is wrong; what to do``."""
    message, _, remedy = text.partition("; ")
    remedy = remedy or "correct it"
    return f"{name}: {message}.".removeprefix(": "), f"{remedy[:1].upper()}{remedy[1:]}."
