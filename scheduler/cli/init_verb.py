"""`shiftwright init`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init", epilog="\b\nExample: shiftwright init my-plan")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write a small commented example plan into FOLDER."""
    from scheduler.io.example import is_taken, write_example

    if is_taken(folder):
        raise click.UsageError(f"{folder} holds something already; choose another name.")
    write_example(folder)
    click.echo(f"Wrote an example plan to {folder}. Next: shiftwright check {folder}")
