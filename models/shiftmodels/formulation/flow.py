"""
Shifts of agents as a flow through the diagram of their tours (``models/README.md``, sections 2.3 and 2.4).

The flow of one agent is whole where the shifts are, and its LP knows all that a tour has to obey (J. Valério de
Carvalho 1999, doi:10.1023/A:1018952112615). Agents of one block may share a flow of as many units: it counts them, and
any whole flow is a sum of tours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import Terms
from shiftmodels.formulation.parts import Known, Parts

if TYPE_CHECKING:
    from shiftmodels.tours.near import NearTours


@dataclass(frozen=True, eq=False)
class Flow:
    """
    Parameters
    ----------
    agents
        Members of one block, who work the tours.
    tours
        What each of them may work.
    """

    agents: tuple[int, ...]
    tours: NearTours

    @property
    def is_counted(self) -> bool:
        """Whether it says only how many work a shift, not who."""
        return len(self.agents) > 1


def add_flows(parts: Parts, flows: Sequence[Flow]) -> None:
    """``x[a, s]`` and a unit of flow for each agent, which takes the place of the rows of his block."""
    parts.worked = [[] for _ in range(parts.data.num_agents)]
    parts.slacks = [[] for _ in range(parts.data.num_agents)]
    for flow in flows:
        block = parts.data.blocks[parts.data.block_of[flow.agents[0]]]
        each = zip(block.shifts.cost.tolist(), flow.tours.kept.tolist(), strict=True)
        worked = [_shift(parts, flow, shift, cost, kept) for shift, (cost, kept) in enumerate(each)]
        for agent in flow.agents:
            parts.worked[agent] = worked
        _add_flow(parts, flow)


def _shift(parts: Parts, flow: Flow, shift: int, cost: int, kept: bool) -> int:
    def working(known: Known) -> int:
        return sum(known.works(agent, shift) for agent in flow.agents) if kept else 0

    return parts.model.variable(("work", (flow.agents[0], shift)), len(flow.agents) * int(kept), working, cost)


def _add_flow(parts: Parts, flow: Flow) -> None:
    """What comes into a node leaves it; a class is worked as often as its shifts are."""
    diagram, network = flow.tours.diagram, flow.tours.network
    agent, units = flow.agents[0], len(flow.agents)
    # Without any tour that is left, the row of the start alone says so.
    balance: defaultdict[int, Terms] = defaultdict(list, {0: []})
    worked: defaultdict[int, Terms] = defaultdict(list)
    parts.flows.append((flow, parts.model.num_variables))
    arcs = np.column_stack([network.tail, network.head, network.choice, network.cost]).tolist()
    for arc, (tail, head, choice, cost) in enumerate(arcs):
        # Of several units, whole shifts alone do not make tours.
        number = parts.model.variable(
            ("arc", (agent, arc)), units, partial(_on_paths, flow, arc), cost, implied=not flow.is_counted
        )
        balance[tail].append((number, 1))
        balance[head].append((number, -1))
        if choice >= 0:
            worked[choice].append((number, 1))
    last = int(diagram.layer[-2])
    for node, terms in balance.items():
        if node < last:
            come = units if node == 0 else 0
            parts.model.row(("flow", (agent, node)), terms, come, come)
    for shift, (choice, kept) in enumerate(zip(diagram.class_of.tolist(), flow.tours.kept.tolist(), strict=True)):
        if kept:
            worked[choice].append((parts.worked[agent][shift], -1))
    for choice, terms in worked.items():
        parts.model.row(("class_worked", (agent, choice)), terms, 0, 0)


def _on_paths(flow: Flow, arc: int, known: Known) -> int:
    return sum(arc in known.path(agent, flow.tours) for agent in flow.agents)


def tours_of(flow: Flow, arcs: IntArray, counts: IntArray) -> Iterator[NDArray[np.bool_]]:
    """
    Take a flow apart.

    Parameters
    ----------
    flow
        The flow.
    arcs
        Units on each arc of its network.
    counts
        How often each shift is worked. Shape ``(S,)``.

    Yields
    ------
    For each agent, whether each shift is worked. Shape ``(S,)``.
    """
    diagram, network = flow.tours.diagram, flow.tours.network
    head, choice, last = network.head.tolist(), network.choice.tolist(), int(diagram.layer[-2])
    leaving = [_each_time(np.arange(*ends), arcs) for ends in pairwise(network.first_of.tolist())]
    shifts = [_each_time(np.flatnonzero(diagram.class_of == one), counts) for one in range(diagram.num_classes)]
    for _ in flow.agents:
        works, node = np.zeros(len(counts), dtype=bool), 0
        while node < last:
            arc = next(leaving[node])
            node = head[arc]
            if choice[arc] >= 0:
                # Any shift of a class goes with any tour through it.
                works[next(shifts[choice[arc]])] = True
        yield works


def _each_time(places: IntArray, times: IntArray) -> Iterator[int]:
    """Some places, each as often as is said of it."""
    return iter(np.repeat(places, times[places]).tolist())
