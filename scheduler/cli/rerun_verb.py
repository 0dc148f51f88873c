"""`shiftwright rerun`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from scheduler.cli.options import allow_code_option, json_option

if TYPE_CHECKING:
    from scheduler.cli.building import RunSettings
    from scheduler.engine_choice import Engine
    from scheduler.io.overlay import Overlay
    from scheduler.io.plan_source import PlanSource
    from scheduler.result import Result


@click.command("rerun", epilog="\b\nExample: shiftwright rerun helpdesk-run --out helpdesk-again")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--plan", type=click.Path(path_type=Path), help="Where the plan is now. Default: where it was.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the new run. Default: RUN-again.")
@allow_code_option
@click.option("--no-pictures", is_flag=True, help="Leave the pictures out.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    run: Path, plan: Path | None, out: Path | None, allow_code: bool, no_pictures: bool, quiet: bool, as_json: bool
) -> int:
    """
    Repeat RUN with the engine, seed, limits and overrides that its result records, and compare both.

    The plan must be the one of the run, to the byte. Other versions of the program are named.
    """
    from scheduler.cli.building import build_run, exit_code_of
    from scheduler.cli.compare_verb import print_comparison
    from scheduler.io.plan_source import PlanSource
    from scheduler.io.run_result import read_result
    from scheduler.run_comparison import read_run

    before = read_result(run)
    _check_whole(run, before)
    source = PlanSource(plan or Path(before.plan_path), _overlays(before), allow_code)
    _check_plan(run, before, source)
    folder = out or run.with_name(f"{run.resolve().name}-again")
    outcome = build_run(source, _settings(before), folder, pictures=not no_pictures, quiet=quiet)
    notes = _other_versions(before, outcome.result)
    print_comparison([read_run(run), read_run(folder)], notes, as_json=as_json)
    return exit_code_of(outcome.result)


def _check_whole(run: Path, before: Result) -> None:
    from scheduler.errors import Complaint, InputError

    if before.weeks:
        remedy = "Repeat it by roll, with the seed, workers and limits that its result.json records."
        raise InputError([Complaint(str(run), "", "Was built week by week.", remedy)])


def _settings(before: Result) -> RunSettings:
    from scheduler.cli.building import RunSettings

    start = Path(before.start_path) if before.start_path else None
    solver, limit = before.solver or "highs", before.time_limit_seconds
    return RunSettings(cast("Engine", before.engine), solver, limit, before.seed, before.workers, start=start)


def _overlays(before: Result) -> tuple[Overlay, ...]:
    from scheduler.io.overlay import SET, overlay_file, setting

    return tuple(
        setting(source.removeprefix(SET)) if source.startswith(SET) else overlay_file(Path(source))
        for source in before.overrides
    )


def _check_plan(run: Path, before: Result, source: PlanSource) -> None:
    from scheduler.errors import Complaint, InputError

    if source.sha256(source.read()) != before.input_sha256:
        message = f"Is not the plan of {run}: files or overlays have changed since."
        remedy = "Name with --plan the one that it was built from, or build this one anew."
        raise InputError([Complaint(str(source.path), "", message, remedy)])


def _other_versions(before: Result, after: Result) -> list[str]:
    changed = [
        f"{name} {before.versions.get(name, 'none')} then, {after.versions.get(name, 'none')} now"
        for name in sorted(before.versions.keys() | after.versions.keys())
        if before.versions.get(name) != after.versions.get(name)
    ]
    return [f"Versions differ: {', '.join(changed)}."] if changed else []
