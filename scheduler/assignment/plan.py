"""Tasks, and who can do them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """
    Something that one agent does without a break.

    Parameters
    ----------
    task
        Its name.
    start, end
        Minutes since any moment that all tasks share.
    shown
        Start and end as the plan writes them.
    """

    task: str
    start: int
    end: int
    shown: tuple[str, str]

    def overlaps(self, other: Task) -> bool:
        """Whether nobody can do both; one may begin when the other ends."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class AssignmentPlan:
    """
    Tasks to be given to as few agents as possible.

    Parameters
    ----------
    name
        Of the plan.
    tasks
        What is to be done.
    agents
        Names of who is there.
    able
        For each agent the numbers of the tasks that he can do.
    """

    name: str
    tasks: tuple[Task, ...]
    agents: tuple[str, ...]
    able: tuple[frozenset[int], ...]
