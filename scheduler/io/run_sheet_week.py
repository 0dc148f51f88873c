"""Sheet of a week in ``roster.xlsx``: a row per agent, a column per date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from scheduler.io.run_sheet import Formats, set_page
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.roster import Roster, Shift

OFF = "off"
FIRST_DATE = 4
"""Column of the first date; before it stand agent, name, site and contract."""

NIGHT_STARTS = 18
"""Shifts past midnight that start at this hour or later are nights."""


def add_week(workbook: Any, formats: Formats, roster: Roster, problem: Problem, week: int) -> None:
    """
    Add the sheet of a week.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter.
    formats
        Its looks.
    roster, problem
        What to write.
    week
        Day on which the week begins; dates outside the plan are left out.
    """
    horizon = problem.horizon
    dates = [horizon.date(day) for day in range(max(week, 0), min(week + 7, horizon.days))]
    sheet = workbook.add_worksheet(f"week {dates[0].isoformat()}")
    for column, name in enumerate(("agent", "name", "site", "contract")):
        sheet.write_string(0, column, name, formats["header"])
    for column, date in enumerate(dates, start=FIRST_DATE):
        sheet.write_datetime(0, column, dt.datetime.combine(date, dt.time()), formats["date_header"])
    sheet.write_string(0, FIRST_DATE + len(dates), "paid hours", formats["header"])
    for row, agent in enumerate(problem.agents, start=1):
        _add_agent(sheet, formats, row, agent, roster, problem, dates)
    _add_counts(sheet, formats, len(problem.agents) + 1, roster, dates)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 3, 13)
    sheet.set_column(FIRST_DATE, FIRST_DATE + len(dates) - 1, 17)
    sheet.set_column(FIRST_DATE + len(dates), FIRST_DATE + len(dates), 11)
    set_page(sheet, problem.name, header_rows=1)


def _add_agent(
    sheet: Any, formats: Formats, row: int, agent: Agent, roster: Roster, problem: Problem, dates: list[dt.date]
) -> None:
    for column, text in enumerate((agent.agent, agent.label, agent.site, agent.contract)):
        sheet.write_string(row, column, text, formats["text"])
    shifts = {shift.shift_date: shift for shift in roster.tours.get(agent.agent, ())}
    for column, date in enumerate(dates, start=FIRST_DATE):
        text, look = cell_of(shifts.get(date), list(_absences(agent, date, problem)))
        sheet.write_string(row, column, text, formats[look])
    paid = sum(shifts[date].paid_minutes for date in dates if date in shifts)
    sheet.write_number(row, FIRST_DATE + len(dates), paid / 60, formats["hours"])


def _add_counts(sheet: Any, formats: Formats, row: int, roster: Roster, dates: list[dt.date]) -> None:
    sheet.write_string(row, 0, "shifts", formats["header"])
    for column in range(1, FIRST_DATE):
        sheet.write_blank(row, column, None, formats["header"])
    starts = [shift.shift_date for shift in roster.shifts()]
    for column, date in enumerate(dates, start=FIRST_DATE):
        sheet.write_number(row, column, starts.count(date), formats["queue_header"])


def cell_of(shift: Shift | None, absences: list[str]) -> tuple[str, str]:
    """
    Text and look of one agent's date.

    Parameters
    ----------
    shift
        Shift of the date; ``None`` without one.
    absences
        Kinds of the absences that touch the date.
    """
    absent = ", ".join(absences)
    if shift is None:
        return (absent, "absent") if absent else (OFF, "off")
    text = span_text(shift)
    late = shift.end.date() > shift.shift_date and shift.start.hour >= NIGHT_STARTS
    return (f"{text} ({absent})" if absent else text), "night" if late else "shift"


def span_text(shift: Shift) -> str:
    """Start and end of a shift such as ``09:00–17:30``, ``16:00–24:00`` or ``22:00–06:00 +1``."""
    days = (shift.end.date() - shift.shift_date).days
    if days == 1 and shift.end.time() == dt.time():
        return f"{shift.start:%H:%M}–24:00"
    return f"{shift.start:%H:%M}–{shift.end:%H:%M}" + (f" {days:+d}" if days else "")


def _absences(agent: Agent, date: dt.date, problem: Problem) -> Iterator[str]:
    horizon = problem.horizon
    start, end = (horizon.day_start(horizon.day(date) + offset) for offset in (0, 1))
    for absence in problem.absences_of.get(agent.agent, ()):
        if horizon.minute(absence.start) < end and horizon.minute(absence.end) > start:
            yield absence.kind or "absent"
