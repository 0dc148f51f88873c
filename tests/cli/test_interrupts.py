"""Ctrl-C while a roster is being built: it is kept, and nothing else is left."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent.parent
HELPDESK = ROOT / "instances" / "helpdesk"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def _started(out: Path, temporary: Path, engine: str) -> subprocess.Popen[str]:
    """A run that has its first roster, and processes of its own."""
    command = [sys.executable, "-m", "scheduler", "build", str(HELPDESK), "--out", str(out), "--engine", engine]
    process = subprocess.Popen(
        [*command, "--time-limit", "120"],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"cost +\d", line):
            break
    return process


def _still_running(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended soon after the command: Python's own resource tracker follows it by a moment."""
    return psutil.wait_procs(processes, timeout=2.0)[1]


@pytest.mark.parametrize(("engine", "times"), [("staged", 1), ("mip", 2)])
def test_the_best_roster_is_kept(tmp_path: Path, engine: str, times: int) -> None:
    """Pressed once or twice: exit code 130 within seconds, the roster is written, no process and no file is left."""
    out, temporary = tmp_path / "run", tmp_path / "temporary"
    temporary.mkdir()
    process = _started(out, temporary, engine)
    children = psutil.Process(process.pid).children(recursive=True)
    begin = time.monotonic()
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() - begin < 10
    assert json.loads((out / "result.json").read_text(encoding="utf-8"))["status"] == "interrupted"
    tables = {f"{name}.csv" for name in ("roster", "coverage", "pools", "desks")}
    assert {path.name for path in out.iterdir()} == {"result.json", "roster.xlsx", *tables}
    assert children
    assert _still_running(children) == []
    assert list(temporary.iterdir()) == []


def test_the_third_one_ends_at_once(tmp_path: Path) -> None:
    """Nothing is written, and nothing is left."""
    out, temporary = tmp_path / "run", tmp_path / "temporary"
    temporary.mkdir()
    process = _started(out, temporary, "staged")
    children = psutil.Process(process.pid).children(recursive=True)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.02)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert _still_running(children) == []
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]
    assert list(temporary.iterdir()) == []
