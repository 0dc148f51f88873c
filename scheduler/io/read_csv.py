"""One CSV file of a plan."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduler.error_words import show
from scheduler.errors import Complaint
from scheduler.io.cells import read_cell
from scheduler.io.files import LARGEST_TABLE
from scheduler.io.rows import row_values
from scheduler.io.tables import NOTES, SHEETS
from scheduler.suggest import Suggestions


@dataclass
class CsvTable:
    """
    Rows of a CSV file.

    Parameters
    ----------
    rows
        Raw records.
    lines
        Line at which each row begins.
    complaints
        What is wrong with the header or with rows that are not among ``rows``.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)


def read_csv(text: str, table: str, file: str) -> CsvTable:
    """
    Read a table.

    Parameters
    ----------
    text
        Content of the file. Cells are separated by commas, or by semicolons where the header has no comma.
    table
        Name of the table.
    file
        Name of the file, for complaints.

    Returns
    -------
    Rows; none where something is wrong with the header. Lines without any content and columns of notes are left out.
    """
    result = read_cells(text, SHEETS[table], file)
    result.rows = [row_values(table, row) for row in result.rows]
    return result


def separator_of(text: str) -> str:
    """What separates cells: commas, or semicolons where the header has no comma."""
    header, _, _ = text.partition("\n")
    return ";" if ";" in header and "," not in header else ","


def tab_complaints(text: str, file: str) -> list[Complaint]:
    """The complaint that a text pasted from a spreadsheet has tabs between its cells; none of other texts."""
    header, _, _ = text.partition("\n")
    if "\t" not in header or separator_of(text) in header:
        return []
    return [Complaint(file, "line 1", "Tabs separate the cells.", "Save it as CSV, with commas or semicolons.")]


def read_cells(text: str, columns: Mapping[str, bool], file: str) -> CsvTable:
    """
    Read a table of which every cell is a text.

    Parameters
    ----------
    text, file
        See ``read_csv``.
    columns
        Columns that there may be, and whether each has to be.

    Returns
    -------
    Rows, with the cells that are not empty; none where something is wrong with the header.
    """
    result = CsvTable()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    try:
        header = _without_empty_end([name.strip() for name in next(reader, [])])
        result.complaints += tab_complaints(text, file) or _header_complaints(header, columns, file)
        if not result.complaints:
            _read_rows(reader, header, file, result)
    except csv.Error as error:
        message = f"Is no proper CSV: {error}."
        remedy = "Put quotes around whole cells only, and close them."
        result.complaints.append(Complaint(file, f"line {reader.line_num}", message, remedy))
    return result


def _without_empty_end(header: list[str]) -> list[str]:
    """The header without the empty cells at its end, which spreadsheets write where a column was emptied."""
    while header and not header[-1]:
        header = header[:-1]
    return header


def _header_complaints(header: list[str], columns: Mapping[str, bool], file: str) -> Iterator[Complaint]:
    suggestions = Suggestions(columns)
    listed = ",".join(columns)
    if not header:
        yield Complaint(file, "line 1", "There is no header.", f"Begin the file with {listed}")
        return
    for name in dict.fromkeys(name for name in header if name and not name.startswith(NOTES)):
        if name not in columns:
            remedy = suggestions.remedy(name, f"remove the column, or begin it with {NOTES}; the columns are {listed}")
            yield Complaint(file, "line 1", f"Column {name!r} is not known.", remedy)
        elif header.count(name) > 1:
            yield Complaint(file, "line 1", f"Column {name} occurs {header.count(name)} times.", "Keep one of them.")
    for name, required in columns.items():
        if required and name not in header:
            yield Complaint(file, "line 1", f"Column {name} is missing.", f"Add it; the columns are {listed}")


def _read_rows(reader: Any, header: list[str], file: str, result: CsvTable) -> None:
    line = reader.line_num + 1
    read = [(position, name) for position, name in enumerate(header) if name and not name.startswith(NOTES)]
    for cells in reader:
        begins, line = line, reader.line_num + 1
        if is_blank(cells):
            continue
        complaint = _row_complaint(header, cells)
        if complaint:
            result.complaints.append(Complaint(file, f"line {begins}", *complaint))
            continue
        if len(result.rows) >= LARGEST_TABLE:
            message = f"Has more than {LARGEST_TABLE} rows."
            result.complaints.append(Complaint(file, f"line {begins}", message, "Split the plan."))
            return
        texts = {name: text for position, name in read if (text := read_cell(cells[position]))}
        if texts:
            result.rows.append(texts)
            result.lines.append(begins)


def is_blank(cells: Iterable[str]) -> bool:
    """Whether a row has nothing but spaces in its cells, as rows that were emptied in a spreadsheet."""
    return not any(cell.strip() for cell in cells)


def _row_complaint(header: list[str], cells: list[str]) -> tuple[str, str] | None:
    """Message and remedy where a row does not fit the header."""
    if len(cells) < len(header) or not is_blank(cells[len(header) :]):
        message = f"Has {len(cells)} cells where the header has {len(header)}."
        return message, "Give each column one cell, and put quotes around texts with commas."
    nameless = next((cell for name, cell in zip(header, cells, strict=False) if not name and cell.strip()), None)
    if nameless is not None:
        return f"{show(nameless)} stands in a column without a header.", "Name the column."
    return None
