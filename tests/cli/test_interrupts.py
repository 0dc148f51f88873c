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

from tests.processes import SOON_SECONDS, members, still_running

ROOT = Path(__file__).parent.parent.parent
HELPDESK = ROOT / "instances" / "helpdesk"
LIMIT_SECONDS = 10 * SOON_SECONDS
"""Of a run: one that goes on to its limit is not taken for one that ends soon."""
PRESSED_THRICE = """
import signal
from scheduler.cli.main import main
from scheduler.cli.progress import Display

show = Display.show

def press(display, point):
    show(display, point)
    if point.cost is not None:
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)

Display.show = press
main()
"""
"""The command, which is sent three signals once it has a roster: from within, as signals that meet are one."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def _arguments(out: Path, engine: str) -> list[str]:
    return ["build", str(HELPDESK), "--out", str(out), "--engine", engine, "--time-limit", str(LIMIT_SECONDS)]


def _started(out: Path, temporary: Path, engine: str) -> subprocess.Popen[str]:
    """A run that has its first roster, and processes of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler", *_arguments(out, engine)],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r"cost +\d", line):
            break
    return process


@pytest.mark.parametrize(("engine", "times"), [("staged", 1), ("mip", 2)])
def test_the_best_roster_is_kept(tmp_path: Path, engine: str, times: int) -> None:
    """Pressed once or twice: exit code 130 soon, the roster is written, no process and no file is left."""
    out, temporary = tmp_path / "run", tmp_path / "temporary"
    temporary.mkdir()
    process = _started(out, temporary, engine)
    children = psutil.Process(process.pid).children(recursive=True)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    process.communicate(timeout=SOON_SECONDS)
    assert process.returncode == 130
    assert json.loads((out / "result.json").read_text(encoding="utf-8"))["status"] == "interrupted"
    tables = {f"{name}.csv" for name in ("roster", "coverage", "pools", "desks")}
    assert {path.name for path in out.iterdir()} == {"result.json", "roster.xlsx", *tables}
    assert children
    assert still_running(children) == []
    assert list(temporary.iterdir()) == []


def test_the_third_one_ends_at_once(tmp_path: Path) -> None:
    """Nothing is written, and nothing is left."""
    out, temporary = tmp_path / "run", tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", PRESSED_THRICE, *_arguments(out, "staged")],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
        cwd=ROOT,
        start_new_session=True,
    )
    process.communicate(timeout=LIMIT_SECONDS / 2)
    assert process.returncode == 130
    assert still_running(members(process.pid)) == []
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]
    assert list(temporary.iterdir()) == []
