"""`shiftwright check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_source

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("check", epilog="\b\nExample: shiftwright check instances/helpdesk")
@plan_source
@click.option("--floor", is_flag=True, help="Prove the least understaffing of each date by an LP; takes longer.")
@json_option
def command(source: PlanSource, floor: bool, as_json: bool) -> int:
    """
    Validate PLAN and print what it asks for.

    Hours available are set against hours required, per queue and day, and what cannot work is named with a remedy; what
    is impossible with a change that was solved again and cures it, or, of seats and units of which contracts fill too
    many, with how many there are. Hours that are short at least are so in every roster, whatever the weights. Exit code
    4 when something is impossible; explain says more.
    """
    from scheduler.check import check
    from scheduler.cli.tables import print_check

    report = check(source.read_staffed(), floor=floor)
    if as_json:
        click.echo(report.model_dump_json(indent=2))
    else:
        print_check(report)
    return ExitCode.DONE if report.possible else ExitCode.INFEASIBLE
