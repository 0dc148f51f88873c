"""
The problem as a linear model: one variable per agent and shift, and counts per group for everything else.

=================== ============================================================== ==========
symbol              meaning                                                        section
=================== ============================================================== ==========
``x[a, s]``         agent ``a`` works shift ``s`` of his block                     2
``z[a, l]``         slack ``l`` of his block                                       2.1
``f[a, i]``         agent ``a`` takes arc ``i`` of the diagram of his tours        2.3
``C[u, t]``         shifts of unit ``u`` begun by interval ``t``                   3
``W[u, k, t]``      breaks ``k`` of unit ``u`` begun by interval ``t``             3
``y[g, q, t]``      members of group ``g`` who work queue ``q`` in interval ``t``  4
``under, over``     coverage units below and above the requirement                 5
``high, low``       largest and smallest value of a spread                         7
=================== ============================================================== ==========

Sections are those of ``models/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Budget, IntArray, ModelData
from shiftmodels.disaggregate import Counts, disaggregate
from shiftmodels.formulation.agent_rows import add_agents
from shiftmodels.formulation.blocks import add_minimum_blocks
from shiftmodels.formulation.coupling import add_cover, add_pools, add_spreads
from shiftmodels.formulation.flow import Flow, add_flows, tours_of
from shiftmodels.formulation.linear import LinearModel, without_collection
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.formulation.queues import add_queues
from shiftmodels.formulation.transfers import add_setup, add_transfers
from shiftmodels.formulation.units import Unit, add_fixed_parts, add_units
from shiftmodels.solution import Assignment


class Formulation:
    """
    Linear model of a rostering problem, and the way back from its values.

    Parameters
    ----------
    data
        The problem.
    individually
        Whether agents with restricted changes of queue are modelled one by one. ``True`` is exact; ``False`` is a
        relaxation where ``is_exact(data)`` does not hold.
    flows
        Tours that agents may work, in place of all that obey the rows of their blocks; each agent is in one of them.
    groups
        See ``Parts``.
    """

    def __init__(
        self,
        data: ModelData,
        *,
        individually: bool,
        flows: Sequence[Flow] | None = None,
        groups: Sequence[tuple[int, ...]] | None = None,
    ) -> None:
        self.data = data
        self._parts = Parts(data, individually=individually, groups=groups)
        self._units: list[Unit] = []
        self._individually = individually
        with without_collection():
            self._build(flows)
            for number, budget in enumerate(data.budgets):
                self._limit(number, budget)

    def _build(self, flows: Sequence[Flow] | None) -> None:
        parts = self._parts
        if flows is None:
            add_agents(parts)
        else:
            add_flows(parts, flows)
        for index, group in enumerate(parts.groups):
            units = add_units(parts, index, group)
            add_fixed_parts(parts, index, group, units)
            add_setup(parts, index, group)
            add_queues(parts, index, group)
            if group.exact_transfers:
                add_transfers(parts, index, group)
                add_minimum_blocks(parts, index, group)
            self._units += units
        add_pools(parts)
        add_cover(parts)
        add_spreads(parts)

    def _limit(self, number: int, budget: Budget) -> None:
        """What the variables cost by other prices is limited; the model of these prices calls them the same."""
        groups = [group.agents for group in self._parts.groups]
        priced = Formulation(budget.prices, individually=self._individually, groups=groups).model
        place = {name: variable for variable, name in enumerate(self.model.names)}
        terms = [(place[name], cost) for name, cost in zip(priced.names, priced.cost, strict=True) if cost]
        self.model.row(("budget", (number,)), terms, upper=budget.most - priced.offset)

    @property
    def model(self) -> LinearModel[Known]:
        """The linear model."""
        return self._parts.model

    def values(self, found: Assignment) -> IntArray:
        """Value of every variable in a known assignment."""
        return self.model.values(Known(self.data, found))

    def read(self, values: IntArray) -> Assignment:
        """The assignment that a solution of the model stands for, told apart by person."""
        worked = self._worked(values)
        counts = []
        for unit in self._units:
            members = [
                (start, agent) for start, works in unit.shifts.items() for agent, shift in works if worked[agent][shift]
            ]
            breaks = [(first, values[list(begun)].tolist()) for first, begun in unit.breaks]
            counts.append(Counts(unit.day, unit.program, unit.length, sorted(members), breaks))
        on_queue = {key: int(values[count]) for key, count in self._parts.on_queue.items()}
        return disaggregate(self.data, self._parts.groups, worked, counts, on_queue)

    def _worked(self, values: IntArray) -> list[NDArray[np.bool_]]:
        """Whether each agent works each shift of his block; who is counted gets one of the tours of his flow."""
        worked = [values[np.array(row, dtype=np.int64)].astype(bool) for row in self._parts.worked]
        for flow, first_arc in self._parts.flows:
            if flow.is_counted:
                arcs = values[first_arc : first_arc + len(flow.tours.network)]
                counts = values[np.array(self._parts.worked[flow.agents[0]], dtype=np.int64)]
                for agent, tour in zip(flow.agents, tours_of(flow, arcs, counts), strict=True):
                    worked[agent] = tour
        return worked
