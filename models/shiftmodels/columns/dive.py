"""
A roster from columns: tours are fixed a few at a time, and new ones are found that fit what is fixed.

Diving with column generation (R. Sadykov, F. Vanderbeck, A. Pessoa, I. Tahiri and E. Uchoa 2019, Primal heuristics for
branch and price, doi:10.1287/ijoc.2018.0822).
"""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from shiftmodels.columns.column import Column
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.master import FloatArray, Master
from shiftmodels.data import IntArray

CERTAIN = 0.95
"""Value of a column from which on it is fixed whatever else is."""
ROUNDS = 12
"""Rounds of column generation at most after each step."""


def dive(
    generation: Generation,
    until: float,
    cutoff: float = np.inf,
    rounds: int = ROUNDS,
    noise: float = 0.0,
    seed: int = 0,
) -> list[Column] | None:
    """
    Choose a tour for everybody.

    Parameters
    ----------
    generation
        Columns and master; columns that are found stay in it, fixings do not.
    until
        Reading of ``time.monotonic`` at which to give up.
    cutoff
        Cost from which on a roster is of no use.
    rounds
        Rounds of column generation after each step.
    noise
        Random part of the choice of the next tour, 0 for none.
    seed
        Of it.

    Returns
    -------
    The columns, one for each tour that is wanted; ``None`` when none were found.
    """
    random, master = np.random.default_rng(seed), generation.master
    try:
        while time.monotonic() < until:
            if not generation.settle(until, rounds):
                return None
            if master.objective > cutoff - 1 + 1e-6:
                return None
            values = master.values()
            whole = np.floor(values + 1e-6).astype(np.int64)
            if np.array_equal(_served(master, whole), master.wanted):
                return list(_times(master.columns, whole))
            if not _fix_more(master, values, noise * random.random(len(values))):
                return None
        return None
    finally:
        master.release()


def _fix_more(master: Master, values: FloatArray, noise: FloatArray) -> bool:
    """Fix what is nearly chosen already, or else the column that is chosen most; whether there was one."""
    times, left = master.chosen, master.wanted - _served(master, master.chosen)
    wish = values - times
    for place in np.argsort(-(wish + noise * (wish < CERTAIN)), kind="stable").tolist():
        block, certain = master.columns[place].block, wish[place] >= CERTAIN
        if wish[place] <= 1e-6 or not left[block] or (not certain and (times > master.chosen).any()):
            continue
        more = min(int(np.ceil(wish[place] - 1e-6)), int(left[block]))
        left[block] -= more
        times[place] += more
    changed = np.flatnonzero(times > master.chosen)
    master.fix(changed.tolist(), times[changed].tolist())
    return len(changed) > 0


def _served(master: Master, times: IntArray) -> IntArray:
    """Tours of each block when columns are chosen so many times. Shape ``(B,)``."""
    blocks = np.array([column.block for column in master.columns], dtype=np.int64)
    return np.bincount(blocks, weights=times, minlength=len(master.wanted)).astype(np.int64)


def _times(columns: list[Column], times: IntArray) -> Iterable[Column]:
    for place in np.flatnonzero(times).tolist():
        yield from [columns[place]] * int(times[place])
