"""What the parts of the formulation share while it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from shiftmodels.data import Block, Gaps, IntArray, ModelData, Spread
from shiftmodels.formulation.linear import LinearModel, Terms
from shiftmodels.groups import Group, group_agents, group_of
from shiftmodels.solution import Assignment, spread_values, supply, transfers_of, use
from shiftmodels.tour import kept_gaps, slack_values, works_of

if TYPE_CHECKING:
    from shiftmodels.formulation.flow import Flow

    # Compiled code takes long to import; most models do not need it.
    from shiftmodels.tours.near import NearTours


class Known:
    """
    Values that the variables take in a known assignment.

    Parameters
    ----------
    data
        The problem.
    found
        The assignment.
    """

    def __init__(self, data: ModelData, found: Assignment) -> None:
        self.data = data
        self.found = found
        self._counts: dict[tuple[int, ...], IntArray] = {}
        self._slacks: dict[int, IntArray] = {}
        self._gaps: dict[tuple[int, Gaps], list[int]] = {}
        self._spreads: dict[Spread, IntArray] = {}
        self._transfers: dict[int, frozenset[int]] = {}
        self._paths: dict[int, frozenset[int]] = {}

    @cached_property
    def supply(self) -> IntArray:
        """Coverage units. Shape ``(Q, T)``."""
        return supply(self.data, self.found)

    @cached_property
    def use(self) -> IntArray:
        """Units of pools held. Shape ``(P, T)``."""
        return use(self.data, self.found)

    def works(self, agent: int, shift: int) -> bool:
        """Whether an agent works a shift of his block."""
        day = self._block(agent).shifts.day[shift]
        return bool(self.found.shift[agent, day] == shift)

    def slacks(self, agent: int) -> IntArray:
        """Least slacks of an agent's tour. Shape ``(L,)``."""
        if agent not in self._slacks:
            self._slacks[agent] = slack_values(self._block(agent), self.found.worked(agent))
        return self._slacks[agent]

    def gaps(self, agent: int, row: Gaps) -> list[int]:
        """Gaps of a row that an agent's tour keeps."""
        if (agent, row) not in self._gaps:
            works = works_of(self._block(agent), self.found.worked(agent))
            self._gaps[agent, row] = kept_gaps(row, works)
        return self._gaps[agent, row]

    def path(self, agent: int, tours: NearTours) -> frozenset[int]:
        """Arcs of an agent's tour in the network of his tours; none where it has no such path."""
        if agent not in self._paths:
            self._paths[agent] = frozenset(tours.route(self.found.worked(agent)))
        return self._paths[agent]

    def counted(self, group: Group, queue: int, interval: int) -> int:
        """Members of a group who work a queue in an interval."""
        key = (queue, *group.agents)
        if key not in self._counts:
            self._counts[key] = np.sum(self.found.activity[list(group.agents)] == queue, axis=0)
        return int(self._counts[key][interval])

    def transfers(self, agent: int) -> frozenset[int]:
        """Intervals with which transfers of an agent begin."""
        if agent not in self._transfers:
            block, found = self._block(agent), self.found
            begins = transfers_of(block, found.shift[agent], found.activity[agent])
            self._transfers[agent] = frozenset(begins.tolist())
        return self._transfers[agent]

    def spread(self, spread: Spread) -> IntArray:
        """Value of each agent who takes part. Shape ``(n,)``."""
        if spread not in self._spreads:
            self._spreads[spread] = spread_values(self.data, spread, self.found)
        return self._spreads[spread]

    def _block(self, agent: int) -> Block:
        return self.data.blocks[int(self.data.block_of[agent])]


class Parts:
    """
    A formulation under construction.

    Parameters
    ----------
    data
        The problem.
    individually
        See ``group_agents``.
    groups
        Members of each group, where they are known.
    """

    def __init__(self, data: ModelData, *, individually: bool, groups: Sequence[tuple[int, ...]] | None = None) -> None:
        self.data = data
        if groups is None:
            self.groups = group_agents(data, individually=individually)
        else:
            self.groups = [group_of(data, members, individually=individually) for members in groups]
        self.model: LinearModel[Known] = LinearModel()
        self.model.offset = data.constant_cost
        self.worked: list[list[int]] = []
        """``x``: for each agent, a variable for each shift of his block; agents who are counted share theirs."""
        self.flows: list[tuple[Flow, int]] = []
        """Flows in place of the rows of blocks, each with the variable of its first arc."""
        self.slacks: list[list[int]] = []
        """``z``: for each agent, a variable for each slack of his block."""
        self.used: dict[tuple[int, int], int] = {}
        """Whether an agent uses an allowance, where a variable says so."""
        self.present: defaultdict[tuple[int, int, int], Terms] = defaultdict(list)
        """Members of a group whose shift lasts, or has ended less than so many intervals ago, in an interval."""
        self.on_break: defaultdict[tuple[int, int], Terms] = defaultdict(list)
        """Members of a group on a break in an interval."""
        self.beginning: defaultdict[tuple[int, int], Terms] = defaultdict(list)
        """Members of a group whose shift begins with an interval."""
        self.on_queue: dict[tuple[int, int, int], int] = {}
        """``y``: members of a group who work a queue in an interval."""
        self.transfer: dict[tuple[int, int], int] = {}
        """``w``: whether a transfer begins at a boundary, in a group of one."""
        self.setting_up: defaultdict[tuple[int, int], Terms] = defaultdict(list)
        """Members of a group between two queues in an interval."""
