"""A run of a batch, in a process of its own: whatever becomes of it, there is a row to tell."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

from scheduler.batch import machine
from scheduler.batch.apart import Command, processes, shiftwright, work
from scheduler.batch.group import kill_group
from scheduler.batch.memory import together_mb
from scheduler.batch.outcome import outcome_of
from scheduler.batch.records import FAILED, Run, Task

PATIENCE, GRACE_SECONDS = 1.2, 60.0
"""A run is killed after this many time limits and seconds more: reading and compiling come before its clock starts."""

PERIOD_SECONDS = 0.5
"""Between two looks at the memory of a run."""

RUNS, LOGS = "runs", "logs"
"""Folders of the results of runs and of what they print."""


class Solve:
    """
    A run that has been started.

    Parameters
    ----------
    task
        What is run.
    folder
        Folder of the batch; the run's results go to ``runs`` in it, what it prints to ``logs``.
    memory_mb
        Memory of all its processes together, in megabytes, beyond which it is killed.
    command
        What takes the arguments of ``shiftwright``.
    grace_seconds
        What is granted beyond the time limit and a fifth of it.
    """

    def __init__(
        self,
        task: Task,
        folder: Path,
        memory_mb: float,
        *,
        command: Command = shiftwright,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self.task = task
        self._out, logs = folder / RUNS / task.name, folder / LOGS
        self._log, self._progress = logs / f"{task.name}.log", logs / f"{task.name}.csv"
        self._most_mb, self._killed, self._interrupted = memory_mb, "", False
        self._peak_mb: float | None = None
        _clear(self._out, self._log, self._progress)
        self._place = machine.here_and_now()
        self._begin = self._looked = time.monotonic()
        self._deadline = self._begin + task.time_limit_seconds * PATIENCE + grace_seconds
        arguments = build_arguments(task, self._out, self._progress)
        self._process = processes().Process(target=work, args=(command, arguments, self._log))
        self._process.start()

    @property
    def sentinel(self) -> int:
        """What ``multiprocessing.connection.wait`` waits for."""
        return self._process.sentinel

    def poll(self) -> Run | None:
        """The run, once it has ended; kills it where it takes too much time or memory."""
        if self._process.is_alive():
            self._watch()
        if self._process.is_alive():
            return None
        seconds = time.monotonic() - self._begin
        self.kill()
        code = None if self._killed else self._process.exitcode
        told = outcome_of(self.task, self._out, self._log, self._progress, code, self._killed, seconds)
        return Run.model_validate(self._place | told | {"together_memory_mb": self._peak_mb})

    def interrupt(self) -> None:
        """Ask it to end soon and keep its best roster."""
        if not self._interrupted and self._process.is_alive() and self._process.pid is not None:
            self._interrupted = True
            os.kill(self._process.pid, signal.SIGINT)

    def kill(self) -> None:
        """End it and all that it has started, at once."""
        if self._process.pid is not None:
            kill_group(self._process.pid)
        # It has no group of its own yet in its first moment.
        self._process.kill()
        self._process.join()

    def _watch(self) -> None:
        now = time.monotonic()
        if now > self._deadline:
            self._end(f"killed after {now - self._begin:.0f} s, long past its time limit")
        elif now - self._looked >= PERIOD_SECONDS:
            self._looked = now
            taken = together_mb(self._process.pid or 0) or 0.0
            self._peak_mb = max(self._peak_mb or 0.0, taken)
            if taken > self._most_mb:
                self._end(f"killed at {taken:,.0f} MB of memory, more than the {self._most_mb:,.0f} MB it may take")

    def _end(self, reason: str) -> None:
        self._killed = reason
        self.kill()


def lost(task: Task, message: str) -> Run:
    """The row of a run of which nothing more is known than that it did not end."""
    told = task.model_dump(exclude={"path"}) | {"status": FAILED, "seconds": 0.0, "message": message}
    return Run.model_validate(machine.here_and_now() | told)


def build_arguments(task: Task, out: Path, progress: Path) -> list[str]:
    """
    Arguments of ``shiftwright`` that solve a task: the same whoever runs them.

    Parameters
    ----------
    task
        What to solve.
    out, progress
        Folder of the run; file of its improvements.
    """
    named = {
        "--out": str(out),
        "--progress": str(progress),
        "--engine": task.engine,
        "--seed": str(task.seed),
        "--workers": str(task.workers),
        "--time-limit": str(task.time_limit_seconds),
    }
    options = [part for option in named.items() for part in option]
    return ["build", task.path, *options, "--no-pictures", "--quiet"]


def _clear(out: Path, log: Path, progress: Path) -> None:
    """Take away what an earlier run of the task left, lest it be taken for the answer of this one."""
    shutil.rmtree(out, ignore_errors=True)
    for path in (log, progress):
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
