"""Simulated annealing by moves of single shifts, see ``day_moves``: what it needs of a problem, agent by agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import DAY_MOVE_SECONDS, DAY_SHIFT_SECONDS, EXCHANGE_SECONDS, clock
from shiftmodels.data import Cover, IntArray, ModelData
from shiftmodels.solution import Assignment
from shiftmodels.tours.chance import chance_of
from shiftmodels.tours.corners import Corners
from shiftmodels.tours.day_moves import move_days
from shiftmodels.tours.exchanges import exchange_work, partners_of
from shiftmodels.tours.laid_shifts import below
from shiftmodels.tours.least_hours import Hours, are_too_many, hours_of
from shiftmodels.tours.moved_rows import Mover, Rows
from shiftmodels.tours.segments import NEVER, layers_of
from shiftmodels.tours.walk import Walk

if TYPE_CHECKING:
    from shiftmodels.tours.bounded import BoundedDiagram
    from shiftmodels.tours.insertion import Couplings, Insertion

FloatArray = NDArray[np.float64]

HOT, COLD, FROZEN = 0.5, 0.1, 0.03
"""Temperature at the beginning, when corners become sharp, and at the end, as multiples of what it costs that an agent
is missing in an interval or too many, whichever is less."""
NEARLY_COLD = 0.15
"""The first of these where the roster to begin with is near a solution of the LP of all tours."""
ROUNDED_SHARE = 0.6
"""Share of the time in which corners are rounded."""
MOVES = 10
"""Moves of an agent in a row."""
LEAN = (1.0, 40.0)
"""Least and greatest price of hours beyond those that have to be worked where everything wanted is a hard minimum, and
is less than these: as a multiple of what they cost there anyway."""
LEANER, LOOSER = 1.03, 0.9
"""Factors by which it changes in a round in which hard limits are kept, and one in which they are broken, once corners
are sharp: somebody may have to work more to keep them."""
LOOKS = 64
"""Shifts of a day that a move looks at, of hundreds where starts and lengths differ by quarters of an hour."""


class DayMoves:
    """
    Moves of single shifts of a roster.

    Parameters
    ----------
    data
        The problem, with soft limits only.
    insertions
        For each block what finds its tours; ``None`` where it has too many.
    couplings
        Supply and use of the roster; they are changed.
    random
        Where chance comes from.
    prices
        See ``TourSearch.anneal``.

    Attributes
    ----------
    corners
        Costs of supply near the requirement.
    """

    def __init__(
        self,
        data: ModelData,
        insertions: tuple[Insertion | None, ...],
        couplings: Couplings,
        random: np.random.Generator,
        prices: FloatArray | None = None,
    ) -> None:
        cover, pools = data.cover, data.pools
        self._lesser, units = _cell_price(cover, insertions)
        self._cover = cover
        self._firm = (cover.minimum == cover.required) & (cover.minimum > 0)
        minimum, under_cost = np.where(self._firm, 0, cover.minimum), cover.under_cost.copy()
        self.corners = Corners(cover.required, under_cost, cover.over_cost, units, prices)
        self._hot = HOT if prices is None else NEARLY_COLD
        # Compiled code is one for each memory layout of what it is given: plans differ in it.
        required = np.ascontiguousarray(cover.required)
        limits = required, minimum, cover.maximum, under_cost, cover.over_cost, cover.limit_cost.copy()
        state = couplings.supplied, couplings.used, self.corners.price, self.corners.bend
        self._rows = Rows(*limits, pools.capacity, pools.price, *state)
        self._price_limits()
        kinds, walks, self._beyond = _kinds(data), _Walks(insertions), np.zeros(1, dtype=np.int64)
        hours = [hours_of(block, self._beyond) for block in data.blocks]
        is_firm = bool(self._firm[cover.required > 0].all())
        self._lean = LEAN[1] if is_firm and are_too_many(data, hours) else 0.0
        self._beyond[0] = round(self._lean * self._lesser)
        self._movers = [
            None if insertion is None else _mover(data, number, insertion, kind, walks, own)
            for number, (insertion, kind, own) in enumerate(zip(insertions, kinds, hours, strict=True))
        ]
        self._block_of, self._chance = data.block_of, chance_of(random)
        self._partners = partners_of(data)

    def visit(self, found: Assignment, agent: int, temperature: float) -> tuple[int, int]:
        """
        Make some moves of an agent.

        Parameters
        ----------
        found
            The roster; it is changed.
        agent
            Whose shifts are moved.
        temperature
            See ``move_days``.

        Returns
        -------
        By how many cost units coupling rows, their corners as they are now, and the agent's own costs changed.
        """
        mover = self._movers[self._block_of[agent]]
        if mover is None:
            return 0, 0
        shifts = min(LOOKS, len(mover.start) / (len(mover.first_of_day) - 1))
        clock.work(MOVES * (DAY_MOVE_SECONDS + DAY_SHIFT_SECONDS * shifts))
        own = found.shift[agent], found.breaks[agent], found.activity[agent]
        return move_days(mover, self._rows, *own, self._chance, MOVES, temperature)

    def exchange(self, found: Assignment, agent: int, temperature: float) -> tuple[int, int, int, int]:
        """
        Exchange work of an agent with another one, taken by chance.

        Parameters
        ----------
        found, agent, temperature
            See ``visit``.

        Returns
        -------
        The other agent, by how many cost units coupling rows changed, and the own costs of both.
        """
        partners = self._partners[self._block_of[agent]]
        other = int(partners[below(self._chance, len(partners))]) if len(partners) else agent
        movers = self._movers[self._block_of[agent]], self._movers[self._block_of[other]]
        if other == agent or movers[0] is None or movers[1] is None:
            return agent, 0, 0, 0
        clock.work(EXCHANGE_SECONDS)
        one, two = ((found.shift[each], found.breaks[each], found.activity[each]) for each in (agent, other))
        return other, *exchange_work(movers, self._rows, one, two, self._chance, temperature)

    def begin_round(self, share: float) -> None:
        """
        Set how round corners are, and what the round before taught.

        Parameters
        ----------
        share
            Share of the time that is over.
        """
        self._price_limits()
        if share >= ROUNDED_SHARE:
            self.corners.sharpen()
            return
        if self.corners.are_rounded:
            self.corners.learn(self._rows.supplied)
        self.corners.set_width(share / ROUNDED_SHARE)

    def price_hours(self, *, keeps_limits: bool) -> None:
        """Change the price of hours beyond the least ones after a round in which hard limits were kept, or were not."""
        if self._lean and not self.corners.are_rounded:
            self._lean = float(np.clip(self._lean * (LEANER if keeps_limits else LOOSER), *LEAN))
            self._beyond[0] = round(self._lean * self._lesser)

    def _price_limits(self) -> None:
        """Take prices of limits as they are by now; a minimum at the requirement makes its corner steeper."""
        cover, rows = self._cover, self._rows
        rows.limit_cost[:] = cover.limit_cost
        rows.under_cost[:] = cover.under_cost + np.where(self._firm, cover.limit_cost, 0)

    def temperature(self, share: float) -> float:
        """Temperature in cost units when a share of the time is over: its logarithm falls evenly, faster at the end."""
        if share < ROUNDED_SHARE:
            begin, end, part = self._hot, COLD, share / ROUNDED_SHARE
        else:
            begin, end, part = COLD, FROZEN, min(1.0, (share - ROUNDED_SHARE) / (1 - ROUNDED_SHARE))
        return float(self._lesser * begin ** (1 - part) * end**part)


def _cell_price(cover: Cover, insertions: tuple[Insertion | None, ...]) -> tuple[float, float]:
    """What it costs, in cost units, that an agent is missing or too many, whichever is less; and units of an agent."""
    best = [one.proficiency.max(initial=0) for one in insertions if one is not None]
    wanted, units = cover.required > 0, float(np.mean(best or [0]))
    if not wanted.any() or units == 0:
        return 1.0, max(1.0, units)
    over = np.where(cover.over_cost > 0, cover.over_cost, cover.under_cost)
    return max(1e-9, float(np.mean(np.minimum(cover.under_cost, over)[wanted])) * units), units


def _kinds(data: ModelData) -> list[IntArray]:
    """For each block a number of each shift by its weights in spreads: moves leave the values of agents alone."""
    numbered = []
    for number, block in enumerate(data.blocks):
        weights = [spread.weights[number] for spread in data.spreads if len(spread.weights[number])]
        if not weights or not len(block.shifts):
            numbered.append(np.zeros(len(block.shifts), dtype=np.int64))
            continue
        _, kind = np.unique(np.column_stack(weights), axis=0, return_inverse=True)
        numbered.append(kind.reshape(-1).astype(np.int64))
    return numbered


def _mover(data: ModelData, number: int, insertion: Insertion, kind: IntArray, walks: _Walks, hours: Hours) -> Mover:
    block, versions = data.blocks[number], insertion.versions
    shifts, stays = block.shifts, not _is_told(insertion.bounded)
    is_weighed = any(spread.weights[number].any() for spread in data.spreads)
    by_day = np.argsort(shifts.day, kind="stable")
    place_of = np.full(data.num_queues, -1, dtype=np.int64)
    place_of[block.queues] = np.arange(len(block.queues))
    pinned = [part.day for part in block.fixed_work] + [part.day for part in block.fixed_breaks]
    lengths = shifts.end - shifts.start
    longest = int(lengths.max(initial=1))
    holds = [(hold.pool, hold.queue, hold.after, hold.units) for hold in block.holds]
    return Mover(
        start=np.ascontiguousarray(shifts.start),
        end=np.ascontiguousarray(shifts.end),
        cost=shifts.cost,
        program=shifts.program,
        kind=kind,
        by_day=by_day,
        first_of_day=np.searchsorted(shifts.day[by_day], np.arange(data.num_days + 1)),
        looks=LOOKS,
        is_open=~np.isin(np.arange(data.num_days), pinned),
        may_add=not (stays or is_weighed),
        stays=stays,
        varies=not stays and len(np.unique(lengths)) > 1,
        counts=versions.count,
        breaks=versions.breaks,
        queues=block.queues,
        proficiency=block.proficiency,
        minimum=np.maximum(1, block.minimum_block),
        change=block.transfer_costs(1, NEVER),
        setup=block.transfers.setup,
        layers=layers_of(block, longest),
        queue_cost=block.queue_cost,
        transfer_cost=block.transfers.cost,
        place_of=place_of,
        holds=np.array(holds, dtype=np.int64).reshape(-1, 4),
        walk=walks.of(insertion.bounded, len(shifts)),
        hours=hours,
    )


def _is_told(bounded: BoundedDiagram) -> bool:
    """Whether tours are known by the diagram and counters of shifts."""
    return bounded.diagram.is_exact and all(counter.digit < 0 for counter in bounded.left_out)


class _Walks:
    """Walks of diagrams, of which blocks share some."""

    def __init__(self, insertions: tuple[Insertion | None, ...]) -> None:
        nodes = max((len(one.diagram.first_of) for one in insertions if one is not None), default=0)
        # Diagrams are walked one at a time, so that all can share the room.
        self._room = np.zeros(1, dtype=np.int64), np.zeros(nodes, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
        self._known: dict[int, Walk] = {}

    def of(self, bounded: BoundedDiagram, num_shifts: int) -> Walk:
        """The walk of a diagram."""
        if id(bounded) not in self._known:
            self._known[id(bounded)] = self._walk(bounded, num_shifts)
        return self._known[id(bounded)]

    def _walk(self, bounded: BoundedDiagram, num_shifts: int) -> Walk:
        diagram, counters, (number, seen, rest) = bounded.diagram, bounded.left_out, self._room
        nothing = np.zeros((num_shifts, 0), np.int64)
        return Walk(
            class_of=diagram.class_of.astype(np.int64),
            first=diagram.first_of,
            head=diagram.head,
            choice=diagram.choice,
            arc_cost=diagram.cost,
            added=np.column_stack([nothing, *(counter.coefficients for counter in counters)]),
            lower=np.array([counter.lower for counter in counters], dtype=np.int64),
            upper=np.array([counter.upper for counter in counters], dtype=np.int64),
            number=number,
            seen=seen,
            rest=rest,
        )
