"""`shiftwright price`."""

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
    from scheduler.prices import Price
    from scheduler.result import Result


@click.command("price", epilog="\b\nExample: shiftwright price instances/tiny --rules --time-limit 20")
@plan_source
@click.option("--weights", is_flag=True, help="Only weights.")
@click.option("--rules", is_flag=True, help="Only rules.")
@time_limit_option
@seed_option
@engine_option
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@json_option
def command(
    source: PlanSource,
    weights: bool,
    rules: bool,
    time_limit: float,
    seed: int,
    engine: Engine,
    quiet: bool,
    as_json: bool,
) -> int:
    """
    Print what each weight and each rule of PLAN costs: the plan is solved again without it, two at a time.

    The true saving lies between the two limits, which are as far apart as the gaps of both runs.
    """
    from scheduler.cli.building import check_engine, exit_code_of
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.prices import price_all, variants

    problem = source.read()
    check_engine(engine, problem)
    todo = list(variants(problem, weights=weights or not rules, rules=rules or not weights))
    with stop_on_signals() as stop, Display(quiet=quiet) as display:
        display.say(f"{len(todo)} runs of {time_limit:g} s at most, two at a time ...")
        first, prices = price_all(
            source,
            todo,
            engine=engine,
            time_limit_seconds=time_limit,
            seed=seed,
            stop=stop,
            on_done=lambda name: display.say(f"done: {name}"),
        )
    _print(first, prices, as_json)
    return ExitCode.INTERRUPTED if stop.is_set() else exit_code_of(first)


def _print(first: Result, prices: list[Price], as_json: bool) -> None:
    from scheduler.cli.tables import console_for_output, money, new_table, say_next

    if as_json:
        plan = {"status": first.status, "cost": first.cost, "bound": first.bound}
        document = {"schema": "shiftwright.prices/1", "plan": plan, "prices": [asdict(price) for price in prices]}
        click.echo(json.dumps(document, indent=2))
        return
    table = new_table("What it costs", "taken out", "status", "cost", "bound", "saving", "at least", "at most")
    table.add_row("(nothing)", first.status, money(first.cost), money(first.bound), "", "", "")
    table.add_section()
    for price in sorted(prices, key=lambda price: -(price.saving or 0.0)):
        numbers = (price.cost, price.bound, price.saving, price.least, price.most)
        table.add_row(price.name, price.status, *map(money, numbers))
    console = console_for_output()
    console.print(table)
    say_next(console, first)
