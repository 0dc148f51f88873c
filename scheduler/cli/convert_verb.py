"""`shiftwright convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import check_new_plan, plan_source

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("convert", epilog="\b\nExample: shiftwright convert instances/helpdesk helpdesk.xlsx")
@plan_source
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
def command(source: PlanSource, target: Path, overwrite: bool) -> None:
    """
    Write PLAN to TARGET: a folder, an .xlsx workbook or a .json file.

    Nothing of the plan is lost on the way; comments in plan.toml, sheets and columns of notes are no part of it.
    """
    from scheduler.io.write import write_plan

    check_new_plan(target, overwrite=overwrite)
    write_plan(source.read(), target, overwrite)
    click.echo(f"Wrote {target}")
