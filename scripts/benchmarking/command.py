"""The command line of ``scripts/bench.py``."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scheduler.batch.batch import run_batch
from scheduler.batch.local import run_local
from scheduler.batch.machine import PROJECT
from scheduler.batch.records import Task
from scheduler.batch.report import write_report
from scheduler.batch.solve_apart import GRACE_SECONDS, PATIENCE
from scheduler.batch.store import RUNS_FILE, Store, read_runs
from scheduler.cli.interrupt import stop_on_signals
from scripts.benchmarking.arguments import absolute, add_running, seconds
from scripts.benchmarking.check import add_check, measure_check
from scripts.benchmarking.explain import add_explain, measure_explain
from scripts.benchmarking.instances import FAMILIES, Instance, find_instances
from scripts.benchmarking.other_problems import solve
from scripts.benchmarking.scale import add_scale, report_scale, scale_tasks

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then write table and pictures; Ctrl-C ends the measuring and keeps what is there."""
    options = _parser().parse_args(arguments)
    if options.kind == "explain":
        return measure_explain(options)
    if options.kind == "check":
        return measure_check(options)
    if options.kind == "scale":
        from scripts.benchmarking.scale_plans import make_plan_of

        return _conduct(options, scale_tasks(options), lambda: report_scale(options.out / RUNS_FILE), make_plan_of)
    instances = find_instances(options.family, options.benchmarks, PROJECT)
    _tell_of_missing(options, instances)
    tasks = [] if options.report_only else _tasks(options, _choose(options, instances))
    return _conduct(options, tasks, lambda: report(options.out, instances))


def _conduct(
    options: argparse.Namespace,
    tasks: Sequence[Task],
    write: Callable[[], int],
    prepare: Callable[[Task], None] | None = None,
) -> int:
    code = 0
    if not options.report_only:
        if not tasks:
            print("No instance to run.", file=sys.stderr)
            return 2
        code = measure(tasks, options.out, resume=options.resume, prepare=prepare)
    reported = write()
    return code or reported


def measure(tasks: Sequence[Task], folder: Path, *, resume: bool, prepare: Callable[[Task], None] | None = None) -> int:
    """
    Make runs one after the other and add each to a file as it ends.

    Parameters
    ----------
    tasks
        What to run.
    folder
        Folder of the batch; runs that are in it stay.
    resume
        Leave out tasks whose run is there, made of the same state of the project.
    prepare
        Called before each run that is made, outside of its time.

    Returns
    -------
    The exit code: that of an interrupted command after Ctrl-C, which keeps what has ended.
    """

    def prepared(missing: Iterator[Task]) -> Iterator[Task]:
        for task in missing:
            if prepare is not None:
                prepare(task)
            yield task

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    longest = sum(task.time_limit_seconds for task in tasks) / 60
    tell(f"About {longest:,.0f} minutes at their limits. Results: {folder}")
    with Store(folder) as store, stop_on_signals() as stop:
        run_batch(
            tasks,
            store,
            lambda missing: run_local(prepared(missing), folder, stop=stop, command=solve),
            tell,
            anew=not resume,
        )
        return INTERRUPTED if stop.is_set() else 0


def report(folder: Path, instances: Sequence[Instance]) -> int:
    """Write table and pictures of the runs in a folder; 1 where there are none."""
    runs = read_runs(folder / RUNS_FILE)
    if not runs:
        print(f"No runs in {folder / RUNS_FILE}.", file=sys.stderr)
        return 1
    known = {(instance.family, instance.name): instance.known for instance in instances}
    print("Files:", *write_report(runs, folder, known), sep="\n  ")
    return 0


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
            workers=instance.workers or options.workers,
            time_limit_seconds=instance.time_limit_seconds or options.time_limit,
        )
        for seed, instance in itertools.product(options.seeds, instances)
        for engine in ([instance.engine] if instance.engine else options.engine)
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.py", description="Measure how good rosters get.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    rosters = kinds.add_parser(
        "rosters",
        help="whole rosters: cost, bound and time, against what is published",
        description="Run engines on instances, each run in a process of its own that is killed after "
        f"{PATIENCE:g} time limits + {GRACE_SECONDS:g} s, and write {RUNS_FILE}, table.md, table.csv and pictures.",
    )
    _add_rosters(rosters)
    scale = kinds.add_parser(
        "scale",
        help="made-up contact centres of growing size: gap, time and memory, against targets",
        description="Make plans of each size, load and seed, run engines on them as the kind rosters does, and write "
        f"{RUNS_FILE}, table.md, table.csv, pictures of the gap over time and of growth with size.",
    )
    add_scale(scale, PROJECT / "runs" / "bench-scale")
    explain = kinds.add_parser(
        "explain",
        help="contradictions planted in plans: whether they are named, and how long it takes",
        description="Plant contradictions of every kind in made-up contact centres, explain them, write answers.csv.",
    )
    add_explain(explain, PROJECT / "runs" / "bench-explain")
    check = kinds.add_parser(
        "check",
        help="small plans with and without a roster: false alarms, and what is seen before solving",
        description="Draw limits around random rosters, and tighter ones; check these plans, write checked.csv.",
    )
    add_check(check, PROJECT / "runs" / "bench-check")
    return parser


def _add_rosters(rosters: argparse.ArgumentParser) -> None:
    add = rosters.add_argument
    add("--family", nargs="+", choices=list(FAMILIES), default=list(FAMILIES), help="which (default: all)")
    add("--only", nargs="+", default=[], metavar="NAME", help="instances by name, also those not in the usual choice")
    text = "of each run (default: 600); inrc2-dynamic has the competition's"
    add("--time-limit", type=seconds, default=600.0, metavar="SECONDS", help=text)
    add(
        "--benchmarks",
        type=absolute,
        default=PROJECT.parent / "shared" / "benchmarks",
        metavar="FOLDER",
        help="public instances (default: %(default)s)",
    )
    add_running(rosters, [0, 1, 2], PROJECT / "runs" / "bench-rosters")
