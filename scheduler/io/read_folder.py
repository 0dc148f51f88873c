"""A plan as a folder of ``plan.toml`` and CSV files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft, Location, dotted
from scheduler.io.files import as_text, read_bytes
from scheduler.io.read_csv import CsvTable, read_csv
from scheduler.io.read_toml import toml_values
from scheduler.io.tables import ROW_TABLES
from scheduler.io.toml_lines import line_of, toml_lines
from scheduler.suggest import Suggestions

PLAN_FILE = "plan.toml"


def csv_file(table: str) -> str:
    """Name of the file that holds a table."""
    return f"{table}.csv"


FOLDER_FILES = frozenset({PLAN_FILE, *map(csv_file, ROW_TABLES)})
"""What can be in the folder of a plan."""


def read_folder(folder: Path) -> Draft:
    """
    Read every file of a plan's folder.

    Parameters
    ----------
    folder
        Holds ``plan.toml``, ``agents.csv``, ``requirements.csv`` or ``demand.csv``, and what else there is. Files
        that are neither TOML nor CSV are not looked at.

    Returns
    -------
    The draft, with complaints about files that cannot be read or are missing or unknown.
    """
    complaints: list[Complaint] = _missing_files(folder) + _unknown_files(folder)
    values: dict[str, Any] = {}
    lines: dict[Location, int] = {}
    complete = _is_there(folder / PLAN_FILE)
    tables: dict[str, CsvTable] = {}
    try:
        text = as_text(read_bytes(folder / PLAN_FILE, folder), PLAN_FILE) if complete else ""
        values = toml_values(text, PLAN_FILE)
        lines = toml_lines(text, values)
    except InputError as error:
        complaints += error.complaints
        complete = False
    complaints += _misplaced_tables(values)
    for table in ROW_TABLES:
        values.pop(table, None)
        if not _is_there(folder / csv_file(table)):
            continue
        try:
            text = as_text(read_bytes(folder / csv_file(table), folder), csv_file(table))
            tables[table] = read_csv(text, table, csv_file(table))
            values[table] = tables[table].rows
            complaints += tables[table].complaints
        except InputError as error:
            complaints += error.complaints

    def locate(location: Location) -> tuple[str, str]:
        if not location or location[0] not in ROW_TABLES:
            return PLAN_FILE, dotted(location)
        table = str(location[0])
        if len(location) == 1 or table not in tables:
            return csv_file(table), ""
        return csv_file(table), f"line {tables[table].lines[int(location[1])]}"

    return Draft(values, locate, tuple(complaints), complete=complete, line_of=partial(line_of, lines=lines))


def _missing_files(folder: Path) -> list[Complaint]:
    wanted = {
        PLAN_FILE: [PLAN_FILE],
        csv_file("agents"): [csv_file("agents")],
        "requirements.csv or demand.csv": [csv_file("requirements"), csv_file("demand")],
    }
    return [
        Complaint(name, "", "The plan's folder has no such file.", "Add it; `shiftwright init` writes an example.")
        for name, files in wanted.items()
        if not any(_is_there(folder / file) for file in files)
    ]


def _is_there(path: Path) -> bool:
    """Whether there is a file, or a link that leads nowhere and is complained of when it is read."""
    return path.exists() or path.is_symlink()


def _unknown_files(folder: Path) -> list[Complaint]:
    known = [csv_file(table) for table in ROW_TABLES]
    suggestions = Suggestions(known)
    names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    return [
        Complaint(name, "", "No table of a plan has this name.", _rename(suggestions.nearest(name)))
        for name in names
        if name not in known and not name.startswith(".")
    ]


def _rename(near: str) -> str:
    move = "move it out of the folder."
    return f"Rename it to {near}, or {move}" if near else move.capitalize()


def _misplaced_tables(values: dict[str, Any]) -> list[Complaint]:
    return [
        Complaint(PLAN_FILE, table, f"{table} do not stand in {PLAN_FILE}.", f"Move them to {csv_file(table)}.")
        for table in ROW_TABLES
        if table in values
    ]
