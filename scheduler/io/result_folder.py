"""Folders of results: written whole or not at all, and never over something else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.read_folder import FOLDER_FILES
from scheduler.io.run_result import RESULT_FILE
from scheduler.io.run_swap import replacement

DESIGN_FILE = "design.json"
SCHEMAS = {
    RESULT_FILE: ("shiftwright.result/", "shiftwright.rotation/", "shiftwright.assignment/"),
    DESIGN_FILE: ("shiftwright.design/",),
}
"""Files that make a folder one of a run, and how the schema of each begins."""
ANSWERS = ("roster.csv", "rota.csv", "assignments.csv")
"""Of these a run has one where it has found something."""
RUN_FILES = {
    *SCHEMAS,
    *ANSWERS,
    *("equipment.csv", "coverage.csv", "pools.csv", "desks.csv", "roster.xlsx", "report.html"),
    *("rota.xlsx", "assignments.xlsx", "shifts.csv", "curve.csv", "design.png", "curve.png"),
}
"""What verbs write into the folder of a run; anything else there is somebody's."""
PICTURES_FOLDER, PICTURE = "pictures", ".png"
SYSTEM_FILES = (".DS_Store", "Thumbs.db", "desktop.ini", "~$", ".~lock.")
"""How names begin of files that systems and open spreadsheets leave in any folder."""


@contextmanager
def result_folder(folder: Path) -> Iterator[Path]:
    """
    A new folder to be filled, which takes the place of ``folder`` at the end of the block.

    A kill at any moment leaves the whole previous folder or the whole new one.

    Parameters
    ----------
    folder
        Where; created with its parents. A run that is there is replaced.

    Raises
    ------
    InputError
        The folder holds something else than a run, or cannot be written.
    """
    check_target(folder)
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacement(target) as new:
            yield new
    except OSError as error:
        message = f"Cannot be written: {error.strerror or error}."
        raise InputError([Complaint(str(folder), "", message, "Choose another folder.")]) from error


def check_target(folder: Path) -> None:
    """
    Make sure that a run may be written to a folder; worth asking before a long computation.

    Parameters
    ----------
    folder
        A folder that does not exist, is empty or holds a run.

    Raises
    ------
    InputError
        It is a file, or holds something else.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        message = "Is a file; a run needs a folder."
    elif not any(folder.iterdir()):
        return
    elif not _is_run(folder):
        message = "Holds files that are not a run; they would be lost."
    else:
        others = sorted(_others(folder))
        if not others:
            return
        message = f"Holds {others[0]!r} beside a run; it would be lost."
    raise InputError([Complaint(str(folder), "", message, "Choose a new or empty folder, or one of a run.")])


def set_aside(folder: Path) -> Path | None:
    """
    Copy a run that found something, before one takes its place that found nothing.

    Returns
    -------
    The copy beside it; ``None`` where there is nothing to keep.

    Raises
    ------
    InputError
        The folder holds something else than a run.
    """
    check_target(folder)
    if not any((folder / name).exists() for name in ANSWERS):
        return None
    target = folder.resolve()
    names = (f"{target.name}-before{'' if number == 1 else f'-{number}'}" for number in count(1))
    copy = next(path for path in map(target.with_name, names) if not path.exists())
    with replacement(copy) as new:
        shutil.copytree(target, new, dirs_exist_ok=True)
    return copy


def _others(folder: Path) -> Iterator[str]:
    """What no verb has written into the folder of a run."""
    own = {PICTURES_FOLDER: None, _new_plan(folder): FOLDER_FILES}
    for path in folder.iterdir():
        if path.name.startswith(SYSTEM_FILES) or (path.is_file() and path.name in RUN_FILES):
            continue
        if not path.is_dir() or path.name not in own:
            yield path.name
            continue
        names = own[path.name]
        yield from (
            f"{path.name}/{part.name}"
            for part in path.iterdir()
            if not part.name.startswith(SYSTEM_FILES)
            and (part.suffix != PICTURE if names is None else part.name not in names)
        )


def _new_plan(folder: Path) -> str:
    """Name of the plan that a design has written; empty where there is none."""
    try:
        return str(json.loads((folder / DESIGN_FILE).read_bytes()).get("new_plan") or "")
    except (OSError, ValueError, AttributeError):
        return ""


def _is_run(folder: Path) -> bool:
    return any(_has_schema(folder / name, schemas) for name, schemas in SCHEMAS.items())


def _has_schema(path: Path, schemas: tuple[str, ...]) -> bool:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and str(document.get("schema", "")).startswith(schemas)
