"""Instances of shift minimisation personnel task scheduling as plans of tasks."""

from __future__ import annotations

from pathlib import Path

from scheduler.assignment.plan import AssignmentPlan, Task
from scheduler.io.families.smptsp_file import Instance, parse_smptsp


def read_smptsp(path: Path) -> AssignmentPlan:
    """
    Read an instance as a plan.

    Raises
    ------
    InputError
        The file is no instance.
    """
    return assignment_of(parse_smptsp(path))


def assignment_of(instance: Instance) -> AssignmentPlan:
    """The plan of an instance; tasks and agents are called by their numbers, from 0 as in the file."""
    return AssignmentPlan(
        instance.path.stem,
        tuple(Task(str(number), *job, (str(job[0]), str(job[1]))) for number, job in enumerate(instance.jobs)),
        tuple(str(number) for number in range(len(instance.qualified))),
        tuple(map(frozenset, instance.qualified)),
    )


def workers_of(assigned: dict[str, str]) -> list[int]:
    """Worker of each task, from the agent of each task of the plan of an instance."""
    return [int(assigned[str(task)]) for task in range(len(assigned))]
