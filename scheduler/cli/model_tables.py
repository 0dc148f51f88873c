"""Sizes of a model for people to read, or as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.tables import console_for_output, new_table, say
from scheduler.model_size import rows_by_family, rows_by_rule, variables_by_family

if TYPE_CHECKING:
    import pandas as pd

    from scheduler.compile import Compiled
    from shiftmodels.formulation.linear import LinearModel


NO_ORDER = "The plan has priorities, which the model does not know: its objective is the sum of all costs together."
"""Said of a plan that is not solved as one model."""


def print_sizes(model: LinearModel[Any], compiled: Compiled, path: Path | None, *, as_json: bool) -> None:
    """Print the tables, what a unit of the objective is worth, where the file is, and what the model leaves out."""
    messages = [NO_ORDER] if compiled.problem.priorities else []
    for message in messages:
        click.echo(message, err=True)
    cost_unit = float(compiled.cost_unit)
    tables = {
        "variables": variables_by_family(model),
        "rows": rows_by_family(model),
        "rules": rows_by_rule(model, compiled),
    }
    if as_json:
        sizes = {name: table.to_dict("index") for name, table in tables.items()}
        known = {"cost_unit": cost_unit, "messages": messages, "file": None if path is None else str(path)}
        document = {"schema": "shiftwright.model/1", **sizes, **known}
        click.echo(json.dumps(document, indent=2))
        return
    console = console_for_output()
    for (name, table), title in zip(tables.items(), ("Variables", "Rows", "Rows by rule"), strict=True):
        console.print(_printed(table, title, "rule" if name == "rules" else "family"))
    say(console, f"Cost unit: {cost_unit:.12g} (money of one unit of the objective)")
    if path is not None:
        say(console, f"Wrote {path}")


def _printed(table: pd.DataFrame, title: str, first: str) -> Any:
    printed = new_table(title, first, *map(str, table.columns))
    for name, counts in table.iterrows():
        printed.add_row(str(name), *(f"{count:,}" for count in counts))
    printed.add_section()
    printed.add_row("all", *(f"{count:,}" for count in table.sum()))
    return printed
