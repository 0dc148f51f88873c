"""Make the project's own environment, with the standard library only, and go on in it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "shiftwright-installed"
OLDEST = (3, 11)


def ensure_environment() -> None:
    """
    Run on in the project's environment; make it first where it is missing or out of date.

    Returns only inside that environment: the calling script is started again with its Python.
    """
    if sys.version_info < OLDEST:
        sys.exit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}.")
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not STAMP.exists() or STAMP.read_text() != _fingerprint():
        _install(python)
    if Path(sys.prefix) != ENVIRONMENT:
        sys.exit(subprocess.call([str(python), *sys.argv]))


def _fingerprint() -> str:
    parts = [(ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml")]
    return hashlib.sha256(b"\n".join([str(ROOT).encode(), *parts])).hexdigest()


def _install(python: Path) -> None:
    message = f"Installing the pinned packages into {ENVIRONMENT.name} (a minute or two, once) ..."
    print(message, file=sys.stderr, flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=not python.exists())
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "--constraint", str(ROOT / "constraints.txt"), "--editable", f"{ROOT}[dev]"]
    if subprocess.call(command) != 0:
        sys.exit("Installing failed; see the message of pip above.")
    STAMP.write_text(_fingerprint())
