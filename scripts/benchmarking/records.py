"""What is kept of each run, one JSON line each, written at once so that nothing measured is ever lost."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

FAILED = "failed"
"""Status of a run that crashed, was killed or found its own answer wrong; the others are those of a result."""

Point = tuple[float, float | None, float | None]
"""Seconds since the start of the run; cost and bound known then."""


class Kept(BaseModel):
    """A frozen record; fields that a later version adds are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Task(Kept):
    """
    One run to make.

    Parameters
    ----------
    family, instance
        What is solved.
    path
        Where ``read_plan`` finds it.
    engine, seed, workers, time_limit_seconds
        As ``scheduler.solve.build`` takes them.
    """

    family: str
    instance: str
    path: str
    engine: str
    seed: int
    workers: int
    time_limit_seconds: float


class Machine(Kept):
    """
    Where a run was made; nothing that names the machine or its owner.

    Parameters
    ----------
    processor
        Model of the processor.
    cores
        Logical cores that the process may use.
    memory_mb
        Physical memory; ``None`` if unknown.
    system
        Operating system.
    """

    processor: str
    cores: int
    memory_mb: int | None
    system: str


class Run(Kept):
    """
    One run as it ended.

    Parameters
    ----------
    family, instance, engine, seed, workers, time_limit_seconds
        The task.
    status
        Status of the result, or ``failed``.
    cost, bound, gap
        Of the audited result; ``None`` where there is none, and always after a failure.
    seconds
        Wall time of the run.
    first_cost_seconds
        When the first roster stood.
    progress
        Improvements in order of time, also those of a run that failed later.
    peak_memory_mb
        Largest resident size of one process.
    together_memory_mb
        Largest memory of all processes of the run together, as seen twice a second.
    required_cost, gap_of_required
        Cost of leaving the whole requirement uncovered, and the proven gap as a share of it.
    hard_violations
        Breaches of hard rules that the auditor finds; a run with any is ``failed`` and its message says how many.
    message
        Why it failed; empty otherwise.
    engine_used
        What ``auto`` chose.
    versions, machine, commit, date
        With what, where, of which state of the project and when (UTC) it was measured.
    load
        Processes that waited for a core when the run began, averaged over a minute: other work slows a run down.
    input_sha256
        Fingerprint of the input; empty where its form has none.
    """

    family: str
    instance: str
    engine: str
    seed: int
    workers: int
    time_limit_seconds: float
    status: str
    cost: float | None = None
    bound: float | None = None
    gap: float | None = None
    seconds: float
    first_cost_seconds: float | None = None
    progress: tuple[Point, ...] = ()
    peak_memory_mb: float | None = None
    together_memory_mb: float | None = None
    required_cost: float | None = None
    gap_of_required: float | None = None
    hard_violations: int | None = None
    message: str = ""
    engine_used: str = ""
    versions: dict[str, str] = {}
    machine: Machine
    load: float | None = None
    commit: str
    date: str
    input_sha256: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """What must be equal for two runs to be repetitions of each other."""
        return _identity(self)

    def is_run_of(self, task: Task, commit: str) -> bool:
        """Whether this is the run that the task asks for, of the same state of the project."""
        return self.commit == commit and self.identity == _identity(task)


def _identity(item: Task | Run) -> tuple[object, ...]:
    return item.family, item.instance, item.engine, item.seed, item.workers, item.time_limit_seconds


def append_run(path: Path, run: Run) -> None:
    """Add a line to a file of runs and see it on the disk."""
    with path.open("ab+") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            # A line cut short by a crash must not swallow this one.
            file.write(b"" if file.read() == b"\n" else b"\n")
        file.write(run.model_dump_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_runs(path: Path) -> list[Run]:
    """Runs of a file in the order they were made; lines that are none are named on standard error."""
    if not path.exists():
        return []
    runs = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            runs.append(Run.model_validate_json(line))
        except ValidationError as error:
            print(f"{path}, line {number} is no run and is passed over: {error.errors()[0]['msg']}", file=sys.stderr)
    return runs


def latest(runs: Iterable[Run]) -> list[Run]:
    """Of repetitions of the same run the last, in the order in which each was made first."""
    return list({run.identity: run for run in runs}.values())
