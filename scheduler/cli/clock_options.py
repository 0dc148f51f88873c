"""Starts and lengths of shifts as options: ``06:00-20:00/30,22:00`` and ``6h-9h/30,4h30``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click

MINUTES_PER_DAY = 24 * 60
_START = re.compile(r"(\d{1,2}):([0-5]\d)")
_LENGTH = re.compile(r"(\d{1,2})h([0-5]\d)?")


class MinutesType(click.ParamType["tuple[int, ...]"]):
    """
    Moments or lengths, joined by commas; ``FIRST-LAST/STEP`` stands for a row of them, the step in minutes.

    Parameters
    ----------
    name
        What help calls it.
    lengths
        Whether they are written ``6h30`` instead of ``06:30``.
    """

    def __init__(self, name: str, *, lengths: bool) -> None:
        self.name, self._lengths = name, lengths

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        """Minutes in order, each once."""
        if isinstance(value, tuple):
            return value
        found = {minutes for part in str(value).split(",") for minutes in self._row(part.strip(), param, ctx)}
        least = 1 if self._lengths else 0
        most = MINUTES_PER_DAY - (0 if self._lengths else 1)
        if not all(least <= minutes <= most for minutes in found):
            self.fail(f"{value!r} leaves the day.", param, ctx)
        return tuple(sorted(found))

    def _row(self, part: str, param: click.Parameter | None, ctx: click.Context | None) -> Iterator[int]:
        ends, slash, step = part.partition("/")
        first, dash, last = ends.partition("-")
        if not dash and not slash:
            yield self._minutes(first, param, ctx)
            return
        if not (dash and step.isdecimal() and int(step)):
            self.fail(f"{part!r}: write FIRST-LAST/STEP, the step in minutes.", param, ctx)
        begin, end = self._minutes(first, param, ctx), self._minutes(last, param, ctx)
        if end < begin:
            self.fail(f"{part!r}: the last lies before the first; write two rows around midnight.", param, ctx)
        yield from range(begin, end + 1, int(step))

    def _minutes(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = (_LENGTH if self._lengths else _START).fullmatch(text.strip())
        if match is None:
            form = "6h or 6h30" if self._lengths else "HH:MM"
            self.fail(f"{text!r}: write {form}.", param, ctx)
        return int(match[1]) * 60 + int(match[2] or 0)


STARTS = MinutesType("starts", lengths=False)
LENGTHS = MinutesType("lengths", lengths=True)
