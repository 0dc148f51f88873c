"""`shiftwright compare`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import check_picture, json_option

if TYPE_CHECKING:
    from scheduler.run_comparison import FinishedRun, Line, Value


@click.command("compare", epilog="\b\nExample: shiftwright compare as-it-is more-seats --out costs.png")
@click.argument("runs", metavar="RUN RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Picture: .png, .svg or .pdf.")
@json_option
def command(runs: tuple[Path, ...], out: Path | None, as_json: bool) -> int:
    """
    Print savings, cost terms, coverage, gaps and changes of shifts of several runs side by side, against the first.

    With --out, draw what they cost and where they differ.
    """
    from scheduler.run_comparison import read_run

    if len(runs) < 2:
        raise click.UsageError("Name two runs at least.")
    if out is not None:
        check_picture(out)
    finished = [read_run(folder) for folder in runs]
    if out is not None:
        _draw(finished, out)
    print_comparison(finished, [] if out is None else [f"Wrote {out}"], as_json=as_json)
    return ExitCode.DONE


def _draw(runs: list[FinishedRun], out: Path) -> None:
    from scheduler.plotting import plot_costs, save

    for run in runs:
        if run.result.cost is None:
            raise click.UsageError(f"{run.name} has no roster whose cost could be drawn; leave it or --out out.")
    save(plot_costs(runs), out)


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
        # Names of cost terms hold identifiers of the plan, which stay as they are.
        name = line.name if line.group == "cost" else line.name.replace("_", " ")
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
