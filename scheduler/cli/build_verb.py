"""`shiftwright build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import (
    engine_option,
    json_option,
    plan_source,
    seed_option,
    time_limit_option,
)

if TYPE_CHECKING:
    from scheduler.engine_choice import Engine
    from scheduler.io.plan_source import PlanSource


@click.command("build", epilog="\b\nExample: shiftwright build instances/helpdesk --out helpdesk-run --time-limit 60")
@plan_source
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run. Default: NAME-run beside you.")
@time_limit_option
@seed_option
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2, show_default=True, help="Solver processes.")
@engine_option
@click.option("--solver", help="With --engine mip: any solver that Pyomo finds. Default: highs.")
@click.option("--memory", type=click.FloatRange(min=1), metavar="MB", help="Memory of each solver process.")
@click.option("--start", type=click.Path(path_type=Path), metavar="RUN|ROSTER.csv", help="Begin with this roster.")
@click.option("--progress", type=click.Path(path_type=Path), metavar="FILE", help="CSV of improvements, as they come.")
@click.option("--no-pictures", is_flag=True, help="Leave the pictures out.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    source: PlanSource,
    out: Path | None,
    time_limit: float,
    seed: int,
    workers: int,
    engine: Engine,
    solver: str | None,
    memory: float | None,
    start: Path | None,
    progress: Path | None,
    no_pictures: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """
    Build a roster for PLAN and write roster.csv, coverage.csv, result.json, roster.xlsx and pictures.

    Ctrl-C and the time limit keep the best roster so far and its bound; after Ctrl-C, pictures are left to plot. The
    folder is replaced whole or not at all.
    """
    from scheduler.cli.building import RunSettings, build_run, exit_code_of, print_outcome

    if solver is not None and engine != "mip":
        raise click.UsageError("--solver goes with --engine mip.")
    settings = RunSettings(engine, "highs" if solver is None else solver, time_limit, seed, workers, memory, start)
    folder = out or Path(f"{source.name}-run")
    outcome = build_run(source, settings, folder, pictures=not no_pictures, quiet=quiet, progress=progress)
    print_outcome(outcome, folder, as_json=as_json)
    return exit_code_of(outcome.result)
