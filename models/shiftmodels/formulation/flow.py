"""
Shifts of each agent as a flow through the diagram of his tours (``models/README.md``, section 2.3).

The flow is whole where the shifts are, and its LP knows all that a tour has to obey (J. Valério de Carvalho 1999,
doi:10.1023/A:1018952112615).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from shiftmodels.formulation.linear import Terms
from shiftmodels.formulation.parts import Known, Parts

if TYPE_CHECKING:
    from shiftmodels.tours.near import NearTours


def add_flows(parts: Parts, near: Sequence[NearTours]) -> None:
    """``x[a, s]`` and a unit of flow for each agent, which takes the place of the rows of his block."""
    for agent, tours in enumerate(near):
        block = parts.data.blocks[parts.data.block_of[agent]]
        each = zip(block.shifts.cost.tolist(), tours.kept.tolist(), strict=True)
        parts.worked.append([_shift(parts, agent, shift, cost, kept) for shift, (cost, kept) in enumerate(each)])
        parts.slacks.append([])
        _add_flow(parts, agent, tours)


def _shift(parts: Parts, agent: int, shift: int, cost: int, kept: bool) -> int:
    return parts.model.variable(
        ("work", (agent, shift)), int(kept), lambda known: int(kept and known.works(agent, shift)), cost
    )


def _add_flow(parts: Parts, agent: int, tours: NearTours) -> None:
    """What comes into a node leaves it; a class is worked as often as one of its shifts is."""
    diagram = tours.diagram
    # Without any tour that is left, the row of the start alone says so.
    balance: defaultdict[int, Terms] = defaultdict(list, {0: []})
    worked: defaultdict[int, Terms] = defaultdict(list)
    arcs = np.column_stack([diagram.tail, diagram.head, diagram.choice, diagram.cost]).tolist()
    for arc, (tail, head, choice, cost) in enumerate(arcs):
        flow = parts.model.variable(
            ("arc", (agent, arc)), 1, partial(_is_on_path, agent, tours, arc), cost, implied=True
        )
        balance[tail].append((flow, 1))
        balance[head].append((flow, -1))
        if choice >= 0:
            worked[choice].append((flow, 1))
    last = int(diagram.layer[-2])
    for node, terms in balance.items():
        if node < last:
            parts.model.row(("flow", (agent, node)), terms, int(node == 0), int(node == 0))
    for shift, (number, kept) in enumerate(zip(diagram.class_of.tolist(), tours.kept.tolist(), strict=True)):
        if kept:
            worked[number].append((parts.worked[agent][shift], -1))
    for number, terms in worked.items():
        parts.model.row(("class_worked", (agent, number)), terms, 0, 0)


def _is_on_path(agent: int, tours: NearTours, arc: int, known: Known) -> int:
    return int(arc in known.path(agent, tours))
