"""Tasks given to people for people to read, on standard output."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.tables import console_for_output, new_table, say

if TYPE_CHECKING:
    from scheduler.assignment.result import AssignmentResult

NEXT = {
    "infeasible": "Proven: these agents cannot do all tasks.",
    "no_solution": "No assignment was found in time, and nothing is proven. Give more time: --time-limit.",
    "interrupted": "Interrupted: this is the best known until then.",
}
"""What a status without a finished assignment means."""


def print_assignment(result: AssignmentResult, folder: Path) -> None:
    """Print status, people, bound and where the files are."""
    console = console_for_output()
    facts = new_table("Assignment", "", "")
    facts.add_row("status", result.status)
    facts.add_row("tasks, agents", f"{result.problem_size['tasks']}, {result.problem_size['agents']}")
    facts.add_row("agents used", "-" if result.cost is None else f"{result.cost:g}")
    facts.add_row("needed at least", "-" if result.bound is None else f"{result.bound:g}")
    if result.assignment:
        facts.add_row("most tasks of one agent", f"{max(Counter(result.assignment.values()).values())}")
    facts.add_row("time", f"{result.runtime_seconds:.1f} s of {result.time_limit_seconds:g} s")
    console.print(facts)
    for message in result.messages:
        say(console, message)
    if result.status in NEXT:
        say(console, NEXT[result.status])
    say(console, f"Files: {folder}")
