"""`shiftwright compare`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option

if TYPE_CHECKING:
    from scheduler.run_comparison import FinishedRun, Line, Value


@click.command("compare", epilog="\b\nExample: shiftwright compare monday-run tuesday-run")
@click.argument("runs", metavar="RUN RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(runs: tuple[Path, ...], as_json: bool) -> int:
    """Print cost terms, coverage, gaps and changes of shifts of several runs side by side, against the first."""
    from scheduler.run_comparison import read_run

    if len(runs) < 2:
        raise click.UsageError("Name two runs at least.")
    print_comparison([read_run(folder) for folder in runs], [], as_json=as_json)
    return ExitCode.DONE


def print_comparison(runs: list[FinishedRun], notes: list[str], *, as_json: bool) -> None:
    """Print runs side by side, and what else is to be said."""
    from scheduler.run_comparison import comparison, differences_of_input

    lines, notes = comparison(runs), [*notes, *differences_of_input(runs)]
    if not as_json:
        _print(runs, lines, notes)
        return
    document = {
        "schema": "shiftwright.comparison/1",
        "runs": [run.name for run in runs],
        "lines": [asdict(line) for line in lines],
        "messages": notes,
    }
    click.echo(json.dumps(document, indent=2))


def _print(runs: list[FinishedRun], lines: list[Line], notes: list[str]) -> None:
    from scheduler.cli.tables import console_for_output, new_table, say

    console = console_for_output()
    table = new_table("Runs", "", *(run.name for run in runs))
    for number, line in enumerate(lines):
        if number and line.group != lines[number - 1].group:
            table.add_section()
        name = line.name.replace("_", " ")
        table.add_row(name if line.group == "run" else f"{line.group}: {name}", *(_text(line, v) for v in line.values))
    console.print(table)
    for note in notes:
        say(console, note)


def _text(line: Line, value: Value) -> str:
    match value:
        case None:
            return "-"
        case float() if line.name.startswith("gap"):
            return f"{value:.2%}"
        case float():
            return f"{value:,.2f}"
        case _:
            return str(value)
