"""`shiftwright roll`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import engine_option, finite, json_option, plan_source, seed_option

if TYPE_CHECKING:
    from scheduler.engine_choice import Engine
    from scheduler.io.plan_source import PlanSource
    from scheduler.problem import Problem
    from scheduler.rolling.roll import RollSettings
    from scheduler.solve import Outcome


@click.command("roll", epilog="\b\nExample: shiftwright roll instances/helpdesk --out helpdesk-roll --time-limit 60")
@plan_source
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run. Default: NAME-roll beside you.")
@click.option(
    "--look-ahead",
    type=click.IntRange(min=0),
    metavar="WEEKS",
    help="Weeks after each that are looked at, as they may become; 0 for none. Default: all.",
)
@click.option(
    "--time-limit", type=click.FloatRange(min=1), callback=finite, default=60.0, show_default=True, help="Of each week."
)
@seed_option
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2, show_default=True, help="Solver processes.")
@engine_option
@click.option("--memory", type=click.FloatRange(min=1), metavar="MB", help="Memory of each solver process.")
@click.option("--no-pictures", is_flag=True, help="Leave the pictures out.")
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    source: PlanSource,
    out: Path | None,
    look_ahead: int | None,
    time_limit: float,
    seed: int,
    workers: int,
    engine: Engine,
    memory: float | None,
    no_pictures: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """
    Build the weeks of PLAN one after the other, and write the files that build writes.

    A week is built from its own requirement and wishes and those of the weeks before it, which stay as they were
    published. For the weeks after it the mean of the known weeks stands in, weekday by weekday, where weekdays count as
    one that nothing known tells apart, or several futures drawn from known days, where shifts are worked on one queue
    without breaks; what becomes known later changes nothing. Where not all weeks are looked at, priced limits of the
    whole plan count for their share of it. The roster is audited on the whole plan; result.json says of each week what
    it expected.
    """
    from scheduler.cli.building import check_engine, check_run_folder, exit_code_of, print_outcome
    from scheduler.rolling.roll import RollSettings

    folder = out or Path(f"{source.name}-roll")
    check_run_folder(folder)
    settings = RollSettings(look_ahead, engine, time_limit, seed, workers, memory)
    begin, problem = time.monotonic(), source.read_staffed()
    check_engine(engine, problem)
    outcome = _rolled(source, problem, settings, folder, begin, pictures=not no_pictures, quiet=quiet)
    print_outcome(outcome, folder, as_json=as_json)
    return exit_code_of(outcome.result)


def _rolled(
    source: PlanSource,
    problem: Problem,
    settings: RollSettings,
    folder: Path,
    begin: float,
    *,
    pictures: bool,
    quiet: bool,
) -> Outcome:
    """Build all weeks and write the folder of the run, which has begun at a reading of ``time.monotonic``."""
    from scheduler.cli.building import say_kept
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.io.run_folder import write_run
    from scheduler.rolling.answer import outcome_of
    from scheduler.rolling.roll import BuiltWeek, roll

    with stop_on_signals() as stop, Display(quiet=quiet) as display:

        def show(built: BuiltWeek) -> None:
            cost = "no roster" if built.expected_cost is None else f"expected cost {built.expected_cost:,.2f}"
            display.say(f"Week from {problem.horizon.date(built.week.first)}: {cost}, {built.seconds:.1f} s")

        rolled = roll(problem, settings, show, stop)
        overrides = tuple(overlay.source for overlay in source.overlays)
        facts = {"plan_path": str(source.path), "input_sha256": source.sha256(problem), "overrides": overrides}
        outcome = outcome_of(problem, rolled, settings, begin, **facts)
        drawn = pictures and outcome.roster is not None and not stop.is_set()
        display.say("Writing files" + (" and pictures" if drawn else "") + " ...")
        kept = write_run(folder, outcome.result, outcome.roster, problem, pictures=drawn)
    say_kept(kept)
    return outcome
