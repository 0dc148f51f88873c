"""Gaps that a tour could keep free, and the candidate shifts that break each of them, for the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from shiftmodels.data import IntArray


@dataclass(frozen=True, eq=False)
class GapOptions:
    """
    Gaps of one length.

    Parameters
    ----------
    begins
        Minutes at which they begin. Shape ``(n,)``.
    breaking
        For each, indices of the candidates that break it.
    """

    begins: IntArray
    breaking: list[IntArray]


def gap_options(
    begins: IntArray, length: int, candidates: Candidates, *, only_one: bool, after_day: int | None = None
) -> GapOptions:
    """
    Gaps that begin at some minutes, without those that another one makes superfluous.

    Parameters
    ----------
    begins, length
        Minutes, ascending; shape ``(n,)``. Length of each gap in minutes.
    candidates
        The shifts.
    only_one
        Whether one gap is needed, and not several that do not overlap.
    after_day
        Gaps lie after the shift of this day: one that has not ended breaks them.
    """
    if only_one:
        # Of two gaps between which no shift starts, the later one is broken by no other shift than the earlier.
        started = np.searchsorted(np.sort(candidates.start), begins + length)
        begins = begins[np.append(started[1:] != started[:-1], True)] if len(begins) else begins
    late = candidates.day == after_day
    near = np.flatnonzero(
        (candidates.end > begins.min(initial=0)) & (late | (candidates.start < begins.max(initial=0) + length))
    )
    start, end = candidates.start[near], candidates.end[near]
    broken = (end > begins[:, None]) & ((start < begins[:, None] + length) | late[near])
    gap, shift = np.nonzero(broken)
    return GapOptions(begins, np.split(near[shift], np.searchsorted(gap, np.arange(1, len(begins))))[: len(begins)])


def is_free(begins: IntArray, length: int, past: Candidates) -> NDArray[np.bool_]:
    """Whether no past shift reaches into a gap. Shape ``(n,)``."""
    inside = (past.end > begins[:, None]) & (past.start < begins[:, None] + length)
    free: NDArray[np.bool_] = ~np.any(inside, axis=1)
    return free
