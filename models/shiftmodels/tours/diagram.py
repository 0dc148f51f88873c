"""
All tours of a block as the paths of a layered graph (a decision diagram), whatever rows the block has.

A path chooses, day by day, one class of shifts or none. A node stands for what the rows must remember of the days
before: partial sums of rows that are not complete, gaps that are still whole, slacks used. What can no longer decide
anything is forgotten, so that nodes merge: of all windows over days in a row just the length of the run is left.

The construction by layers is that of exact decision diagrams (Bergman, Cire, van Hoeve and Hooker 2016, Decision
Diagrams for Optimization, doi:10.1007/978-3-319-42849-9).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.tours.days import Days
from shiftmodels.tours.layer import next_layer
from shiftmodels.tours.merge import reduced
from shiftmodels.tours.rows import DiagramRows

MOST_NODES = 1_000_000
"""Nodes of one layer beyond which a diagram is given up."""

Places = NDArray[np.int32]

_Arcs = tuple[Places, Places, Places, IntArray]
"""Tail, choice, head and cost of each arc of a day."""


class TooLarge(Exception):
    """A layer has more nodes than allowed."""


@dataclass(frozen=True, eq=False)
class TourDiagram:
    """
    Parameters
    ----------
    layer
        First node of each layer, and the number of nodes; node 0 is the start. Shape ``(D + 2,)``.
    first_of
        First arc of each node, and the number of arcs. Shape ``(nodes + 1,)``.
    head, choice
        Of each arc the node that it leads to and the class of shifts that is worked, -1 for none. Shape ``(arcs,)``.
    cost
        Cost units of each arc by soft rows. Shape ``(arcs,)``.
    class_of
        Class of each shift of the block. Shape ``(S,)``.
    is_exact
        Whether every path is a tour; otherwise rows were left out, and paths are a relaxation.
    """

    layer: IntArray
    first_of: IntArray
    head: NDArray[np.int32]
    choice: NDArray[np.int32]
    cost: IntArray
    class_of: IntArray
    is_exact: bool

    @property
    def num_classes(self) -> int:
        """C."""
        return int(self.class_of.max(initial=-1)) + 1

    @property
    def tail(self) -> IntArray:
        """Node from which each arc leads. Shape ``(arcs,)``."""
        return np.repeat(np.arange(len(self.first_of) - 1), np.diff(self.first_of))


def tour_diagram(rows: DiagramRows, most_nodes: int = MOST_NODES) -> TourDiagram:
    """
    Build the diagram of a block.

    Parameters
    ----------
    rows
        What the block is made of.
    most_nodes
        Nodes of a layer beyond which ``TooLarge`` is raised.
    """
    layer, first, choice, head, cost = reduced(*_joined(*_layers(rows, most_nodes)))
    return TourDiagram(layer, first, head, choice, cost, rows.classes.class_of, rows.left_out == 0)


def _layers(rows: DiagramRows, most_nodes: int) -> tuple[list[_Arcs], IntArray]:
    """Arcs of each day, heads and tails numbered in their layers, and the first node of each layer."""
    days = Days(rows)
    states, layers, sizes = days.start, [], [0, 1]
    for day in range(rows.num_days):
        states, *arcs = next_layer(states, days.sizes(day), days.sizes(day + 1), *days.parts(day), most_nodes)
        if len(states) > most_nodes:
            raise TooLarge(f"Layer of more than {most_nodes} nodes on day {day} not understood.")
        tail, choice, head, cost = arcs
        classes = np.where(choice < 0, -1, choice + rows.classes.first[day])
        layers.append((tail.astype(np.int32), classes.astype(np.int32), head.astype(np.int32), cost))
        sizes.append(len(states))
    return layers, np.cumsum(sizes)


def _joined(layers: list[_Arcs], starts: IntArray) -> tuple[IntArray, IntArray, Places, Places, IntArray]:
    """First node of each layer, first arc of each node, and choice, head and cost of the arcs of all layers."""
    tails = np.concatenate([part[0] + starts[day] for day, part in enumerate(layers)])
    first = np.searchsorted(tails, np.arange(starts[-1] + 1))
    choice = np.concatenate([part[1] for part in layers])
    head = np.concatenate([part[2] + starts[day + 1] for day, part in enumerate(layers)]).astype(np.int32)
    return starts, first, choice, head, np.concatenate([part[3] for part in layers])
