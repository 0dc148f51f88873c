"""Arguments and options that several verbs share."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.roster import Roster

roster_argument = click.argument("roster", metavar="RUN|ROSTER.csv", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")

LARGEST_SEED = 2**31 - 1
"""The solvers keep seeds in 32 bits."""


def finite(_: click.Context, __: click.Parameter, value: float) -> float:
    """Refuse what is a float and no number."""
    if not math.isfinite(value):
        raise click.BadParameter(f"{value} is no number of seconds.")
    return value


time_limit_option = click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    callback=finite,
    default=60.0,
    show_default=True,
    help="Seconds of a run.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True, help="Of random choices."
)
allow_code_option = click.option(
    "--allow-code", is_flag=True, help="Run Python files that the plan names as rules of its own."
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["auto", "cpsat", "mip", "staged"]),
    default="auto",
    show_default=True,
    help="Who solves it.",
)


def plan_source(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """PLAN, ``--overlay``, ``--set`` and ``--allow-code``: the function gets ``source``."""

    @click.argument("plan", type=click.Path(path_type=Path))
    @click.option("--overlay", "files", multiple=True, type=click.Path(path_type=Path), help="TOML of values to set.")
    @click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Set a value of the plan, on top.")
    @allow_code_option
    @wraps(command)
    def read(
        *positional: object,
        plan: Path,
        files: tuple[Path, ...],
        settings: tuple[str, ...],
        allow_code: bool,
        **named: object,
    ) -> int | None:
        from scheduler.io.overlay import overlay_file, setting
        from scheduler.io.plan_source import PlanSource

        source = PlanSource(plan, (*map(overlay_file, files), *map(setting, settings)), allow_code)
        return command(source=source, **named)

    return read


def read_roster_of(place: Path, problem: Problem) -> Roster:
    """Roster of a run folder or of a CSV file."""
    from scheduler.errors import Complaint, InputError
    from scheduler.io.roster_csv import read_roster
    from scheduler.io.run_result import RESULT_FILE, read_result

    file = place / "roster.csv" if place.is_dir() else place
    if place.is_dir() and not file.exists() and (place / RESULT_FILE).exists():
        message = f"Is a run without a roster ({read_result(place).status})."
        raise InputError([Complaint(str(place), "", message, "Give one that has a roster.csv.")])
    return read_roster(file, problem)


def check_new_file(path: Path, *, overwrite: bool) -> None:
    """
    Make sure that a file can be written, before the work for it is done.

    Raises
    ------
    InputError
        Its folder is missing or may not be written to.
    click.UsageError
        It exists and is not to be replaced.
    """
    if path.exists() and not overwrite:
        raise click.UsageError(f"{path} exists; give another name or --overwrite.")
    check_writable(path.parent)


def check_new_plan(path: Path, *, overwrite: bool) -> None:
    """
    Make sure that a plan may be written to a place, before the work for it is done.

    Raises
    ------
    click.UsageError
        It is taken, or no place for a plan.
    """
    from scheduler.io.write import place_complaint

    complaint = place_complaint(path, overwrite=True)
    if complaint is not None:
        raise click.UsageError(f"{path}: {' '.join(complaint)}")
    if place_complaint(path, overwrite=overwrite) is not None:
        raise click.UsageError(f"{path} exists; give another name or --overwrite.")


def check_ending(path: Path, endings: Sequence[str], what: str) -> None:
    """
    Make sure that the name of a file ends as that of something that can be written.

    Raises
    ------
    click.UsageError
        It has another ending.
    """
    if path.suffix.lower() not in endings:
        raise click.UsageError(f"{path.name}: name the {what} {', '.join(endings[:-1])} or {endings[-1]}.")


def check_picture(path: Path) -> None:
    """
    Make sure that a picture can be written, replacing an old one.

    Raises
    ------
    InputError
        Its folder is missing or may not be written to.
    click.UsageError
        Its name is not that of a picture.
    """
    check_ending(path, (".png", ".svg", ".pdf"), "picture")
    check_new_file(path, overwrite=True)


def check_writable(folder: Path) -> None:
    """
    Make sure that files can be made in a folder.

    Raises
    ------
    InputError
        It is missing or may not be written to.
    """
    from scheduler.errors import Complaint, InputError

    if not folder.is_dir():
        raise InputError([Complaint(str(folder), "", "There is no such folder.", "Make it, or name another place.")])
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError([Complaint(str(folder), "", "May not be written to.", "Name another place.")])
