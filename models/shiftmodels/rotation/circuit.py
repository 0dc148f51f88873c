"""From how often each step is taken to the order in which they are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.rotation.data import DAYS, OFF
from shiftmodels.rotation.graph import Node, Step


def roster_of(steps: Sequence[Step], times: IntArray) -> IntArray:
    """
    A roster in which each step is taken so often.

    Parameters
    ----------
    steps, times
        A circulation that hangs together.

    Returns
    -------
    Kind of each day or ``OFF``; the first row begins with the end of a time off where a row does. Shape ``(weeks, 7)``.
    """
    order = _circuit(steps, times)
    days = np.array([step.kind for step in order for _ in range(step.days)], dtype=np.int64)
    rows = np.roll(days, order[0].tail.day).reshape(-1, DAYS)
    begins = (rows[:, 0] != OFF) & (np.roll(rows, 1, axis=0)[:, -1] == OFF)
    return np.roll(rows, -int(begins.argmax()), axis=0)


def _circuit(steps: Sequence[Step], times: IntArray) -> list[Step]:
    """A closed walk that takes each step so often (C. Hierholzer, 1873)."""
    leaving: defaultdict[Node, list[Step]] = defaultdict(list)
    for step, count in zip(steps, times.tolist(), strict=True):
        leaving[step.tail] += [step] * count
    first = next(step.tail for step, count in zip(steps, times, strict=True) if count)
    walk: list[Step] = []
    trail: list[tuple[Node, Step | None]] = [(first, None)]
    while trail:
        node, came_by = trail[-1]
        if leaving[node]:
            following = leaving[node].pop()
            trail.append((following.head, following))
        else:
            trail.pop()
            if came_by is not None:
                walk.append(came_by)
    return walk[::-1]
