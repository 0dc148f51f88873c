"""One roster as one file."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.roster_csv import write_roster
from scheduler.problem import Problem
from scheduler.roster import Roster


def export_roster(roster: Roster, problem: Problem, target: Path, *, run: Path | None) -> None:
    """
    Write a roster in the form that the file's name asks for.

    Parameters
    ----------
    roster, problem
        The roster and its plan.
    target
        File to write: .xlsx, .html, .csv or .json.
    run
        Folder of the run that the roster comes from; its result makes the summary of a workbook and is needed
        for a page.

    Raises
    ------
    InputError
        The ending is not known, or a page is asked for without a run.
    """
    match target.suffix.lower():
        case ".csv":
            write_roster(roster, target)
        case ".json":
            target.write_text(json.dumps(_rows(roster), indent=1), encoding="utf-8")
        case ".xlsx":
            from scheduler.io.run_result import read_result
            from scheduler.io.run_workbook import write_workbook

            write_workbook(roster, problem, target, result=None if run is None else read_result(run))
        case ".html":
            from scheduler.io.run_result import read_result
            from scheduler.page import write_page

            if run is None:
                message = "A page needs the result of a run, and a file of a roster alone is given."
                raise InputError([Complaint(str(target), "", message, "Give the folder of a run.")])
            write_page(roster, problem, read_result(run), target)
        case ending:
            message = f"The ending {ending!r} is not known."
            raise InputError([Complaint(str(target), "", message, "Name the file .xlsx, .html, .csv or .json.")])


def _rows(roster: Roster) -> list[dict[str, object]]:
    return [
        {
            "agent": part.agent,
            "shift_date": part.shift_date.isoformat(),
            "activity": part.activity,
            "start": part.start.isoformat(),
            "end": part.end.isoformat(),
            "paid": part.paid,
            "queue": part.queue,
        }
        for part in roster.activities
    ]
