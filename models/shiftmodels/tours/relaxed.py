"""
The cheapest tour where counters are left out of the diagram: a bound by multipliers, and a legal tour by a beam search.

Multipliers of the counters are prices of what shifts add to them. Under any of them the cheapest path, less what the
limits are worth, costs no more than the cheapest legal tour (Lagrangian relaxation; A. M. Geoffrion 1974,
doi:10.1007/BFb0120690). They are whole numbers, so that no tolerance is in the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.data import IntArray
from shiftmodels.tours.beam import beam_path, expected_sums, rests_of_counters
from shiftmodels.tours.bounded import BoundedDiagram
from shiftmodels.tours.near import NearTours, near_tours
from shiftmodels.tours.path import cheapest_rests, cheapest_tour, cheapest_variants, path_of
from shiftmodels.tours.rows import OPEN
from shiftmodels.tours.segments import FIXED, NEVER
from shiftmodels.tours.work import least_of_classes

FIRST_STEPS = 60
"""Steps of the multipliers at the first call."""
STEPS = 20
"""The same at later ones, which begin where the last one ended."""
PATIENCE = 3
"""Steps without a better bound after which they become shorter."""
LONGER, SHORTER = 1.5, 0.5
"""Factors by which steps become longer when the bound gets better, and shorter when it does not."""
SHORTEST, LONGEST = 0.1, 100.0
"""Lengths at which steps are given up, and beyond which they do not grow."""
TRIES = ((0.1, 64), (1.0, 64), (4.0, 256))
"""Beam searches until one finds a legal tour: penalty of sums that end beyond limits, as a multiple of a usual price,
and partial paths of a layer."""
MOST_PAID = 2**50
"""Most that all multipliers times what a tour adds can come to, far less than ``NEVER``."""

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Found:
    """
    Parameters
    ----------
    bound
        No legal tour costs less.
    worked
        Shifts of a cheap legal tour; ``None`` when none was found.
    cost, soft
        What that tour costs, and cost units of the soft rows that it breaks.
    """

    bound: int
    worked: IntArray | None
    cost: int
    soft: int


@dataclass(frozen=True, eq=False)
class _Step:
    """Result of one choice of multipliers."""

    multipliers: IntArray
    bound: int
    variants: IntArray
    arcs: IntArray
    prices: IntArray
    rest: IntArray
    taken: NDArray[np.int32]
    sums: IntArray


class Relaxed:
    """
    Cheapest tours of a block, exact where no counter is left out.

    Parameters
    ----------
    bounded
        The diagram of the block.
    """

    def __init__(self, bounded: BoundedDiagram) -> None:
        self.diagram, self._used = bounded.diagram, bounded.used
        counters = bounded.left_out
        self._lower = np.array([counter.lower for counter in counters], dtype=np.int64)
        self._upper = np.array([counter.upper for counter in counters], dtype=np.int64)
        shifts = [counter.coefficients for counter in counters if counter.digit < 0]
        keyed = np.column_stack([self.diagram.class_of, *shifts])
        distinct, variant_of = np.unique(keyed, axis=0, return_inverse=True)
        self._variant_of = variant_of.reshape(-1).astype(np.int64)
        self._added = np.ascontiguousarray(distinct[:, 1:].astype(np.int32))
        self._first = np.searchsorted(distinct[:, 0], np.arange(self.diagram.num_classes + 1)).astype(np.int64)
        graph = self.diagram.first_of, self.diagram.head, self.diagram.choice
        if counters and self._has_path:
            self._least, self._most = rests_of_counters(*graph, self._first, self._added, self._used)
        # No tour adds more than all arcs of slacks, or than all classes.
        size = np.concatenate([np.abs(self._added).sum(axis=0), self._used.sum(axis=1)])
        self._cap = MOST_PAID // (max(1, len(counters)) * np.maximum(1, size))
        self._start, self._gap = np.zeros(len(counters)), 0.0
        self._calls = 0

    @property
    def left_out(self) -> int:
        """Number of counters that the diagram does not carry."""
        return len(self._lower)

    @property
    def _has_path(self) -> bool:
        return bool(self.diagram.layer[-2] < self.diagram.layer[-1])

    def cheapest(self, costs: IntArray, scale: int) -> Found | None:
        """
        The cheapest tour, or a bound of it and a cheap one.

        Parameters
        ----------
        costs
            Of each shift, ``NEVER`` where it cannot be worked. Shape ``(S,)``.
        scale
            Units of these costs that are worth a cost unit.

        Returns
        -------
        ``None`` when there is none.
        """
        if not self._has_path:
            return None
        if not self.left_out:
            return self._exactly(costs, scale)
        least, member = least_of_classes(costs, self._variant_of, len(self._added))
        step = self._step(np.zeros(self.left_out, dtype=np.int64), least, scale)
        if step is None:
            return None
        found = self._ascended(step, least, member, scale)
        # No tour costs anything between multiples of what all costs have in common.
        unit = int(np.gcd.reduce(least[least < NEVER], initial=scale))
        return replace(found, bound=-(-found.bound // unit) * unit)

    def _exactly(self, costs: IntArray, scale: int) -> Found | None:
        """The cheapest tour where the diagram carries all counters: a third of the time of a step of multipliers."""
        diagram = self.diagram
        arrays = diagram.first_of, diagram.head, diagram.choice, diagram.cost
        days = len(diagram.layer) - 2
        cost, soft, worked = cheapest_tour(*arrays, costs, diagram.class_of, diagram.num_classes, scale, days)
        return None if cost >= NEVER // 2 else Found(cost, worked, cost, soft)

    def near(self, costs: IntArray, scale: int, slack: int) -> NearTours | None:
        """
        Tours that cost little more than the cheapest; ``None`` when there is none, or counters are left out.

        Parameters
        ----------
        costs, scale
            See ``cheapest``.
        slack
            How much more, in units of the costs.
        """
        return None if self.left_out else near_tours(self.diagram, costs, scale, slack)

    def _found(self, bound: int, cost: int, arcs: IntArray, variants: IntArray, member: IntArray) -> Found:
        return Found(bound, member[variants[variants >= 0]], cost, int(self.diagram.cost[arcs].sum()))

    def _step(self, multipliers: IntArray, least: IntArray, scale: int) -> _Step | None:
        """The cheapest path under multipliers; ``None`` when there is none at all."""
        diagram, shifts = self.diagram, self._added.shape[1]
        prices = np.where(least >= NEVER, NEVER, least + self._added @ multipliers[:shifts])
        classes = np.minimum.reduceat(prices, self._first[:-1]) if len(prices) else prices
        arrays = diagram.first_of, diagram.head, diagram.choice, diagram.cost
        rest, taken = cheapest_rests(*arrays, classes, scale, self._used, multipliers[shifts:])
        if rest[0] >= NEVER // 2:
            return None
        arcs = path_of(taken, diagram.head, len(diagram.layer) - 2)
        variants: IntArray = cheapest_variants(self._first, prices, diagram.choice[arcs])
        limits = np.where(multipliers > 0, self._upper, self._lower)
        bound = int(rest[0]) - int((multipliers * np.where(multipliers == 0, 0, limits)).sum())
        sums = self._sums(arcs, variants)
        return _Step(multipliers, bound, variants, arcs, prices, rest, taken, sums)

    def _sums(self, arcs: IntArray, variants: IntArray) -> IntArray:
        """What each counter comes to. Shape ``(R,)``."""
        return np.concatenate([self._added[variants[variants >= 0]].sum(axis=0), self._used[:, arcs].sum(axis=1)])

    def _is_legal(self, sums: IntArray) -> bool:
        return bool(np.all((sums >= self._lower) & (sums <= self._upper)))

    def _ascended(self, step: _Step, least: IntArray, member: IntArray, scale: int) -> Found:
        """Bound by a few steps of the multipliers, and the cheapest legal tour of them and of a beam search."""
        known, tour, best = NEVER, None, step
        if self._is_legal(step.sums):
            return self._found(step.bound, step.bound, step.arcs, step.variants, member)
        first = self._calls == 0
        steps, length, idle = FIRST_STEPS if first else STEPS, 1.0, 0
        multipliers = self._start * scale
        sides: dict[bool, _Step] = {}
        self._calls += 1
        if not multipliers.any():
            multipliers = self._next(step, length * self._guess(step, scale), np.zeros(len(multipliers)))
        for _ in range(steps):
            now = self._step(self._rounded(multipliers), least, scale)
            if now is None:
                break
            if self._is_legal(now.sums):
                cost = int(now.rest[0]) - int(now.multipliers @ now.sums)
                if cost < known:
                    known, tour = cost, now
            if now.bound > best.bound:
                best, idle, length = now, 0, min(LONGEST, LONGER * length)
            else:
                idle += 1
                if idle >= PATIENCE:
                    length, idle, now = SHORTER * length, 0, best
            if known - best.bound <= scale // 2 or length < SHORTEST:
                break
            crossing = self._crossing(now, sides)
            if crossing is not None:
                if crossing[1] - best.bound <= scale // 2:
                    break
                multipliers = np.array([crossing[0]])
                continue
            far = known - now.bound if known < NEVER else self._guess(now, scale)
            multipliers = self._next(now, length * max(1.0, far), now.multipliers.astype(float))
        self._start = best.multipliers / scale
        found = self._beam(best, scale, known)
        if found is not None:
            cost, arcs, variants = found
            self._gap = (cost - best.bound) / scale
            return self._found(best.bound, cost, arcs, variants, member)
        if tour is None:
            return Found(best.bound, None, NEVER, 0)
        self._gap = (known - best.bound) / scale
        return self._found(best.bound, known, tour.arcs, tour.variants, member)

    def _guess(self, step: _Step, scale: int) -> float:
        """How far a bound may be from the cost of the cheapest tour."""
        if self._gap > 0:
            return self._gap * scale
        return 3 * _usual(step.prices) + scale

    def _slope(self, step: _Step) -> FloatArray:
        """How the bound changes with each multiplier."""
        above, below = step.sums - self._upper, step.sums - self._lower
        flat = np.where(above > 0, above, np.where(below < 0, below, 0))
        return np.where(step.multipliers > 0, above, np.where(step.multipliers < 0, below, flat)).astype(float)

    def _next(self, step: _Step, far: float, multipliers: FloatArray) -> FloatArray:
        """A step along the slope, as long as the bound would rise by ``far`` if it were straight."""
        slope = self._slope(step)
        size = float(slope @ slope)
        if size == 0:
            return multipliers
        return multipliers + far / size * slope

    def _crossing(self, step: _Step, sides: dict[bool, _Step]) -> tuple[float, float] | None:
        """
        Where a single multiplier is best as far as is known, and the most that the bound can be; else ``None``.

        The bound is concave: it lies below the lines of the last steps on both sides of its maximum, which meet there.
        """
        if self.left_out != 1:
            return None
        slope = float(self._slope(step)[0])
        sides[slope > 0] = step
        if len(sides) < 2 or slope == 0:
            return None
        (low, up), (high, down) = (
            (float(one.multipliers[0]), float(self._slope(one)[0])) for one in (sides[True], sides[False])
        )
        fall = sides[False].bound - sides[True].bound
        ahead = (fall + down * (low - high)) / (up - down)
        return low + ahead, sides[True].bound + up * ahead

    def _rounded(self, multipliers: FloatArray) -> IntArray:
        """Whole multipliers of a sign that the limits allow."""
        low = np.where(self._lower > -OPEN, -self._cap, 0)
        high = np.where(self._upper < OPEN, self._cap, 0)
        return np.clip(np.rint(multipliers), low, high).astype(np.int64)

    def _beam(self, step: _Step, scale: int, known: int) -> tuple[int, IntArray, IntArray] | None:
        """A legal path that costs less than what is known, with its cost."""
        diagram = self.diagram
        if known - step.bound <= scale // 2:
            return None
        priced = self._first, step.prices, self._added
        expected = expected_sums(step.taken, diagram.head, diagram.choice, priced, self._used)
        for penalty, width in self._tries(step, scale):
            found, arcs, variants = beam_path(
                (diagram.layer, diagram.first_of, diagram.head, diagram.choice, diagram.cost),
                scale,
                priced,
                self._used,
                step.multipliers,
                step.rest,
                (self._least, self._most, self._lower, self._upper),
                expected,
                penalty,
                width,
            )
            if found < min(known, NEVER // 2):
                return int(found), arcs, variants
            if known < NEVER:
                break
        return None

    def _tries(self, step: _Step, scale: int) -> list[tuple[IntArray, int]]:
        """Penalties and widths of beam searches, one after the other until one succeeds."""
        unit = _usual(step.prices) + scale
        size = np.maximum(1, np.concatenate([self._added.max(axis=0, initial=1), np.ones(len(self._used))]))
        penalty = np.rint(unit / size).astype(np.int64)
        return [(np.rint(factor * penalty).astype(np.int64), width) for factor, width in TRIES]


def _usual(prices: IntArray) -> float:
    """A usual size of prices of shifts that may be worked but do not have to be."""
    some = np.abs(prices)[np.abs(prices) < FIXED // 2]
    return float(np.median(some)) if len(some) else 0.0
