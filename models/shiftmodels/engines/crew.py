"""Solver processes: tasks go out, answers come back; one that dies, hangs or takes too much memory is replaced."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, Protocol

import psutil

from shiftmodels.clock import Clock, clock
from shiftmodels.data import ModelData
from shiftmodels.design.data import DesignData
from shiftmodels.first_use import first_use

GRACE_SECONDS = 10.0
"""How long after its limit a task may still answer before its process is given up."""

START_SECONDS = 60.0
"""How long a process with a task may take to know the problem: all of them load modules at the same time."""

MEMORY_SHARE = 0.8
"""Share of the machine's memory that all processes together may take where no limit is given."""

STILLBORN = (
    "Solver processes end as soon as they begin. "
    'A script that builds rosters has to do so under ‘if __name__ == "__main__":’, as its processes run it once more.'
)
"""What is told then: most of the times it is this."""
MOST_STILLBORN = 2
"""Processes that may end before any is ready. Later on none of them may cost what has been found."""


class Task(Protocol):
    """Work for a solver process."""

    @property
    def limit_seconds(self) -> float:
        """Wall time after which it is expected to end."""

    def run(self, data: Any) -> Any:
        """Do it; the answer must be picklable. An iterator gives answers on the way, and ``None`` is its last one."""


@dataclass(frozen=True)
class Lost:
    """Answer in place of one that a process did not give, and why."""

    reason: str


@dataclass(frozen=True)
class Ready:
    """First answer of a process: it knows the problem."""


@dataclass(frozen=True)
class Compiling:
    """A process compiles functions, which an earlier run would have left to it."""


@dataclass(eq=False)
class _Member:
    process: SpawnProcess
    connection: Connection
    outbox: queue.SimpleQueue[bytes | memoryview | None] = field(default_factory=queue.SimpleQueue)
    threads: list[threading.Thread] = field(default_factory=list)
    task: Task | None = None
    allowed: float = 0.0
    deadline: float = 0.0
    is_ready: bool = False
    is_fresh: bool = True
    worked: float = 0.0
    counted: float = 0.0


