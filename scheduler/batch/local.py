"""Runs on this machine, several at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

import psutil

from scheduler.batch.apart import Command, shiftwright
from scheduler.batch.records import FAILED, Run, Task
from scheduler.batch.solve_apart import GRACE_SECONDS, PERIOD_SECONDS, Solve, lost

MEMORY_SHARE = 0.8
"""Share of the machine's memory that runs at once may take together where no limit is given."""


def run_local(
    tasks: Iterator[Task],
    folder: Path,
    *,
    stop: threading.Event,
    at_once: int = 1,
    memory_mb: float | None = None,
    command: Command = shiftwright,
    grace_seconds: float = GRACE_SECONDS,
) -> Iterator[Run]:
    """
    Run tasks in processes of their own and yield each run as it ends.

    Parameters
    ----------
    tasks
        What to run; a task is asked for when there is room for it.
    folder
        Folder of the batch.
    stop
        Set it to interrupt what is running and to start nothing more; runs that it cut short, or that fail after
        it, are not yielded.
    at_once
        How many run at the same time.
    memory_mb
        Memory of each run, in megabytes; by default they share what ``MEMORY_SHARE`` says.
    command, grace_seconds
        See ``Solve``.
    """
    most = memory_mb or MEMORY_SHARE * psutil.virtual_memory().total / 2**20 / at_once
    start = partial(Solve, folder=folder, memory_mb=most, command=command, grace_seconds=grace_seconds)
    running: list[Solve] = []
    try:
        while True:
            while len(running) < at_once and not stop.is_set() and (task := next(tasks, None)) is not None:
                try:
                    running.append(_started(partial(start, task)))
                except (OSError, EOFError) as error:
                    yield lost(task, f"could not be started: {type(error).__name__}: {error}")
            if not running:
                return
            wait([solve.sentinel for solve in running], timeout=PERIOD_SECONDS)
            yield from _ended(running, stopped=stop.is_set())
    finally:
        for solve in running:
            solve.kill()


def _started(start: Callable[[], Solve]) -> Solve:
    """A run that has been started; again where the process that others are forked from is just dying."""
    try:
        return start()
    except EOFError:
        time.sleep(PERIOD_SECONDS)
        return start()


def _ended(running: list[Solve], *, stopped: bool) -> Iterator[Run]:
    """Take the runs that have ended out of those that are running; after a stop, interrupt the others."""
    if stopped:
        for solve in running:
            solve.interrupt()
    for solve in list(running):
        run = solve.poll()
        if run is not None:
            running.remove(solve)
            # Ctrl-C in its first moment looks like a crash: what fails after a stop is made again.
            if not (stopped and run.status in ("interrupted", FAILED)):
                yield run
