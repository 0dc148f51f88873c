"""Read what a rota is built from."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.checked import checked
from scheduler.io.families.rotating import read_rotating
from scheduler.io.files import as_text, read_bytes
from scheduler.io.read_toml import toml_values
from scheduler.io.toml_lines import line_of, toml_lines
from scheduler.rotation.plan import RotationPlan, RotationShift

ROTATION_FILE = "rotation.toml"
PUBLIC_SUFFIX = ".txt"


def rotation_file(path: Path) -> Path:
    """
    The file that a plan of a rota is read from.

    Parameters
    ----------
    path
        A folder with ``rotation.toml``, any ``.toml`` file, or a ``.txt`` file of Musliu, Schutt and Stuckey.

    Raises
    ------
    InputError
        There is none, or it is of another form.
    """
    remedy = f"Give a folder with {ROTATION_FILE}, a .toml file, or a public instance as the README says."
    file = path / ROTATION_FILE if path.is_dir() else path
    if not file.exists():
        raise InputError([Complaint(str(file), "", "There is no such file.", remedy)])
    if file.suffix.lower() not in (".toml", PUBLIC_SUFFIX):
        raise InputError([Complaint(str(file), "", "Has no form of a plan of a rota.", remedy)])
    return file


def read_rotation(path: Path) -> RotationPlan:
    """
    Read and check a plan of a rota.

    Parameters
    ----------
    path
        See ``rotation_file``.

    Raises
    ------
    InputError
        With every complaint found.
    """
    file = rotation_file(path)
    if file.suffix.lower() == PUBLIC_SUFFIX:
        return read_rotating(file)
    text = as_text(read_bytes(file), str(file))
    values = toml_values(text, str(file))
    lines = partial(line_of, lines=toml_lines(text, values))
    return checked(RotationPlan, values, str(file), {"shifts": RotationShift}, line_of=lines)
