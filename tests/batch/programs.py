"""Stand-ins for `shiftwright`: they take its arguments, tell of one improvement and end badly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scheduler.batch.apart import shiftwright


def _improve(arguments: Sequence[str]) -> None:
    path = Path(arguments[arguments.index("--progress") + 1])
    path.write_text("seconds,cost,bound\n1.5,120.0,90.0\n2.0,11")


def crash(arguments: Sequence[str]) -> int:
    """End by a signal, as after a fault in a solver."""
    _improve(arguments)
    os.kill(os.getpid(), signal.SIGSEGV)
    return 0


def fail(arguments: Sequence[str]) -> int:
    """End as a program does that has no result."""
    print("no memory left", file=sys.stderr)
    return 1


def refuse(arguments: Sequence[str]) -> int:
    """End as a command does that is used wrongly."""
    print("Usage: shiftwright build [OPTIONS] PLAN\nTry 'shiftwright build --help' for help.\n", file=sys.stderr)
    print("Error: Invalid value for --engine: staged does not know\nthe priorities of the plan.", file=sys.stderr)
    return 2


def raise_error(arguments: Sequence[str]) -> int:
    """End by an exception."""
    raise ZeroDivisionError("of what")


def hang(arguments: Sequence[str]) -> int:
    """Never end, with a child that does not either and whose number is printed."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
    print(child.pid, flush=True)
    _improve(arguments)
    time.sleep(1000)
    return 0


def fill(arguments: Sequence[str]) -> int:
    """Take 300 MB and keep them, in a child."""
    text = "x = bytearray(300 * 2**20); import time; time.sleep(1000)"
    subprocess.run([sys.executable, "-c", text], check=False)
    return 0


def nap(arguments: Sequence[str]) -> int:
    """End soon without a result; when interrupted, by an exception, as in the first moment of a process."""
    time.sleep(0.2)
    return 4


def nap_or_build(arguments: Sequence[str]) -> int:
    """Build a plan that is there; sleep where there is none."""
    if Path(arguments[1]).exists():
        return shiftwright(arguments)
    time.sleep(1000)
    return 4
