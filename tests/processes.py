"""Processes that tests start, and whether all of them have ended."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

import psutil

SOON_SECONDS = 60.0
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
