"""
The problem as arrays: a block per agent and coupling rows over what tours supply.

Everything is an integer: times are interval indices, supply is counted in coverage units, cost in cost units.
The scheduler keeps the meaning (names, dates, laws); here each row carries only its integer tag.

Glossary of symbols: A agents, D days, S shifts of a block, L slacks of a block, T intervals, Q queues, P pools,
K breaks of a program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Slacks:
    """
    Amounts by which the soft rows of a block may be broken, integers between 0 and ``upper``.

    Rows that name the same slack share it: it is as large as the one that is broken most. A slack with price 0 is an
    allowance, which ``SlackSum`` limits.

    Parameters
    ----------
    price
        Cost units of one unit of slack. Shape ``(L,)``.
    upper
        Most that a slack can be. Shape ``(L,)``.
    """

    price: IntArray
    upper: IntArray

    @classmethod
    def none(cls) -> Slacks:
        """No slack at all."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.price)


@dataclass(frozen=True, eq=False)
class AtMostOne:
    """
    At most one of these shifts is worked, ``+ slack``: a clique of conflicts.

    Parameters
    ----------
    shifts
        Indices of shifts of the block.
    tag
        What the row stands for.
    slack
        Slack of the row; -1 when it is hard.
    """

    shifts: IntArray
    tag: int = -1
    slack: int = -1


@dataclass(frozen=True, eq=False)
class SumRow:
    """
    ``lower - scale x slack <= sum of coefficients over the worked shifts <= upper + scale x slack``.

    Parameters
    ----------
    shifts, coefficients
        Shape ``(n,)`` each.
    lower, upper
        Limits; ``None`` where open.
    tag
        What the row stands for.
    slack
        Slack of the row; -1 when it is hard.
    scale
        What one unit of slack gives.
    """

    shifts: IntArray
    coefficients: IntArray
    lower: int | None
    upper: int | None
    tag: int = -1
    slack: int = -1
    scale: int = 1


@dataclass(frozen=True, eq=False)
class Gaps:
    """
    ``needed - slack`` of several gaps in the tour, none of which overlaps another, are kept free.

    Parameters
    ----------
    options
        For each gap, the shifts that would break it.
    tag
        What the row stands for.
    starts, length
        Gap ``i`` lasts from ``starts[i]`` to ``starts[i] + length``, in any unit of time; read only where more than one
        is needed. Shape ``(n,)``.
    needed
        How many.
    slack
        Slack of the row; -1 when it is hard.
    when
        An allowance: the gaps are needed only where it is used. -1: always. It is set by other rows than these.
    """

    options: tuple[IntArray, ...]
    tag: int = -1
    starts: IntArray | None = None
    length: int = 0
    needed: int = 1
    slack: int = -1
    when: int = -1


@dataclass(frozen=True, eq=False)
class SlackSum:
    """
    Of these slacks at most ``upper``, ``+ slack``, are used in sum.

    Parameters
    ----------
    slacks
        Indices of slacks of the block, not those of other rows of this kind. Shape ``(n,)``.
    upper
        Limit.
    tag
        What the row stands for.
    slack
        Slack of the row itself; -1 when it is hard.
    """

    slacks: IntArray
    upper: int
    tag: int = -1
    slack: int = -1


AgentRow = AtMostOne | SumRow | Gaps | SlackSum
"""A row over the shifts of one block."""


@dataclass(frozen=True)
class BreakProgram:
    """
    Breaks of a shift, in the order in which they are taken.

    Parameters
    ----------
    lengths
        Length of each break, in intervals.
    earliest, latest
        Window of each start, in intervals after the start of the shift, already tightened so that every
        break k can start at ``earliest[k]`` and at ``latest[k]``.
    gaps
        Intervals of work at least between the end of break ``k - 1`` and the start of break ``k``;
        ``gaps[0]`` is not used.
    kinds
        A number for each break by which ``FixedBreak`` refers to it; several may share one.
    """

    lengths: tuple[int, ...]
    earliest: tuple[int, ...]
    latest: tuple[int, ...]
    gaps: tuple[int, ...]
    kinds: tuple[int, ...]

    @property
    def num_breaks(self) -> int:
        """Breaks of the program."""
        return len(self.lengths)


