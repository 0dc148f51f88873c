"""`shiftwright audit`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import (
    json_option,
    overlay_options,
    plan_argument,
    read_roster_of,
    read_staffed_plan,
    roster_argument,
)

if TYPE_CHECKING:
    from scheduler.io.overlay import Overlay


@click.command("audit", epilog="\b\nExample: shiftwright audit instances/helpdesk helpdesk-run")
@plan_argument
@roster_argument
@overlay_options
@json_option
def command(plan: Path, roster: Path, as_json: bool, overlays: tuple[Overlay, ...]) -> int:
    """
    Check a roster, also one from another tool or a person, against every rule of PLAN and recompute its cost.

    Exit code 5 when a hard rule is broken.
    """
    from scheduler.audit import audit
    from scheduler.cli.tables import print_audit

    problem = read_staffed_plan(plan, overlays)
    found = audit(read_roster_of(roster, problem), problem)
    if as_json:
        click.echo(found.model_dump_json(indent=2))
    else:
        print_audit(found)
    return ExitCode.DONE if found.legal else ExitCode.AUDIT_FAILED
