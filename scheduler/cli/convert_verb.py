"""`shiftwright convert`."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.cli.options import plan_argument


@click.command("convert", epilog="\b\nExample: shiftwright convert instances/helpdesk helpdesk.xlsx")
@plan_argument
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
def command(plan: Path, target: Path, overwrite: bool) -> None:
    """Write PLAN to TARGET: a folder, an .xlsx workbook or a .json file. Nothing is lost on the way."""
    from scheduler.io.read import read_plan
    from scheduler.io.write import write_plan

    write_plan(read_plan(plan), target, overwrite)
    click.echo(f"Wrote {target}")
