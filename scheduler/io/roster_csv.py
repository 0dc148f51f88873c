"""``roster.csv``: one row per activity."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.cells import guard, read_cell
from scheduler.io.files import as_text, read_bytes
from scheduler.io.read_csv import is_blank, separator_of, tab_complaints
from scheduler.io.roster_row import RowReader
from scheduler.io.tables import NOTES
from scheduler.problem import Problem
from scheduler.roster import Activity, Roster

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of .xlsx and .xls."""

COLUMNS = ("agent", "shift_date", "activity", "start", "end", "paid", "queue")


STAYS_FILE = "equipment.csv"
"""Where units of equipment are that come, go or move: beside a roster, in the same form."""


def write_roster(roster: Roster, path: Path) -> None:
    """
    Write one row per activity, by agent, shift date and start.

    Parameters
    ----------
    roster
        What to write.
    path
        File; replaced if it exists. UTF-8, commas, times in ISO 8601 with their offset. Texts that a spreadsheet
        would run as a formula begin with an apostrophe.
    """
    _write(roster.activities, path)


def write_stays(roster: Roster, path: Path) -> None:
    """Write where units of equipment are, one row per stay and per way, in the form of ``write_roster``."""
    _write(roster.stays, path)


def _write(activities: Iterable[Activity], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for part in activities:
            writer.writerow(
                (
                    guard(part.agent),
                    part.shift_date.isoformat(),
                    guard(part.activity),
                    part.start.isoformat(),
                    part.end.isoformat(),
                    "true" if part.paid else "false",
                    guard(part.queue),
                )
            )


def read_roster(path: Path, problem: Problem) -> Roster:
    """
    Read a roster that Shiftwright or a person wrote.

    Times are ISO 8601, all with an offset or all without; without one they are local times of the plan's zone, and
    a time that occurs twice means its first occurrence. Whether the roster is legal is the auditor's business.

    Parameters
    ----------
    path
        File with the columns that ``write_roster`` writes, in any order. An ``equipment.csv`` in its folder is read
        too where the plan has units of equipment that come, go or move.
    problem
        The plan whose agents and queues the roster names.

    Raises
    ------
    InputError
        The file cannot be read or understood; with every complaint.
    """
    stays = path.with_name(STAYS_FILE)
    pools = dict.fromkeys(pool.pool for pool in problem.pools)
    reader = RowReader(str(stays), problem, problem.unit_named, pools)
    held = _read(stays, reader) if problem.unit_named and stays.exists() else []
    return Roster(_read(path, RowReader(str(path), problem)), held)


def _read(path: Path, reader: RowReader) -> list[Activity]:
    """The activities of a file."""
    activities: list[Activity] = []
    text = _text(path)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    try:
        columns = _columns(next(rows, []), str(path))
        for row in rows:
            if not is_blank(row):
                activities += _activity(reader, columns, row, rows.line_num)
    except csv.Error as error:
        complaint = Complaint(str(path), "", f"Is no CSV file: {error}.", "Save it as CSV with commas.")
        raise InputError([complaint]) from error
    complaints = list(reader.complaints())
    if complaints:
        raise InputError(complaints)
    return activities


def _text(path: Path) -> str:
    """Text of a file, refusing workbooks and tables with tabs."""
    content = read_bytes(path)
    if content.startswith(WORKBOOKS):
        remedy = "Give the folder of the run or its roster.csv."
        raise InputError([Complaint(str(path), "", "Is a workbook, which is not read as a roster.", remedy)])
    text = as_text(content, str(path))
    complaints = tab_complaints(text, str(path))
    if complaints:
        raise InputError(complaints)
    return text


def _activity(reader: RowReader, columns: list[str], row: list[str], line: int) -> list[Activity]:
    """The activity of a row; none where the reader has to complain of it."""
    if len(row) != len(columns):
        message = f"Has {len(row)} cells where the header has {len(columns)}."
        reader.complain(line, message, "Give each column one cell; quote texts with commas.")
        return []
    activity = reader.read({name: read_cell(cell) for name, cell in zip(columns, row, strict=True)}, line)
    return [] if activity is None else [activity]


def _columns(header: list[str], file: str) -> list[str]:
    names = [name.strip() for name in header]
    complaints = list(_header_complaints(names, file))
    if complaints:
        raise InputError(complaints)
    return names


def _header_complaints(names: list[str], file: str) -> Iterator[Complaint]:
    wanted = ",".join(COLUMNS)
    if len(names) < 2:
        yield Complaint(file, "line 1", "There is no header with commas.", f"Begin the file with {wanted}")
        return
    for name in dict.fromkeys(name for name in names if not name.startswith(NOTES)):
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1)
            remedy = f"Write {near[0]}." if near else "Remove the column."
            yield Complaint(file, "line 1", f"Column {name!r} is unknown.", remedy)
        elif names.count(name) > 1:
            yield Complaint(file, "line 1", f"Column {name} occurs {names.count(name)} times.", "Keep one of them.")
    for name in COLUMNS:
        if name not in names:
            yield Complaint(file, "line 1", f"Column {name} is missing.", f"The columns are {wanted}")
