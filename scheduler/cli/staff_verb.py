"""`shiftwright staff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import check_new_file, check_new_plan, json_option, plan_source

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("staff", epilog="\b\nExample: shiftwright staff my-plan --out requirements.csv")
@plan_source
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the table to this CSV file.")
@click.option("--write-plan", type=click.Path(path_type=Path), help="Write the plan with requirements here.")
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
@json_option
def command(source: PlanSource, out: Path | None, write_plan: Path | None, overwrite: bool, as_json: bool) -> None:
    """
    Turn the demand of PLAN (volume, handling time) into agents required per interval.

    Erlang C, or Erlang A where the queue's service goal gives patience.
    """
    from scheduler.io.files import replaced_file
    from scheduler.staffing import staff, staffing_table

    if out is not None:
        check_new_file(out, overwrite=overwrite)
    if write_plan is not None:
        check_new_plan(write_plan, overwrite=overwrite)
    problem = source.read()
    table = staffing_table(problem)
    if out is not None:
        with replaced_file(out) as new:
            table.to_csv(new, index=False)
    if write_plan is not None:
        from scheduler.io.write import write_plan as write

        write(staff(problem), write_plan, overwrite)
    if as_json:
        click.echo(table.to_json(orient="records", date_format="iso", indent=2))
    else:
        from scheduler.cli.tables import print_staffing

        print_staffing(table, problem.interval_minutes)
        for target in filter(None, (out, write_plan)):
            click.echo(f"Wrote {target}")
