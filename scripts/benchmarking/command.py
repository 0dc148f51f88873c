"""The command line of ``scripts/bench.py``."""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from scripts.benchmarking import machine
from scripts.benchmarking.instances import FAMILIES, Instance, find_instances
from scripts.benchmarking.records import Run, Task, append_run, read_runs
from scripts.benchmarking.running import GRACE_SECONDS, PATIENCE, ROOT, run_apart

RUNS = "runs.jsonl"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then write table and pictures; Ctrl-C ends the measuring and keeps what is there."""
    options = _parser().parse_args(arguments)
    instances = find_instances(options.family, options.benchmarks, ROOT)
    _tell_of_missing(options, instances)
    options.out.mkdir(parents=True, exist_ok=True)
    code = 0
    if not options.report_only:
        chosen = _choose(options, instances)
        if not chosen:
            print("No instance to run.", file=sys.stderr)
            return 2
        # Asked to end, the run in progress ends as well: it has a group of its own and would go on.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            measure(_tasks(options, chosen), options.out / RUNS, resume=options.resume)
        except KeyboardInterrupt:
            code = INTERRUPTED
        finally:
            signal.signal(signal.SIGTERM, before)
    reported = report(options.out, instances)
    return code or reported


def measure(tasks: Sequence[Task], path: Path, *, resume: bool) -> None:
    """
    Make runs one after the other and add each to a file as it ends.

    Parameters
    ----------
    tasks
        What to run.
    path
        File of runs; those in it stay.
    resume
        Leave out tasks whose run is in the file, made of the same state of the project.
    """
    there = read_runs(path) if resume else []
    longest = sum(task.time_limit_seconds for task in tasks) / 60
    print(f"{len(tasks)} runs, about {longest:,.0f} minutes at their limits. Results: {path.parent}", file=sys.stderr)
    for number, task in enumerate(tasks, start=1):
        name = f"[{number}/{len(tasks)}] {task.family} {task.instance} {task.engine} seed {task.seed}"
        state = machine.commit(ROOT)
        if any(run.is_run_of(task, state) for run in there):
            print(f"{name}: is there", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        run = run_apart(task)
        append_run(path, run)
        print(f"    {_line(run)}", file=sys.stderr, flush=True)


def report(folder: Path, instances: Sequence[Instance]) -> int:
    """Write table and pictures of the runs in a folder; 1 where there are none."""
    from scripts.benchmarking.gap_picture import draw_gaps
    from scripts.benchmarking.published_picture import draw_published
    from scripts.benchmarking.summary import summarise
    from scripts.benchmarking.table import write_tables

    groups = summarise(read_runs(folder / RUNS), instances)
    if not groups:
        print(f"No runs in {folder / RUNS}.", file=sys.stderr)
        return 1
    written = [*write_tables(groups, folder), *draw_gaps(groups, folder), *draw_published(groups, folder)]
    print("Files:", *written, sep="\n  ")
    return 0


def _line(run: Run) -> str:
    if run.message:
        return f"{run.status} after {run.seconds:.0f} s: {run.message}"
    gap = "unknown" if run.gap is None else f"{run.gap:.2%}"
    return f"{run.status}, cost {run.cost}, bound {run.bound}, gap {gap}, {run.seconds:.0f} s"


def _tell_of_missing(options: argparse.Namespace, instances: Sequence[Instance]) -> None:
    for family in options.family:
        if not any(instance.family == family for instance in instances):
            print(f"{family}: no instances in {options.benchmarks}; passed over (--benchmarks).", file=sys.stderr)


def _choose(options: argparse.Namespace, instances: Sequence[Instance]) -> list[Instance]:
    names = {instance.name for instance in instances}
    for name in options.only:
        if name not in names:
            print(f"{name}: no such instance in {', '.join(options.family)}; passed over.", file=sys.stderr)
    if options.only:
        return [instance for instance in instances if instance.name in options.only]
    return [instance for instance in instances if instance.measured]


def _tasks(options: argparse.Namespace, instances: Sequence[Instance]) -> list[Task]:
    """Tasks in an order in which an early end leaves every instance measured with the first seeds."""
    return [
        Task(
            family=instance.family,
            instance=instance.name,
            path=str(instance.path),
            engine=engine,
            seed=seed,
            workers=options.workers,
            time_limit_seconds=options.time_limit,
        )
        for seed, instance, engine in itertools.product(options.seeds, instances, options.engine)
    ]


def _parser() -> argparse.ArgumentParser:
    from scheduler.solve import Engine

    parser = argparse.ArgumentParser(prog="bench.py", description="Measure how good rosters get.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    rosters = kinds.add_parser(
        "rosters",
        help="whole rosters: cost, bound and time, against what is published",
        description="Run engines on instances, each run in a process of its own that is killed after "
        f"{PATIENCE:g} time limits + {GRACE_SECONDS:g} s, and write {RUNS}, table.md, table.csv and pictures.",
    )
    add = rosters.add_argument
    add("--family", nargs="+", choices=list(FAMILIES), default=list(FAMILIES), help="which (default: all)")
    add("--only", nargs="+", default=[], metavar="NAME", help="instances by name, also those not in the usual choice")
    add("--engine", nargs="+", choices=get_args(Engine), default=["staged"], help="default: staged")
    add("--seeds", nargs="+", type=int, default=[0, 1, 2], metavar="N", help="default: 0 1 2")
    add("--time-limit", type=_seconds, default=600.0, metavar="SECONDS", help="of each run (default: 600)")
    add("--workers", type=_count, default=2, metavar="N", help="threads of the solver (default: 2)")
    add("--out", type=_folder, default=ROOT / "runs" / "bench-rosters", metavar="FOLDER", help="default: %(default)s")
    add("--resume", action="store_true", help="leave out what was run already at this commit")
    add("--report-only", action="store_true", help="run nothing; write table and pictures of what is there")
    add(
        "--benchmarks",
        type=_folder,
        default=ROOT.parent / "shared" / "benchmarks",
        metavar="FOLDER",
        help="public instances (default: %(default)s)",
    )
    return parser


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 < value <= 30 * 24 * 3600:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 30 days")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1024")
    return int(text)


def _folder(text: str) -> Path:
    return Path(text).resolve()
