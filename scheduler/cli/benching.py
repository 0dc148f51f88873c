"""Running a batch, one run of it, and reporting on it, for the verb `bench`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import check_new_file, check_writable

if TYPE_CHECKING:
    import threading

    from scheduler.batch.batch import Execute
    from scheduler.batch.published import BestKnown
    from scheduler.batch.records import Run, Task
    from scheduler.batch.tasks import Grid


@dataclass(frozen=True)
class Batch:
    """
    Parameters
    ----------
    plans
        As the command line names them.
    grid
        How they are run.
    folder
        Absolute path of the results.
    at_once
        Runs at the same time; ``None`` where it was not said.
    memory_mb
        Of each run; ``None`` where it was not said.
    """

    plans: tuple[str, ...]
    grid: Grid
    folder: Path
    at_once: int | None
    memory_mb: float | None

    def tasks(self) -> list[Task]:
        """All runs, in the same order whenever the plans are the same."""
        from scheduler.batch.plans import find_plans
        from scheduler.batch.tasks import tasks_of

        return tasks_of(find_plans(self.plans), self.grid)


@dataclass(frozen=True)
class ReportSettings:
    """
    Parameters
    ----------
    best_known
        Files of what others found.
    parquet
        Whether a Parquet file is written.
    as_json
        Whether standard output is a JSON document.
    """

    best_known: tuple[Path, ...]
    parquet: bool
    as_json: bool


def run_whole(batch: Batch, settings: ReportSettings, executor: str, *, quiet: bool) -> ExitCode:
    """Run what is not there yet, then report; after Ctrl-C, what has ended is kept and nothing is reported."""
    from scheduler.batch.batch import run_batch
    from scheduler.batch.on_ray import check_ray
    from scheduler.batch.store import Store
    from scheduler.cli.interrupt import stop_on_signals

    if executor == "ray":
        check_ray()
    known = _prepare(settings)
    tasks = batch.tasks()
    check_writable(next(folder for folder in (batch.folder, *batch.folder.parents) if folder.exists()))
    with stop_on_signals() as stop:
        execute = _execute(batch, executor, stop)
        with Store(batch.folder) as store:
            run_batch(tasks, store, execute, _teller(quiet))
        if stop.is_set():
            return ExitCode.INTERRUPTED
    return _report(batch.folder, settings, known)


def run_index_of(batch: Batch, index: int, *, quiet: bool) -> ExitCode:
    """Make the run of an index; its row is written beside the file of runs."""
    from scheduler.batch.batch import line_of
    from scheduler.batch.pod import run_index
    from scheduler.cli.interrupt import stop_on_signals

    tasks = batch.tasks()
    if index >= len(tasks):
        raise click.BadParameter(f"there are {len(tasks)} runs, from 0.", param_hint="--index")
    with stop_on_signals() as stop:
        run = run_index(tasks[index], batch.folder, stop=stop, memory_mb=batch.memory_mb)
    if run is None:
        return ExitCode.INTERRUPTED
    _teller(quiet)(line_of(run))
    return ExitCode.DONE


def report_batch(folder: Path, settings: ReportSettings) -> ExitCode:
    """Report on the runs of a folder."""
    return _report(folder, settings, _prepare(settings))


def write_manifest(batch: Batch, path: Path, image: str | None, volume: str | None) -> ExitCode:
    """Write the job of a batch."""
    from scheduler.batch.manifest import check_within, job, job_name, parse_volume

    if image is None or volume is None or batch.memory_mb is None:
        raise click.UsageError("--manifest needs --image, --volume and --memory.")
    try:
        drive = parse_volume(volume)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--volume") from None
    check_new_file(path, overwrite=True)
    tasks = batch.tasks()
    check_within(drive, [batch.folder, *(Path(task.path) for task in tasks)])
    document = job(job_name(batch.folder), image, drive, _arguments(batch), tasks, batch.at_once, batch.memory_mb)
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    click.echo(f"Wrote {path}: {len(tasks)} runs. Next: kubectl apply -f {path}; then: bench --report {batch.folder}")
    return ExitCode.DONE


def _prepare(settings: ReportSettings) -> dict[str, BestKnown]:
    """Find out before the runs what would spoil the report after them."""
    from scheduler.batch.parquet import check_parquet
    from scheduler.batch.published import read_best_known

    if settings.parquet:
        check_parquet()
    return {name: known for path in settings.best_known for name, known in read_best_known(path).items()}


def _execute(batch: Batch, executor: str, stop: threading.Event) -> Execute:
    folder, memory_mb = batch.folder, batch.memory_mb
    if executor == "ray":
        from scheduler.batch.on_ray import run_on_ray

        return partial(run_on_ray, folder=folder, stop=stop, at_once=batch.at_once, memory_mb=memory_mb)
    from scheduler.batch.local import run_local
    from scheduler.batch.machine import this_machine

    at_once = batch.at_once or max(1, this_machine().cores // batch.grid.workers)
    return partial(run_local, folder=folder, stop=stop, at_once=at_once, memory_mb=memory_mb)


def _report(folder: Path, settings: ReportSettings, known: dict[str, BestKnown]) -> ExitCode:
    from scheduler.batch.parquet import PARQUET_FILE, write_parquet
    from scheduler.batch.report import known_of, write_report
    from scheduler.batch.store import RUNS_FILE, runs_of
    from scheduler.errors import Complaint, InputError

    runs = runs_of(folder)
    if not runs:
        raise InputError(
            [Complaint(str(folder), "", f"There are no runs in it ({RUNS_FILE}).", "Name another folder.")]
        )
    files = write_report(runs, folder, known_of(runs, known))
    if settings.parquet:
        write_parquet(runs, folder / PARQUET_FILE)
        files.append(folder / PARQUET_FILE)
    _print(folder, runs, files, as_json=settings.as_json)
    return ExitCode.DONE


def _print(folder: Path, runs: list[Run], files: list[Path], *, as_json: bool) -> None:
    from scheduler.batch.records import latest
    from scheduler.cli.tables import console_for_output, new_table, say

    counts = Counter(run.status for run in latest(runs))
    if as_json:
        names = [path.name for path in files]
        document = {"schema": "shiftwright.batch/1", "folder": str(folder), "runs": dict(counts), "files": names}
        click.echo(json.dumps(document, indent=2))
        return
    table = new_table("Runs", "status", "runs")
    for status, number in sorted(counts.items()):
        table.add_row(status, str(number))
    console = console_for_output()
    console.print(table)
    say(console, f"Files in {folder}: {', '.join(path.name for path in files)}")


def _arguments(batch: Batch) -> list[str]:
    """The command of a batch again, with absolute paths, for wherever it is run."""
    grid, arguments = batch.grid, ["bench", *(os.path.abspath(plan) for plan in batch.plans)]
    repeated = {"--engine": grid.engines, "--seed": grid.seeds, "--time-limit": grid.time_limits_seconds}
    for option, values in repeated.items():
        arguments += [
            part for value in values for part in (option, f"{value:g}" if isinstance(value, float) else str(value))
        ]
    return [*arguments, "--workers", str(grid.workers), "--memory", str(batch.memory_mb), "--out", str(batch.folder)]


def _teller(quiet: bool) -> Callable[[str], None]:
    return (lambda _: None) if quiet else partial(click.echo, err=True)
