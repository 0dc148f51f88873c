"""``desks.csv``: who sits where."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from scheduler.desks import DeskUse
from scheduler.io.cells import guard

COLUMNS = ("agent", "shift_date", "site", "desk", "start", "end")


def write_desks(uses: Iterable[DeskUse], path: Path) -> None:
    """
    Write one row per desk and shift, or part of a shift.

    Parameters
    ----------
    uses
        As ``scheduler.desks.desk_plan`` returns them.
    path
        File; replaced if it exists. Instants in ISO 8601 with their offset; ``desk`` is empty where there was none.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for use in uses:
            names = guard(use.agent), use.shift_date.isoformat(), guard(use.site), guard(use.desk)
            writer.writerow((*names, use.start.isoformat(), use.end.isoformat()))