@dataclass(frozen=True, eq=False)
class Shifts:
    """
    Shifts that one block may work, at most one per day.

    Parameters
    ----------
    day, start, end
        Day index and half-open span of intervals. Shape ``(S,)``.
    cost
        Cost units of working the shift: labour and the wishes it refuses. Shape ``(S,)``.
    program
        Index of its break program. Shape ``(S,)``.
    """

    day: IntArray
    start: IntArray
    end: IntArray
    cost: IntArray
    program: IntArray

    def __len__(self) -> int:
        return len(self.day)


@dataclass(frozen=True)
class FixedWork:
    """
    A part of a shift that is fixed.

    Parameters
    ----------
    day
        Day of the shift.
    start, end
        Half-open span of intervals.
    queue
        Queue that is worked, or -1 for an activity that covers none.
    """

    day: int
    start: int
    end: int
    queue: int


@dataclass(frozen=True)
class FixedBreak:
    """A break of one of these kinds and of this length, in the shift of a day, starts at interval ``start``."""

    day: int
    kinds: tuple[int, ...]
    start: int
    length: int


@dataclass(frozen=True)
class Hold:
    """
    Units of a pool that each agent of a block holds.

    Parameters
    ----------
    pool
        The pool.
    queue
        Queue of the block while which is worked; -1: from the start of each shift to its end.
    after
        Intervals for which it is held on after the end of a shift; 0 where there is a queue.
    units
        How many; below 0 for what brings units to others, such as a vehicle.
    """

    pool: int
    queue: int = -1
    after: int = 0
    units: int = 1


@dataclass(frozen=True)
class Transfers:
    """
    What direct changes from one queue to another, within a shift, take and cost.

    Parameters
    ----------
    setup
        Intervals of work on no queue between the two.
    cost
        Cost units, at least 0, of each.
    most
        How many there may be in one shift; -1 where there is no limit.
    barred
        Pairs of queues, from and to, between which there may be none.
    """

    setup: int = 0
    cost: int = 0
    most: int = -1
    barred: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, eq=False)
class Block:
    """
    What one agent's tour must obey and what it costs; identical agents share a block.

    Parameters
    ----------
    members
        Indices of the agents, the multiplicity of the block.
    shifts
        Shifts to choose from.
    rows
        Conflicts, sums and gaps over them, and limits of allowances.
    queues, proficiency
        Queues that the agents work, and coverage units that one of them supplies to each. Shape ``(n,)``.
    minimum_block
        Least intervals of a block of work on each queue that begins or ends with a transfer. Shape ``(n,)``.
    holds
        What each of them holds of pools.
    fixed_work, fixed_breaks
        Pinned parts.
    constant
        Cost units that an agent costs whatever he works.
    slacks
        What the soft rows may be broken by, and its price.
    queue_cost
        Cost units, at least 0, of one interval of an agent's work on each queue; 0 where not given. Shape ``(n,)``.
    transfers
        What direct changes of queue take and cost.
    """

    members: tuple[int, ...]
    shifts: Shifts
    rows: tuple[AgentRow, ...]
    queues: IntArray
    proficiency: IntArray
    minimum_block: IntArray
    holds: tuple[Hold, ...] = ()
    fixed_work: tuple[FixedWork, ...] = ()
    fixed_breaks: tuple[FixedBreak, ...] = ()
    constant: int = 0
    slacks: Slacks = field(default_factory=Slacks.none)
    queue_cost: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    transfers: Transfers = Transfers()

    def __post_init__(self) -> None:
        if not len(self.queue_cost):
            object.__setattr__(self, "queue_cost", np.zeros(len(self.queues), dtype=np.int64))

    @cached_property
    def restricts_transfers(self) -> bool:
        """Whether a direct change of queue is anything but free."""
        return len(self.queues) > 1 and (self.transfers != Transfers() or bool(np.any(self.minimum_block > 1)))

    @cached_property
    def charges_work(self) -> bool:
        """Whether work on some queue, or a transfer, costs anything."""
        return self.transfers.cost > 0 or bool(self.queue_cost.any())

    @cached_property
    def is_equipment(self) -> bool:
        """Whether its members supply nothing to any queue: units of equipment."""
        return not self.proficiency.any()

    def transfer_costs(self, scale: int, never: int) -> IntArray:
        """
        Cost of a change from each queue to each other one.

        Parameters
        ----------
        scale
            Units of these costs that are worth a cost unit.
        never
            Stands for what cannot be.

        Returns
        -------
        Shape ``(n, n)``.
        """
        queues = self.queues.tolist()
        costs = np.full((len(queues), len(queues)), scale * self.transfers.cost, dtype=np.int64)
        np.fill_diagonal(costs, never)
        for pair in self.transfers.barred:
            if set(pair) <= set(queues):
                costs[queues.index(pair[0]), queues.index(pair[1])] = never
        return costs


