"""True and false where they may not stand: elsewhere pydantic would read them as 1 and 0."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.io.draft import Location
from scheduler.io.tables import PARAMETERS

TRUTHS = ("paid", "works_from_home", "rules", PARAMETERS)
"""Names of values in which they may stand."""


def misplaced_truths(values: object) -> Iterator[tuple[Location, str, str]]:
    """Place, message and remedy of every true and false where it may not stand."""
    for location, value in _truths((), values):
        name = next(step for step in reversed(location) if isinstance(step, str))
        yield location, f"{name}: {str(value).lower()} is not a value that can stand here.", "Write a number or a text."


def _truths(above: Location, value: object) -> Iterator[tuple[Location, bool]]:
    if isinstance(value, bool):
        yield above, value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in TRUTHS:
                yield from _truths((*above, name), part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _truths((*above, index), part)
