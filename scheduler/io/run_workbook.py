"""``roster.xlsx``: the roster as planners pass it on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.coverage import coverage_table
from scheduler.desks import DeskUse, desk_plan
from scheduler.io.run_sheet import Formats
from scheduler.io.run_sheet_coverage import add_coverage
from scheduler.io.run_sheet_lists import add_activities, add_desks, add_equipment
from scheduler.io.run_sheet_summary import add_summary
from scheduler.io.run_sheet_week import add_week
from scheduler.problem import Problem
from scheduler.result import Result
from scheduler.roster import Roster

if TYPE_CHECKING:
    import pandas as pd

PLAIN_TEXT: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""A text of the plan is a text in the workbook, whatever it looks like."""


def write_workbook(
    roster: Roster,
    problem: Problem,
    path: Path,
    *,
    result: Result | None = None,
    table: pd.DataFrame | None = None,
    desks: list[DeskUse] | None = None,
) -> None:
    """
    Write a workbook with a sheet per week, the coverage, all activities, desks where there are seats, equipment where
    it comes, goes or moves and, of a run, its summary.

    Dates and times are real ones, in local time; nothing in it is a formula.

    Parameters
    ----------
    roster, problem
        What to write, and the plan it belongs to.
    path
        File; replaced if it exists.
    result
        Answer of the run, for the sheet ``summary``; no such sheet where not given.
    table
        ``coverage_table(roster, problem)`` if it is at hand.
    desks
        ``desk_plan(roster, problem)`` likewise.
    """
    from xlsxwriter import Workbook

    table = coverage_table(roster, problem) if table is None else table
    with Workbook(str(path), PLAIN_TEXT) as workbook:
        formats = Formats(workbook)
        for week in problem.horizon.weeks(problem.week_start.number):
            add_week(workbook, formats, roster, problem, week)
        add_coverage(workbook, formats, problem, table)
        add_activities(workbook, formats, roster, problem)
        if any(site.seats for site in problem.sites):
            add_desks(workbook, formats, desk_plan(roster, problem) if desks is None else desks, problem)
        if problem.units:
            add_equipment(workbook, formats, roster, problem)
        if result is not None:
            add_summary(workbook, formats, result, problem.horizon.zone)
