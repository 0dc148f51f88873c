"""Sheets ``activities``, ``desks`` and ``equipment`` of ``roster.xlsx``: the flat roster, and what is where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scheduler.desks import DeskUse
from scheduler.io.run_sheet import Formats, set_page
from scheduler.problem import Problem
from scheduler.roster import Activity, Roster

COLUMNS = {
    "agent": 12,
    "name": 24,
    "shift_date": 12,
    "activity": 18,
    "start": 17,
    "end": 17,
    "utc_offset": 11,
    "hours": 8,
    "paid": 8,
    "queue": 18,
}
"""Names and widths."""
DESK_COLUMNS = {"agent": 12, "name": 24, "shift_date": 12, "site": 18, "desk": 12, "start": 17, "end": 17}
"""Likewise."""
UNIT_COLUMNS = {"unit": 24, "shift_date": 12, "pool": 24, "start": 17, "end": 17, "utc_offset": 11, "hours": 8}
"""Likewise."""


def add_activities(workbook: Any, formats: Formats, roster: Roster, problem: Problem) -> None:
    """
    Add the sheet: a row per activity, in local time; ``utc_offset`` is that of the start.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter.
    formats
        Its looks.
    roster, problem
        What to write.
    """
    labels = {agent.agent: agent.label for agent in problem.agents}
    with _list(workbook, formats, problem, ("activities", COLUMNS), len(roster.activities)) as sheet:
        for row, activity in enumerate(roster.activities, start=1):
            _add_activity(sheet, formats, row, activity, labels)


def add_desks(workbook: Any, formats: Formats, uses: list[DeskUse], problem: Problem) -> None:
    """
    Add the sheet: a row per desk and shift, or part of a shift, in local time.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter.
    formats
        Its looks.
    uses, problem
        What to write, and its plan.
    """
    labels = {agent.agent: agent.label for agent in problem.agents}
    with _list(workbook, formats, problem, ("desks", DESK_COLUMNS), len(uses)) as sheet:
        for row, use in enumerate(uses, start=1):
            sheet.write_string(row, 0, use.agent)
            sheet.write_string(row, 1, labels[use.agent])
            sheet.write_datetime(row, 2, dt.datetime.combine(use.shift_date, dt.time()), formats["date"])
            sheet.write_string(row, 3, use.site)
            sheet.write_string(row, 4, use.desk)
            sheet.write_datetime(row, 5, use.start.replace(tzinfo=None), formats["moment"])
            sheet.write_datetime(row, 6, use.end.replace(tzinfo=None), formats["moment"])


def add_equipment(workbook: Any, formats: Formats, roster: Roster, problem: Problem) -> None:
    """
    Add the sheet: a row for each stay of a unit in a pool, or its way to another, in local time.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter.
    formats
        Its looks.
    roster, problem
        What to write.
    """
    with _list(workbook, formats, problem, ("equipment", UNIT_COLUMNS), len(roster.stays)) as sheet:
        for row, stay in enumerate(roster.stays, start=1):
            sheet.write_string(row, 0, stay.agent)
            sheet.write_datetime(row, 1, dt.datetime.combine(stay.shift_date, dt.time()), formats["date"])
            sheet.write_string(row, 2, stay.queue or "(on the way)")
            sheet.write_datetime(row, 3, stay.start.replace(tzinfo=None), formats["moment"])
            sheet.write_datetime(row, 4, stay.end.replace(tzinfo=None), formats["moment"])
            sheet.write_string(row, 5, stay.start.isoformat()[-6:])
            sheet.write_number(row, 6, stay.minutes / 60, formats["hours"])


@contextmanager
def _list(
    workbook: Any, formats: Formats, problem: Problem, named: tuple[str, dict[str, int]], count: int
) -> Iterator[Any]:
    """A sheet with a header and so many rows, which are written meanwhile."""
    name, columns = named
    sheet = workbook.add_worksheet(name)
    for column, (title, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["header"])
    yield sheet
    sheet.autofilter(0, 0, max(1, count), len(columns) - 1)
    sheet.freeze_panes(1, 0)
    set_page(sheet, problem.name, header_rows=1)


def _add_activity(sheet: Any, formats: Formats, row: int, activity: Activity, labels: dict[str, str]) -> None:
    date = dt.datetime.combine(activity.shift_date, dt.time())
    sheet.write_string(row, 0, activity.agent)
    sheet.write_string(row, 1, labels[activity.agent])
    sheet.write_datetime(row, 2, date, formats["date"])
    sheet.write_string(row, 3, activity.activity)
    sheet.write_datetime(row, 4, activity.start.replace(tzinfo=None), formats["moment"])
    sheet.write_datetime(row, 5, activity.end.replace(tzinfo=None), formats["moment"])
    sheet.write_string(row, 6, activity.start.isoformat()[-6:])
    sheet.write_number(row, 7, activity.minutes / 60, formats["hours"])
    sheet.write_string(row, 8, "yes" if activity.paid else "no")
    sheet.write_string(row, 9, activity.queue)
