"""`shiftwright explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_source, time_limit_option

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("explain", epilog="\b\nExample: shiftwright explain instances/helpdesk --price law=500")
@plan_source
@click.option("--price", "priced", multiple=True, metavar="KIND=NUMBER", help="What a unit of a change is worth.")
@time_limit_option
@json_option
def command(source: PlanSource, priced: tuple[str, ...], time_limit: float, as_json: bool) -> int:
    """
    Say why PLAN has no roster, and which changes would cure that.

    Each conflict is a smallest set of what the plan asks for that cannot hold together, with sources; each change
    was solved again and confirmed. Of seats and units of which many agents fill too many it is said how many they
    fill and how many are lacking, not what each of them works. Changes are ranked by price; --price sets that of a
    kind: pin, absence, availability, contract, pattern, skill, minimum, seat, unit, rule, law. Exit code 0 when the
    plan has a roster, 4 when it has none, 1 when neither was proven in time.
    """
    from scheduler.explain.explain import explain
    from scheduler.explain.prices import prices_of

    prices = prices_of(priced)
    report = explain(source.read_staffed(), prices, time_limit)
    if as_json:
        click.echo(report.model_dump_json(indent=2, by_alias=True))
    else:
        from scheduler.cli.explain_tables import print_explanation

        print_explanation(report)
    codes = {"feasible": ExitCode.DONE, "infeasible": ExitCode.INFEASIBLE, "unknown": ExitCode.NO_ROSTER}
    return codes[report.status]
