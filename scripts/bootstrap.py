"""Make the project's own environment, with the standard library only, and go on in it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
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
        sys.exit(run([str(python), str(Path(sys.argv[0]).resolve()), *sys.argv[1:]]))


def run(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Exit code of a command in the project's folder; Ctrl-C is the command's business, which may have work to save."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def _fingerprint() -> str:
    parts = [(ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml")]
    return hashlib.sha256(b"\n".join([str(ROOT).encode(), *parts])).hexdigest()


def _install(python: Path) -> None:
    message = f"Installing the pinned packages into {ENVIRONMENT.name} (a minute or two, once) ..."
    print(message, file=sys.stderr, flush=True)
    if not python.exists():
        _create()
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "--constraint", str(ROOT / "constraints.txt"), "--editable", f"{ROOT}[dev]"]
    if subprocess.call(command) != 0:
        sys.exit("Installing failed; see the message of pip above.")
    # Compiled here once, so that the first run does not spend its time limit on it, and no command where Python may not
    # write bytecode (PYTHONDONTWRITEBYTECODE).
    subprocess.call([str(python), "-m", "compileall", "-q", "scheduler", "models"], cwd=ROOT)
    subprocess.call([str(python), "-m", "shiftmodels.warm_up"], cwd=ROOT)
    STAMP.write_text(_fingerprint())


def _create() -> None:
    # Some systems ship Python without venv or without its pip; the scripts must be able to say so.
    try:
        import venv

        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (ImportError, subprocess.CalledProcessError):
        sys.exit("Python's venv is not complete here; install it (Debian, Ubuntu: apt install python3-venv).")