@dataclass(frozen=True, eq=False)
class Cover:
    """
    Coupling rows of the queues: ``supply + under - over = required`` in each interval.

    All arrays have shape ``(Q, T)``.

    Parameters
    ----------
    required
        Coverage units asked for.
    minimum, maximum
        Limits of the supply; -1 where there is none.
    fixed_supply
        Units that are there whatever is decided (shifts that began before the horizon).
    under_cost, over_cost
        Cost units of one coverage unit below or above ``required`` during one interval.
    limit_cost
        The same outside ``minimum`` or ``maximum``; -1 where these are hard.
    tags
        Tag of the limits of each queue. Shape ``(Q,)``.
    """

    required: IntArray
    minimum: IntArray
    maximum: IntArray
    fixed_supply: IntArray
    under_cost: IntArray
    over_cost: IntArray
    limit_cost: IntArray
    tags: IntArray


@dataclass(frozen=True, eq=False)
class Pools:
    """
    Coupling rows of pools (seats, equipment), of which agents hold units (``Hold``).

    Parameters
    ----------
    capacity
        Units, -1 where there is no limit. Shape ``(P, T)``.
    fixed_use
        Units held whatever is decided. Shape ``(P, T)``.
    price
        Cost units of one unit beyond capacity during one interval; -1 where capacity is hard. Shape ``(P,)``.
    tags
        Tag of each pool. Shape ``(P,)``.
    """

    capacity: IntArray
    fixed_use: IntArray
    price: IntArray
    tags: IntArray


@dataclass(frozen=True, eq=False)
class Spread:
    """
    Coupling row of fairness: largest minus smallest value among some agents, priced or limited.

    The value of an agent is ``base + sum of weights over his worked shifts``.

    Parameters
    ----------
    agents
        Who takes part. Shape ``(n,)``.
    base
        Value before any shift. Shape ``(n,)``.
    weights
        For each block, the weight of each of its shifts; empty for blocks without a part. Shape ``(S,)`` each.
    price
        Cost units of one unit of difference beyond ``upper``; -1 when ``upper`` is hard.
    upper
        Difference that is free.
    tag
        What the row stands for.
    """

    agents: IntArray
    base: IntArray
    weights: tuple[IntArray, ...]
    price: int
    upper: int = 0
    tag: int = -1


@dataclass(frozen=True, eq=False)
class Budget:
    """
    Limit of what assignments cost by other prices.

    Parameters
    ----------
    prices
        The same problem with these prices: the same agents, shifts, slacks and intervals.
    most
        Cost units of these prices that may be spent.
    """

    prices: ModelData
    most: int


@dataclass(frozen=True, eq=False)
class ModelData:
    """
    A rostering problem: blocks, coupling rows, and the sizes they share.

    Parameters
    ----------
    num_agents, num_days, num_intervals
        A, D and T; T runs past the horizon to the end of the longest shift.
    programs
        Break programs that shifts refer to.
    blocks
        Each agent is a member of exactly one block.
    cover, pools, spreads
        Coupling rows.
    budgets
        Limits of cost by other prices.
    """

    num_agents: int
    num_days: int
    num_intervals: int
    programs: tuple[BreakProgram, ...]
    blocks: tuple[Block, ...]
    cover: Cover
    pools: Pools
    spreads: tuple[Spread, ...] = ()
    budgets: tuple[Budget, ...] = ()
    block_of: IntArray = field(init=False)

    def __post_init__(self) -> None:
        block_of = np.full(self.num_agents, -1, dtype=np.int64)
        for index, block in enumerate(self.blocks):
            block_of[list(block.members)] = index
        if (block_of < 0).any() or sum(len(block.members) for block in self.blocks) != self.num_agents:
            raise ValueError("Agents that are not in exactly one block not understood.")
        object.__setattr__(self, "block_of", block_of)

    @property
    def num_queues(self) -> int:
        """Q."""
        return int(self.cover.required.shape[0])

    @property
    def constant_cost(self) -> int:
        """Cost units that no decision changes."""
        return sum(block.constant * len(block.members) for block in self.blocks)
