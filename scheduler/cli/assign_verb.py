"""`shiftwright assign`."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.cli.options import json_option, seed_option, time_limit_option


@click.command("assign", epilog="\b\nExample: shiftwright assign instances/tasks/ground-crew --out ground-crew")
@click.argument("tasks", metavar="TASKS", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run. Default: NAME-assigned beside you.")
@time_limit_option
@seed_option
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2, show_default=True, help="Solver threads.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    tasks: Path, out: Path | None, time_limit: float, seed: int, workers: int, quiet: bool, as_json: bool
) -> int:
    """
    Give tasks to the fewest people, and write result.json, assignments.csv and assignments.xlsx.

    TASKS is a folder with tasks.csv (task, start, end, skill) and agents.csv (agent, skills, start, end), or a public
    instance (.dat). Ctrl-C and the time limit keep the best so far and its bound.
    """
    from scheduler.assignment.build import build_assignment
    from scheduler.assignment.read import assignment_files, read_assignment
    from scheduler.assignment.write import write_assignment
    from scheduler.cli.assignment_tables import print_assignment
    from scheduler.cli.building import check_run_folder, exit_code_of, say_kept
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.io.fingerprint import files_sha256
    from scheduler.io.run_result import result_json

    plan = read_assignment(tasks)
    folder = out or Path(f"{tasks.resolve().stem}-assigned")
    check_run_folder(folder)
    with stop_on_signals() as stop, Display(quiet=quiet) as display:
        result = build_assignment(
            plan,
            time_limit_seconds=time_limit,
            seed=seed,
            workers=workers,
            plan_path=str(tasks),
            input_sha256=files_sha256(assignment_files(tasks)),
            on_progress=display.show,
            stop=stop,
        )
    say_kept(write_assignment(folder, result, plan))
    if as_json:
        click.echo(result_json(result), nl=False)
    else:
        print_assignment(result, folder)
    return exit_code_of(result)
