"""The command `shiftwright`: verbs are loaded when they are used, so that help is quick."""

from __future__ import annotations

import gc
import importlib
import signal
import sys
import threading
from collections.abc import Sequence

import click

from scheduler.cli.failures import code_of

VERBS = {
    "init": "Write an example plan to start from.",
    "check": "Validate a plan and say what it asks for.",
    "explain": "Say why a plan has no roster, and what would cure that.",
    "staff": "Turn volumes and handling times into requirements.",
    "build": "Build a roster and write every file and picture of it.",
    "roll": "Build a plan week by week, each knowing only what is known by then.",
    "bench": "Run many plans, engines, seeds and time limits, each apart; resumable.",
    "rerun": "Repeat a run with its own settings, and compare both.",
    "price": "Print what each weight and each rule costs.",
    "design": "Find which few shifts to offer, with how many people on each date.",
    "value": "Print what one more seat, unit or agent would save.",
    "model": "Print how large a plan's model is, and write it for other solvers.",
    "compare": "Set runs side by side: costs, coverage, gaps, changed shifts.",
    "audit": "Check a roster against every rule and recompute its cost.",
    "why": "Say why a queue is short at a time, and who could be there.",
    "report": "Print what a roster says about one subject: transfers.",
    "export": "Write a roster as a workbook, a page, CSV or JSON.",
    "plot": "Draw one picture of a roster.",
    "rules": "Show rule packs and kinds of rules, and which hold in a plan.",
    "rotate": "Build a rota of n weeks that a team works through.",
    "assign": "Give tasks with fixed times to the fewest people.",
    "convert": "Write a plan in another form: folder, .xlsx or .json.",
}


OBJECTS_BETWEEN_COLLECTIONS = 300_000
"""Python looks for garbage in cycles after each 700 new objects, which is a tenth of the time of a short command."""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"scheduler.cli.{cmd_name}_verb").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"shiftwright {version('shiftwright')}")
        ctx.exit()


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it.")
def shiftwright() -> None:
    """
    Rosters for contact centres: staffed, legal, audited, with a proven bound.

    PLAN is a folder with plan.toml and CSV files, an .xlsx workbook or a .json file.

    Exit codes: 0 done, 1 no roster found in time, 2 usage, 3 invalid input, 4 proven infeasible, 5 audit failed,
    130 interrupted (the best roster so far is written).
    """


interrupted = threading.Event()
"""Whether Ctrl-C came before somebody handled it."""


def _interrupt(*_: object) -> None:
    interrupted.set()
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    code = run(given)
    # The process ends: looking through all that it holds for garbage takes a fifth of a second, and is of no use.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code; nobody who gives bad input sees a traceback."""
    try:
        code = shiftwright.main(arguments, prog_name="shiftwright", standalone_mode=False)
        return int(code or 0)
    except click.exceptions.Exit as stop:
        return int(stop.exit_code)
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        # A module of another language that Ctrl-C meets while it is loaded says that it cannot be imported.
        cause = KeyboardInterrupt() if interrupted.is_set() and isinstance(error, ImportError) else error
        known = code_of(cause, as_json="--json" in arguments)
        if known is None:
            raise
        return known
