"""``result.json``: the answer of a run for machines."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from scheduler.errors import Complaint, InputError
from scheduler.io.run_swap import recover
from scheduler.result import Result
from scheduler.run_facts import RunFacts

RESULT_FILE = "result.json"


def result_json(result: Result | RunFacts) -> str:
    """The text of ``result.json``: one document with the key ``schema``, without NaN or infinity."""
    return result.model_dump_json(by_alias=True, indent=2) + "\n"


def read_result(folder: Path) -> Result:
    """
    Read the result of a run.

    Parameters
    ----------
    folder
        Folder that ``write_run`` wrote.

    Raises
    ------
    InputError
        There is no ``result.json`` in it, or it is none of this version.
    """
    path = folder / RESULT_FILE
    recover(folder)
    try:
        return Result.model_validate_json(path.read_bytes())
    except OSError as error:
        complaint = Complaint(str(path), "", f"Cannot be read: {error.strerror}.", "Name the folder of a run.")
        raise InputError([complaint]) from error
    except ValidationError as error:
        raise InputError(_complaint(path, part["loc"], part["msg"]) for part in error.errors()) from error


def _complaint(path: Path, location: tuple[int | str, ...], message: str) -> Complaint:
    place = ".".join(str(part) for part in location)
    return Complaint(str(path), place, f"{message}.", "Name a run of this version, or build it again.")
