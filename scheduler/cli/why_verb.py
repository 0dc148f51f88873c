"""`shiftwright why`."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import finite, json_option, plan_source, roster_argument, seed_option

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource

EXAMPLES = """\b
Example: shiftwright why instances/helpdesk my-run --queue phone --at "2026-11-30 18:30"
         shiftwright why instances/helpdesk my-run --agent h03 --date 2026-12-01
         shiftwright why instances/helpdesk my-run --agent h03 --date 2026-12-01 --pattern "half day" --start 12:00
         shiftwright why instances/helpdesk my-run --wishes"""

DATE = click.DateTime(["%Y-%m-%d"])


@click.command("why", epilog=EXAMPLES)
@plan_source
@roster_argument
@click.option("--queue", help="A queue that is short.")
@click.option("--at", "moment", type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]), help="Local time then.")
@click.option("--agent", metavar="NAME", help="Somebody who has a shift on a date, or none.")
@click.option("--date", type=DATE, metavar="DATE", help="Date of the shift.")
@click.option("--pattern", metavar="NAME", help="Why not a shift of this pattern instead?")
@click.option("--start", type=click.DateTime(["%H:%M"]), metavar="HH:MM", help="When it is to start; else any time.")
@click.option("--off", is_flag=True, help="Why not the day off instead?")
@click.option("--alone", is_flag=True, help="With everybody else unchanged only; the plan is not solved again.")
@click.option("--wishes", is_flag=True, help="Which wishes are refused, and what granting each would cost.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    callback=finite,
    default=20.0,
    show_default=True,
    help="Seconds until the answer, where the plan is solved again.",
)
@seed_option
@json_option
def command(
    source: PlanSource,
    roster: Path,
    queue: str | None,
    moment: dt.datetime | None,
    agent: str | None,
    date: dt.datetime | None,
    pattern: str | None,
    start: dt.datetime | None,
    off: bool,
    alone: bool,
    wishes: bool,
    time_limit: float,
    seed: int,
    as_json: bool,
) -> int:
    """
    Say why a roster is as it is. One question at a time:

    --queue and --at: why is this interval short; who could be there, at what cost, and what stops everybody else.

    --agent and --date: why does he have this shift or none; what it gives, and what a day off, or a shift, would cost.

    With --pattern or --off beside them: why not that instead; its price with everybody else unchanged, and with the
    whole plan solved again, as far as it is proven.

    --wishes: which wishes are refused, and what granting each would cost.
    """
    begin = time.monotonic()
    from scheduler.cli.why_questions import Question, answer_of

    question = Question(queue, moment, agent, date, pattern, start, off, wishes)
    question.check()
    answer, problem, is_interrupted = answer_of(question, source, roster, None if alone else begin + time_limit, seed)
    if as_json:
        click.echo(answer.model_dump_json(indent=2, by_alias=True))
    else:
        from scheduler.cli.why_tables import print_answer

        print_answer(answer, problem)
    return ExitCode.INTERRUPTED if is_interrupted else ExitCode.DONE
