"""What a process of a batch does: one command of `shiftwright`, with nobody else harmed by how it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext
from pathlib import Path

Command = Callable[[Sequence[str]], int]
"""Takes the arguments of `shiftwright` and returns an exit code."""

PRELOADED = ("scheduler.cli.building", "scheduler.io.read", "scheduler.io.run_folder", "scheduler.solve")
"""Imported once for all processes: importing them takes seconds, a fork of a process that has them, milliseconds."""


@cache
def processes() -> ForkServerContext:
    """Starts processes as forks of one that has imported everything, runs nothing, and has no threads of ours."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def shiftwright(arguments: Sequence[str]) -> int:
    """Run the command line here."""
    from scheduler.cli.main import run

    return run(list(arguments))


def work(command: Command, arguments: Sequence[str], log: Path) -> None:
    """
    Run a command as the leader of a process group of its own, and end the process with its exit code.

    Ctrl-C in a terminal does not reach it, only who started it; and it does not outlive who started it.

    Parameters
    ----------
    command, arguments
        What to run.
    log
        File that gets what it prints.
    """
    os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.exit(command(arguments))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.killpg(0, signal.SIGKILL)
