"""Values of a file as a record, or every complaint about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from scheduler.cross_check_place import place
from scheduler.error_words import error_words, told_errors
from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Location
from scheduler.io.truths import misplaced_truths
from scheduler.records import Record

Kind = TypeVar("Kind", bound=Record)


def checked(
    record: type[Kind],
    values: object,
    file: str,
    parts: Mapping[str, type[Record]],
    where: str = "",
    line_of: Callable[[Location], int | None] = lambda location: None,
) -> Kind:
    """
    The record that values describe.

    Parameters
    ----------
    record
        What they describe.
    values
        Field by field.
    file
        Where they stand.
    parts
        Records of the lists in it, by their field.
    where
        Place of all of them, where there is a better one than the field: ``line 7``.
    line_of
        Line of a value where its place does not say it, and there is one.

    Raises
    ------
    InputError
        With every complaint, each with the place of the value.
    """
    truths = {location: (message, remedy) for location, message, remedy in misplaced_truths(values)}
    complaints = [
        Complaint(file, where or place(*location), message, remedy, line_of(location))
        for location, (message, remedy) in truths.items()
    ]
    try:
        found = record.model_validate(values)
    except ValidationError as error:
        complaints += [
            _complaint(detail, record, file, parts, where, line_of(detail["loc"]))
            for detail in told_errors(error)
            if detail["loc"] not in truths
        ]
    if complaints:
        raise InputError(complaints)
    return found


def _complaint(
    detail: Any, record: type[Record], file: str, parts: Mapping[str, type[Record]], where: str, line: int | None
) -> Complaint:
    location = detail["loc"]
    names = [step for step in location if isinstance(step, str)]
    owner = parts.get(names[0], record) if len(names) > 1 else record
    message, remedy = error_words(
        detail["type"],
        names[-1] if names else "",
        detail["input"],
        dict(detail.get("ctx", {})),
        list(owner.model_fields),
    )
    return Complaint(file, where or place(*location), message, remedy, line)
