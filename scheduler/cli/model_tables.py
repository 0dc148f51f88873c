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


def print_sizes(model: LinearModel[Any], compiled: Compiled, path: Path | None, *, as_json: bool) -> None:
    """Print the tables, and where the file is."""
    tables = {
        "variables": variables_by_family(model),
        "rows": rows_by_family(model),
        "rules": rows_by_rule(model, compiled),
    }
    if as_json:
        sizes = {name: table.to_dict("index") for name, table in tables.items()}
        document = {"schema": "shiftwright.model/1", **sizes, "file": None if path is None else str(path)}
        click.echo(json.dumps(document, indent=2))
        return
    console = console_for_output()
    for (name, table), title in zip(tables.items(), ("Variables", "Rows", "Rows by rule"), strict=True):
        console.print(_printed(table, title, "rule" if name == "rules" else "family"))
    if path is not None:
        say(console, f"Wrote {path}")


def _printed(table: pd.DataFrame, title: str, first: str) -> Any:
    printed = new_table(title, first, *map(str, table.columns))
    for name, counts in table.iterrows():
        printed.add_row(str(name), *(f"{count:,}" for count in counts))
    printed.add_section()
    printed.add_row("all", *(f"{count:,}" for count in table.sum()))
    return printed
