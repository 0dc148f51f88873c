"""The best tour of one agent when everybody else's is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import ARC_SECONDS, PRICING_SECONDS, SHIFT_SECONDS, clock
from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.solution import OFF, Assignment, cover_costs, held, pool_cost, supply, use, work_cost
from shiftmodels.tour import tour_cost
from shiftmodels.tours.bounded import BoundedDiagram, Diagrams
from shiftmodels.tours.diagram import TourDiagram
from shiftmodels.tours.near import NearTours
from shiftmodels.tours.relaxed import Relaxed
from shiftmodels.tours.segments import (
    FIXED,
    NEVER,
    Segments,
    prefix_sums,
)
from shiftmodels.tours.tables import SegmentTables, cuts_of
from shiftmodels.tours.work import Versions, write_tour


@dataclass(frozen=True, eq=False)
class Tour:
    """
    What one agent does.

    Parameters
    ----------
    shift, breaks, activity
        As in ``Assignment``, of one agent. Shapes ``(D,)``, ``(D, K)``, ``(T,)``.
    own
        Cost units of its shifts, of what it works, and of the soft rows that it breaks; coupling rows are not in it.
    """

    shift: IntArray
    breaks: IntArray
    activity: IntArray
    own: int


class Couplings:
    """
    Supply and use of some agents, and what it costs.

    Parameters
    ----------
    data
        The problem, with soft limits only (``feasibility.softened``).
    found
        What the agents do.
    """

    def __init__(self, data: ModelData, found: Assignment) -> None:
        self._data = data
        self.supplied, self.used = supply(data, found), use(data, found)

    def change(self, block: Block, shift: IntArray, activity: IntArray, sign: int) -> None:
        """Add (1) or take away (-1) what one agent of a block does: his rows of ``Assignment``."""
        for queue, units in zip(block.queues.tolist(), block.proficiency.tolist(), strict=True):
            self.supplied[queue] += sign * units * (activity == queue)
        for pool, units in held(block, shift, activity):
            self.used[pool] += sign * units

    def cost(self) -> int:
        """Cost units of queues and pools."""
        covered = int(cover_costs(self._data.cover, slice(None), self.supplied).sum())
        return covered + pool_cost(self._data.pools, self.used)

    def prices(self, block: Block) -> IntArray:
        """Cost units of one more agent of a block on each of its queues. Shape ``(n, T)``."""
        here = self.supplied[block.queues]
        more, cover = here + block.proficiency[:, None], self._data.cover
        return cover_costs(cover, block.queues, more) - cover_costs(cover, block.queues, here)

    def pool_prices(self, block: Block) -> IntArray:
        """Cost units of what one more agent of a block holds. Shape ``(H, T)``."""
        pools, held_pools = self._data.pools, [hold.pool for hold in block.holds]
        units = np.array([hold.units for hold in block.holds], dtype=np.int64)[:, None]
        beyond = self.used[held_pools] - pools.capacity[held_pools]
        more = np.maximum(beyond + units, 0) - np.maximum(beyond, 0)
        return np.where(pools.capacity[held_pools] >= 0, more * pools.price[held_pools, None], 0)


class Insertion:
    """
    Finds best tours of the agents of one block.

    Its answer is exact, but for spreads, which it does not see. Where ``is_exact`` is false, rows are left out of the
    diagram of tours: then the value is a bound, and the tour is legal and cheap, but not always the cheapest.

    Parameters
    ----------
    data
        The problem.
    block
        One of its blocks.
    tables
        Costs of its segments, where other blocks share them; its own where not given.
    diagrams
        Where those of other blocks are known.

    Raises
    ------
    TooLarge
        When the block has too many different tours for a diagram.

    Attributes
    ----------
    bounded
        Its diagram.
    """

    def __init__(
        self,
        data: ModelData,
        block: Block,
        tables: SegmentTables | None = None,
        diagrams: Diagrams | None = None,
    ) -> None:
        self._block = block
        self._num_days, self._num_intervals = data.num_days, data.num_intervals
        self.bounded: BoundedDiagram = (diagrams or Diagrams(data.num_days)).of(block)
        self._relaxed = Relaxed(self.bounded)
        self._versions = Versions.of(data.programs, block)
        self._tables = SegmentTables.of(data, (block,)) if tables is None else tables
        self._cuts = np.array(cuts_of(block), dtype=np.int64).reshape(-1, 2)

    @property
    def diagram(self) -> TourDiagram:
        """All tours of the block, where ``is_exact``."""
        return self._relaxed.diagram

    @property
    def proficiency(self) -> IntArray:
        """Units of supply of an agent on each queue of the block."""
        return self._block.proficiency

    @property
    def versions(self) -> Versions:
        """Its shifts and their break programs, of which the first ones are those of the problem."""
        return self._versions

    @property
    def is_exact(self) -> bool:
        """Whether all rows of the block are in the diagram."""
        return self._relaxed.diagram.is_exact and self._relaxed.left_out == 0

    def best(self, couplings: Couplings) -> Tour | None:
        """The best tour beside what others do, a cheap one if not exact; ``None`` when none was found."""
        found = self.priced(couplings.prices(self._block), couplings.pool_prices(self._block))
        return None if found is None else found[1]

    def priced(
        self, prices: IntArray, held: IntArray, scale: int = 1, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[int, Tour | None] | None:
        """
        The cheapest tour under prices of what it supplies and holds, or a relaxation of it.

        Parameters
        ----------
        prices
            Price of an agent on each queue of the block in each interval; it is changed. Shape ``(n, T)``.
        held
            Price of each hold of the block. Shape ``(H, T)``.
        scale
            Units of these prices that are worth a cost unit.
        allowed
            Choices that it may make, see ``choices``; all where not given. Shape ``(S + D,)``.

        Returns
        -------
        Its cost in units of the prices, its own cost included, and the tour; ``None`` when the block has none. If not
        ``is_exact``, the first is a bound (no legal tour costs less), the second a legal tour that may cost more, or
        ``None`` when none was found.
        """
        shifts = self._block.shifts
        places = len(shifts) * len(self._block.queues)
        clock.work(PRICING_SECONDS + SHIFT_SECONDS * places + ARC_SECONDS * len(self._relaxed.diagram.head))
        self._add_own(prices, held, scale)
        most = int(np.abs(prices).max(axis=0, initial=0).sum())
        fixed = self._fix(prices)
        costs, program, segments = self._priced_shifts(prices, held, scale)
        if allowed is not None:
            fixed += self._bar(costs, allowed)
        found = self._relaxed.cheapest(costs, scale)
        least = NEVER if found is None else found.bound + fixed
        if found is None or least >= FIXED // 2:
            # Only what cannot be costs so much, unless tours can too.
            return (least, None) if self._can_cost(most, held, scale) >= FIXED // 2 else None
        worked = found.worked
        if worked is None or found.cost + fixed >= FIXED // 2 or not self._is_legal(worked):
            return least, None
        shift, breaks, activity = self._written(worked, program, segments)
        own = int(shifts.cost[worked].sum()) + found.soft + work_cost(self._block, shift, activity)
        return least, Tour(shift, breaks, activity, own)

    def near(self, prices: IntArray, held: IntArray, scale: int, slack: int) -> NearTours | None:
        """
        All tours that cost little more than the cheapest.

        Parameters
        ----------
        prices, held, scale
            See ``priced``.
        slack
            How much more, in units of the prices.

        Returns
        -------
        ``None`` where there is no tour, or where a diagram does not carry all rows.
        """
        if not self.is_exact:
            return None
        self._add_own(prices, held, scale)
        self._fix(prices)
        return self._relaxed.near(self._priced_shifts(prices, held, scale)[0], scale, slack)

    def _priced_shifts(self, prices: IntArray, held: IntArray, scale: int) -> tuple[IntArray, IntArray, Segments]:
        """Cost of each shift with its best program, and that program; costs of segments."""
        segments = self._tables.segments(self._block, prices, scale)
        costs, program = self._tables.shifts(self._block, self._versions)
        return costs + scale * self._block.shifts.cost + self._holding(held), program, segments

    def _add_own(self, prices: IntArray, held: IntArray, scale: int) -> None:
        """Whoever works a queue pays for that, and for what he holds for it."""
        prices += scale * self._block.queue_cost[:, None]
        for place, hold in enumerate(self._block.holds):
            if hold.queue >= 0:
                prices[self._block.queues == hold.queue] += held[place]

    def _holding(self, held: IntArray) -> IntArray:
        """What each shift pays for what is held from its start on. Shape ``(S,)``."""
        shifts, total = self._block.shifts, np.zeros(len(self._block.shifts), dtype=np.int64)
        for place, hold in enumerate(self._block.holds):
            if hold.queue < 0:
                sums = prefix_sums(held[place])
                total += sums[np.minimum(shifts.end + hold.after, self._num_intervals)] - sums[shifts.start]
        return total

    def _can_cost(self, most: int, held: IntArray, scale: int) -> int:
        """The most that a tour can cost, when its work can cost ``most``, in units of prices."""
        dearest = int(np.abs(self._block.shifts.cost).max(initial=0)) + int(self._relaxed.diagram.cost.max(initial=0))
        moving = self._block.transfers.cost * self._num_intervals
        return most + scale * (dearest * self._num_days + moving) + self._num_days * int(np.abs(held).sum())

    def _is_legal(self, worked: IntArray) -> bool:
        """Whether a path is a tour; there is something to look at only if the diagram never carries some rows."""
        return self._relaxed.diagram.is_exact or tour_cost(self._block, worked) is not None

    def _fix(self, prices: IntArray) -> int:
        """Make fixed work worth more than anything; returns what it is worth."""
        for work in self._block.fixed_work:
            prices[self._block.queues == work.queue, work.start : work.end] -= FIXED
        return sum(FIXED * (work.end - work.start) for work in self._block.fixed_work)

    def _bar(self, costs: IntArray, allowed: NDArray[np.bool_]) -> int:
        """Let shifts that are not allowed cost too much, and work on days that cannot be free be worth it."""
        day, num_shifts = self._block.shifts.day, len(costs)
        must = ~allowed[num_shifts:]
        costs[must[day]] -= FIXED
        costs[~allowed[:num_shifts]] = NEVER
        return FIXED * int(must.sum())

    def _written(self, worked: IntArray, programs: IntArray, segments: Segments) -> tuple[IntArray, IntArray, IntArray]:
        """Shift, breaks and activity of a tour."""
        shifts, versions = self._block.shifts, self._versions
        shift = np.full(self._num_days, -1, dtype=np.int64)
        breaks = np.full((self._num_days, versions.breaks.shape[1]), -1, dtype=np.int64)
        activity = np.full(self._num_intervals, OFF, dtype=np.int64)
        known = worked, shifts.start, shifts.end, shifts.day, programs, versions.count, versions.breaks
        write_tour(*known, segments, self._cuts, self._block.queues, shift, breaks, activity)
        return shift, breaks, activity
