"""`shiftwright report`: what a roster says about one subject."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_source, read_roster_of, roster_argument

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource
    from scheduler.transfers import Transfer

MOST_COLUMNS = 8
"""Pairs of queues that are printed hour by hour."""


@click.group("report", epilog="\b\nExample: shiftwright report transfers instances/helpdesk my-run")
def command() -> None:
    """What a roster says about one subject."""


@command.command("transfers", epilog="\b\nExample: shiftwright report transfers instances/helpdesk my-run")
@plan_source
@roster_argument
@json_option
def report_transfers(source: PlanSource, roster: Path, as_json: bool) -> int:
    """Print the hours that agents of one queue work on another, by time of day, and their changes within shifts."""
    from scheduler.transfers import transfers

    problem = source.read_staffed()
    found = transfers(read_roster_of(roster, problem), problem)
    if as_json:
        document = {"schema": "shiftwright.transfers/1", "transfers": [asdict(one) for one in found]}
        click.echo(json.dumps(document, indent=2))
    else:
        _print(found)
    return ExitCode.DONE


def _print(found: list[Transfer]) -> None:
    from scheduler.cli.tables import console_for_output, new_table, say

    console = console_for_output()
    if not found:
        say(console, "Everybody works his first queue only.")
        return
    table = new_table("Transfers", "from", "to", "hours", "changes within a shift")
    for one in found:
        table.add_row(one.lender, one.borrower, f"{one.total_hours:,.2f}", str(one.changes))
    console.print(table)
    shown = sorted(found, key=lambda one: -one.total_hours)[:MOST_COLUMNS]
    by_hour = new_table("Hours by time of day", "", *(f"{one.lender} to {one.borrower}" for one in shown))
    for hour in range(len(shown[0].hours)):
        if any(one.hours[hour] for one in shown):
            by_hour.add_row(f"{hour:02d}:00", *(f"{one.hours[hour]:,.2f}" for one in shown))
    console.print(by_hour)
    if len(found) > len(shown):
        say(console, f"The {len(shown)} pairs with the most hours are shown by time of day; --json has all.")
