"""Read a plan: a folder, a workbook, a JSON file, or an instance of a public family."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft
from scheduler.io.fingerprint import input_sha256
from scheduler.problem import Problem

if TYPE_CHECKING:
    from scheduler.io.overlay import Overlay

__all__ = ["input_sha256", "read_plan"]

FORMS = "Give a folder with plan.toml, an .xlsx workbook, a .json file, or a public instance as the README says."


def read_plan(path: Path | str, overlays: Sequence[Overlay] = (), *, allow_code: bool = False) -> Problem:
    """
    Read and check a plan.

    Parameters
    ----------
    path
        A folder, an ``.xlsx`` workbook, a ``.json`` file, a ``.txt`` file of Curtois and Qu (2014) or of Qu and
        Curtois (2020), a ``.dzn`` file of minimum shift design, or ``FOLDER/n030w4_1_6-2-9-1`` of INRC-II, where
        ``FOLDER/n030w4`` holds the files.
    overlays
        Values to set in it.
    allow_code
        Whether Python files that it names as rules of its own may be run.

    Returns
    -------
    The plan. Times in it carry the offset that the plan's zone has at that moment.

    Raises
    ------
    InputError
        With every complaint found.
    """
    from scheduler.io.overlay import overlaid
    from scheduler.io.own_code import with_own_code
    from scheduler.io.validate import problem_of

    path = Path(path)
    try:
        draft = _draft(path)
        draft = overlaid(draft, overlays) if overlays else draft
        return problem_of(with_own_code(draft, path if path.is_dir() else path.parent, allow_code=allow_code))
    except OSError as error:
        message = f"Cannot be read: {error.strerror or error}."
        raise InputError([Complaint(str(path), "", message, "Check the path and its permissions.")]) from error


def _draft(path: Path) -> Draft:
    if path.is_dir():
        from scheduler.io.read_folder import read_folder

        return read_folder(path)
    suffix = path.suffix.lower()
    if not path.exists():
        from scheduler.io.families.inrc2 import inrc2_draft
        from scheduler.io.families.inrc2_files import instance_name

        if instance_name(path):
            return inrc2_draft(path)
        raise InputError([Complaint(str(path), "", "There is no such file or folder.", FORMS)])
    if suffix == ".xlsx":
        from scheduler.io.read_workbook import read_workbook

        return read_workbook(path)
    if suffix == ".json":
        from scheduler.io.read_json import read_json

        return read_json(path)
    if suffix == ".txt":
        from scheduler.io.families.curtois_qu import curtois_qu_draft
        from scheduler.io.families.matsp import matsp_draft
        from scheduler.io.families.matsp_file import is_matsp

        return matsp_draft(path) if is_matsp(path) else curtois_qu_draft(path)
    if suffix == ".dzn":
        from scheduler.io.families.shift_design import shift_design_draft

        return shift_design_draft(path)
    if suffix in (".xls", ".xlsm", ".xlsb", ".ods"):
        message, remedy = f"Workbooks of the form {suffix} are not read.", "Save it as .xlsx."
    elif path.name == "plan.toml":
        message, remedy = "Is a part of a plan.", f"Give its folder, {path.parent}."
    else:
        message, remedy = f"{suffix or 'A file without ending'} is no form of a plan.", FORMS
    raise InputError([Complaint(str(path), "", message, remedy)])
