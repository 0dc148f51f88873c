"""Runs made up for the tests of the benchmark."""

from __future__ import annotations

from typing import Any

from scheduler.batch.records import Machine, Run, Task

MACHINE = Machine(processor="Abacus", cores=2, memory_mb=2048, system="Linux")


def make_run(**changes: Any) -> Run:
    """Return a run of ``Instance7`` with cost 110 since second 20 and bound 99; a gap of 10 %."""
    fields = {
        "family": "curtois-qu",
        "instance": "Instance7",
        "engine": "staged",
        "seed": 0,
        "workers": 2,
        "time_limit_seconds": 600.0,
        "status": "feasible",
        "cost": 110.0,
        "bound": 99.0,
        "gap": 0.1,
        "seconds": 600.0,
        "first_cost_seconds": 5.0,
        "progress": ((5.0, 150.0, None), (20.0, 110.0, 99.0)),
        "versions": {"ortools": "9.15"},
        "machine": MACHINE,
        "load": 0.5,
        "commit": "abc",
        "date": "2026-11-25T10:00:00+00:00",
    }
    return Run.model_validate(fields | changes)


def failed_run(**changes: Any) -> Run:
    """Return a run that crashed."""
    crash = {"status": "failed", "cost": None, "bound": None, "gap": None, "message": "ended by signal 9"}
    return make_run(**(crash | {"first_cost_seconds": None, "progress": ()} | changes))


def make_task(**changes: Any) -> Task:
    """Return the task of ``make_run``."""
    fields = {"family": "curtois-qu", "instance": "Instance7", "path": "nowhere", "engine": "staged", "seed": 0}
    return Task.model_validate(fields | {"workers": 2, "time_limit_seconds": 600.0} | changes)
