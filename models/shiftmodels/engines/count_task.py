"""The whole problem with like agents counted: how many work each shift, by flows through diagrams of their tours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.clock import clock
from shiftmodels.data import IntArray, ModelData
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.stream import stream
from shiftmodels.formulation.flow import Flow
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.status import ModelStatus

if TYPE_CHECKING:
    from shiftmodels.tours.near import NearTours

MOST_ARCS = 50_000
"""Arcs of all networks up to which it is tried."""
MOST_DRAWN = 500_000
"""The same of all diagrams, of which these are made."""


@dataclass(frozen=True)
class CountTask:
    """
    The problem as a MIP over counts (``models/README.md``, section 2.4); for problems that pooled groups model exactly.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed
        Of the solver.
    """

    limit_seconds: float
    seed: int

    def run(self, data: ModelData) -> Iterator[Report]:
        """Better rosters and bounds; none where diagrams are large, or do not carry all rows."""
        until, flows = clock.now() + self.limit_seconds, counted_flows(data)
        if flows is not None:
            formulation = Formulation(data, individually=False, flows=flows)
            yield from stream(partial(self._solve, formulation, until))

    def _solve(self, formulation: Formulation, until: float, tell: Callable[[Report], None]) -> None:
        told: set[bytes] = set()

        def report(values: IntArray | None, bound: int | None) -> None:
            # To tell thousands of agents apart takes longer than to count them: each solution is told once.
            if values is None or values.tobytes() in told:
                tell(Report(bound))
                return
            told.add(values.tobytes())
            tell(Report(bound, formulation.read(values)))

        limit = until - clock.now()
        answer = solve_highs(formulation.model, limit, HighsOptions(seed=self.seed, relative_gap=0.0), on_found=report)
        if answer.status is ModelStatus.INFEASIBLE:
            tell(Report(status=ModelStatus.INFEASIBLE))
        report(answer.values, answer.bound)


def counted_flows(data: ModelData) -> list[Flow] | None:
    """
    A flow for each block, one for each agent of it where a spread tells them apart.

    Parameters
    ----------
    data
        The problem.

    Returns
    -------
    ``None`` where diagrams are too large, or do not carry all rows.
    """
    tours = _tours_of_blocks(data)
    if tours is None:
        return None
    alone = {agent for spread in data.spreads for agent in spread.agents.tolist()}
    flows = []
    for block, own in zip(data.blocks, tours, strict=True):
        together = tuple(agent for agent in block.members if agent not in alone)
        flows += [Flow((agent,), own) for agent in block.members if agent in alone]
        flows += [Flow(together, own)] if together else []
    return flows if sum(len(flow.tours.network) for flow in flows) <= MOST_ARCS else None


def _tours_of_blocks(data: ModelData) -> list[NearTours] | None:
    """The tours of each block; those that differ in queues or wishes only have the same."""
    # Compiled code takes long to import; other tasks do not need it.
    from shiftmodels.tours.bounded import Diagrams
    from shiftmodels.tours.diagram import TooLarge
    from shiftmodels.tours.near import NearTours

    diagrams, drawn, tours = Diagrams(data.num_days), 0, []
    known: dict[int, NearTours] = {}
    for block in data.blocks:
        try:
            bounded = diagrams.of(block)
        except TooLarge:
            return None
        drawn += len(bounded.diagram.head)
        if drawn > MOST_DRAWN or bounded.left_out or not bounded.diagram.is_exact:
            return None
        every = NearTours(bounded.diagram, np.ones(len(block.shifts), dtype=bool))
        tours.append(known.setdefault(id(bounded), every))
    return tours
