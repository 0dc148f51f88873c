"""An explanation on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.audit_words import day_name
from scheduler.cli.tables import console_for_output, money, new_table, say

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.explain.report import Conflict, Explanation

MOST_AGENTS = 5
"""Agents that are named."""
MOST_MEMBERS = 20
"""Members of a conflict that are told."""


def print_explanation(report: Explanation) -> None:
    """Print why a plan has no roster, and what would cure it."""
    console = console_for_output()
    if report.status == "feasible":
        say(console, "The plan has a roster.")
    if report.status == "unknown":
        say(console, "Neither a roster nor a conflict was found in time; give more with --time-limit.")
    for number, conflict in enumerate(report.conflicts, start=1):
        _print_conflict(console, number, conflict)
    if report.unexplained_agents:
        say(console, f"Not looked at: {_names(report.unexplained_agents)}, who have no tour either.")
    if report.conflicts and report.cured is not None:
        has = "has a roster" if report.cured else "still has no roster"
        say(console, f"With the first change of each conflict, the plan {has}.")
    elif report.conflicts:
        say(console, "Whether the plan has a roster with the first change of each conflict was not proven in time.")


def _print_conflict(console: Console, number: int, conflict: Conflict) -> None:
    who = f" of {_names(conflict.agents)}" if conflict.scope == "agent" else ""
    say(console, f"Conflict {number}{who}: these cannot hold together.")
    for member in conflict.members[:MOST_MEMBERS]:
        source = f" Source: {member.source}." if member.source else ""
        dates = f" (from {', '.join(map(day_name, member.dates))})" if member.dates else ""
        say(console, f"  - {member.message}{source} [{member.rule}]{dates}")
    if len(conflict.members) > MOST_MEMBERS:
        say(console, f"  ... and {len(conflict.members) - MOST_MEMBERS} more; --json lists all.")
    if not conflict.minimal:
        say(console, "  There was no time to prove that each of them is needed.")
    if not conflict.relaxations:
        say(console, "  No single change of one of them was found that cures it.")
        return
    table = new_table("Changes that cure it", "change", "price")
    for relaxation in conflict.relaxations:
        other = "" if relaxation.cures == "part" else " (there is another conflict)"
        table.add_row(f"{relaxation.message}{other}", money(relaxation.price))
    console.print(table)


def _names(agents: tuple[str, ...]) -> str:
    more = f" and {len(agents) - MOST_AGENTS} more" if len(agents) > MOST_AGENTS else ""
    return f"{', '.join(agents[:MOST_AGENTS])}{more}"
