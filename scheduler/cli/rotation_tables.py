"""Rotas for people to read, on standard output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.tables import console_for_output, new_table, say

if TYPE_CHECKING:
    from scheduler.rotation.plan import RotationPlan
    from scheduler.rotation.result import RotationResult

NEXT = {
    "infeasible": "Proven: no rota of this plan keeps everything that is asked for.",
    "no_solution": "No rota was found in time, and nothing is proven. Give more time: --time-limit.",
    "interrupted": "Interrupted: nothing was found until then.",
}
"""What a status without a rota means."""


def print_rotation(result: RotationResult, plan: RotationPlan, folder: Path) -> None:
    """Print status and rota, and where the files are."""
    from scheduler.rotation.write import SHORT_DAYS

    console = console_for_output()
    facts = new_table("Rota", "", "")
    facts.add_row("status", result.status)
    facts.add_row("weeks", f"{plan.weeks}")
    if result.free_weekends is not None:
        facts.add_row("free weekends", f"{result.free_weekends}")
    facts.add_row("time", f"{result.runtime_seconds:.1f} s of {result.time_limit_seconds:g} s")
    console.print(facts)
    if result.rota is not None:
        table = new_table("Weeks", "week", *SHORT_DAYS)
        for number, week in enumerate(result.rota, start=1):
            table.add_row(f"{number}", *(cell or "-" for cell in week))
        console.print(table)
    for message in result.messages:
        say(console, message)
    if result.status in NEXT:
        say(console, NEXT[result.status])
    say(console, f"Files: {folder}")
