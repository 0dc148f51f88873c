"""A small plan with a comment on every key, to begin from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from scheduler.errors import Complaint, InputError


def is_taken(folder: Path) -> bool:
    """Whether something is there that the example would lie beside or replace."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def write_example(folder: Path) -> None:
    """
    Write the example plan.

    Parameters
    ----------
    folder
        New or empty folder; folders above it are made where they are missing.

    Raises
    ------
    InputError
        The folder holds something already, or cannot be written.
    """
    try:
        if is_taken(folder):
            raise InputError([Complaint(str(folder), "", "There is something already.", "Name a new folder.")])
        folder.mkdir(parents=True, exist_ok=True)
        for source in files("scheduler").joinpath("example").iterdir():
            (folder / source.name).write_bytes(source.read_bytes())
    except OSError as error:
        message = f"Cannot be written: {error.strerror or error}."
        raise InputError([Complaint(str(folder), "", message, "Choose a place that you may write to.")]) from error
