"""`shiftwright plot`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.known_names import check_known
from scheduler.cli.options import (
    check_picture,
    plan_source,
    read_roster_of,
    roster_argument,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scheduler.io.plan_source import PlanSource
    from scheduler.problem import Problem
    from scheduler.roster import Roster


@click.command(
    "plot",
    epilog="\b\nExample: shiftwright plot my-plan my-run --kind day --date 2026-12-01 --out tuesday.png",
)
@plan_source
@roster_argument
@click.option(
    "--kind",
    type=click.Choice(["week", "day", "coverage", "heat-map", "pools", "transfers"]),
    required=True,
    help="What to draw.",
)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day, or a day of the week. Default: the first.")
@click.option("--queue", help="Queue of a coverage or heat map. Default: all.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=".png, .svg or .pdf.")
def command(
    source: PlanSource,
    roster: Path,
    kind: str,
    date: dt.datetime | None,
    queue: str | None,
    out: Path,
) -> None:
    """Draw one picture of a roster: a Gantt chart, coverage, seats and equipment, a heat map, or transfers."""
    from scheduler.io.files import replaced_file
    from scheduler.plotting import has_pools, save

    _check_options(kind, date, queue, out)
    problem = source.read_staffed()
    if queue is not None:
        check_known(str(source.path), "--queue", [queue], "queue", problem.queue_named)
    if kind == "pools" and not has_pools(problem):
        raise click.UsageError("The plan limits no seats and no equipment; add [[sites.seats]] or [[pools]].")
    day = problem.start_date if date is None else date.date()
    if not 0 <= problem.horizon.day(day) < problem.days:
        last = problem.horizon.date(problem.days - 1)
        raise click.UsageError(f"{day} is outside the plan; give a date from {problem.start_date} to {last}.")
    drawing = _draw(read_roster_of(roster, problem), problem, kind, day, queue)
    with replaced_file(out) as new:
        save(drawing, new)
    click.echo(f"Wrote {out}")


def _check_options(kind: str, date: dt.datetime | None, queue: str | None, out: Path) -> None:
    if date is not None and kind not in ("week", "day"):
        raise click.UsageError(f"--date is for weeks and days; {kind} shows the whole plan.")
    if queue is not None and kind not in ("coverage", "heat-map"):
        raise click.UsageError(f"--queue is for coverage and heat maps, not for {kind}.")
    check_picture(out)


def _draw(roster: Roster, problem: Problem, kind: str, day: dt.date, queue: str | None) -> Axes | Figure:
    from scheduler import plotting

    match kind:
        case "week":
            # The week of the contracts, as in the pictures of a run; it may begin before the plan.
            week = problem.horizon.week_of(problem.horizon.day(day), problem.week_start.number)
            return plotting.plot_week(roster, problem, problem.horizon.date(week))
        case "day":
            return plotting.plot_day(roster, problem, day)
        case "coverage" if queue is not None:
            return plotting.plot_coverage(roster, problem, queue)
        case "coverage":
            return plotting.plot_all_coverage(roster, problem)
        case "transfers":
            return plotting.plot_transfers(roster, problem)
        case "pools":
            return plotting.plot_pools(roster, problem)
        case _:
            return plotting.plot_heat_map(roster, problem, queue)
