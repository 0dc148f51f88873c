"""One roster as one file."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.files import replaced_file
from scheduler.io.roster_csv import write_roster
from scheduler.io.run_result import read_result
from scheduler.problem import Problem
from scheduler.result import Result
from scheduler.roster import Roster

ENDINGS = (".xlsx", ".html", ".csv", ".json")


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
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        message = f"The ending {ending!r} is not known."
        raise InputError([Complaint(str(target), "", message, "Name the file .xlsx, .html, .csv or .json.")])
    result = read_result(run) if run is not None and ending in (".xlsx", ".html") else None
    if ending == ".html" and result is None:
        message = "A page needs the result of a run, and a file of a roster alone is given."
        raise InputError([Complaint(str(target), "", message, "Give the folder of a run.")])
    with replaced_file(target) as new:
        _write(roster, problem, new, result)


def _write(roster: Roster, problem: Problem, file: Path, result: Result | None) -> None:
    match file.suffix.lower():
        case ".csv":
            write_roster(roster, file)
        case ".json":
            file.write_text(json.dumps(_rows(roster), indent=1), encoding="utf-8")
        case ".xlsx":
            from scheduler.io.run_workbook import write_workbook

            write_workbook(roster, problem, file, result=result)
        case _:
            from scheduler.page import write_page

            assert result is not None
            write_page(roster, problem, result, file)


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
