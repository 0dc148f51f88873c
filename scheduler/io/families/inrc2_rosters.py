"""Solutions of INRC-II: a file for each week with a row for each assignment, and the validator's report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import Complaint, InputError
from scheduler.io.families.inrc2_cost import Assignments, Inrc2Parts
from scheduler.io.families.inrc2_files import InstanceName
from scheduler.io.families.inrc2_rows import WEEKDAYS
from scheduler.io.families.lines import Line, text_lines
from scheduler.io.families.slots import Assignment, assignments_of, roster_of

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.roster import Roster

_REPORTED = (
    "Total assignment constraints",
    "Consecutive constraints",
    "Non working days constraints",
    "Preferences",
    "Max working weekend",
    "Complete weekends",
    "Optimal coverage constraints",
)


def solution_files(folder: Path, name: InstanceName) -> list[Path]:
    """
    Files of a solution, one for each week in order: ``sol-week0.txt`` or ``Sol-n005w4-6-0.txt``.

    Raises
    ------
    InputError
        One is missing.
    """
    files = []
    for number, week in enumerate(name.weeks):
        names = (f"sol-week{number}.txt", f"Sol-{name.dataset}-{week}-{number}.txt")
        found = [folder / file for file in names if (folder / file).is_file()]
        if not found:
            message = f"There is neither {names[0]} nor {names[1]}."
            raise InputError([Complaint(str(folder), "", message, "Name the folder of a solution for all weeks.")])
        files.append(found[0])
    return files


def read_weeks(files: Sequence[Path]) -> dict[tuple[str, int], tuple[str, str]]:
    """
    Read the files of a solution.

    Parameters
    ----------
    files
        One for each week, in order.

    Returns
    -------
    Kind of shift and skill of each nurse and day.

    Raises
    ------
    InputError
        A row is not understood, or a nurse has two assignments on a day.
    """
    assignments: dict[tuple[str, int], tuple[str, str]] = {}
    for week, file in enumerate(files):
        for line in _rows(file):
            line.expect(4, 4, "nurse, day, shift type, skill")
            name, day, kind, skill = line.cells
            key = name, 7 * week + WEEKDAYS.index(line.known(day, WEEKDAYS, "weekday"))
            if key in assignments:
                raise line.error(f"{name} has two assignments on {day}.", "Keep one of them.")
            assignments[key] = kind, skill
    return assignments


def _rows(file: Path) -> list[Line]:
    """As many rows as the file says it has; some solvers add remarks below them."""
    lines = [Line(str(file), number, tuple(text.split())) for number, text in text_lines(file)]
    for place, line in enumerate(lines):
        if line.cells[0] == "ASSIGNMENTS":
            rows = lines[place + 1 : place + 1 + line.whole(line.cells[-1], "assignments")]
            if len(rows) < int(line.cells[-1]):
                raise line.error(f"Only {len(rows)} rows follow.", "Correct the number, or add the rows.")
            return rows
    raise InputError([Complaint(str(file), "", "There is no ASSIGNMENTS.", "Name a solution for one week.")])


def write_weeks(assignments: Assignments, name: InstanceName, folder: Path) -> list[Path]:
    """
    Write the files of a solution, ``sol-week0.txt`` and so on, into a folder that exists.

    Returns
    -------
    The files, one for each week.
    """
    files = [folder / f"sol-week{week}.txt" for week in range(len(name.weeks))]
    for week, file in enumerate(files):
        own = {(nurse, day - 7 * week): work for (nurse, day), work in assignments.items() if day // 7 == week}
        write_week(own, week, name.dataset, file)
    return files


def write_week(assignments: Assignments, week: int, dataset: str, file: Path) -> None:
    """
    Write the file of a solution for one week.

    Parameters
    ----------
    assignments
        Of days 0 to 6.
    week
        Number of the week, from 0.
    dataset
        Name of the dataset.
    file
        Where; replaced.
    """
    rows = [f"{nurse} {WEEKDAYS[day]} {kind} {skill}" for (nurse, day), (kind, skill) in sorted(assignments.items())]
    head = ["SOLUTION", f"{week} {dataset}", "", f"ASSIGNMENTS = {len(rows)}"]
    file.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")


def read_report(file: Path) -> Inrc2Parts:
    """The seven parts of the cost in a report of the official validator."""
    text = file.read_text(encoding="utf-8")
    found = {label: re.search(rf"^{label}: (\d+)", text, re.MULTILINE) for label in _REPORTED}
    numbers = {field.name: match for field, match in zip(fields(Inrc2Parts), found.values(), strict=True)}
    missing = [label for label, match in found.items() if match is None]
    if missing:
        raise InputError(
            [Complaint(str(file), "", f"Says nothing of {missing[0]}.", "Name a report of the validator.")]
        )
    return Inrc2Parts(**{name: int(match[1]) for name, match in numbers.items() if match})


def assignments_of_roster(roster: Roster, problem: Problem) -> dict[tuple[str, int], tuple[str, str]]:
    """The solution that a roster for the plan of an instance is."""
    return {(name, day): (kind, skill) for name, day, kind, skill in assignments_of(roster, problem)}


def roster_of_assignments(assignments: Assignments, problem: Problem) -> Roster:
    """The roster for the plan of an instance that a solution describes."""
    return roster_of((Assignment(*key, *value) for key, value in assignments.items()), problem)
