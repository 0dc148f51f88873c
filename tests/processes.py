"""Processes that tests start, and whether all of them have ended."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterable
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent

FUSE = 1000.0
"""Of ``shiftmodels.clock``: what is limited by work ends by it, however slow or busy the machine is."""
SOON_SECONDS = 120.0
"""How long a busy system may take to end what was told to; what would not end by itself takes much longer."""


def is_running(process: psutil.Process) -> bool:
    """Whether a process has not ended; one that nobody has waited for yet has."""
    try:
        return bool(process.is_running() and process.status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD))
    except psutil.NoSuchProcess:
        return False


def still_running(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Those that do not end soon."""
    left, until = list(processes), time.monotonic() + SOON_SECONDS
    while (left := [process for process in left if is_running(process)]) and time.monotonic() < until:
        time.sleep(0.01)
    return left


def numbered(number: int) -> list[psutil.Process]:
    """The process of a number, if there is one."""
    try:
        return [psutil.Process(number)]
    except psutil.NoSuchProcess:
        return []


def members(leader: int) -> list[psutil.Process]:
    """Processes of the session that a process leads or led."""
    return [process for process in psutil.process_iter() if is_running(process) and _session(process.pid) == leader]


def _session(number: int) -> int | None:
    try:
        return os.getsid(number)
    except ProcessLookupError:
        return None


def quick_processes(folder: Path) -> ForkServerContext:
    """
    Start anew the process whose forks begin at once: a new one takes a second or two to load what a solver needs.

    Parameters
    ----------
    folder
        Where forks put what is temporary.
    """
    for process in psutil.Process().children():
        if "forkserver" in " ".join(process.cmdline()):
            process.kill()
            assert still_running([process]) == []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.preloaded"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT, ROOT / "models"))))
        forkserver.ensure_running()
    return context
