"""Building a run and writing its folder, for the verbs that do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import check_writable, read_roster_of

if TYPE_CHECKING:
    from threading import Event

    from scheduler.check_report import Concern
    from scheduler.engine_choice import Engine
    from scheduler.io.plan_source import PlanSource
    from scheduler.problem import Problem
    from scheduler.result import Result
    from scheduler.run_facts import RunFacts
    from scheduler.solve import Outcome


@dataclass(frozen=True)
class RunSettings:
    """
    Parameters
    ----------
    engine, solver
        Who solves it; a solver is for the engine ``mip``.
    time_limit_seconds, seed, workers, memory_mb
        See ``scheduler.solve.build``.
    start
        Run or roster to begin with.
    """

    engine: Engine
    solver: str
    time_limit_seconds: float
    seed: int
    workers: int
    memory_mb: float | None = None
    start: Path | None = None


def build_run(
    source: PlanSource,
    settings: RunSettings,
    folder: Path,
    *,
    pictures: bool,
    quiet: bool,
    progress: Path | None = None,
) -> Outcome:
    """
    Build a roster and write the folder of the run.

    Parameters
    ----------
    source
        The plan.
    settings
        How it is built.
    folder
        Where the run is written; replaced if it is a run.
    pictures
        Whether they are drawn; not so after Ctrl-C, which wants an end soon.
    quiet
        No progress on standard error.
    progress
        File that gets each improvement as it comes.
    """
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.io.progress_csv import ProgressFile
    from scheduler.io.run_folder import write_run
    from scheduler.solve import Progress, build

    problem = source.read()
    fingerprint = source.sha256(problem)
    check_run_folder(folder)
    check_engine(settings.engine, problem)
    start = None if settings.start is None else read_roster_of(settings.start, problem)
    if settings.engine == "mip" and settings.solver != "highs":
        _check_solver(settings.solver)
    with stop_on_signals() as stop, Display(quiet=quiet) as display, ProgressFile(progress) as file:

        def show(point: Progress) -> None:
            display.show(point)
            file.add(point)

        outcome = build(
            problem,
            engine=settings.engine,
            time_limit_seconds=settings.time_limit_seconds,
            seed=settings.seed,
            workers=settings.workers,
            solver=settings.solver,
            memory_mb=settings.memory_mb,
            plan_path=str(source.path),
            input_sha256=fingerprint,
            overrides=tuple(overlay.source for overlay in source.overlays),
            start=start,
            start_path="" if settings.start is None else str(settings.start),
            on_progress=show,
            stop=stop,
        )
        outcome = _explained(outcome, stop)
        pictures = pictures and outcome.roster is not None and not stop.is_set()
        display.say("Writing files" + (" and pictures" if pictures else "") + " ...")
        kept = write_run(folder, outcome.result, outcome.roster, outcome.problem, pictures=pictures)
    if file.trouble:
        click.echo(file.trouble, err=True)
    say_kept(kept)
    return outcome


def print_outcome(outcome: Outcome, folder: Path, *, as_json: bool) -> None:
    """The result of a run, and where its files are."""
    from scheduler.cli.tables import print_result
    from scheduler.io.run_result import result_json

    if as_json:
        click.echo(result_json(outcome.result))
    else:
        print_result(outcome.result, folder)


def say_kept(kept: Path | None) -> None:
    """Where a run with an answer is that was replaced by one without."""
    if kept is not None:
        click.echo(f"The run that was there found something, this one nothing: it is kept as {kept}.", err=True)


def check_run_folder(folder: Path) -> None:
    """Refuse a folder that a run cannot be written to, before anything is computed."""
    from scheduler.io.result_folder import check_target

    check_target(folder)
    check_writable(_nearest(folder.resolve().parent))


def check_engine(engine: str, problem: Problem) -> None:
    """Refuse an engine that does not know what the plan asks for."""
    if engine == "staged" and problem.priorities:
        raise click.BadParameter(
            "staged does not know the priorities of the plan; take cpsat or mip.", param_hint="--engine"
        )


def _check_solver(name: str) -> None:
    from shiftmodels.backends.answer import SolverMissingError
    from shiftmodels.backends.pyomo_solve import find_solver

    try:
        find_solver(name)
    except SolverMissingError:
        raise click.BadParameter(
            f"Pyomo finds no solver {name!r}; install it, or leave --solver out for highs.", param_hint="--solver"
        ) from None


def _nearest(folder: Path) -> Path:
    """The folder, or the first one above it that exists."""
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


def _explained(outcome: Outcome, stop: Event) -> Outcome:
    """An infeasible plan with what ``check`` finds impossible in it, unless Ctrl-C says that nobody waits for it."""
    from scheduler.check import check
    from scheduler.cli.interrupt import left_on_signals
    from scheduler.result import Status

    result = outcome.result
    found: list[Concern] = []
    if result.status != Status.INFEASIBLE or stop.is_set():
        return outcome
    with left_on_signals():
        found += [item for item in check(outcome.problem).concerns if item.severity == "impossible"]
    messages = [*result.messages, *(f"{item.message} {item.remedy}" for item in found)]
    return replace(outcome, result=result.model_copy(update={"messages": tuple(messages)}))


def exit_code_of(result: Result | RunFacts) -> ExitCode:
    """What a run ends with."""
    from scheduler.result import Status

    return {
        Status.NO_SOLUTION: ExitCode.NO_ROSTER,
        Status.INFEASIBLE: ExitCode.INFEASIBLE,
        Status.INTERRUPTED: ExitCode.INTERRUPTED,
    }.get(result.status, ExitCode.DONE)
