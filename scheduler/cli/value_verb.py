"""`shiftwright value`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import (
    engine_option,
    json_option,
    plan_source,
    seed_option,
    time_limit_option,
)

if TYPE_CHECKING:
    from scheduler.engine_choice import Engine
    from scheduler.io.plan_source import PlanSource
    from scheduler.marginal import Worth
    from scheduler.result import Result


@click.command("value", epilog="\b\nExample: shiftwright value instances/tiny --time-limit 20")
@plan_source
@click.option("--estimate", is_flag=True, help="Only estimates, which take one time limit.")
@time_limit_option
@seed_option
@engine_option
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    source: PlanSource,
    estimate: bool,
    time_limit: float,
    seed: int,
    engine: Engine,
    quiet: bool,
    as_json: bool,
) -> int:
    """
    Print what one more seat, unit of equipment, agent, skill or hour would save PLAN, and what one less would cost.

    An estimate comes from the prices of a bound. Then the plan is solved again with each change, two at a time: the
    true saving lies between the two limits, which are as far apart as the gaps of both runs.
    """
    from scheduler.cli.building import check_engine, exit_code_of
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.marginal import changes, worth_of_all

    problem = source.read()
    check_engine(engine, problem)
    with stop_on_signals() as stop, Display(quiet=quiet) as display:
        runs = 1 if estimate else 2 + sum(1 for _ in changes(problem))
        display.say(f"{runs} runs of {time_limit:g} s at most, two at a time ...")
        first, found = worth_of_all(
            problem,
            proven=not estimate,
            engine=engine,
            time_limit_seconds=time_limit,
            seed=seed,
            stop=stop,
            on_done=lambda name: display.say(f"done: {name}"),
        )
    _print(first, found, as_json)
    if stop.is_set():
        return ExitCode.INTERRUPTED
    return ExitCode.DONE if first is None else exit_code_of(first)


def _print(first: Result | None, found: list[Worth], as_json: bool) -> None:
    from scheduler.cli.tables import console_for_output, money, new_table, say_next

    if as_json:
        plan = None if first is None else {"status": first.status, "cost": first.cost, "bound": first.bound}
        document = {"schema": "shiftwright.values/1", "plan": plan, "values": [asdict(worth) for worth in found]}
        click.echo(json.dumps(document, indent=2))
        return
    solved = ("status", "cost", "bound", "saves", "at least", "at most") if first is not None else ()
    table = new_table("What one more or less saves", "change", "estimate", *solved)
    if first is not None:
        table.add_row("(nothing)", "", first.status, money(first.cost), money(first.bound), "", "", "")
        table.add_section()
    for worth in found:
        numbers = (worth.cost, worth.bound, worth.saving, worth.least, worth.most)
        cells = () if first is None else (worth.status, *map(money, numbers))
        table.add_row(_words(worth), money(worth.estimate), *cells)
    console = console_for_output()
    console.print(table)
    if first is not None:
        say_next(console, first)


def _words(worth: Worth) -> str:
    match worth.kind:
        case "seats":
            what = f"seat at {worth.name}"
        case "agents":
            what = f"agent like {worth.name}"
        case "skills":
            what = f"skill {worth.name}"
        case "hours":
            what = f"hour a week under contract {worth.name}"
        case _:
            what = f"unit of {worth.name}"
    return f"{worth.amount:+d} {what}"
