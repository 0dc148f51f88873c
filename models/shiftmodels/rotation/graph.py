"""Cyclic rosters as closed walks: a step is a run of one kind of shift, or a time off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from shiftmodels.rotation.data import DAYS, OFF, RotationData


class Node(NamedTuple):
    """
    What the days before a day of the week mean for those that follow.

    ``kind`` and ``worked`` are the kind of the run that ended the day before and the days worked since the last time
    off; ``OFF`` and 0 after a time off. ``before`` and ``off`` are the kind before that time off and its days, if these
    bar anything, else ``OFF`` and 0.
    """

    day: int
    kind: int
    worked: int
    before: int = OFF
    off: int = 0


@dataclass(frozen=True)
class Step:
    """
    A run of a kind, or a time off.

    Parameters
    ----------
    tail, head
        Where it begins and ends; ``head.day`` is the day after its last.
    kind
        What is worked, or ``OFF``.
    days
        How long.
    """

    tail: Node
    head: Node
    kind: int
    days: int

    @property
    def weekdays(self) -> list[int]:
        """Day of the week of each of its days."""
        return [(self.tail.day + number) % DAYS for number in range(self.days)]


def steps_of(data: RotationData) -> list[Step]:
    """
    Every step that can be a part of a closed walk, in a fixed order.

    There are as many as weekdays, kinds, lengths and days worked allow, whatever the number of weeks.
    """
    graph = _Graph(data)
    waiting = [Node(day, OFF, 0, *memory) for day in range(DAYS) for memory in graph.memories]
    seen, steps = set(waiting), list[Step]()
    while waiting:
        for step in graph.steps_from(waiting.pop()):
            steps.append(step)
            if step.head not in seen:
                seen.add(step.head)
                waiting.append(step.head)
    return sorted(_without_dead_ends(steps), key=lambda step: (step.tail, step.kind, step.days))


class _Graph:
    def __init__(self, data: RotationData) -> None:
        self._data = data
        most = min(data.off_most, len(data.barred) - 1)
        barring = [
            (kind, days)
            for days in range(data.off_least, most + 1)
            for kind in np.flatnonzero(data.barred[days].any(axis=1)).tolist()
        ]
        self.memories = [(OFF, 0), *barring]

    def steps_from(self, node: Node) -> Iterator[Step]:
        """Steps that may follow what lies before a node."""
        data = self._data
        for kind in range(data.num_kinds):
            if self._may_begin(node, kind):
                least, most = data.run_limits(kind)
                for days in range(least, min(most, data.work_most - node.worked) + 1):
                    yield Step(node, Node((node.day + days) % DAYS, kind, node.worked + days), kind, days)
        if node.kind != OFF and node.worked >= data.work_least:
            for days in range(data.off_least, data.off_most + 1):
                memory = (node.kind, days) if (node.kind, days) in self.memories else (OFF, 0)
                yield Step(node, Node((node.day + days) % DAYS, OFF, 0, *memory), OFF, days)

    def _may_begin(self, node: Node, kind: int) -> bool:
        if node.kind != OFF:
            return kind != node.kind and not self._data.barred[0, node.kind, kind]
        return node.before == OFF or not self._data.barred[node.off, node.before, kind]


def _without_dead_ends(steps: list[Step]) -> list[Step]:
    """Steps that another one leads to, and that lead to another one."""
    while True:
        heads, tails = {step.head for step in steps}, {step.tail for step in steps}
        kept = [step for step in steps if step.tail in heads and step.head in tails]
        if len(kept) == len(steps):
            return kept
        steps = kept
