"""`shiftwright bench`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scheduler.cli.options import LARGEST_SEED

EXAMPLES = """\b
Examples:
  shiftwright bench instances --engine cpsat --engine staged --seed 0 --seed 1 --time-limit 10 --at-once 2 --out batch
  shiftwright bench --report batch
"""


@click.command("bench", epilog=EXAMPLES)
@click.argument("plans", nargs=-1, metavar="PLAN...")
@click.option("--engine", "engines", multiple=True, type=click.Choice(["auto", "cpsat", "mip", "staged"]))
@click.option("--seed", "seeds", multiple=True, type=click.IntRange(0, LARGEST_SEED))
@click.option("--time-limit", "limits", multiple=True, type=click.FloatRange(1, 30 * 24 * 3600))
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Solver processes of a run.")
@click.option("--at-once", type=click.IntRange(1, 1024), help="Runs at the same time.")
@click.option("--memory", type=click.FloatRange(min=1), metavar="MB", help="Of a run with all its processes.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the batch.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
def command(
    plans: tuple[str, ...],
    engines: tuple[str, ...],
    seeds: tuple[int, ...],
    limits: tuple[float, ...],
    workers: int,
    at_once: int | None,
    memory: float | None,
    out: Path | None,
    quiet: bool,
) -> int:
    """Batch."""
    from functools import partial

    from scheduler.batch.batch import run_batch
    from scheduler.batch.local import run_local
    from scheduler.batch.plans import find_plans
    from scheduler.batch.store import Store
    from scheduler.batch.tasks import Grid, tasks_of
    from scheduler.cli.interrupt import stop_on_signals

    grid = Grid(engines or ("auto",), seeds or (0,), limits or (60.0,), workers)
    tasks = tasks_of(find_plans(plans), grid)
    folder = (out or Path("batch")).absolute()
    say = (lambda _: None) if quiet else (lambda line: click.echo(line, err=True))
    with Store(folder) as store, stop_on_signals() as stop:
        n = at_once or max(1, (os.cpu_count() or 1) // workers)
        run_batch(tasks, store, partial(run_local, folder=folder, stop=stop, at_once=n, memory_mb=memory), say)
    return 130 if stop.is_set() else 0
