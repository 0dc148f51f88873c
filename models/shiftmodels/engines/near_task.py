"""Branch and cut over all tours that can be in a better roster, where these are few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.clock import clock
from shiftmodels.data import IntArray, ModelData
from shiftmodels.engines.column_root import pricing_of
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.stream import stream
from shiftmodels.formulation.flow import Flow
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus

if TYPE_CHECKING:
    from shiftmodels.columns.generation import Pricing
    from shiftmodels.columns.search import Guide
    from shiftmodels.tours.near import NearTours

MOST_ARCS = 25_000
"""Arcs of all diagrams up to which it is tried."""


@dataclass(frozen=True, eq=False)
class NearTask:
    """
    The best of all rosters that are better than one that is known (``models/README.md``, section 11.7).

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed
        Of the solver.
    found
        The roster that is known.
    guide
        What the LP of all tours knows.
    """

    limit_seconds: float
    seed: int
    found: Assignment
    guide: Guide

    def run(self, data: ModelData) -> Iterator[Report]:
        """Better rosters and bounds; none where tours are too many, or where diagrams do not carry all rows."""
        until, pricing = clock.now() + self.limit_seconds, pricing_of(data)
        assert pricing is not None
        cost = cost_of(pricing.data, self.found)
        near = self._near(pricing, cost)
        if near is None:
            return
        flows = [Flow((agent,), tours) for agent, tours in enumerate(near)]
        formulation = Formulation(pricing.data, individually=True, flows=flows)
        yield from stream(partial(self._solve, formulation, cost, until))

    def _solve(self, formulation: Formulation, cost: int, until: float, tell: Callable[[Report], None]) -> None:
        """Tell of better rosters and bounds; where no better roster exists, the known one is best."""

        def report(values: IntArray | None, bound: int | None) -> None:
            found = None if values is None else formulation.read(values)
            tell(Report(None if bound is None else min(bound, cost), found))

        limit, options = until - clock.now(), HighsOptions(seed=self.seed, relative_gap=0.0, cutoff=cost)
        answer = solve_highs(formulation.model, limit, options, on_found=report)
        report(answer.values, cost if answer.status is ModelStatus.INFEASIBLE else answer.bound)

    def _near(self, pricing: Pricing, cost: int) -> list[NearTours] | None:
        """For each agent the tours that can be in a better roster; ``None`` when they cannot be told, or are many."""
        slack = self._slack(pricing, cost)
        blocks = [pricing.near(block, self.guide.prices, slack) for block in range(len(pricing.data.blocks))]
        near = [blocks[block] for block in pricing.data.block_of]
        known = [tours for tours in near if tours is not None]
        arcs = sum(len(tours.diagram.head) for tours in known)
        return known if len(known) == len(near) and arcs <= MOST_ARCS else None

    def _slack(self, pricing: Pricing, cost: int) -> int:
        """How far the bound of the guide is from the next better cost, in units of prices."""
        bound = pricing.curves.sold(self.guide.prices, pricing.scale)[0] + int(self.guide.least.sum())
        return (cost - 1 - pricing.data.constant_cost) * pricing.scale - bound
