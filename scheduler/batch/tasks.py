"""The runs of a batch: every plan with every engine, seed and time limit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.batch.plans import Plan
from scheduler.batch.records import Task
from scheduler.errors import InputError


@dataclass(frozen=True)
class Grid:
    """
    Parameters
    ----------
    engines, seeds, time_limits_seconds
        Each combined with each.
    workers
        Of every run.
    """

    engines: tuple[str, ...]
    seeds: tuple[int, ...]
    time_limits_seconds: tuple[float, ...]
    workers: int


def tasks_of(plans: Sequence[Plan], grid: Grid) -> list[Task]:
    """
    Tasks in an order in which an early end leaves every plan run with the first seeds.

    Parameters
    ----------
    plans, grid
        What is run, and how.
    """
    fingerprints = {plan: _fingerprint(plan.path) for plan in plans}
    return [
        Task(
            family=plan.family,
            instance=plan.name,
            path=str(plan.path),
            engine=engine,
            seed=seed,
            workers=grid.workers,
            time_limit_seconds=limit,
            input_sha256=fingerprints[plan],
        )
        for seed, limit, plan, engine in itertools.product(
            dict.fromkeys(grid.seeds), dict.fromkeys(grid.time_limits_seconds), plans, dict.fromkeys(grid.engines)
        )
    ]


def _fingerprint(path: Path) -> str:
    """Fingerprint of a plan; empty where it cannot be read, which is for its run to say."""
    from scheduler.io.fingerprint import input_sha256

    try:
        return input_sha256(path)
    except (InputError, OSError):
        return ""
