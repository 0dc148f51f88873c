"""Folders of results: written whole or not at all, and never over something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.run_result import RESULT_FILE
from scheduler.io.run_swap import replacement

DESIGN_FILE = "design.json"
SCHEMAS = {
    RESULT_FILE: ("shiftwright.result/", "shiftwright.rotation/", "shiftwright.assignment/"),
    DESIGN_FILE: ("shiftwright.design/",),
}
"""Files that make a folder one of a run, and how the schema of each begins."""


@contextmanager
def result_folder(folder: Path) -> Iterator[Path]:
    """
    A new folder to be filled, which takes the place of ``folder`` at the end of the block.

    A kill at any moment leaves the whole previous folder or the whole new one.

    Parameters
    ----------
    folder
        Where; created with its parents. A run that is there is replaced with everything in its folder.

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
    elif not any(folder.iterdir()) or _is_run(folder):
        return
    else:
        message = "Holds files that are not a run; they would be lost."
    raise InputError([Complaint(str(folder), "", message, "Choose a new or empty folder, or one of a run.")])


def _is_run(folder: Path) -> bool:
    return any(_has_schema(folder / name, schemas) for name, schemas in SCHEMAS.items())


def _has_schema(path: Path, schemas: tuple[str, ...]) -> bool:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and str(document.get("schema", "")).startswith(schemas)
