"""``pools.csv``: what is held of seats and equipment, interval by interval."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from scheduler.audit_pools import NO_LIMIT, Minutes, NamedUse, pool_uses
from scheduler.coverage import interval_starts
from scheduler.io.cells import guard
from scheduler.problem import Problem
from scheduler.roster import Roster

COLUMNS = ("kind", "pool", "interval_start", "units", "in_use", "held", "idle", "lacking")


def write_pools(roster: Roster, problem: Problem, path: Path) -> None:
    """
    Write one row per pool and interval of the horizon.

    Parameters
    ----------
    roster, problem
        What to write, and the plan it belongs to.
    path
        File; replaced if it exists. ``units`` that can be used, the fewest of the interval, empty where any number can;
        ``in_use`` by agents and ``held`` with seats that are being turned around, the most of it; ``idle`` units that
        nobody holds, and units ``lacking``. Instants in ISO 8601 with their offset.
    """
    starts = [start.isoformat() for start in interval_starts(problem)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for named in pool_uses(roster, problem):
            for start, numbers in zip(starts, _rows(named, problem), strict=True):
                writer.writerow((named.kind, guard(named.name), start, *numbers))


def _rows(named: NamedUse, problem: Problem) -> Iterator[tuple[object, ...]]:
    """Units, in use, held, idle and lacking in each interval."""
    use = named.use
    fewest = _by_interval(use.units, problem).min(axis=1)
    columns = (use.in_use, use.held, np.maximum(use.lacking, use.beyond))
    most = (_by_interval(minutes, problem).max(axis=1).tolist() for minutes in columns)
    for units, in_use, held, lacking in zip(fewest.tolist(), *most, strict=True):
        limited = units < NO_LIMIT
        yield (units if limited else ""), in_use, held, (max(0, units - held) if limited else ""), lacking


def _by_interval(minutes: Minutes, problem: Problem) -> Minutes:
    """Minutes of the horizon, shape ``(T, minutes of an interval)``."""
    return minutes[: problem.horizon.num_minutes].reshape(-1, problem.interval_minutes)
