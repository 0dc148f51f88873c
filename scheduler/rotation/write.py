"""The folder of a rota: ``result.json``, ``rota.csv``, ``rota.xlsx``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from scheduler.io.cells import guard
from scheduler.io.result_folder import result_folder, set_aside
from scheduler.io.run_result import RESULT_FILE, result_json
from scheduler.io.run_sheet import Formats, set_page
from scheduler.io.run_workbook import PLAIN_TEXT
from scheduler.records import MINUTES_PER_DAY, Weekday, format_time_of_day
from scheduler.rotation.plan import RotationPlan, RotationShift
from scheduler.rotation.result import OFF, Rota, RotationResult

WEEK, DAY = 8, 12
"""Widths of columns."""
SHORT_DAYS = tuple(day.value[:3].capitalize() for day in Weekday)


def write_rotation(folder: Path, result: RotationResult, plan: RotationPlan) -> Path | None:
    """
    Write the result and, where there is one, the rota as CSV and as a workbook.

    Parameters
    ----------
    folder
        Where; a run that is there is replaced; one that found something by one that did not is copied first.
    result, plan
        What to write, and what it was built from.

    Returns
    -------
    Where the run that was there is kept; ``None`` where it is not.

    Raises
    ------
    InputError
        The folder holds something else than a run, or cannot be written.
    """
    kept = set_aside(folder) if result.rota is None else None
    with result_folder(folder) as new:
        (new / RESULT_FILE).write_text(result_json(result), encoding="utf-8")
        if result.rota is not None:
            write_rota(result.rota, new / "rota.csv")
            write_rota_workbook(result.rota, plan, new / "rota.xlsx")
    return kept


def write_rota(rota: Rota, path: Path) -> None:
    """Write a row for each week, with the name of a shift in each cell and nothing on days off."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("week", *Weekday))
        for number, week in enumerate(rota, start=1):
            writer.writerow((number, *map(guard, week)))


def write_rota_workbook(rota: Rota, plan: RotationPlan, path: Path) -> None:
    """Write a sheet with the rota and, below it, when each shift is and how many people work it on each day."""
    from xlsxwriter import Workbook

    with Workbook(str(path), PLAIN_TEXT) as workbook:
        formats = Formats(workbook)
        sheet = workbook.add_worksheet("rota")
        sheet.set_column(0, 0, WEEK)
        sheet.set_column(1, len(Weekday), DAY)
        sheet.write_string(0, 0, plan.name, formats["title"])
        text = f"{plan.weeks} weeks. Each person begins with another week, and after week {plan.weeks} goes on with 1."
        sheet.write_string(1, 0, text, formats["text"])
        row = _add_rota(sheet, formats, rota, plan, 3)
        _add_shifts(sheet, formats, plan, row + 1)
        set_page(sheet, plan.name, header_rows=4)


def _add_header(sheet: Any, formats: Formats, row: int, first: str) -> None:
    sheet.write_string(row, 0, first, formats["header"])
    for column, day in enumerate(SHORT_DAYS, start=1):
        sheet.write_string(row, column, day, formats["queue_header"])


def _add_rota(sheet: Any, formats: Formats, rota: Rota, plan: RotationPlan, row: int) -> int:
    _add_header(sheet, formats, row, "week")
    looks = {
        shift.shift: "night" if shift.start + shift.minutes > MINUTES_PER_DAY else "shift" for shift in plan.shifts
    }
    for number, week in enumerate(rota, start=1):
        sheet.write_number(row + number, 0, number, formats["number"])
        for column, cell in enumerate(week, start=1):
            sheet.write_string(row + number, column, cell or "-", formats["off" if cell == OFF else looks[cell]])
    return row + len(rota) + 1


def _add_shifts(sheet: Any, formats: Formats, plan: RotationPlan, row: int) -> None:
    _add_header(sheet, formats, row, "shift")
    sheet.write_string(row, len(Weekday) + 1, "time", formats["header"])
    sheet.set_column(len(Weekday) + 1, len(Weekday) + 1, DAY)
    for number, shift in enumerate(plan.shifts, start=1):
        sheet.write_string(row + number, 0, shift.shift, formats["text"])
        for column, required in enumerate(shift.required, start=1):
            sheet.write_number(row + number, column, required, formats["number"])
        sheet.write_string(row + number, len(Weekday) + 1, times_of(shift), formats["text"])


def times_of(shift: RotationShift) -> str:
    """When a shift is, for people."""
    return f"{format_time_of_day(shift.start)}-{format_time_of_day(shift.end)}"
