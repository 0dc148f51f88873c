"""`shiftwright bench`."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.cli.options import LARGEST_SEED, finite, json_option

LONGEST_SECONDS = 30 * 24 * 3600

EXAMPLES = (
    "\b\nExample: shiftwright bench instances --engine cpsat --engine staged --time-limit 10 --at-once 2 --out batch"
    "\n         shiftwright bench --report batch --best-known best_known.csv"
)


@click.command("bench", epilog=EXAMPLES)
@click.argument("plans", nargs=-1, metavar="PLAN...")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(["auto", "cpsat", "mip", "staged"]),
    default=["auto"],
    show_default=True,
    help="Who solves them; may be repeated.",
)
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    type=click.IntRange(0, LARGEST_SEED),
    default=[0],
    show_default=True,
    help="May be repeated.",
)
@click.option(
    "--time-limit",
    "limits",
    multiple=True,
    type=click.FloatRange(1, LONGEST_SECONDS),
    callback=lambda context, parameter, values: tuple(finite(context, parameter, value) for value in values),
    default=[60.0],
    show_default=True,
    help="Seconds of a run; may be repeated.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Solver processes of a run.")
@click.option("--at-once", type=click.IntRange(1, 10_000), help="Runs at the same time. Default: as there are cores.")
@click.option("--memory", type=click.FloatRange(min=1), metavar="MB", help="Of a run; one that takes more is ended.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("batch"), show_default=True, help="Folder."
)
@click.option(
    "--executor",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Processes here, or a cluster of Ray (RAY_ADDRESS).",
)
@click.option("--manifest", type=click.Path(path_type=Path, dir_okay=False), help="Write a job of Kubernetes.")
@click.option("--image", help="Of the pods of --manifest.")
@click.option("--volume", metavar="CLAIM:PATH", help="Of the pods: a claim, and where it is mounted.")
@click.option("--index", type=click.IntRange(min=0), help="Make this run only, beside others that do the same.")
@click.option("--report", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Run nothing; report.")
@click.option(
    "--best-known",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="CSV: instance, best_lb, best_ub; may be repeated.",
)
@click.option("--parquet", is_flag=True, help="Write runs.parquet too.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    plans: tuple[str, ...],
    engines: tuple[str, ...],
    seeds: tuple[int, ...],
    limits: tuple[float, ...],
    workers: int,
    at_once: int | None,
    memory: float | None,
    out: Path,
    executor: str,
    manifest: Path | None,
    image: str | None,
    volume: str | None,
    index: int | None,
    report: Path | None,
    best_known: tuple[Path, ...],
    parquet: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """
    Run every PLAN with every engine, seed and time limit, each in a process of its own, and report on the runs.

    A PLAN is whatever build takes, a folder of them, or a pattern in quotes. A crash, a hang or a lack of memory is a
    row of the results and never the end. The same command again goes on where it was ended.
    """
    from scheduler.batch.tasks import Grid
    from scheduler.cli.benching import Batch, ReportSettings, report_batch, run_index_of, run_whole, write_manifest

    settings = ReportSettings(best_known, parquet, as_json)
    if report is not None:
        if plans:
            raise click.UsageError("--report takes no PLAN: it reports on the runs that are in its folder.")
        return report_batch(report, settings)
    if not plans:
        raise click.UsageError("Name a PLAN at least, or --report DIR.")
    batch = Batch(plans, Grid(engines, seeds, limits, workers), out.absolute(), at_once, memory)
    if manifest is not None:
        return write_manifest(batch, manifest, image, volume)
    if index is not None:
        return run_index_of(batch, index, quiet=quiet)
    return run_whole(batch, settings, executor, quiet=quiet)
