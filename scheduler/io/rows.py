"""From a row of cells to a raw record; the same for CSV files and workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from scheduler.io.cells import read_cell
from scheduler.io.tables import LISTS, NUMBERS, is_text


def row_values(table: str, cells: Mapping[str, object]) -> dict[str, Any]:
    """
    Raw record of a row.

    Parameters
    ----------
    table
        Table or sheet of the row.
    cells
        Values of the cells that are not empty, by column: text from CSV, also numbers and dates from a workbook.

    Returns
    -------
    The record; lists are split at ``|``.
    """
    return {column: _value(table, column, cell) for column, cell in cells.items()}


def _value(table: str, column: str, cell: object) -> object:
    if column == "skills":
        return [_skill(part) for part in str(cell).split("|")]
    if column in LISTS:
        return _split(str(cell) if _is_number(cell) and column not in NUMBERS else cell)
    if _is_number(cell) and is_text(table, column):
        return str(cell)
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(cell.total_seconds(), 60)
        return str(cell) if seconds else f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"
    return cell


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _split(cell: object) -> list[object]:
    return [read_cell(part) for part in cell.split("|")] if isinstance(cell, str) else [cell]


def _skill(part: object) -> dict[str, object]:
    """A skill from ``queue`` or ``queue:proficiency``."""
    queue, colon, proficiency = str(part).partition(":")
    skill: dict[str, object] = {"queue": read_cell(queue)}
    if colon:
        skill["proficiency"] = proficiency.strip()
    return skill
