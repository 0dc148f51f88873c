"""Parts of a circulation that do not meet, and sets of nodes by which they are told to."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from shiftmodels.data import IntArray
from shiftmodels.rotation.graph import Node, Step

UNBOUNDED = 10**6
"""Capacity beyond the number of steps."""


def parts_of(steps: Sequence[Step], times: IntArray) -> list[frozenset[Node]]:
    """Nodes of each part that hangs together by the steps that are taken."""
    return _components([step for step, count in zip(steps, times.tolist(), strict=True) if count], "weak")


def circles_of(steps: Sequence[Step]) -> list[frozenset[Node]]:
    """Largest sets of nodes of which each can be reached from each other: every closed walk stays in one of them."""
    return _components(steps, "strong")


def _components(steps: Sequence[Step], connection: str) -> list[frozenset[Node]]:
    number = _numbers(steps)
    ends = [number[step.tail] for step in steps], [number[step.head] for step in steps]
    links = coo_matrix((np.ones(len(steps)), ends), shape=(len(number), len(number)))
    count, part = connected_components(links, directed=True, connection=connection)
    return [frozenset(node for node, place in number.items() if part[place] == index) for index in range(count)]


def _numbers(steps: Sequence[Step]) -> dict[Node, int]:
    return {
        node: place for place, node in enumerate(sorted({node for step in steps for node in (step.tail, step.head)}))
    }


def widened(steps: Sequence[Step], part: Set[Node], others: Set[Node]) -> frozenset[Node]:
    """
    The part and what else lies on its side of a smallest cut: the fewer steps leave a set, the more is said by it.

    Parameters
    ----------
    steps
        All that there are.
    part, others
        Nodes that are in the set, and nodes that are not.
    """
    number = _numbers(steps)
    source, sink, size = len(number), len(number) + 1, len(number) + 2
    rows = [*(number[step.tail] for step in steps), *(source for _ in part), *(number[node] for node in others)]
    columns = [*(number[step.head] for step in steps), *(number[node] for node in part), *(sink for _ in others)]
    capacity = [1] * len(steps) + [UNBOUNDED] * (len(part) + len(others))
    graph = csr_matrix(coo_matrix((np.array(capacity, dtype=np.int32), (rows, columns)), shape=(size, size)))
    left = graph - maximum_flow(graph, source, sink).flow
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    reached = set(breadth_first_order(left, source, return_predecessors=False).tolist())
    return frozenset(node for node, place in number.items() if place in reached)
