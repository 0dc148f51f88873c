"""The command line of ``scripts/bench.py``."""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.benchmarking import machine
from scripts.benchmarking.arguments import absolute, add_running, seconds
from scripts.benchmarking.explain import add_explain, measure_explain
from scripts.benchmarking.instances import FAMILIES, Instance, find_instances
from scripts.benchmarking.records import Run, Task, append_run, read_runs
from scripts.benchmarking.running import GRACE_SECONDS, PATIENCE, ROOT, run_apart
from scripts.benchmarking.scale import add_scale, report_scale, scale_tasks

RUNS = "runs.jsonl"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, then write table and pictures; Ctrl-C ends the measuring and keeps what is there."""
    options = _parser().parse_args(arguments)
    if options.kind == "explain":
        return measure_explain(options)
    if options.kind == "scale":
        from scripts.benchmarking.scale_plans import make_plan_of

        return _conduct(options, scale_tasks(options), lambda: report_scale(options.out / RUNS), make_plan_of)
    instances = find_instances(options.family, options.benchmarks, ROOT)
    _tell_of_missing(options, instances)
    tasks = [] if options.report_only else _tasks(options, _choose(options, instances))
    return _conduct(options, tasks, lambda: report(options.out, instances))


def _conduct(
    options: argparse.Namespace,
    tasks: Sequence[Task],
    write: Callable[[], int],
    prepare: Callable[[Task], None] | None = None,
) -> int:
    options.out.mkdir(parents=True, exist_ok=True)
    code = 0
    if not options.report_only:
        if not tasks:
            print("No instance to run.", file=sys.stderr)
            return 2
        # Asked to end, the run in progress ends as well: it has a group of its own and would go on.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            measure(tasks, options.out / RUNS, resume=options.resume, prepare=prepare)
        except KeyboardInterrupt:
            code = INTERRUPTED
        finally:
            signal.signal(signal.SIGTERM, before)
    reported = write()
    return code or reported


def measure(tasks: Sequence[Task], path: Path, *, resume: bool, prepare: Callable[[Task], None] | None = None) -> None:
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
    prepare
        Called before each run that is made, outside of its time.
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
        if prepare is not None:
            prepare(task)
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
    parser = argparse.ArgumentParser(prog="bench.py", description="Measure how good rosters get.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    rosters = kinds.add_parser(
        "rosters",
        help="whole rosters: cost, bound and time, against what is published",
        description="Run engines on instances, each run in a process of its own that is killed after "
        f"{PATIENCE:g} time limits + {GRACE_SECONDS:g} s, and write {RUNS}, table.md, table.csv and pictures.",
    )
    _add_rosters(rosters)
    scale = kinds.add_parser(
        "scale",
        help="made-up contact centres of growing size: gap, time and memory, against targets",
        description="Make plans of each size, load and seed, run engines on them as the kind rosters does, and write "
        f"{RUNS}, table.md, table.csv, pictures of the gap over time and of growth with size.",
    )
    add_scale(scale, ROOT / "runs" / "bench-scale")
    explain = kinds.add_parser(
        "explain",
        help="contradictions planted in plans: whether they are named, and how long it takes",
        description="Plant contradictions of every kind in made-up contact centres, explain them, write answers.csv.",
    )
    add_explain(explain, ROOT / "runs" / "bench-explain")
    return parser


def _add_rosters(rosters: argparse.ArgumentParser) -> None:
    add = rosters.add_argument
    add("--family", nargs="+", choices=list(FAMILIES), default=list(FAMILIES), help="which (default: all)")
    add("--only", nargs="+", default=[], metavar="NAME", help="instances by name, also those not in the usual choice")
    add("--time-limit", type=seconds, default=600.0, metavar="SECONDS", help="of each run (default: 600)")
    add(
        "--benchmarks",
        type=absolute,
        default=ROOT.parent / "shared" / "benchmarks",
        metavar="FOLDER",
        help="public instances (default: %(default)s)",
    )
    add_running(rosters, [0, 1, 2], ROOT / "runs" / "bench-rosters")
