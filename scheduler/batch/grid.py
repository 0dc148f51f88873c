"""Cells of a table for people and of one for machines."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from scheduler.io.cells import guard

Cell = str | float | int | None


def grid(titles: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """A table in Markdown, whose first ``left`` columns stand at the left and the others at the right."""
    marks = ["---" if place < left else "---:" for place in range(len(titles))]
    # A bar in the name of a plan ends no column.
    texts = [[cell.replace("|", "\\|") for cell in row] for row in (titles, marks, *rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in texts)


def section(title: str, sentences: Sequence[str]) -> list[str]:
    """Heading and list of sentences; nothing without sentences."""
    lines = "\n".join(f"- {sentence.replace('|', ' ')}" for sentence in sentences)
    return [f"## {title}", lines] if sentences else []


def write_values(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> None:
    """Write a CSV file of plain numbers and of texts that are no formulas, with empty cells where there is nothing."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({name: _for_machines(value) for name, value in row.items()} for row in rows)


def text(column: str, value: Cell, shares: Collection[str], seconds: Collection[str]) -> str:
    """
    A cell for people: ``-`` where nothing exists to compare with, ``none`` where the runs have nothing.

    Parameters
    ----------
    column, value
        What to write.
    shares, seconds
        Columns written in per cent, and those with one decimal.
    """
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if math.isinf(value):
        return "none"
    if column in shares:
        return f"{100 * value:.2f} %"
    return f"{value:,.1f}" if column in seconds else number(value)


def number(value: float) -> str:
    """Money: whole numbers without decimals."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def _for_machines(value: Cell) -> Cell:
    """A cell for machines: empty where there is nothing."""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
