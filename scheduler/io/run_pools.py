"""``pools.csv``: what is held of seats and equipment, interval by interval."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from scheduler.audit_pools import NO_LIMIT, Minutes, NamedUse, pool_uses
from scheduler.audit_units import moves_of
from scheduler.coverage import interval_starts
from scheduler.io.cells import guard
from scheduler.problem import Problem
from scheduler.roster import Roster

COLUMNS = ("kind", "pool", "interval_start", "units", "in_use", "held", "idle", "lacking", "came", "gone")

Place = tuple[str, str, int]
"""Kind and name of a pool, and an interval."""


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
        nobody holds, and units ``lacking``; units that ``came`` from another pool and have ``gone`` to one. Instants in
        ISO 8601 with their offset.
    """
    came, gone = _moved(roster, problem)
    starts = [start.isoformat() for start in interval_starts(problem)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for named in pool_uses(roster, problem):
            for number, (start, units) in enumerate(zip(starts, _rows(named, problem), strict=True)):
                place = named.kind, named.name, number
                writer.writerow((named.kind, guard(named.name), start, *units, came[place], gone[place]))


def _rows(named: NamedUse, problem: Problem) -> Iterator[tuple[object, ...]]:
    """Units, in use, held, idle and lacking in each interval."""
    use = named.use
    fewest = _by_interval(use.units, problem).min(axis=1)
    columns = (use.in_use, use.held, np.maximum(use.lacking, use.beyond))
    most = (_by_interval(minutes, problem).max(axis=1).tolist() for minutes in columns)
    for units, in_use, held, lacking in zip(fewest.tolist(), *most, strict=True):
        limited = units < NO_LIMIT
        yield (units if limited else ""), in_use, held, (max(0, units - held) if limited else ""), lacking


def _moved(roster: Roster, problem: Problem) -> tuple[Counter[Place], Counter[Place]]:
    """Units that come to pools and go from them."""
    grid, last = problem.interval_minutes, problem.horizon.num_intervals - 1
    came, gone = Counter[Place](), Counter[Place]()
    for units in problem.units:
        for move in moves_of(units, roster, problem):
            came["equipment", move.after.queue, min(last, move.after.start // grid)] += 1
            gone["equipment", move.before.queue, min(last, move.before.end // grid)] += 1
    return came, gone


def _by_interval(minutes: Minutes, problem: Problem) -> Minutes:
    """Minutes of the horizon, shape ``(T, minutes of an interval)``."""
    return minutes[: problem.horizon.num_minutes].reshape(-1, problem.interval_minutes)
