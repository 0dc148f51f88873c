"""A plan as a workbook with one sheet per table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

from scheduler.errors import Complaint, InputError
from scheduler.io.cells import FORMULA_STARTS, guard
from scheduler.io.flatten import Row, plan_sheets, table_rows, tables_to_write
from scheduler.io.plain import plain_number
from scheduler.io.tables import SHEETS
from scheduler.problem import Problem

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""

LONGEST_CELL = 32_767
"""Characters of a cell."""

FIRST_DATE = dt.date(1900, 3, 1)
"""Dates before it are text: Excel believes that 1900 was a leap year."""

NEVER_CHANGES = dt.datetime(2000, 1, 1)
"""Creation time of every workbook, so that the same plan gives the same bytes."""


def workbook_bytes(problem: Problem, file: str) -> bytes:
    """
    The plan as an ``.xlsx`` file.

    Parameters
    ----------
    problem
        The plan.
    file
        Name of the file, for complaints.

    Raises
    ------
    InputError
        A table has more rows, or a cell more text, than a workbook can hold.
    """
    import xlsxwriter

    stream = BytesIO()
    sheets = plan_sheets(problem) | {table: table_rows(problem, table) for table in tables_to_write(problem)}
    _refuse_overlong(sheets, file)
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": NEVER_CHANGES})
        writer = _Writer(workbook)
        for name, rows in sheets.items():
            writer.add(name, rows)
    return stream.getvalue()


def _refuse_overlong(sheets: dict[str, list[Row]], file: str) -> None:
    remedy = "Write the plan as a folder or as .json."
    for name, rows in sheets.items():
        if len(rows) > MOST_ROWS:
            raise InputError([Complaint(file, f"sheet {name}", f"A sheet holds at most {MOST_ROWS} rows.", remedy)])
        if any(isinstance(value, str) and len(value) >= LONGEST_CELL for row in rows for value in row.values()):
            message = f"A cell holds at most {LONGEST_CELL} characters."
            raise InputError([Complaint(file, f"sheet {name}", message, remedy)])


class _Writer:
    """Writes sheets of a workbook."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._bold = workbook.add_format({"bold": True, "bottom": 1})
        self._date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def add(self, name: str, rows: list[Row]) -> None:
        """Add a sheet; columns are as wide as their header or first texts ask for."""
        sheet = self._workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(SHEETS[name]):
            sheet.write_string(0, position, column, self._bold)
            shown = [column, *(str(row.get(column) or "") for row in rows[:100])]
            sheet.set_column(position, position, min(40, max(map(len, shown)) + 2))
            for number, row in enumerate(rows, start=1):
                self._write(sheet, number, position, row.get(column))

    def _write(self, sheet: Any, row: int, column: int, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, Decimal):
            value = plain_number(value)
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float) and _is_exact(value):
            sheet.write_number(row, column, value)
        elif isinstance(value, dt.datetime) and value.tzinfo is None:
            sheet.write_datetime(row, column, value, self._time)
        elif isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value >= FIRST_DATE:
            sheet.write_datetime(row, column, value, self._date)
        else:
            text = value.isoformat() if isinstance(value, dt.date) else str(value)
            # A text cell is never run, so it needs an apostrophe only where the reader would take something off.
            bare = text.startswith(FORMULA_STARTS) and text == text.strip()
            sheet.write_string(row, column, text if bare else guard(text))


def _is_exact(value: float) -> bool:
    """Whether a workbook, which keeps 16 digits, holds a number exactly."""
    return float(f"{value:.16G}") == value
