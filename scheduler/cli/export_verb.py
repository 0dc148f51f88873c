"""`shiftwright export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import (
    check_new_file,
    plan_source,
    read_roster_of,
    roster_argument,
)

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("export", epilog="\b\nExample: shiftwright export instances/helpdesk helpdesk-run --to roster.xlsx")
@plan_source
@roster_argument
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file.")
def command(source: PlanSource, roster: Path, target: Path, overwrite: bool) -> None:
    """Write a roster as a workbook (.xlsx), as a page for browsers (.html), as CSV (.csv) or as JSON (.json)."""
    from scheduler.io.export import export_roster

    check_new_file(target, overwrite=overwrite)
    problem = source.read_staffed()
    export_roster(read_roster_of(roster, problem), problem, target, run=roster if roster.is_dir() else None)
    click.echo(f"Wrote {target}")
