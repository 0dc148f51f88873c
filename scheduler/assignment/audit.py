"""Check who does what against the plan: nothing here knows of arrays and models."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from scheduler.assignment.plan import AssignmentPlan, Task
from scheduler.run_facts import Breach


def audit_assignment(assignment: Mapping[str, str], plan: AssignmentPlan) -> tuple[Breach, ...]:
    """Everything in which an assignment breaks its plan."""
    names = {task.task for task in plan.tasks}
    missing = sorted(names ^ assignment.keys())
    if missing:
        return (Breach(rule="done", message=f"task {missing[0]} is not done, or is none of the plan"),)
    return (*_unable(assignment, plan), *_overlaps(assignment, plan))


def people_of(assignment: Mapping[str, str]) -> int:
    """How many have a task."""
    return len(set(assignment.values()))


def _unable(assignment: Mapping[str, str], plan: AssignmentPlan) -> Iterator[Breach]:
    able = dict(zip(plan.agents, plan.able, strict=True))
    for number, task in enumerate(plan.tasks):
        agent = assignment[task.task]
        if number not in able.get(agent, frozenset()):
            yield Breach(rule="able", message=f"{agent} cannot do task {task.task}")


def _overlaps(assignment: Mapping[str, str], plan: AssignmentPlan) -> Iterator[Breach]:
    tours: defaultdict[str, list[Task]] = defaultdict(list)
    for task in sorted(plan.tasks, key=lambda task: task.start):
        tours[assignment[task.task]].append(task)
    for agent, tour in tours.items():
        for first, second in pairwise(tour):
            if first.overlaps(second):
                message = f"{agent} has tasks {first.task} and {second.task} at the same time"
                yield Breach(rule="one_at_once", message=message)
