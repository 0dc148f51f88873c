"""The folder of an assignment: ``result.json``, ``assignments.csv``, ``assignments.xlsx``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from scheduler.assignment.plan import AssignmentPlan
from scheduler.assignment.result import AssignmentResult
from scheduler.io.cells import guard
from scheduler.io.result_folder import result_folder, set_aside
from scheduler.io.run_result import RESULT_FILE, result_json
from scheduler.io.run_sheet import Formats, set_page
from scheduler.io.run_workbook import PLAIN_TEXT

COLUMNS = ("agent", "task", "start", "end")
WIDTHS = (24, 24, 18, 18)

Rows = list[tuple[str, str, str, str]]


def write_assignment(folder: Path, result: AssignmentResult, plan: AssignmentPlan) -> Path | None:
    """
    Write the result and, where there is one, who does what, as CSV and as a workbook.

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
    kept = set_aside(folder) if result.assignment is None else None
    with result_folder(folder) as new:
        (new / RESULT_FILE).write_text(result_json(result), encoding="utf-8")
        if result.assignment is not None:
            rows = rows_of(result.assignment, plan)
            _write_csv(rows, new / "assignments.csv")
            _write_workbook(rows, plan.name, new / "assignments.xlsx")
    return kept


def rows_of(assignment: Mapping[str, str], plan: AssignmentPlan) -> Rows:
    """Agent, task, start and end of each task, by agent in the order of the plan, then by time."""
    place = {agent: number for number, agent in enumerate(plan.agents)}
    tasks = sorted(plan.tasks, key=lambda task: (place[assignment[task.task]], task.start))
    return [(assignment[task.task], task.task, *task.shown) for task in tasks]


def _write_csv(rows: Rows, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(tuple(map(guard, row)) for row in rows)


def _write_workbook(rows: Rows, title: str, path: Path) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(path), PLAIN_TEXT) as workbook:
        formats = Formats(workbook)
        sheet = workbook.add_worksheet("assignments")
        for column, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, formats["header"])
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, formats["text"])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        set_page(sheet, title, header_rows=1)
