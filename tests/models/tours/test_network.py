"""Networks of tours: the paths of a diagram with fewer arcs, each in one way."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shiftmodels.data import AtMostOne, Block, Shifts
from shiftmodels.tours.bounded import bounded_diagram
from shiftmodels.tours.diagram import TourDiagram
from shiftmodels.tours.network import PASSED, Network, network_of
from tests.models.diagram_paths import paths_of
from tests.models.random_data import carried, random_data

EARLY, MIDDLE, LATE = range(3)


def _three_starts(num_days: int) -> Block:
    """Three shifts a day; none may begin earlier in the day than the one of the day before."""
    none = np.zeros(0, dtype=np.int64)
    day, kind = np.repeat(np.arange(num_days), 3), np.tile(np.arange(3), num_days)
    zero = np.zeros(3 * num_days, dtype=np.int64)
    shifts = Shifts(day, 10 * day + kind, 10 * day + kind + 5, zero, zero)
    pairs = [
        AtMostOne(np.array([3 * before + late, 3 * before + 3 + early]))
        for before in range(num_days - 1)
        for late in (MIDDLE, LATE)
        for early in range(late)
    ]
    return Block((0,), shifts, tuple(pairs), none, none, none)


def _routes(network: Network, diagram: TourDiagram) -> Counter[tuple[tuple[int, ...], int]]:
    """How often each sequence of classes, and its cost, is a path."""
    ends, places = range(int(diagram.layer[-2]), int(diagram.layer[-1])), network.first_of
    waiting, found = [(0, (), 0)], Counter[tuple[tuple[int, ...], int]]()
    while waiting:
        node, chosen, cost = waiting.pop()
        if node in ends:
            found[chosen, cost] += 1
            continue
        for arc in range(int(places[node]), int(places[node + 1])):
            choice = int(network.choice[arc])
            own = () if choice == PASSED else (choice,)
            waiting.append((int(network.head[arc]), (*chosen, *own), cost + int(network.cost[arc])))
    return found


def _diagram_routes(diagram: TourDiagram) -> Counter[tuple[tuple[int, ...], int]]:
    plain = Network(diagram.first_of, diagram.head.astype(np.int64), diagram.choice.astype(np.int64), diagram.cost)
    return _routes(plain, diagram)


@pytest.mark.parametrize("seed", range(60))
def test_paths_are_those_of_the_diagram(seed: int) -> None:
    """As often, at the same cost; and never more arcs."""
    data = random_data(seed)
    for block in map(carried, data.blocks):
        diagram = bounded_diagram(block, data.num_days).diagram
        network = network_of(diagram)
        assert _routes(network, diagram) == _diagram_routes(diagram)
        assert len(network) <= len(diagram.head)


def test_a_later_start_is_waited_for() -> None:
    """
    Three starts on each of two days.

    The diagram has 4 arcs on the first day, on the second 4 after an early or no shift, 3 after a middle and 2 after a
    late one. In the network the latter three nodes have two arcs each: their own start, and one to the node after it,
    or to no shift.
    """
    diagram = bounded_diagram(_three_starts(2), 2).diagram
    network = network_of(diagram)
    assert len(diagram.head) == 4 + 4 + 3 + 2
    assert len(network) == 4 + 2 + 2 + 2
    assert np.count_nonzero(network.choice == PASSED) == 2
    # Pairs of shifts that are no descent (6), one shift alone (3 + 3), and none at all.
    assert len(paths_of(diagram)) == sum(_routes(network, diagram).values()) == 13


def test_many_starts_take_arcs_in_proportion() -> None:
    """Three starts or more, day after day: each node that is passed on to adds two arcs, not one for each start."""
    diagram = bounded_diagram(_three_starts(7), 7).diagram
    assert len(diagram.head) == 4 + 6 * (4 + 3 + 2)
    assert len(network_of(diagram)) == 4 + 6 * (2 + 2 + 2)


def test_route_of_each_arc_ends_with_it() -> None:
    """Arcs that pass on lead to the one that stands for it; what a node does not have has no route."""
    diagram = bounded_diagram(_three_starts(4), 4).diagram
    network = network_of(diagram)
    arcs = zip(diagram.tail, diagram.head, diagram.choice, diagram.cost, strict=True)
    for tail, head, choice, cost in [tuple(map(int, arc)) for arc in arcs]:
        *passing, last = network.route(tail, (head, choice, cost))
        assert all(network.choice[arc] == PASSED for arc in passing)
        nodes = [tail, *network.head[passing].tolist()]
        assert network.tail[[*passing, last]].tolist() == nodes
        assert (network.head[last], network.choice[last], network.cost[last]) == (head, choice, cost)
        assert network.route(tail, (head, choice, cost + 1)) == []
