"""``coverage.csv``: required and scheduled agents per interval and queue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.io.cells import guard

if TYPE_CHECKING:
    import pandas as pd


def write_coverage(table: pd.DataFrame, path: Path) -> None:
    """
    Write a coverage table.

    Parameters
    ----------
    table
        As ``scheduler.coverage.coverage_table`` returns it.
    path
        File; replaced if it exists. Instants in ISO 8601 with their offset, an empty cell where there is no limit.
    """
    starts = table["interval_start"]
    written = {instant: instant.isoformat() for instant in starts.unique()}
    names = {queue: guard(queue) for queue in table["queue"].unique()}
    texts = table.assign(interval_start=starts.map(written), queue=table["queue"].map(names))
    texts.to_csv(path, index=False, float_format="%.10g", lineterminator="\n")
