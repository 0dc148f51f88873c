"""What supply costs: each coupling row as a convex curve, for a master problem and for its Lagrangian bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import Cover, IntArray, ModelData, Pools, Shifts
from shiftmodels.solution import cover_costs

FAR = 2**31
"""Stands for a limit that there is none of."""


@dataclass(frozen=True, eq=False)
class Curves:
    """
    A row for each queue and interval, and after these one for each pool and interval, that can cost anything.

    The curve of a row is convex: its slope is ``slopes[0]`` up to ``knots[0]``, then ``slopes[1]`` up to ``knots[1]``
    and so on; at ``knots[1]`` it costs ``base``.

    Parameters
    ----------
    row_of
        Row of each queue and interval. -1: no supply that there can be costs anything. Shape ``(Q, T)``.
    pool_row_of
        Row of each pool and interval, likewise. Shape ``(P, T)``.
    knots, slopes, base
        The curves, in supply units and cost units. Shapes ``(R, 3)``, ``(R, 4)``, ``(R,)``.
    fixed, most, least
        Supply that is there whatever is decided, and the largest and least that there can be; the least is smaller
        where agents bring units of a pool. Shape ``(R,)``.
    """

    row_of: IntArray
    pool_row_of: IntArray
    knots: IntArray
    slopes: IntArray
    base: IntArray
    fixed: IntArray
    most: IntArray
    least: IntArray

    @classmethod
    def of(cls, data: ModelData) -> Curves:
        """Curves of a problem with soft limits only (``feasibility.softened``)."""
        cover, pools = data.cover, data.pools
        knots = np.concatenate([_cover_knots(cover), np.repeat(pools.capacity.reshape(-1, 1), 3, axis=1)])
        slopes = np.concatenate([_cover_slopes(cover), _pool_slopes(pools)])
        base = np.concatenate([_cover_base(cover), np.zeros(pools.capacity.size, dtype=np.int64)])
        fixed = np.concatenate([cover.fixed_supply.ravel(), pools.fixed_use.ravel()])
        cells, each = cover.required.size, np.arange(len(base))
        largest, brought = _largest(data), _largest(data, sign=-1)
        every = cls(each[:cells], each[cells:], knots, slopes, base, fixed, fixed + largest, fixed - brought)
        costs = every._can_cost()
        row_of = np.where(costs, np.cumsum(costs) - 1, -1)
        return cls(
            row_of=row_of[:cells].reshape(cover.required.shape),
            pool_row_of=row_of[cells:].reshape(pools.capacity.shape),
            knots=knots[costs],
            slopes=slopes[costs],
            base=base[costs],
            fixed=fixed[costs],
            most=every.most[costs],
            least=every.least[costs],
        )

    def _can_cost(self) -> NDArray[np.bool_]:
        """Whether a supply between the least and the largest costs anything. Shape ``(R,)``."""
        # Curves are convex and not negative: where both ends and all knots between them are free, everything is.
        points = np.clip(np.vstack([self.least, self.most, *self.knots.T]), self.least, self.most)
        free: NDArray[np.bool_] = (self.costs(points) == 0).all(axis=0)
        return ~free

    def __len__(self) -> int:
        return len(self.base)

    def costs(self, supplied: IntArray) -> IntArray:
        """Cost units of the supply of each row. Shape ``(..., R)``."""
        low, middle, high = self.knots.T
        below, above = np.maximum(middle - supplied, 0), np.maximum(supplied - middle, 0)
        near_below, near_above = np.minimum(below, middle - low), np.minimum(above, high - middle)
        left = self.slopes[:, 1] * near_below + self.slopes[:, 0] * (below - near_below)
        right = self.slopes[:, 2] * near_above + self.slopes[:, 3] * (above - near_above)
        total: IntArray = self.base - left + right
        return total

    def price_of_hard(self, hard: ModelData, soft: ModelData, supplied: NDArray[np.float64]) -> float:
        """
        What is outside hard limits, at the prices that these have in the softened problem.

        Parameters
        ----------
        hard, soft
            The problem, and the one that these curves are of.
        supplied
            Supply of each row. Shape ``(R,)``.
        """
        cover, pools = hard.cover, hard.pools
        some = (cover.limit_cost < 0) & (self.row_of >= 0)
        supply, minimum, maximum = supplied[self.row_of[some]], cover.minimum[some], cover.maximum[some]
        above = np.where(maximum < 0, 0, np.maximum(supply - maximum, 0))
        outside = np.where(minimum < 0, 0, np.maximum(minimum - supply, 0)) + above
        used = (pools.capacity >= 0) & (pools.price < 0)[:, None] & (self.pool_row_of >= 0)
        beyond = np.maximum(supplied[self.pool_row_of[used]] - pools.capacity[used], 0)
        prices = np.broadcast_to(soft.pools.price[:, None], used.shape)[used]
        return float(soft.cover.limit_cost[some] @ outside + prices @ beyond)

    def excess(self, supplied: IntArray, prices: IntArray, scale: int) -> IntArray:
        """
        What the supply of each row costs beyond the least, when tours sell it at these prices, see ``sold``.

        The costs of a roster beyond the bound of the prices are these and what its tours cost beyond the cheapest ones.

        Returns
        -------
        Units of prices. Shape ``(R,)``.
        """
        _, best = self.sold(prices, scale)
        return scale * (self.costs(supplied) - self.costs(best)) - prices * (supplied - best)

    def least_of(self, prices: IntArray, scale: int) -> IntArray:
        """The same as ``sold``, row by row, in units of prices. Shape ``(R,)``."""
        _, best = self.sold(prices, scale)
        return scale * self.costs(best) - prices * (best - self.fixed)

    def sold(
        self, prices: IntArray, scale: int, fixed: IntArray | None = None, lacking: IntArray | None = None
    ) -> tuple[int, IntArray]:
        """
        Least that supply can cost when tours sell it at these prices.

        Parameters
        ----------
        prices
            What a unit is sold at, in units of which ``scale`` are worth a cost unit. Shape ``(R,)``.
        scale
            See there.
        fixed
            Supply that is there and not paid for; that of the problem where not given. Shape ``(R,)``.
        lacking
            What a unit that is lacking to the middle knot is paid with; nothing where not given. Shape ``(R,)``.

        Returns
        -------
        The cost less what is paid, in units of prices, and the supply at which it is least, of shape ``(R,)``.
        """
        fixed = self.fixed if fixed is None else fixed
        most, least = np.maximum(self.most, fixed), np.where(self.least < self.fixed, self.least, fixed)
        points = np.clip(np.vstack([least, most, *self.knots.T]), least, most)
        values = scale * self.costs(points) - prices * (points - fixed)
        if lacking is not None:
            values -= lacking * np.maximum(self.knots[:, 1] - points, 0)
        best = np.argmin(values, axis=0)[None]
        least = np.take_along_axis(values, best, axis=0)
        return int(least.sum()), np.take_along_axis(points, best, axis=0)[0]

    def day_of_row(self, data: ModelData) -> IntArray:
        """The last day, of those whose shifts have begun, at the interval of each row. Shape ``(R,)``."""
        begins = np.full(data.num_days, data.num_intervals, dtype=np.int64)
        for block in data.blocks:
            np.minimum.at(begins, block.shifts.day, block.shifts.start)
        # A day without shifts begins when the next one does.
        begins = np.minimum.accumulate(begins[::-1])[::-1]
        day = np.clip(np.searchsorted(begins, np.arange(data.num_intervals), side="right") - 1, 0, None)
        found = np.zeros(len(self), dtype=np.int64)
        for rows in (*self.row_of, *self.pool_row_of):
            found[rows[rows >= 0]] = day[rows >= 0]
        return found


def _cover_knots(cover: Cover) -> IntArray:
    """Minimum, requirement and maximum of each queue and interval in ascending order. Shape ``(Q x T, 3)``."""
    required = cover.required.ravel()
    minimum, maximum = (
        np.where(limit.ravel() < 0, required, limit.ravel()) for limit in (cover.minimum, cover.maximum)
    )
    return np.sort(np.column_stack([minimum, required, maximum]), axis=1)


def _cover_slopes(cover: Cover) -> IntArray:
    """Slopes between the knots. Shape ``(Q x T, 4)``."""
    knots = _cover_knots(cover)
    required, minimum, maximum = cover.required.ravel(), cover.minimum.ravel(), cover.maximum.ravel()
    under, over, outside = cover.under_cost.ravel(), cover.over_cost.ravel(), np.maximum(cover.limit_cost, 0).ravel()
    slopes = []
    for segment in range(4):
        until = knots[:, segment] if segment < 3 else np.full(len(knots), FAR)
        since = knots[:, segment - 1] if segment > 0 else np.full(len(knots), -FAR)
        short = (until <= minimum) & (minimum >= 0)
        beyond = (since >= maximum) & (maximum >= 0)
        slopes.append(np.where(until <= required, -under, over) + outside * (beyond.astype(np.int64) - short))
    return np.column_stack(slopes)


def _cover_base(cover: Cover) -> IntArray:
    """Cost at the middle knots. Shape ``(Q x T,)``."""
    middle = _cover_knots(cover)[:, 1].reshape(cover.required.shape)
    return cover_costs(cover, slice(None), middle).ravel()


def _pool_slopes(pools: Pools) -> IntArray:
    """Slopes of pools, which cost beyond their capacity. Shape ``(P x T, 4)``."""
    price = np.where(pools.capacity < 0, 0, np.maximum(pools.price, 0)[:, None]).ravel()
    nothing = np.zeros_like(price)
    return np.column_stack([nothing, nothing, price, price])


def _largest(data: ModelData, sign: int = 1) -> IntArray:
    """Most that all agents together could supply to each queue and hold of each pool; or bring, where sign is -1."""
    supplied = np.zeros(data.cover.required.shape, dtype=np.int64)
    held = np.zeros(data.pools.capacity.shape, dtype=np.int64)
    for block in data.blocks:
        shifts = block.shifts
        present = np.minimum(_present(shifts, 0, data.num_intervals), 1) * len(block.members)
        for queue, units in zip(block.queues.tolist(), block.proficiency.tolist(), strict=True):
            supplied[queue] += max(0, sign * units) * present
        for hold in block.holds:
            units = max(0, sign * hold.units) * len(block.members)
            held[hold.pool] += _present(shifts, hold.after, data.num_intervals) * units
    return np.concatenate([supplied.ravel(), held.ravel()])


def _present(shifts: Shifts, after: int, num_intervals: int) -> IntArray:
    """How many shifts of an agent an interval can lie in, or soon after: one for each day. Shape ``(T,)``."""
    total = np.zeros(num_intervals + 1, dtype=np.int64)
    for day in np.unique(shifts.day):
        some = shifts.day == day
        begins = np.bincount(shifts.start[some], minlength=num_intervals + 1)
        ends = np.bincount(np.minimum(shifts.end[some] + after, num_intervals), minlength=num_intervals + 1)
        total += np.cumsum(begins - ends) > 0
    return total[:num_intervals]
