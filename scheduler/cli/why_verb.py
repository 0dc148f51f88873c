"""`shiftwright why`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_source, read_roster_of, roster_argument

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource
    from scheduler.problem import Problem
    from scheduler.why.report import ShortAnswer

MOST_SHOWN = 15
"""Agents that are printed."""


@click.command(
    "why", epilog='\b\nExample: shiftwright why instances/helpdesk my-run --queue phone --at "2026-11-30 18:30"'
)
@plan_source
@roster_argument
@click.option("--queue", required=True, help="A queue that is short.")
@click.option(
    "--at",
    "moment",
    required=True,
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="Local time in the interval.",
)
@json_option
def command(source: PlanSource, roster: Path, queue: str, moment: dt.datetime, as_json: bool) -> int:
    """
    Say why a queue is short at a time: who could be there, at what cost, and what stops everybody else.

    Costs are those of the cheapest roster in which only this agent's tour is another one.
    """
    from scheduler.encode import NoRosterOfPlanError
    from scheduler.errors import Complaint, InputError
    from scheduler.why.short import why_short

    problem = source.read_staffed()
    _check(problem, queue, moment)
    try:
        answer = why_short(problem, read_roster_of(roster, problem), queue, moment.replace(tzinfo=problem.horizon.zone))
    except NoRosterOfPlanError as error:
        remedy = "Give the plan that the roster was built for, with the same --set and --overlay."
        raise InputError([Complaint(str(roster), "", f"It is no roster of the plan: {error}.", remedy)]) from error
    if as_json:
        click.echo(answer.model_dump_json(indent=2, by_alias=True))
    else:
        _print(answer, problem)
    return ExitCode.DONE


def _check(problem: Problem, queue: str, moment: dt.datetime) -> None:
    """Refuse a queue that is not there and a time outside the plan."""
    horizon = problem.horizon
    if queue not in problem.queue_named:
        raise click.UsageError(f"{queue!r} is no queue of the plan; known are {', '.join(problem.queue_named)}.")
    if not 0 <= horizon.minute(moment.replace(tzinfo=horizon.zone)) < horizon.num_minutes:
        last = horizon.date(problem.days - 1)
        raise click.UsageError(f"{moment} is not in the plan, which runs from {problem.start_date} to {last}.")


def _print(answer: ShortAnswer, problem: Problem) -> None:
    from scheduler.cli.tables import console_for_output, money, new_table, say

    console = console_for_output()
    what = f"{answer.queue}, {answer.start:%a %Y-%m-%d %H:%M}-{answer.end:%H:%M}"
    say(console, f"{what}: required {answer.required:g}, scheduled {answer.scheduled:g}.")
    if answer.without_skill:
        say(console, f"{answer.without_skill} agents do not have the skill.")
    table = new_table("Who could be there, and what stops the others", "agent", "now", "extra cost")
    table.add_column("answer", justify="left", overflow="fold")
    others = [one for one in answer.agents if one.code != "works"]
    for one in others[:MOST_SHOWN]:
        terms = "; ".join(f"{name} {change:+,.2f}" for name, change in one.terms.items())
        words = f"{one.message} ({terms})" if terms else one.message
        table.add_row(problem.agent_named[one.agent].label, one.doing, money(one.extra_cost), words)
    console.print(table)
    if len(others) > MOST_SHOWN:
        say(console, f"... and {len(others) - MOST_SHOWN} more; --json lists all.")
