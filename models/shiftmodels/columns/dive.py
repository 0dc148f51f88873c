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
    times = np.maximum(master.chosen, np.floor(values + 1 - CERTAIN).astype(np.int64))
    more = np.flatnonzero(times > master.chosen)
    if not len(more) or (_served(master, times) > master.wanted).any():
        times, fraction = master.chosen, values - np.floor(values + 1e-6)
        if not (fraction > 1e-6).any():
            return False
        best = int(np.argmax(np.where(fraction > 1e-6, fraction + noise, -1.0)))
        times[best] = int(np.ceil(values[best] - 1e-6))
        more = np.array([best])
    master.fix(more.tolist(), times[more].tolist())
    return True


def _served(master: Master, times: IntArray) -> IntArray:
    """Tours of each block when columns are chosen so many times. Shape ``(B,)``."""
    blocks = np.array([column.block for column in master.columns], dtype=np.int64)
    return np.bincount(blocks, weights=times, minlength=len(master.wanted)).astype(np.int64)


def _times(columns: list[Column], times: IntArray) -> Iterable[Column]:
    for place in np.flatnonzero(times).tolist():
        yield from [columns[place]] * int(times[place])
