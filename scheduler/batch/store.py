"""The folder of a batch: a line for each run, on the disk as soon as the run has ended."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from pydantic import ValidationError

from scheduler.batch.records import FAILED, Identity, Run, Task
from scheduler.errors import Complaint, InputError

RUNS_FILE = "runs.jsonl"
ROWS = "rows"
"""Folder of runs that were made elsewhere and are not in the file yet, one JSON file each."""

BEGUN = "begun elsewhere and not ended: it is still at work, was killed, or its machine was lost"
"""Message of the row that a run has while it is made elsewhere."""

LOCK = ".lock"


class Store:
    """
    Runs of a batch, open for adding; one process at a time has it. Use it as a context manager.

    What a killed process left is put in order at the beginning: a last line that was cut short is cut off, and rows
    that were made elsewhere are added.

    Parameters
    ----------
    folder
        Folder of the batch; made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / RUNS_FILE
        self.runs: list[Run] = []
        self._repetitions: dict[Identity, list[Run]] = {}

    def __enter__(self) -> Store:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self._folder)
        try:
            self._put_in_order()
        except BaseException:
            os.close(self._lock)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._lock)

    def has(self, task: Task, state: str) -> bool:
        """Whether the run of a task is there, of the same input and the same state of the program."""
        return any(run.is_run_of(task, state) for run in self._repetitions.get(task.identity, ()))

    def add(self, run: Run) -> None:
        """Add a run and see it on the disk."""
        with self._path.open("ab") as file:
            file.write(run.model_dump_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self._keep(run)

    def _keep(self, run: Run) -> None:
        self.runs.append(run)
        self._repetitions.setdefault(run.identity, []).append(run)

    def _put_in_order(self) -> None:
        _repair(self._path)
        for run in read_runs(self._path):
            self._keep(run)
        for path in sorted((self._folder / ROWS).glob("*.json")):
            self._collect(path)

    def _collect(self, path: Path) -> None:
        run = read_row(path)
        if is_begun(run):
            return
        # A process that was killed in between has added it and not removed the file.
        if run not in self._repetitions.get(run.identity, ()):
            self.add(run)
        path.unlink()


def write_row(folder: Path, task: Task, run: Run) -> None:
    """Write the row of a run beside the file of runs, whole or not at all: many processes may do so at once."""
    path = row_path(folder, task)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    with unfinished.open("wb") as file:
        file.write(run.model_dump_json().encode())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def row_path(folder: Path, task: Task) -> Path:
    """Where ``write_row`` writes."""
    return folder / ROWS / f"{task.name}.json"


def read_row(path: Path) -> Run:
    """Read the row of a run."""
    return _run(path.read_bytes(), str(path), "")


def read_runs(path: Path) -> list[Run]:
    """
    Runs of a file, in the order in which they ended; a last line that is cut short is left out.

    Raises
    ------
    InputError
        Another line is no run.
    """
    if not path.exists():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    return [_run(line, str(path), f"line {number}") for number, line in enumerate(lines, start=1)]


def _run(content: bytes, file: str, place: str) -> Run:
    try:
        return Run.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        message = f"Is no run of a batch ({'.'.join(map(str, first['loc']))}: {first['msg']})."
        raise InputError([Complaint(file, place, message, "Take the line out, or name another folder.")]) from error


def _repair(path: Path) -> None:
    """Cut off a last line that was not written to its end."""
    if path.exists():
        content = path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(path, whole)


def _locked(folder: Path) -> int:
    """A descriptor whose lock ends with this process, however that ends."""
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        message = "Another process is adding runs to it."
        raise InputError([Complaint(str(folder), "", message, "Wait for its end, or name another folder.")]) from None
    except OSError:
        # Where a network drive cannot lock files, one process per folder is up to the user.
        return descriptor
    return descriptor


def runs_of(folder: Path) -> list[Run]:
    """Runs of a batch, also those that are not collected yet or not ended; changes nothing."""
    rows = [read_row(path) for path in sorted((folder / ROWS).glob("*.json"))]
    found = read_runs(folder / RUNS_FILE)
    ended = [*found, *(run for run in rows if not is_begun(run) and run not in found)]
    known = {run.identity for run in ended}
    return [*ended, *(run for run in rows if is_begun(run) and run.identity not in known)]


def is_begun(run: Run) -> bool:
    """Whether a row only says that its run has begun."""
    return run.status == FAILED and run.message == BEGUN
