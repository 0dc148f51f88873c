"""A fingerprint of the files of a plan."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.io.overlay import Overlay


def input_sha256(path: Path, overlays: Sequence[Overlay] = (), code: Sequence[Path] = ()) -> str:
    """
    SHA-256 over the files of a plan: their names, lengths and bytes, in a fixed order.

    Parameters
    ----------
    path
        A folder, of which ``plan.toml`` and the known CSV files count, a file, or an instance of INRC-II, of which
        the files of its history and weeks count.
    overlays
        Values set in it.
    code
        Python files of its own rules. Without any and without overlays, the fingerprint is that of the plan's files.

    Returns
    -------
    64 hexadecimal digits; the same plan in another form has another fingerprint.

    Raises
    ------
    InputError
        A file cannot be read.
    """
    from scheduler.io.families.inrc2_files import instance_name
    from scheduler.io.files import read_bytes
    from scheduler.io.read_folder import PLAN_FILE, csv_file
    from scheduler.io.tables import ROW_TABLES

    digest = hashlib.sha256()
    instance = None if path.exists() else instance_name(path)
    if instance is None and not path.is_dir():
        digest.update(read_bytes(path))
    else:
        names = (PLAN_FILE, *map(csv_file, ROW_TABLES))
        files = instance.files if instance else [path / name for name in names if (path / name).exists()]
        for file in files:
            _add_file(digest, file.name, read_bytes(file, None if instance else path))
    for overlay in overlays:
        digest.update(f"overlay\n{sorted(overlay.values.items())!r}\n".encode())
    for file in code:
        _add_file(digest, file.name, read_bytes(file))
    return digest.hexdigest()


def files_sha256(files: Sequence[Path]) -> str:
    """
    SHA-256 over files: their names, lengths and bytes, in the order given.

    Raises
    ------
    InputError
        A file cannot be read.
    """
    from scheduler.io.files import read_bytes

    digest = hashlib.sha256()
    for file in files:
        _add_file(digest, file.name, read_bytes(file))
    return digest.hexdigest()


def _add_file(digest: hashlib._Hash, name: str, content: bytes) -> None:
    digest.update(f"{name}\n{len(content)}\n".encode())
    digest.update(content)
