"""From how often each step is taken to the order in which they are taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from shiftmodels.data import IntArray
from shiftmodels.rotation.data import DAYS, OFF
from shiftmodels.rotation.graph import Node, Step


def parts_of(steps: Sequence[Step], times: IntArray) -> list[frozenset[Node]]:
    """Nodes of each part that hangs together by the steps that are taken."""
    taken = [step for step, count in zip(steps, times, strict=True) if count]
    number: dict[Node, int] = {}
    for step in taken:
        for node in (step.tail, step.head):
            number.setdefault(node, len(number))
    ends = [number[step.tail] for step in taken], [number[step.head] for step in taken]
    links = coo_matrix((np.ones(len(taken)), ends), shape=(len(number), len(number)))
    count, part = connected_components(links, directed=False)
    nodes = np.fromiter(part, dtype=np.int64)
    return [frozenset(node for node, place in number.items() if nodes[place] == index) for index in range(count)]


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
