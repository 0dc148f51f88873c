"""`shiftwright export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import (
    check_new_file,
    overlay_options,
    plan_argument,
    read_roster_of,
    read_staffed_plan,
    roster_argument,
)

if TYPE_CHECKING:
    from scheduler.io.overlay import Overlay


@click.command("export", epilog="\b\nExample: shiftwright export instances/helpdesk helpdesk-run --to roster.xlsx")
@plan_argument
@roster_argument
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file.")
@overlay_options
def command(plan: Path, roster: Path, target: Path, overwrite: bool, overlays: tuple[Overlay, ...]) -> None:
    """Write a roster as a workbook (.xlsx), as CSV (.csv) or as JSON (.json)."""
    from scheduler.io.export import export_roster

    check_new_file(target, overwrite=overwrite)
    problem = read_staffed_plan(plan, overlays)
    export_roster(read_roster_of(roster, problem), problem, target, run=roster if roster.is_dir() else None)
    click.echo(f"Wrote {target}")
