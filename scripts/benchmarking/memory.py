"""Memory of a run with all processes that it starts."""

from __future__ import annotations

import time
from subprocess import Popen, TimeoutExpired

import psutil

PERIOD_SECONDS = 0.5


def wait_and_watch(process: Popen[bytes], patience_seconds: float) -> tuple[int | None, float | None]:
    """
    Wait for a process and look at its memory twice a second.

    Parameters
    ----------
    process
        The process, started by this one.
    patience_seconds
        How long to wait.

    Returns
    -------
    code, peak
        Exit code, ``None`` where it goes on; largest memory seen in megabytes, ``None`` if none was seen.
    """
    end, peak = time.monotonic() + patience_seconds, None
    while (left := end - time.monotonic()) > 0:
        try:
            return process.wait(min(PERIOD_SECONDS, left)), peak
        except TimeoutExpired:
            now = together_mb(process.pid)
            peak = now if peak is None else max(peak, now or 0.0)
    return None, peak


def together_mb(pid: int) -> float | None:
    """
    Memory of a process and its descendants, in megabytes; ``None`` where it has ended.

    What processes share, libraries above all, is counted once, as far as the system tells it apart.
    """
    try:
        root = psutil.Process(pid)
        members = [root, *root.children(recursive=True)]
    except psutil.Error:
        return None
    own, shared = 0, 0
    for member in members:
        try:
            memory = member.memory_info()
        except psutil.Error:
            continue
        common = getattr(memory, "shared", 0)
        own += memory.rss - common
        shared = max(shared, common)
    return round((own + shared) / 2**20, 1)
