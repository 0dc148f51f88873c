"""A fingerprint of the files of a plan."""

from __future__ import annotations

import hashlib
from pathlib import Path


def input_sha256(path: Path) -> str:
    """
    SHA-256 over the files of a plan: their names, lengths and bytes, in a fixed order.

    Parameters
    ----------
    path
        A folder, of which ``plan.toml`` and the known CSV files count, or a file.

    Returns
    -------
    64 hexadecimal digits; the same plan in another form has another fingerprint.

    Raises
    ------
    InputError
        A file cannot be read.
    """
    from scheduler.io.files import read_bytes
    from scheduler.io.read_folder import PLAN_FILE, csv_file
    from scheduler.io.tables import ROW_TABLES

    digest = hashlib.sha256()
    if not path.is_dir():
        digest.update(read_bytes(path))
        return digest.hexdigest()
    for name in (PLAN_FILE, *map(csv_file, ROW_TABLES)):
        if (path / name).exists():
            content = read_bytes(path / name, path)
            digest.update(f"{name}\n{len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
