"""Groups of processes: once killed, nothing of them runs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scheduler.batch import group
from tests.processes import SOON_SECONDS, members

CHILDREN = 20
TEXT = f"""
import os, sys, time
block = bytearray(20 * 2**20)
for _ in range({CHILDREN}):
    if os.fork() == 0:
        block[:] = bytes(len(block))
        time.sleep(1000)
        sys.exit()
    time.sleep(0.02)
print(flush=True)
time.sleep(1000)
"""


def test_nothing_runs_once_it_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process and twenty children, whose memory takes the system a while to free."""
    monkeypatch.setattr(group, "PATIENCE_SECONDS", SOON_SECONDS)
    with subprocess.Popen([sys.executable, "-c", TEXT], stdout=-1, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert len(members(process.pid)) == CHILDREN + 1
        group.kill_group(process.pid)
        assert members(process.pid) == []
        assert process.wait() == -9


def test_group_that_is_no_more() -> None:
    """Nothing to kill is no error."""
    with subprocess.Popen([sys.executable, "-c", ""], start_new_session=True) as process:
        process.wait()
    group.kill_group(process.pid)


def test_what_does_not_end_is_not_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that a kill does not reach, as one waiting for a disk: the batch goes on."""
    monkeypatch.setattr(group, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(os, "killpg", lambda *_: None)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"], start_new_session=True) as process:
        group.kill_group(process.pid)
        assert process.poll() is None
        process.kill()
