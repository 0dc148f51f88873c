"""
What a solution of shift minimisation personnel task scheduling costs and breaks, from the family's file alone.

Nothing here knows of plans or models: it is the yardstick for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.io.families.smptsp_file import Instance


@dataclass(frozen=True)
class SmptspCost:
    """
    Parameters
    ----------
    workers
        The family's objective: workers with a task.
    violations
        Constraints that are broken, in words.
    """

    workers: int
    violations: tuple[str, ...]


def evaluate_smptsp(instance: Instance, worker: Sequence[int]) -> SmptspCost:
    """
    Cost and violations of a solution.

    Parameters
    ----------
    instance
        What is asked for.
    worker
        Who does each task.
    """
    if len(worker) != len(instance.jobs):
        return SmptspCost(len(set(worker)), (f"{len(worker)} workers for {len(instance.jobs)} tasks.",))
    return SmptspCost(len(set(worker)), (*_unqualified(instance, worker), *_double(instance, worker)))


def _unqualified(instance: Instance, worker: Sequence[int]) -> Iterator[str]:
    for job, number in enumerate(worker):
        if not 0 <= number < len(instance.qualified):
            yield f"Task {job}: there is no worker {number}."
        elif job not in instance.qualified[number]:
            yield f"Task {job}: worker {number} is not qualified."


def _double(instance: Instance, worker: Sequence[int]) -> Iterator[str]:
    """Minute by minute, so that nothing has to be known about intervals."""
    busy: dict[tuple[int, int], int] = {}
    for job, (number, (start, end)) in enumerate(zip(worker, instance.jobs, strict=True)):
        others = {busy[number, minute] for minute in range(start, end) if (number, minute) in busy}
        yield from (f"Worker {number}: tasks {other} and {job} overlap." for other in sorted(others))
        busy.update(((number, minute), job) for minute in range(start, end))
