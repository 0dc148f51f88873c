"""Solver processes: tasks go out, answers come back, and a process that dies or hangs is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Protocol

from shiftmodels.data import ModelData

GRACE_SECONDS = 10.0
"""How long after its limit a task may still answer before its process is given up."""


class Task(Protocol):
    """Work for a solver process."""

    @property
    def limit_seconds(self) -> float:
        """Wall time after which it is expected to end."""

    def run(self, data: ModelData) -> Any:
        """Do it; the answer must be picklable. An iterator gives answers on the way, and ``None`` is its last one."""


@dataclass(frozen=True)
class Lost:
    """Answer in place of one that a process did not give, and why."""

    reason: str


@dataclass(eq=False)
class _Member:
    process: SpawnProcess
    connection: Connection
    task: Task | None = None
    deadline: float = field(default=0.0)
    is_fresh: bool = True


class Crew:
    """
    A fixed number of solver processes that all know the problem.

    Use it as a context manager: leaving it ends every process at once.

    Parameters
    ----------
    data
        The problem.
    size
        Number of processes.

    Attributes
    ----------
    fresh_seconds
        How much longer a process may take for its first task, in which it prepares what later ones use.
    """

    def __init__(self, data: ModelData, size: int) -> None:
        self._data = data
        self.fresh_seconds = 0.0
        self._context = multiprocessing.get_context("spawn")
        self._members = [self._hire() for _ in range(size)]

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            self._dismiss(member)

    @property
    def idle(self) -> int:
        """Processes without a task."""
        return sum(member.task is None for member in self._members)

    def give(self, task: Task) -> None:
        """Give a task to an idle process."""
        member = next(member for member in self._members if member.task is None)
        try:
            member.connection.send(task)
        except OSError:
            # It died while it had nothing to do: nothing is lost.
            member = self._replace(member)
            member.connection.send(task)
        grace = GRACE_SECONDS + (self.fresh_seconds if member.is_fresh else 0.0)
        member.task, member.deadline, member.is_fresh = task, time.monotonic() + task.limit_seconds + grace, False

    def answers(self, timeout_seconds: float) -> list[tuple[Task, Any]]:
        """
        What came in since: tasks, each with an answer or ``Lost``; waits for one up to the timeout.

        A task that gives several answers has ended when ``None`` comes.
        """
        busy = {member.connection: member for member in self._members if member.task is not None}
        ready = wait(list(busy), timeout_seconds) if busy else []
        ended = [self._collect(busy[connection]) for connection in ready if isinstance(connection, Connection)]
        for member in self._members:
            if member.task is not None and time.monotonic() > member.deadline:
                ended.append((member.task, Lost("it hung past its time limit")))
                self._replace(member)
        return ended

    def restart(self) -> None:
        """End every process that is at work; new ones take their places."""
        for member in [member for member in self._members if member.task is not None]:
            self._replace(member)

    def _collect(self, member: _Member) -> tuple[Task, Any]:
        assert member.task is not None
        task = member.task
        try:
            answer, ended = member.connection.recv()
            if ended:
                member.task = None
        except (EOFError, OSError):
            member.process.join(1.0)
            answer = Lost(f"it ended with exit code {member.process.exitcode}")
            self._replace(member)
        except Exception as error:
            # Whatever a message that was cut off or overwritten unpickles to, the process is not to be trusted.
            answer = Lost(f"its message was damaged ({type(error).__name__})")
            self._replace(member)
        return task, answer

    def _hire(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._data), daemon=True)
        process.start()
        theirs.close()
        return _Member(process, ours)

    def _dismiss(self, member: _Member) -> None:
        member.process.kill()
        member.process.join()
        member.connection.close()

    def _replace(self, member: _Member) -> _Member:
        self._dismiss(member)
        new = self._hire()
        self._members[self._members.index(member)] = new
        return new


def _serve(connection: Connection, data: ModelData) -> None:
    # Ctrl-C reaches the whole process group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Solvers print banners; standard output belongs to the results.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    while True:
        try:
            task: Task = connection.recv()
        except EOFError:
            return
        answer = task.run(data)
        if isinstance(answer, Iterator):
            for part in answer:
                connection.send((part, False))
            answer = None
        connection.send((answer, True))
