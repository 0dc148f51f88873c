"""`shiftwright export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import (
    check_ending,
    check_new_file,
    plan_source,
    read_roster_of,
    roster_argument,
)

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.io.carry_over import CarriedTable
    from scheduler.io.plan_source import PlanSource
    from scheduler.problem import Problem
    from scheduler.roster import Roster


@click.command("export", epilog="\b\nExample: shiftwright export instances/helpdesk helpdesk-run --to roster.xlsx")
@plan_source
@roster_argument
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option(
    "--as",
    "table",
    type=click.Choice(["history", "published", "pins"]),
    help="Write the shifts as a table (.csv): history for the next plan, published shifts or pins for this one.",
)
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="With --as, shifts of earlier dates only."
)
@click.option("--overwrite", is_flag=True, help="Replace the file.")
def command(
    source: PlanSource,
    roster: Path,
    target: Path,
    table: CarriedTable | None,
    before: dt.datetime | None,
    overwrite: bool,
) -> None:
    """
    Write a roster as a workbook (.xlsx), as a page for browsers (.html), as CSV (.csv) or as JSON (.json).

    With --as, write its shifts as a table for a plan.
    """
    from scheduler.io.export import ENDINGS, export_roster

    if before is not None and table is None:
        raise click.UsageError("--before needs --as.")
    if table is not None and target.suffix.lower() != ".csv":
        raise click.UsageError(f"--as {table} writes a CSV file; name one that ends in .csv with --to.")
    check_ending(target, ENDINGS, "file")
    check_new_file(target, overwrite=overwrite)
    problem = source.read_staffed()
    found = read_roster_of(roster, problem)
    if table is None:
        export_roster(found, problem, target, run=roster if roster.is_dir() else None)
    else:
        _write_table(found, problem, target, table, before)
    click.echo(f"Wrote {target}")


def _write_table(
    roster: Roster, problem: Problem, target: Path, table: CarriedTable, before: dt.datetime | None
) -> None:
    from scheduler.io.carry_over import carried_over
    from scheduler.io.files import replaced_file

    text = carried_over(roster, problem, table, None if before is None else before.date())
    with replaced_file(target) as new:
        new.write_text(text, encoding="utf-8", newline="")
