"""``result.json`` of tasks given to agents."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scheduler.run_facts import RunFacts


class AssignmentResult(RunFacts):
    """
    What a run of ``assign`` answers.

    ``cost`` is the number of agents with a task, ``bound`` how many are needed at least.

    Parameters
    ----------
    assignment
        Agent of each task; ``None`` without one.
    """

    schema_: Literal["shiftwright.assignment/1"] = Field(default="shiftwright.assignment/1", alias="schema")
    assignment: dict[str, str] | None
