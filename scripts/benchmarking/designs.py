"""Shift designs on public instances: what ``bench.py design`` runs."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

from scripts.benchmarking.arguments import absolute, count, seconds
from scripts.benchmarking.instances import Instance, natural
from scripts.benchmarking.published import BestKnown, read_best_known
from scripts.benchmarking.records import Task

FAMILY = "shift-design"
ENGINE = "design"


def add_design(parser: argparse.ArgumentParser, root: Path) -> None:
    """Options of the measurement; results go to a folder of the project where nothing else is said."""
    add = parser.add_argument
    add("--only", nargs="+", default=[], metavar="NAME", help="instances by name, such as DataSet2/RandomExample28")
    add("--time-limit", type=seconds, default=60.0, metavar="SECONDS", help="of each run (default: 60)")
    add("--seeds", nargs="+", type=int, default=[0], metavar="N", help="default: 0")
    add("--workers", type=count, default=1, metavar="N", help="solver processes; a design alone needs 1 (default)")
    folder = root.parent / "shared" / "benchmarks"
    add("--benchmarks", type=absolute, default=folder, metavar="FOLDER", help="public instances (default: %(default)s)")
    add("--out", type=absolute, default=root / "runs" / "bench-design", metavar="FOLDER", help="default: %(default)s")
    add("--resume", action="store_true", help="leave out what was run already at this commit")
    add("--report-only", action="store_true", help="run nothing; write table and pictures of what is there")


def find_designs(benchmarks: Path) -> list[Instance]:
    """Instances of the data sets in natural order; none where the folder is missing."""
    folder = benchmarks / "shift_design"
    known = read_best_known(folder / "best_known.csv")
    found = []
    for path in (folder / "instances").glob("DataSet*/*.dzn"):
        name = f"{path.parent.name}/{path.stem}"
        found.append(Instance(FAMILY, name, path, known.get(name, BestKnown())))
    return sorted(found, key=lambda instance: natural(instance.name))


def design_tasks(options: argparse.Namespace, instances: Sequence[Instance]) -> list[Task]:
    """Tasks in an order in which an early end leaves every instance measured with the first seeds."""
    chosen = [instance for instance in instances if not options.only or instance.name in options.only]
    return [
        Task(
            family=FAMILY,
            instance=instance.name,
            path=str(instance.path),
            engine=ENGINE,
            seed=seed,
            workers=options.workers,
            time_limit_seconds=options.time_limit,
        )
        for seed, instance in itertools.product(options.seeds, chosen)
    ]
