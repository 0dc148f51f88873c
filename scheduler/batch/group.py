"""All processes of a run: the group that its first one leads."""

from __future__ import annotations

import contextlib
import os
import signal
import time

import psutil

PATIENCE_SECONDS, PERIOD_SECONDS = 5.0, 0.01
"""How long the system may take to end what was killed; time between two looks."""


def kill_group(leader: int) -> None:
    """
    Kill the processes of a group and wait until they have ended.

    The system ends them some time after they are killed; what they hold would be taken from the next run.

    Parameters
    ----------
    leader
        Number of the process that leads the group; nothing is done where there is none.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
        while time.monotonic() < deadline and any(_is_member(process, leader) for process in psutil.process_iter()):
            time.sleep(PERIOD_SECONDS)


def _is_member(process: psutil.Process, leader: int) -> bool:
    """Whether a process is of the group and still runs; one that has ended but was not waited for does not."""
    try:
        return os.getpgid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE
    except (ProcessLookupError, psutil.Error):
        return False
