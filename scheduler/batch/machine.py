"""On what, and with which state of the project, a run is made."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scheduler.batch.records import Machine

SOURCES = ("scheduler", "models", "scripts", "instances")
UNKNOWN = "unknown"

PROJECT = Path(__file__).resolve().parent.parent.parent
"""Where the packages lie: a checkout of the project, or where they were installed to."""


@functools.cache
def this_state() -> str:
    """State of the program that this process runs: see ``commit``, or the release where it was installed."""
    state = commit(PROJECT)
    return f"release {version('shiftwright')}" if state == UNKNOWN else state


@functools.cache
def this_machine() -> Machine:
    """Return processor, cores, memory and system."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (ValueError, OSError):
        memory = None
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return Machine(
        processor=_processor(), cores=cores, memory_mb=memory, system=f"{platform.system()} {platform.machine()}"
    )


def here_and_now() -> dict[str, Any]:
    """Fields of a ``Run`` that say where, when and of which state of the program it is made."""
    date = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"machine": this_machine(), "load": load(), "commit": this_state(), "date": date}


def load() -> float | None:
    """Processes that want a core, averaged over the last minute; ``None`` if unknown."""
    try:
        return round(os.getloadavg()[0], 2)
    except OSError:
        return None


def commit(root: Path) -> str:
    """
    State of the project: the commit and, where files differ from it, a fingerprint of the difference.

    Two dirty states are told apart, so that no run is skipped whose code has changed since.
    """
    # An environment inside somebody else's repository is no part of it.
    head = _git(root, "rev-parse", "--short=12", "HEAD") if (root / ".git").exists() else None
    if head is None:
        return UNKNOWN
    changed = _git(root, "diff", "HEAD") or ""
    untracked = _git(root, "ls-files", "--others", "--exclude-standard", "--", *SOURCES) or ""
    if not changed and not untracked:
        return head
    digest = hashlib.sha256(changed.encode())
    for name in untracked.splitlines():
        digest.update(name.encode() + (root / name).read_bytes())
    return f"{head} dirty {digest.hexdigest()[:8]}"


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode(errors="replace").strip()


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
        done = subprocess.run(["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, text=True, check=True)
        return done.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return platform.processor() or UNKNOWN
