"""A batch: what is not there yet is run, and kept as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scheduler.batch.machine import this_state
from scheduler.batch.records import Run, Task
from scheduler.batch.store import Store

Execute = Callable[[Iterator[Task]], Iterator[Run]]
"""Runs tasks and yields each run as it ends, in any order."""


def run_batch(
    tasks: Sequence[Task], store: Store, execute: Execute, tell: Callable[[str], None], *, anew: bool = False
) -> None:
    """
    Run what the store does not have: of the same input and the same state of the program.

    Parameters
    ----------
    tasks
        All runs of the batch.
    store
        Gets each run as it ends.
    execute
        Runs them.
    tell
        Gets a line for each run.
    anew
        Run also what is there; of repetitions the last counts.
    """
    state = this_state()
    missing = [task for task in tasks if anew or not store.has(task, state)]
    done = len(tasks) - len(missing)
    tell(f"{len(tasks)} runs" + (f", {done} of them are there" if done else ""))
    for number, run in enumerate(execute(iter(missing)), start=done + 1):
        store.add(run)
        tell(f"[{number}/{len(tasks)}] {line_of(run)}")


def line_of(run: Run) -> str:
    """What a run was and how it ended, in a line."""
    name = f"{run.instance} {run.engine} seed {run.seed} {run.time_limit_seconds:g} s"
    if run.message:
        return f"{name}: {run.status} after {run.seconds:.1f} s: {run.message}"
    gap = "unknown" if run.gap is None else f"{run.gap:.2%}"
    return f"{name}: {run.status}, cost {_money(run.cost)}, bound {_money(run.bound)}, gap {gap}, {run.seconds:.1f} s"


def _money(amount: float | None) -> str:
    return "-" if amount is None else f"{amount:,.2f}"
