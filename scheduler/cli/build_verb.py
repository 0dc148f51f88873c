"""`shiftwright build`."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import check_writable, json_option, overlay_options, plan_argument

if TYPE_CHECKING:
    from scheduler.io.overlay import Overlay
    from scheduler.solve import Outcome

LARGEST_SEED = 2**31 - 1
"""The solvers keep seeds in 32 bits."""


def _seconds(_: click.Context, __: click.Parameter, value: float) -> float:
    if not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number of seconds.")
    return value


@click.command("build", epilog="\b\nExample: shiftwright build instances/helpdesk --out helpdesk-run --time-limit 60")
@plan_argument
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run. Default: NAME-run beside you.")
@click.option(
    "--time-limit", type=click.FloatRange(min=1), callback=_seconds, default=60.0, show_default=True, help="Seconds."
)
@click.option("--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True, help="Of random choices.")
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2, show_default=True, help="Solver processes.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "cpsat", "mip", "staged"]),
    default="auto",
    show_default=True,
    help="Who solves it.",
)
@click.option("--solver", help="With --engine mip: any solver that Pyomo finds. Default: highs.")
@click.option("--no-pictures", is_flag=True, help="Leave the pictures out.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@overlay_options
@json_option
def command(
    plan: Path,
    out: Path | None,
    time_limit: float,
    seed: int,
    workers: int,
    engine: str,
    solver: str | None,
    no_pictures: bool,
    quiet: bool,
    as_json: bool,
    overlays: tuple[Overlay, ...],
) -> int:
    """
    Build a roster for PLAN and write roster.csv, coverage.csv, result.json, roster.xlsx and pictures.

    Ctrl-C and the time limit keep the best roster so far and its bound. The folder is replaced whole or not at all.
    """
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.io.fingerprint import input_sha256
    from scheduler.io.read import read_plan
    from scheduler.io.run_folder import check_target, write_run
    from scheduler.solve import build

    if solver is not None and engine != "mip":
        raise click.UsageError("--solver goes with --engine mip.")
    problem, fingerprint = read_plan(plan, overlays), input_sha256(plan, overlays)
    folder = out or _default_folder(plan)
    check_target(folder)
    check_writable(_nearest(folder.resolve().parent))
    if solver is not None:
        _check_solver(solver)
    with stop_on_signals() as stop, Display(quiet=quiet) as display:
        outcome = build(
            problem,
            engine=engine,  # type: ignore[arg-type]
            time_limit_seconds=time_limit,
            seed=seed,
            workers=workers,
            solver=solver or "highs",
            input_sha256=fingerprint,
            overrides=tuple(overlay.source for overlay in overlays),
            on_progress=display.show,
            stop=stop,
        )
        outcome = _explained(outcome)
        display.say("Writing files" + ("" if no_pictures else " and pictures") + " ...")
        write_run(folder, outcome.result, outcome.roster, outcome.problem, pictures=not no_pictures)
    _print(outcome, folder, as_json)
    return _exit_code(outcome)


def _check_solver(name: str) -> None:
    from shiftmodels.backends.answer import SolverMissingError
    from shiftmodels.backends.pyomo_solve import find_solver

    try:
        find_solver(name)
    except SolverMissingError:
        raise click.BadParameter(
            f"Pyomo finds no solver {name!r}; install it, or leave --solver out for highs.", param_hint="--solver"
        ) from None


def _default_folder(plan: Path) -> Path:
    return Path(f"{plan.resolve().name if plan.is_dir() else plan.stem}-run")


def _nearest(folder: Path) -> Path:
    """The folder, or the first one above it that exists."""
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


def _explained(outcome: Outcome) -> Outcome:
    """An infeasible plan with what ``check`` finds impossible in it."""
    from scheduler.check import check
    from scheduler.result import Status

    result = outcome.result
    if result.status != Status.INFEASIBLE:
        return outcome
    found = [item for item in check(outcome.problem).concerns if item.severity == "impossible"]
    messages = [*result.messages, *(f"{item.message} {item.remedy}" for item in found)]
    return replace(outcome, result=result.model_copy(update={"messages": tuple(messages)}))


def _print(outcome: Outcome, folder: Path, as_json: bool) -> None:
    from scheduler.cli.tables import print_result
    from scheduler.io.run_result import result_json

    if as_json:
        click.echo(result_json(outcome.result))
    else:
        print_result(outcome.result, folder)


def _exit_code(outcome: Outcome) -> int:
    from scheduler.result import Status

    return {
        Status.NO_SOLUTION: ExitCode.NO_ROSTER,
        Status.INFEASIBLE: ExitCode.INFEASIBLE,
        Status.INTERRUPTED: ExitCode.INTERRUPTED,
    }.get(outcome.result.status, ExitCode.DONE)