@dataclass(frozen=True)
class _Message:
    """What a process sent: an answer or why there is none, whether the task has ended, and the work done so far."""

    member: _Member
    answer: Any
    ended: bool
    worked: float


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
    memory_mb
        Memory that each process may take, in megabytes; by default they share what ``MEMORY_SHARE`` says.
    clock
        If it counts work, those of the processes do, and what they count is added to it.

    Attributes
    ----------
    fresh_seconds
        How much longer a process may take for its first task, in which it prepares what later ones use.
    has_compiled
        Whether any of them has compiled functions, as in the first runs of an installation.
    """

    def __init__(
        self, data: ModelData | DesignData, size: int, memory_mb: float | None = None, clock: Clock | None = None
    ) -> None:
        # Once for all of them, and before anything of it can change.
        self._data = ForkingPickler.dumps(data)
        self._clock = Clock() if clock is None else clock
        self.fresh_seconds = 0.0
        self._memory_mb = memory_mb or MEMORY_SHARE * psutil.virtual_memory().total / 2**20 / size
        self._context = multiprocessing.get_context("spawn")
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._has_begun, self._died, self.has_compiled = False, 0, False
        self._members: list[_Member] = []
        try:
            for _ in range(size):
                self._members.append(self._hire())
        except BaseException:
            # Ctrl-C: nobody is there yet who would leave the crew.
            self.__exit__()
            raise

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            _dismiss(member)

    @property
    def size(self) -> int:
        """Processes."""
        return len(self._members)

    @property
    def idle(self) -> int:
        """Processes without a task."""
        return sum(member.task is None for member in self._members)

    def give(self, task: Task) -> None:
        """
        Give a task to an idle process.

        Raises
        ------
        RuntimeError
            If processes end as soon as they begin, from the first on; so does ``answers``. Or if none is idle.
        """
        member = next((member for member in self._members if member.task is None), None)
        if member is None:
            raise RuntimeError(f"A task for a solver process, but all {self.size} of them are at work.")
        if not _listens(member):
            # It died while it had nothing to do: nothing is lost. Of the next one its reader would tell.
            member = self._replace_dead(member)
        member.outbox.put(ForkingPickler.dumps(task))
        grace = GRACE_SECONDS + (self.fresh_seconds if member.is_fresh else 0.0)
        member.allowed = self._clock.wall_seconds(task.limit_seconds) + grace
        member.task, member.is_fresh = task, False
        member.deadline = time.monotonic() + (member.allowed if member.is_ready else START_SECONDS)

    def answers(self, timeout_seconds: float) -> list[tuple[Task, Any]]:
        """
        What came in since: tasks, each with an answer or ``Lost``; waits for one up to the timeout.

        A task that gives several answers has ended when ``None`` comes.
        """
        told = [self._collect(message) for message in self._messages(timeout_seconds)]
        ended = [answer for answer in told if answer is not None]
        for member in [member for member in self._members if member.task is not None]:
            reason = self._overrun(member)
            if reason is not None and member.task is not None:
                ended.append((member.task, Lost(reason)))
                self._replace(member)
        return ended

    def restart(self) -> None:
        """End every process that is at work; new ones take their places."""
        for member in [member for member in self._members if member.task is not None]:
            self._replace(member)

    def _messages(self, timeout_seconds: float) -> Iterator[_Message]:
        """Messages that are there; the first is waited for while anybody is at work."""
        try:
            busy = self.idle < len(self._members)
            yield self._inbox.get(timeout=timeout_seconds) if busy else self._inbox.get_nowait()
            while True:
                yield self._inbox.get_nowait()
        except queue.Empty:
            return

    def _collect(self, message: _Message) -> tuple[Task, Any] | None:
        """The answer in a message; ``None`` where nobody waits for it."""
        member, task = message.member, message.member.task
        if isinstance(message.answer, Ready):
            self._has_begun = member.is_ready = True
            member.deadline = time.monotonic() + member.allowed
            return None
        if isinstance(message.answer, Compiling):
            self.has_compiled = True
            return None
        if task is None or member not in self._members:
            return None
        # Of a process that was lost, what it had done is told as it was known then, which may be less.
        member.worked = max(member.worked, message.worked)
        if isinstance(message.answer, Lost):
            self._replace_dead(member)
        elif message.ended:
            member.task = None
            self._count(member)
        return task, message.answer

    def _count(self, member: _Member) -> None:
        """
        Count the work of a process whose task has ended, or that is replaced.

        Not before: how many answers come in together is chance, and what is left of the work must not go by it.
        """
        self._clock.work(member.worked - member.counted)
        member.counted = member.worked

    def _overrun(self, member: _Member) -> str | None:
        """What a process at work takes too much of."""
        if time.monotonic() > member.deadline:
            return "it hung past its time limit" if member.is_ready else "it did not begin"
        try:
            taken = psutil.Process(member.process.pid).memory_info().rss / 2**20
        except psutil.Error:
            # It has just ended: its connection tells.
            return None
        return f"it took more than {self._memory_mb:,.0f} MB of memory" if taken > self._memory_mb else None

    def _hire(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._clock.by_work), daemon=True)
        member = _Member(process, ours)
        try:
            with _uninterrupted():
                process.start()
            theirs.close()
            # Not an argument: whoever starts a process that dies before it has read all of them waits forever.
            member.outbox.put(self._data)
            # What is more than a pipe takes keeps its sender waiting, and a message that stops half-way its reader:
            # threads, so that nobody else waits with them.
            _begin(member, _write, member)
            _begin(member, _read, member, self._inbox)
        except BaseException:
            _dismiss(member)
            raise
        return member

    def _replace_dead(self, member: _Member) -> _Member:
        """Replace a process that has died by itself, unless one after the other does so and none has ever begun."""
        self._died += 1
        if self._died > MOST_STILLBORN and not self._has_begun:
            raise RuntimeError(STILLBORN)
        return self._replace(member)

    def _replace(self, member: _Member) -> _Member:
        self._count(member)
        _dismiss(member)
        new = self._hire()
        self._members[self._members.index(member)] = new
        return new


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started here never sees Ctrl-C, even while it loads modules: only the parent decides what it means."""
    if sys.platform == "win32":
        yield
        return
    # Where it is not there yet, starting a process starts it, which lets signals through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(member: _Member, work: Callable[..., None], *arguments: object) -> None:
    """Work for a member in a thread of its own."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    member.threads.append(thread)


def _listens(member: _Member) -> bool:
    """Whether a process is there to be given a task, and the threads that it needs for that."""
    return member.process.is_alive() and all(thread.is_alive() for thread in member.threads)


def _dismiss(member: _Member) -> None:
    """End a process, if it has begun; its threads then meet the end of the connection."""
    if member.process.pid is not None:
        member.process.kill()
        member.process.join()
    member.outbox.put(None)
    for thread in member.threads:
        thread.join()
    member.connection.close()


def _write(member: _Member) -> None:
    """Send what is for a process, until there is nobody: of that its reader tells."""
    while (message := member.outbox.get()) is not None:
        try:
            member.connection.send_bytes(message)
        except OSError:
            return


def _read(member: _Member, inbox: queue.SimpleQueue[_Message]) -> None:
    """Pass on what a process sends until it ends or sends what cannot be read."""
    while True:
        try:
            message = _Message(member, *member.connection.recv())
        except (EOFError, OSError):
            member.process.join(1.0)
            message = _Message(member, Lost(f"it ended with exit code {member.process.exitcode}"), True, member.worked)
        except Exception as error:
            # Whatever a message that was cut off or overwritten unpickles to, the process is not to be trusted.
            reason = f"its message was damaged ({type(error).__name__})"
            message = _Message(member, Lost(reason), True, member.worked)
        inbox.put(message)
        if isinstance(message.answer, Lost):
            return


def _serve(connection: Connection, by_work: bool) -> None:
    clock.by_work = by_work
    # Ctrl-C reaches the whole process group; only the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Solvers print banners; standard output belongs to the results.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # Functions are compiled in threads too, and two messages at a time would be none.
    guard = threading.Lock()

    def tell(answer: Any, *, ended: bool = False) -> None:
        with guard:
            connection.send((answer, ended, clock.now()))

    first_use.listener = lambda: tell(Compiling())
    if (data := _received(connection)) is None:
        return
    tell(Ready())
    while (task := _received(connection)) is not None:
        answer = task.run(data)
        if isinstance(answer, Iterator):
            for part in answer:
                tell(part)
            answer = None
        tell(answer, ended=True)


def _received(connection: Connection) -> Any:
    """What comes next; ``None`` where nobody sends any more."""
    try:
        return connection.recv()
    except EOFError:
        return None
