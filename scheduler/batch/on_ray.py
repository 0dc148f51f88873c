"""Runs on a cluster of Ray: the same processes of their own, on whichever machine has room."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scheduler.batch.local import run_local
from scheduler.batch.records import Run, Task
from scheduler.batch.solve_apart import PERIOD_SECONDS, lost
from scheduler.errors import Complaint, InputError

RETRIES = 2
"""How often a run whose machine was lost is made again."""

REMEDY = 'Install it: pip install "shiftwright[ray]", or leave --executor out to run on this machine.'


def check_ray() -> None:
    """
    Make sure that Ray is there, before anything else is done.

    Raises
    ------
    InputError
        It is not installed.
    """
    if find_spec("ray") is None:
        raise InputError([Complaint("--executor ray", "", "Ray is not installed.", REMEDY)])


def run_on_ray(
    tasks: Iterator[Task],
    folder: Path,
    *,
    stop: threading.Event,
    at_once: int | None = None,
    memory_mb: float | None = None,
) -> Iterator[Run]:
    """
    Run tasks on a cluster and yield each run as it ends.

    The cluster is the one that this process is connected to, that ``RAY_ADDRESS`` names, or a new one on this machine.

    Parameters
    ----------
    tasks
        What to run; plans must be at the same paths on all machines.
    folder
        Folder of the batch, on a drive that all machines see.
    stop
        Set it to end what is running and to start nothing more.
    at_once
        How many are given to the cluster at the same time; by default all, and it decides.
    memory_mb
        See ``run_local``.
    """
    import ray

    begun_here = not ray.is_initialized()
    if begun_here:
        ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False)
    solve = ray.remote(max_retries=RETRIES)(_solve)
    running: dict[Any, Task] = {}
    try:
        while not stop.is_set():
            while (at_once is None or len(running) < at_once) and (task := next(tasks, None)) is not None:
                running[solve.options(num_cpus=task.workers).remote(task, folder, memory_mb)] = task
            if not running:
                return
            ended, _ = ray.wait(list(running), timeout=PERIOD_SECONDS)
            for reference in ended:
                yield _answer(reference, running.pop(reference))
    finally:
        for reference in running:
            ray.cancel(reference)
        if begun_here:
            ray.shutdown()


def _solve(task: Task, folder: Path, memory_mb: float | None) -> Run:
    """On a machine of the cluster: one run in a process of its own; cancelling ends it."""
    return next(run_local(iter([task]), folder, stop=threading.Event(), memory_mb=memory_mb))


def _answer(reference: Any, task: Task) -> Run:
    """The run; where the cluster lost it, a row that says so."""
    import ray
    from ray.exceptions import RayError

    try:
        run: Run = ray.get(reference)
    except RayError as error:
        return lost(task, f"lost by the cluster: {type(error).__name__}")
    return run
