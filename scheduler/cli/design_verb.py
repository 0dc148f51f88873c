"""`shiftwright design`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.clock_options import LENGTHS, STARTS
from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_source, seed_option, time_limit_option

if TYPE_CHECKING:
    from scheduler.design.design import DesignOutcome
    from scheduler.io.plan_source import PlanSource


def _price(_: click.Context, __: click.Parameter, value: str) -> Decimal:
    try:
        price = Decimal(value)
    except InvalidOperation:
        price = Decimal("NaN")
    if not (price.is_finite() and 0 <= price <= 1_000_000 and price == round(price, 4)):
        raise click.BadParameter(f"{value!r} is no price from 0 to 1,000,000 with four decimals at most.")
    return price


def _share(_: click.Context, __: click.Parameter, value: str | None) -> Decimal | None:
    try:
        share = None if value is None else Decimal(value) / 100
    except InvalidOperation:
        share = Decimal("NaN")
    if share is None or (share.is_finite() and 0 <= share <= Decimal("0.9") and share == round(share, 4)):
        return share
    raise click.BadParameter(f"{value!r} is no share from 0 to 90 with two decimals at most.")


@click.command("design", epilog="\b\nExample: shiftwright design instances/helpdesk --shifts 5 --out helpdesk-shifts")
@plan_source
@click.option("--out", type=click.Path(path_type=Path), help="Folder. Default: NAME-design beside you.")
@click.option("--shifts", type=click.IntRange(min=1, max=1000), metavar="N", help="Different shifts at most.")
@click.option("--shift-cost", default="0", callback=_price, metavar="COST", help="Price of each different shift.")
@click.option("--pattern", "patterns", multiple=True, metavar="NAME", help="Only shifts like those of this pattern.")
@click.option("--starts", type=STARTS, metavar="TIMES", help="Instead of the patterns': 06:00-20:00/30,22:00.")
@click.option("--lengths", type=LENGTHS, metavar="LENGTHS", help="Instead of the patterns': 6h-9h/30,4h30.")
@click.option("--queue", "queues", multiple=True, metavar="QUEUE", help="Only for this queue.")
@click.option("--repeats/--once", default=None, help="Whether the last night works into the first morning.")
@click.option(
    "--break-share", callback=_share, metavar="PERCENT", help="On a break at any time. Default: by the breaks."
)
@click.option("--curve", type=click.IntRange(min=0, max=1000), metavar="N", help="Points of the trade-off; 0 for none.")
@time_limit_option
@seed_option
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2, show_default=True, help="Solver processes.")
@click.option("--no-pictures", is_flag=True, help="Leave the pictures out.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    source: PlanSource,
    out: Path | None,
    shifts: int | None,
    shift_cost: Decimal,
    patterns: tuple[str, ...],
    starts: tuple[int, ...] | None,
    lengths: tuple[int, ...] | None,
    queues: tuple[str, ...],
    repeats: bool | None,
    break_share: Decimal | None,
    curve: int | None,
    time_limit: float,
    seed: int,
    workers: int,
    no_pictures: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """
    Find which few shifts to offer for PLAN, with how many people on each date.

    The shifts are those of the patterns, or of --starts and --lengths with the breaks of the patterns. Under- and
    overstaffing cost what they cost in PLAN; at most 8 different shifts are used where neither --shifts nor
    --shift-cost says otherwise. The curve has the best fit with 1, 2, ... different shifts.

    The requirements of all queues are added up, or those of each --queue given: everybody is taken to work all of
    them. Of the people on a shift, the same share is taken to be on a break at any time: that of breaks in all shifts
    that may be offered. Agents, skills and rules play no part. A plan of whole weeks repeats itself.

    Writes design.json, shifts.csv, coverage.csv, curve.csv, pictures, and a plan whose patterns are the shifts; PLAN
    stays as it is. Ctrl-C and the time limit keep the best design so far and its bound.
    """
    from scheduler.cli.designing import DesignRequest, design_run

    request = DesignRequest(
        shifts, shift_cost, patterns, starts, lengths, queues, repeats, break_share, curve, time_limit, seed, workers
    )
    folder = out or Path(f"{source.name}-design")
    outcome = design_run(source, request, folder, pictures=not no_pictures, quiet=quiet)
    _print(outcome, folder, as_json)
    return ExitCode.INTERRUPTED if outcome.design.status == "interrupted" else ExitCode.DONE


def _print(outcome: DesignOutcome, folder: Path, as_json: bool) -> None:
    from scheduler.cli.design_tables import print_design
    from scheduler.io.design_folder import design_json

    if as_json:
        click.echo(design_json(outcome.design), nl=False)
    else:
        print_design(outcome.design, folder)
