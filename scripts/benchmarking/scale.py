"""How cost, bound, time and memory grow with size: what ``bench.py scale`` runs and writes."""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path

from scheduler.batch.records import Task
from scheduler.batch.store import read_runs
from scripts.benchmarking.arguments import add_running, agents, load, seconds
from scripts.benchmarking.scale_terms import STEPS, terms_of

LOADS, SEEDS = [0.95], [1, 2, 3, 4, 5]


def add_scale(parser: argparse.ArgumentParser, folder: Path) -> None:
    """Options of the measurement; results go to a folder where nothing else is said."""
    add, sizes = parser.add_argument, list(STEPS)
    limits = "by size: " + ", ".join(f"{terms.time_limit_seconds:g} for {size}" for size, terms in STEPS.items())
    text = "agents of the plans (default: " + " ".join(map(str, sizes)) + ")"
    add("--sizes", nargs="+", type=agents, default=sizes, metavar="AGENTS", help=text)
    text = "hours asked for per hour that people can give (default: 0.95)"
    add("--loads", nargs="+", type=load, default=LOADS, metavar="LOAD", help=text)
    add("--time-limit", type=seconds, metavar="SECONDS", help=f"of each run (default: {limits})")
    add_running(parser, SEEDS, folder)


def scale_tasks(options: argparse.Namespace) -> list[Task]:
    """Tasks in an order in which an early end leaves every size measured with the first seeds."""
    from scripts.benchmarking.scale_plans import FAMILY, name_of, path_of

    return [
        Task(
            family=FAMILY,
            instance=name_of(size, busy),
            path=str(path_of(options.out, name_of(size, busy), seed)),
            engine=engine,
            seed=seed,
            workers=options.workers,
            time_limit_seconds=options.time_limit or terms_of(size).time_limit_seconds,
        )
        for seed, size, busy, engine in itertools.product(options.seeds, options.sizes, options.loads, options.engine)
    ]


def report_scale(path: Path) -> int:
    """Write tables and pictures beside a file of runs; 1 where there are none of such plans."""
    from scripts.benchmarking.scale_gap_picture import draw_scale_gaps
    from scripts.benchmarking.scale_growth_picture import draw_growth
    from scripts.benchmarking.scale_summary import rungs_of
    from scripts.benchmarking.scale_table import write_scale_tables

    rungs = rungs_of(read_runs(path))
    if not rungs:
        print(f"No runs in {path}.", file=sys.stderr)
        return 1
    folder = path.parent
    written = [*write_scale_tables(rungs, folder), *draw_scale_gaps(rungs, folder), *draw_growth(rungs, folder)]
    print("Files:", *written, sep="\n  ")
    return 0
