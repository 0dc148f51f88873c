"""
Tours that cost little more than the cheapest one under given prices: all others are taken out of the diagram.

Under the prices of a bound, a roster costs the bound and what each of its tours costs more than the cheapest of its
agent. An arc whose cheapest tour alone costs more than is missing to a better roster is in none (S. Irnich,
G. Desaulniers, J. Desrosiers and A. Hadjar 2010, doi:10.1287/ijoc.1090.0341).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.tours.choices import Mask
from shiftmodels.tours.diagram import Places, TourDiagram
from shiftmodels.tours.merge import reduced
from shiftmodels.tours.network import Network, network_of
from shiftmodels.tours.path import cheapest_beginnings, cheapest_rests, path_of
from shiftmodels.tours.segments import FIXED, NEVER
from shiftmodels.tours.work import least_of_classes


@dataclass(frozen=True, eq=False)
class NearTours:
    """
    Parameters
    ----------
    diagram
        The tours that are left, and few others.
    kept
        Shifts that are in any of them. Shape ``(S,)``.
    """

    diagram: TourDiagram
    kept: Mask

    @cached_property
    def network(self) -> Network:
        """The diagram with fewer arcs."""
        return network_of(self.diagram)

    def route(self, worked: IntArray) -> list[int]:
        """The same as ``path``, by arcs of the network."""
        diagram, path = self.diagram, self.path(worked)
        arcs = np.column_stack([diagram.tail, diagram.head, diagram.choice, diagram.cost])[path].tolist()
        return [one for tail, head, choice, cost in arcs for one in self.network.route(tail, (head, choice, cost))]

    def path(self, worked: IntArray) -> IntArray:
        """
        Arcs of the cheapest path that works exactly some shifts; none where no path does.

        Parameters
        ----------
        worked
            The shifts.
        """
        diagram = self.diagram
        prices = np.full(diagram.num_classes, NEVER, dtype=np.int64)
        prices[diagram.class_of[worked]] = -FIXED
        if not len(diagram.head) or not self.kept[worked].all():
            return worked[:0]
        arrays = diagram.first_of, diagram.head, diagram.choice, diagram.cost
        rest, taken = cheapest_rests(*arrays, prices, 1, *_no_slacks(diagram))
        if not -FIXED * (len(worked) + 1) < rest[0] < -FIXED * len(worked) + FIXED // 2:
            return worked[:0]
        return path_of(taken, diagram.head, len(diagram.layer) - 2)


def near_tours(diagram: TourDiagram, costs: IntArray, scale: int, slack: int) -> NearTours | None:
    """
    Take out of a diagram what is in no tour that is cheap enough.

    Parameters
    ----------
    diagram
        All tours of a block.
    costs
        Of each shift, ``NEVER`` where it cannot be worked. Shape ``(S,)``.
    scale
        Units of these costs that are worth a cost unit.
    slack
        How much more than the cheapest tour is cheap enough, in units of the costs.

    Returns
    -------
    ``None`` when there is no tour at all.
    """
    if diagram.layer[-2] == diagram.layer[-1]:
        return None
    prices, _ = least_of_classes(costs, diagram.class_of, diagram.num_classes)
    arrays = diagram.first_of, diagram.head, diagram.choice, diagram.cost
    rest, _ = cheapest_rests(*arrays, prices, scale, *_no_slacks(diagram))
    if rest[0] >= NEVER // 2:
        return None
    begun = cheapest_beginnings(*arrays, prices, scale)
    others = np.minimum(begun[diagram.tail] + rest[diagram.head], NEVER) + scale * diagram.cost.astype(np.int64)
    works, most = diagram.choice >= 0, int(rest[0]) + slack
    # Who is away all the time has no class of shifts at all.
    kept = others + np.where(works, np.append(prices, 0)[np.maximum(diagram.choice, 0)], 0) <= most
    least = np.full(diagram.num_classes, NEVER, dtype=np.int64)
    np.minimum.at(least, diagram.choice[works], others[works])
    return NearTours(_only(diagram, kept), least[diagram.class_of] + costs <= most)


def _only(diagram: TourDiagram, kept: Mask) -> TourDiagram:
    """The smallest diagram with the paths along some arcs."""
    first = np.concatenate([[0], np.cumsum(kept)])[diagram.first_of].astype(np.int64)
    arcs = diagram.choice[kept], diagram.head[kept], diagram.cost[kept].astype(np.int64)
    layer, first, choice, head, cost = reduced(diagram.layer, first, *arcs)
    return replace(diagram, layer=layer, first_of=first, choice=choice, head=head, cost=cost)


def _no_slacks(diagram: TourDiagram) -> tuple[Places, IntArray]:
    return np.zeros((0, len(diagram.choice)), dtype=np.int32), np.zeros(0, dtype=np.int64)
