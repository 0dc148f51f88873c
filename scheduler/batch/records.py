"""What a batch is made of and what is kept of each run."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

FAILED = "failed"
"""Status of a run that ended without an answer: invalid input, a crash, a kill, a wrong answer; else as in a result."""

Point = tuple[float, float | None, float | None]
"""Seconds since the start of the run; cost and bound known then."""

Identity = tuple[str, str, str, int, int, float]
"""Family, instance, engine, seed, workers and time limit."""


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
    input_sha256
        Fingerprint of the input; empty where it is not known before the run.
    """

    family: str
    instance: str
    path: str
    engine: str
    seed: int
    workers: int
    time_limit_seconds: float
    input_sha256: str = ""

    @property
    def identity(self) -> Identity:
        """What must be equal for two tasks to be the same."""
        return _identity(self)

    @property
    def name(self) -> str:
        """Name of its files: what it runs in plain letters, and a fingerprint that tells all tasks apart."""
        plain = re.sub(r"[^A-Za-z0-9.-]+", "-", self.instance)[:60]
        digest = hashlib.sha256(json.dumps(self.identity).encode()).hexdigest()[:8]
        return f"{plain}-{self.engine}-{self.time_limit_seconds:g}s-seed-{self.seed}-{digest}"


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
        Wall time of the run, audit included.
    whole_seconds
        Wall time of its process: also reading the plan and writing the files.
    exit_code
        Of ``shiftwright build``, minus the signal that ended it, or ``None`` where it was killed for taking too much.
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
        Breaches of hard rules in the roster; a run whose auditor finds any that the engine did not is ``failed``.
    message
        Why it failed; empty otherwise.
    engine_used
        What ``auto`` chose.
    versions, machine, commit, date
        With what, where, of which state of the project and when (UTC) it was measured.
    load
        Processes that waited for a core when the run began, averaged over a minute: other work slows a run down.
    input_sha256
        Fingerprint of the input; empty where it could not be read.
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
    whole_seconds: float | None = None
    exit_code: int | None = None
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
    def identity(self) -> Identity:
        """What must be equal for two runs to be repetitions of each other."""
        return _identity(self)

    def is_run_of(self, task: Task, commit: str) -> bool:
        """Whether this is the run that the task asks for, of the same input and the same state of the project."""
        same_input = task.input_sha256 in ("", self.input_sha256)
        return self.commit == commit and same_input and self.identity == task.identity


def _identity(item: Task | Run) -> Identity:
    return item.family, item.instance, item.engine, item.seed, item.workers, item.time_limit_seconds


def latest(runs: Iterable[Run]) -> list[Run]:
    """Of repetitions of the same run the last, in the order in which each was made first."""
    return list({run.identity: run for run in runs}.values())
