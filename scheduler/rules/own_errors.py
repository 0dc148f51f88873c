"""Errors that arise in the code of a plan's own rules, told in one line with their place."""

from __future__ import annotations

from traceback import extract_tb

from pydantic import PydanticUndefinedAnnotation, PydanticUserError, ValidationError

from scheduler.error_words import error_words, told_errors
from scheduler.errors import Complaint

REMEDY = "Correct the rule, or take it out."

RUN_FILES: set[str] = set()
"""Paths of Python files of plans that were run, also of those that failed."""


def code_complaint(error: BaseException) -> Complaint | None:
    """What is wrong with a plan's own rule in whose code an error arose; ``None`` if it arose elsewhere."""
    for frame in reversed(extract_tb(error.__traceback__)):
        if frame.filename in RUN_FILES:
            return Complaint(frame.filename, f"line {frame.lineno}", error_line(error), REMEDY)
    return None


def error_line(error: BaseException) -> str:
    """
    An error in one line: its type and what it says.

    Parameters
    ----------
    error
        Pydantic tells its errors over several lines, with a link; here they are the field and what is wrong with it.
    """
    match error:
        case ValidationError():
            words = _validation_words(error)
        case PydanticUserError() | PydanticUndefinedAnnotation():
            words = error.message
        case _:
            words = str(error)
    return f"{': '.join(filter(None, (type(error).__name__, ' '.join(words.split()).rstrip('.'))))}."


def _validation_words(error: ValidationError) -> str:
    """Every field that is wrong, and what is wrong with it."""
    told = []
    for one in told_errors(error):
        name = ".".join(str(part) for part in one["loc"])
        message, _ = error_words(one["type"], name, one["input"], one.get("ctx", {}), ())
        told.append(message)
    return f"{error.title}: {' '.join(told)}"
