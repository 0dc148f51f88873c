"""The runs of a batch as a Parquet file, for tools that read tables by column."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.batch.records import Machine, Run
from scheduler.errors import Complaint, InputError

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET_FILE = "runs.parquet"
REMEDY = 'Install it: pip install "shiftwright[bench]", or leave --parquet out; runs.jsonl has the same.'


def check_parquet() -> None:
    """
    Make sure that Parquet can be written, before the runs are made.

    Raises
    ------
    InputError
        The library is missing.
    """
    if find_spec("pyarrow") is None:
        raise InputError([Complaint("--parquet", "", "pyarrow, which writes it, is not installed.", REMEDY)])


def write_parquet(runs: Sequence[Run], path: Path) -> None:
    """
    Write a row for each run: the columns of ``runs.jsonl``, those of the machine with ``machine_`` before them.

    Parameters
    ----------
    runs
        What is written, in this order.
    path
        The file, written whole or not at all; replaced if it exists.
    """
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pylist([_row(run) for run in runs], schema=_schema())
    unfinished = path.with_name(f".{path.name}.new")
    parquet.write_table(table, unfinished)
    os.replace(unfinished, path)


def _row(run: Run) -> dict[str, Any]:
    row = run.model_dump(exclude={"machine", "progress", "versions"})
    row |= {f"machine_{name}": value for name, value in run.machine.model_dump().items()}
    row["progress"] = [dict(zip(("seconds", "cost", "bound"), point, strict=True)) for point in run.progress]
    row["versions"] = list(run.versions.items())
    return row


def _schema() -> pa.Schema:
    """Types of all columns, so that files of any batches go together, also where a column is empty."""
    import pyarrow as pa

    text, number, whole = pa.string(), pa.float64(), pa.int64()
    point = pa.struct([("seconds", number), ("cost", number), ("bound", number)])
    kinds: dict[Any, pa.DataType] = {str: text, float: number, int: whole, float | None: number, int | None: whole}
    nested = {"progress": pa.list_(point), "versions": pa.map_(text, text)}
    own = [(name, field.annotation) for name, field in Run.model_fields.items() if name not in ("machine", *nested)]
    machine = [(f"machine_{name}", field.annotation) for name, field in Machine.model_fields.items()]
    return pa.schema([*((name, kinds[kind]) for name, kind in [*own, *machine]), *nested.items()])
