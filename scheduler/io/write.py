"""Write a plan: a folder, a workbook or a JSON file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.cells import guard
from scheduler.io.files import replaced_file
from scheduler.io.flatten import Row, table_rows, tables_to_write
from scheduler.io.own_code import named_from
from scheduler.io.plain import plain
from scheduler.io.read_folder import FOLDER_FILES, PLAN_FILE, csv_file
from scheduler.io.run_swap import replacement
from scheduler.io.tables import SHEETS
from scheduler.io.write_toml import plan_toml
from scheduler.problem import Problem
from scheduler.suggest import Suggestions

FILES = (".xlsx", ".json")
NO_FOLDERS = (".csv", ".toml", ".xls", ".xlsm", ".xlsb", ".ods", ".txt", ".zip")
"""Endings that nobody gives a folder."""


def write_plan(problem: Problem, path: Path, overwrite: bool = False) -> None:
    """
    Write a plan so that reading it gives the same plan.

    Parameters
    ----------
    problem
        The plan.
    path
        A workbook if it ends in ``.xlsx``, JSON if it ends in ``.json``, else a folder. Written whole or not at all.
    overwrite
        Whether a plan that is there already is replaced. A folder with anything else in it never is.

    Raises
    ------
    InputError
        The path is taken, no form of a plan, or cannot be written.
    """
    suffix = _form(path)
    complaint = place_complaint(path, overwrite)
    if complaint:
        raise InputError([Complaint(str(path), "", *complaint)])
    try:
        target = path.resolve()
        problem = named_from(problem, target.parent if suffix in FILES else target)
        target.parent.mkdir(parents=True, exist_ok=True)
        if suffix == ".xlsx":
            from scheduler.io.write_workbook import workbook_bytes

            content = workbook_bytes(problem, path.name)
        elif suffix == ".json":
            content = plan_json(problem).encode()
        else:
            with replacement(target) as folder:
                for name, text in folder_texts(problem).items():
                    (folder / name).write_text(text, encoding="utf-8", newline="")
            return
        with replaced_file(path) as new:
            new.write_bytes(content)
    except OSError as error:
        message = f"Cannot be written: {error.strerror or error}."
        raise InputError([Complaint(str(path), "", message, "Choose a place that you may write to.")]) from error


def folder_texts(problem: Problem) -> dict[str, str]:
    """Content of each file of the plan's folder."""
    tables = {table: csv_text(SHEETS[table], table_rows(problem, table)) for table in tables_to_write(problem)}
    return {PLAN_FILE: plan_toml(problem), **{csv_file(table): text for table, text in tables.items()}}


def csv_text(columns: Iterable[str], rows: Iterable[Row]) -> str:
    """Rows as CSV with a header, texts guarded against being run as formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    names = list(columns)
    writer.writerow(names)
    writer.writerows([_text(row.get(name)) for name in names] for row in rows)
    return stream.getvalue()


def plan_json(problem: Problem) -> str:
    """The plan as JSON, fields named as in ``Problem``."""
    return json.dumps(plain(problem.model_dump()), ensure_ascii=False, indent=1) + "\n"


def _slip(suffix: str) -> tuple[str, str] | None:
    """Message and remedy where a new folder would have an ending that is nearly that of a file: ``plan.xlxs``."""
    # The dot, which all have, would make week.jan look like week.json.
    near = Suggestions(ending[1:] for ending in FILES).nearest(suffix[1:])
    if suffix in FILES or not near or abs(len(suffix[1:]) - len(near)) > 1:
        return None
    return f"{suffix} is no form of a plan.", f"Write '.{near}', or name a folder without such an ending."


def _form(path: Path) -> str:
    """Ending that tells the form of a plan; folders have none, whatever they are called."""
    return "" if path.is_dir() else path.suffix.lower()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def place_complaint(path: Path, overwrite: bool) -> tuple[str, str] | None:
    """Message and remedy where a plan cannot be written to a path; the parameters are those of ``write_plan``."""
    suffix = _form(path)
    if suffix in NO_FOLDERS:
        return f"{suffix} is no form of a plan.", "Name a folder, an .xlsx workbook or a .json file."
    if not path.exists():
        return _slip(suffix)
    if suffix not in FILES and not path.is_dir():
        return "Is a file, not a folder.", "Name another folder."
    if path.is_dir():
        others = sorted(entry.name for entry in path.iterdir() if entry.name not in FOLDER_FILES)
        if others:
            return f"The folder holds other things, such as {others[0]!r}.", "Name another folder."
        if not any(path.iterdir()):
            return None
    return None if overwrite else ("There is a plan already.", "Name another place, or allow overwriting.")
