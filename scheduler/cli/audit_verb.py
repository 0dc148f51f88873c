"""`shiftwright audit`."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_argument, read_roster_of, read_staffed_plan, roster_argument


@click.command("audit", epilog="\b\nExample: shiftwright audit instances/helpdesk helpdesk-run")
@plan_argument
@roster_argument
@json_option
def command(plan: Path, roster: Path, as_json: bool) -> int:
    """
    Check a roster, also one from another tool or a person, against every rule of PLAN and recompute its cost.

    Exit code 5 when a hard rule is broken.
    """
    from scheduler.audit import audit
    from scheduler.cli.tables import print_audit

    problem = read_staffed_plan(plan)
    found = audit(read_roster_of(roster, problem), problem)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        print_audit(found)
    return ExitCode.DONE if found.legal else ExitCode.AUDIT_FAILED
