"""Sheets of a workbook as rows of named cells."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from scheduler.error_words import show
from scheduler.errors import Complaint, InputError
from scheduler.io.cells import read_cell
from scheduler.io.files import LARGEST_TABLE, read_bytes
from scheduler.io.tables import NOTES, SHEETS
from scheduler.suggest import Suggestions

LARGEST_UNPACKED = 500_000_000
"""Bytes of a workbook's parts together, unpacked."""

_ENCRYPTED_OR_OLD = b"\xd0\xcf\x11\xe0"


@dataclass
class Sheet:
    """
    A sheet with its header taken off.

    Parameters
    ----------
    name
        Its name.
    letters
        Letter of each column, by name.
    rows
        Number of each row and its cells that are not empty.
    """

    name: str
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, object]]] = field(default_factory=list)


def read_sheets(path: Path) -> tuple[dict[str, Sheet], list[Complaint]]:
    """
    Read the known sheets of a workbook.

    Parameters
    ----------
    path
        An ``.xlsx`` file.

    Returns
    -------
    Sheets by name, and complaints about unknown sheets, headers, formulas and cells with errors.

    Raises
    ------
    InputError
        The file is no workbook that can be read, or unpacks to more than 500 MB.
    """
    content = read_bytes(path)
    _refuse(content, path.name)
    complaints: list[Complaint] = []
    sheets: dict[str, Sheet] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which do not matter here
        try:
            for name, cells in _named_sheets(content, path.name, complaints):
                sheets[name] = _sheet(name, cells, path.name, complaints)
        except Exception as error:  # a broken workbook makes openpyxl raise almost anything
            message = f"Is no workbook that can be read ({type(error).__name__}: {error})."
            raise InputError([Complaint(path.name, "", message, "Save it again as .xlsx.")]) from error
    return sheets, complaints


def _refuse(content: bytes, file: str) -> None:
    """Complain of what is no ZIP archive, and of one that unpacks to too much."""
    if content.startswith(_ENCRYPTED_OR_OLD):
        message = "Is an encrypted workbook, or one of the form .xls."
        raise InputError([Complaint(file, "", message, "Remove the password and save it as .xlsx.")])
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        message = f"Is no workbook: {error}."
        raise InputError([Complaint(file, "", message, "Save it again as .xlsx.")]) from error
    if size > LARGEST_UNPACKED:
        message = f"Unpacks to {size / 1e6:.0f} MB; the limit is {LARGEST_UNPACKED / 1e6:.0f} MB."
        raise InputError([Complaint(file, "", message, "Remove what the plan does not need.")])


def _named_sheets(content: bytes, file: str, complaints: list[Complaint]) -> Iterator[tuple[str, Iterator[Any]]]:
    """Name and rows of each known sheet."""
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    suggestions = Suggestions(SHEETS)
    try:
        for sheet in workbook.worksheets:
            if sheet.title in SHEETS:
                sheet.reset_dimensions()  # some programs write wrong ones
                yield sheet.title, sheet.iter_rows()
            elif not sheet.title.startswith(NOTES):
                otherwise = f"begin its name with {NOTES} if it holds notes"
                remedy = suggestions.remedy(sheet.title, otherwise)
                complaints.append(Complaint(file, f"sheet {sheet.title}", "No sheet has this name.", remedy))
    finally:
        workbook.close()


def _sheet(name: str, cells: Iterator[Any], file: str, complaints: list[Complaint]) -> Sheet:
    from openpyxl.utils import get_column_letter

    sheet = Sheet(name)
    first, header = _header(cells)
    sheet.letters = {column: get_column_letter(i) for i, column in enumerate(header, start=1) if column}
    if first > 1:
        message, remedy = f"Row 1 is empty; the header stands in row {first}.", "Remove what is empty above the header."
        complaints.append(Complaint(file, f"sheet {name}, row 1", message, remedy))
    wrong = list(_header_complaints(header, SHEETS[name], file, f"sheet {name}, row {first}"))
    complaints += wrong
    for number, row in enumerate([] if wrong else cells, start=first + 1):
        values: dict[str, object] = {}
        for position, cell in enumerate(row):
            column = header[position] if position < len(header) else ""
            if cell.value is None or cell.value == "" or column.startswith(NOTES):
                continue
            complaint = _cell_complaint(cell, column, name, file, f"{get_column_letter(position + 1)}{number}")
            if complaint:
                complaints.append(complaint)
            else:
                values[column] = read_cell(cell.value) if isinstance(cell.value, str) else cell.value
        values = {column: value for column, value in values.items() if value != ""}
        if values:
            sheet.rows.append((number, values))
        if len(sheet.rows) > LARGEST_TABLE:
            complaints.append(Complaint(file, f"sheet {name}", f"Has over {LARGEST_TABLE} rows.", "Split the plan."))
            break
    return sheet


def _header(cells: Iterator[Any]) -> tuple[int, list[str]]:
    """Number and texts of the first row that is not empty; row 1 where all are, which is a table without rows."""
    for number, row in enumerate(cells, start=1):
        header = [_text(cell.value) for cell in row]
        if any(header):
            return number, header
    return 1, []


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _cell_complaint(cell: Any, column: str, sheet: str, file: str, place: str) -> Complaint | None:
    place = f"sheet {sheet}, cell {place}"
    if cell.data_type == "f":
        return Complaint(file, place, f"Holds the formula {show(cell.value)}.", "Paste it as a value.")
    if cell.data_type == "e":
        return Complaint(file, place, f"Holds the error {cell.value}.", "Correct it.")
    if not column:
        return Complaint(file, place, f"{show(cell.value)} stands in a column without a header.", "Name the column.")
    return None


def _header_complaints(header: list[str], columns: Mapping[str, bool], file: str, place: str) -> Iterator[Complaint]:
    suggestions, listed = Suggestions(columns), ", ".join(columns)
    if not header:
        return
    for column in dict.fromkeys(column for column in header if column and not column.startswith(NOTES)):
        if column not in columns:
            remedy = suggestions.remedy(
                column, f"remove the column, or begin it with {NOTES}; the columns are {listed}"
            )
            yield Complaint(file, place, f"Column {column!r} is not known.", remedy)
        elif header.count(column) > 1:
            yield Complaint(file, place, f"Column {column} occurs {header.count(column)} times.", "Keep one of them.")
    for column, required in columns.items():
        if required and column not in header:
            yield Complaint(file, place, f"Column {column} is missing.", f"Add it; the columns are {listed}.")
