"""
The tours of a diagram as paths of a network with far fewer arcs (``models/README.md``, section 2.3).

After a late shift fewer starts are left than after an early one: the arcs of one node are often among those of another
one of its layer. The latter then passes on to the former and keeps only the rest, so that agents wait for their next
start, and no arc is needed for each pair of shifts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.tours.diagram import TourDiagram

PASSED = -2
"""In place of the class of an arc that leads to a node of the same layer."""

_Arc = tuple[int, int, int]
"""Head, choice and cost."""


@dataclass(frozen=True, eq=False)
class Network:
    """
    Parameters
    ----------
    first_of
        First arc of each node of the diagram, and the number of arcs. Shape ``(nodes + 1,)``.
    head, choice, cost
        Of each arc, as in ``TourDiagram``; or the choice is ``PASSED``. Shape ``(arcs,)``.
    """

    first_of: IntArray
    head: IntArray
    choice: IntArray
    cost: IntArray

    def __len__(self) -> int:
        return len(self.head)

    @property
    def tail(self) -> IntArray:
        """Node from which each arc leads. Shape ``(arcs,)``."""
        return np.repeat(np.arange(len(self.first_of) - 1), np.diff(self.first_of))

    def route(self, node: int, arc: _Arc) -> list[int]:
        """
        What stands for an arc of the diagram.

        Parameters
        ----------
        node
            Its tail.
        arc
            Head, choice and cost.

        Returns
        -------
        Arcs that pass on, and the one that does not; none where the node has no such arc.
        """
        for own in range(int(self.first_of[node]), int(self.first_of[node + 1])):
            if self.choice[own] == PASSED:
                if rest := self.route(int(self.head[own]), arc):
                    return [own, *rest]
            elif (self.head[own], self.choice[own], self.cost[own]) == arc:
                return [own]
        return []


def network_of(diagram: TourDiagram) -> Network:
    """
    The network of a diagram: it has the same paths, each in one way.

    Parameters
    ----------
    diagram
        The tours.
    """
    leaving = [arcs for day in range(len(diagram.layer) - 2) for arcs in _leaving(diagram, day)]
    leaving += [[]] * (len(diagram.first_of) - 1 - len(leaving))
    head, choice, cost = np.array([arc for arcs in leaving for arc in arcs], dtype=np.int64).reshape(-1, 3).T
    return Network(np.cumsum([0, *map(len, leaving)]), head, choice, cost)


def _leaving(diagram: TourDiagram, day: int) -> Iterator[list[_Arc]]:
    """What leaves each node of a layer."""
    nodes = range(int(diagram.layer[day]), int(diagram.layer[day + 1]))
    places = diagram.first_of[nodes.start : nodes.stop + 1]
    arcs = np.column_stack([diagram.head, diagram.choice, diagram.cost])[places[0] : places[-1]]
    distinct, number = np.unique(arcs, axis=0, return_inverse=True)
    # The arcs of a node as the bits of a number: most pairs of nodes are told apart in one step.
    parts = np.split(number.reshape(-1), places[1:-1] - places[0])
    bits = [sum(1 << one for one in part.tolist()) for part in parts]
    order = sorted(range(len(bits)), key=lambda one: bits[one].bit_count())
    known: list[_Arc] = [(head, choice, cost) for head, choice, cost in distinct.tolist()]
    for one, to in enumerate(_passed(bits, order)):
        own = bits[one] ^ sum(bits[other] for other in to)
        yield [*((nodes.start + other, PASSED, 0) for other in to), *(known[place] for place in _places(own))]


def _passed(bits: list[int], order: list[int]) -> list[list[int]]:
    """For each set of bits, the largest others without a bit in common that are part of it."""
    passed: list[list[int]] = [[] for _ in bits]
    for place, one in enumerate(order):
        left = bits[one]
        for other in reversed(order[:place]):
            # A single arc is as good as one that passes on to it.
            if bits[other].bit_count() > 1 and not bits[other] & ~left:
                passed[one].append(other)
                left ^= bits[other]
    return passed


def _places(bits: int) -> Iterator[int]:
    """Places of the bits that are set."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1
