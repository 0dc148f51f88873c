"""`shiftwright audit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import (
    json_option,
    plan_source,
    read_roster_of,
    roster_argument,
)

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("audit", epilog="\b\nExample: shiftwright audit instances/helpdesk helpdesk-run")
@plan_source
@roster_argument
@json_option
def command(source: PlanSource, roster: Path, as_json: bool) -> int:
    """
    Check a roster, also one from another tool or a person, against every rule of PLAN and recompute its cost.

    Exit code 5 when a hard rule is broken.
    """
    from scheduler.audit import audit
    from scheduler.cli.tables import print_audit

    problem = source.read_staffed()
    found = audit(read_roster_of(roster, problem), problem)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        print_audit(found)
    return ExitCode.DONE if found.legal else ExitCode.AUDIT_FAILED
