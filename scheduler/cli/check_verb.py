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
@json_option
def command(source: PlanSource, as_json: bool) -> int:
    """
    Validate PLAN and print what it asks for.

    Hours available are set against hours required, per queue and day, and what cannot work is named with a remedy.
    Exit code 4 when something is impossible.
    """
    from scheduler.check import check
    from scheduler.cli.tables import print_check

    report = check(source.read_staffed())
    if as_json:
        click.echo(report.model_dump_json(indent=2))
    else:
        print_check(report)
    return ExitCode.DONE if report.possible else ExitCode.INFEASIBLE
