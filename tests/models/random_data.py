"""Tiny random problems with every kind of row over tours, soft and hard, built straight from arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shiftmodels.data import (
    AgentRow,
    AtMostOne,
    Block,
    BreakProgram,
    Budget,
    Cover,
    Gaps,
    Hold,
    IntArray,
    ModelData,
    Pools,
    Shifts,
    Slacks,
    SlackSum,
    Spread,
    SumRow,
)
from shiftmodels.solution import Assignment, cost_of
from tests.models.brute_force import assembled, tours

DAY = 4
"""Intervals of a day."""
SHARED, ALLOWANCE, GAP, SUM = range(4)
"""Slacks of each block: of sums and cliques, the same without a price, of gaps, and of the sum of slacks."""


def random_data(seed: int) -> ModelData:
    """Two agents on three days or three on two, one queue and no breaks."""
    draw = np.random.default_rng(seed)
    agents, days = ((2, 3), (3, 2))[int(draw.integers(2))]
    groups = [(agent,) for agent in range(agents)] if draw.random() < 0.5 else [tuple(range(agents - 1)), (agents - 1,)]
    blocks = tuple(_block(draw, members, days) for members in groups)
    shape = (1, DAY * days)
    cover = Cover(
        required=draw.integers(0, agents + 1, shape),
        minimum=np.full(shape, -1),
        maximum=np.full(shape, -1),
        fixed_supply=np.zeros(shape, dtype=np.int64),
        under_cost=np.full(shape, int(draw.integers(2, 9))),
        over_cost=np.full(shape, 1),
        limit_cost=np.full(shape, -1),
        tags=np.array([0]),
    )
    pools = Pools(np.full(shape, -1), np.zeros(shape, dtype=np.int64), np.array([-1]), np.array([0]))
    spreads = tuple(_spread(draw, agents, blocks) for _ in range(int(draw.integers(0, 3))))
    return ModelData(agents, days, DAY * days, (BreakProgram((), (), (), (), ()),), blocks, cover, pools, spreads)


def carried(block: Block) -> Block:
    """
    The block with rows that a diagram carries whole.

    One gap is asked for at a time and always, and sums of slacks may be broken by as much as they can be.
    """
    rows = tuple(replace(row, needed=1, when=-1) if isinstance(row, Gaps) else row for row in block.rows)
    upper = block.slacks.upper.copy()
    upper[SUM] = max(
        (int(upper[row.slacks].sum()) for row in rows if isinstance(row, SlackSum) and row.slack == SUM), default=0
    )
    return replace(block, rows=rows, slacks=replace(block.slacks, upper=upper))


def random_assignment(data: ModelData, seed: int) -> Assignment | None:
    """Legal tours drawn at random; ``None`` when an agent has none. Spreads are not looked at."""
    draw = np.random.default_rng(seed)
    every_tour = [list(tours(data, data.blocks[data.block_of[agent]])) for agent in range(data.num_agents)]
    if not all(every_tour):
        return None
    return assembled(data, tuple(some[int(draw.integers(len(some)))] for some in every_tour))


def _block(draw: np.random.Generator, members: tuple[int, ...], days: int) -> Block:
    day = np.repeat(np.arange(days), 2)
    start = day * DAY + np.tile(np.sort(draw.integers(0, DAY - 1, 2)), days)
    end = np.minimum(start + draw.integers(1, DAY, len(day)), (day + 1) * DAY)
    shifts = Shifts(day, start, end, draw.integers(0, 4, len(day)), np.zeros(len(day), dtype=np.int64))
    makers = [_at_most_one, _sum, _sum, _gaps, _gaps, _slack_sum]
    rows = [make(draw, shifts) for make in makers if draw.random() < 0.8]
    one = np.ones(1, dtype=np.int64)
    price = draw.integers(1, 6, 4)
    price[ALLOWANCE] = 0
    slacks = Slacks(price, draw.integers(1, 5, 4))
    order = draw.permutation(len(rows))
    ordered = tuple(rows[place] for place in order)
    return Block(members, shifts, ordered, np.zeros(1, dtype=np.int64), one, one, (Hold(0),), constant=2, slacks=slacks)


def _slack(draw: np.random.Generator, *choices: int) -> int:
    return -1 if draw.random() < 0.1 else int(draw.choice(choices))


def _some(draw: np.random.Generator, shifts: Shifts) -> IntArray:
    return np.flatnonzero(draw.random(len(shifts)) < 0.7)


def _at_most_one(draw: np.random.Generator, shifts: Shifts) -> AgentRow:
    return AtMostOne(_some(draw, shifts), slack=_slack(draw, SHARED, ALLOWANCE))


def _sum(draw: np.random.Generator, shifts: Shifts) -> AgentRow:
    inside = _some(draw, shifts)
    lower, upper = int(draw.integers(0, 4)), int(draw.integers(0, 6))
    kind = int(draw.integers(3))
    limits = (lower, None) if kind == 0 else (None, upper) if kind == 1 else (lower, max(lower, upper))
    slack, scale = _slack(draw, SHARED, ALLOWANCE), int(draw.integers(1, 4))
    return SumRow(inside, draw.integers(-1, 4, len(inside)), limits[0], limits[1], slack=slack, scale=scale)


def _gaps(draw: np.random.Generator, shifts: Shifts) -> AgentRow:
    """Gaps of some length at random times; a shift breaks those that it overlaps."""
    length = int(draw.integers(1, 6))
    last = DAY * (int(shifts.day.max()) + 1) - length
    starts = draw.integers(0, last + 1, int(draw.integers(1, 6)))
    options = tuple(np.flatnonzero((shifts.start < start + length) & (shifts.end > start)) for start in starts)
    times = None if draw.random() < 0.1 else starts
    when = ALLOWANCE if draw.random() < 0.5 else -1
    return Gaps(options, -1, times, length, int(draw.integers(1, 4)), _slack(draw, GAP), when)


def _slack_sum(draw: np.random.Generator, shifts: Shifts) -> AgentRow:
    used = draw.choice([SHARED, ALLOWANCE, GAP], int(draw.integers(1, 4)), replace=False)
    return SlackSum(used, int(draw.integers(0, 3)), slack=_slack(draw, SUM))


def _spread(draw: np.random.Generator, agents: int, blocks: tuple[Block, ...]) -> Spread:
    part = np.sort(draw.choice(agents, int(draw.integers(1, agents + 1)), replace=False))
    weights = tuple(draw.integers(-1, 4, len(block.shifts)) for block in blocks)
    price = int(draw.choice([-1, 1, 3]))
    return Spread(part, draw.integers(-3, 3, len(part)), weights, price, int(draw.integers(0, 4)))


def with_budget(data: ModelData, seed: int) -> ModelData:
    """The same with a limit of what it costs by other prices, which some assignments keep and others do not."""
    prices = _other_prices(np.random.default_rng(seed), data)
    some = [found for found in (random_assignment(data, number) for number in range(20)) if found is not None]
    most = min((cost_of(prices, found) for found in some), default=0)
    return replace(data, budgets=(Budget(prices, most),))


def _other_prices(draw: np.random.Generator, data: ModelData) -> ModelData:
    cover, shape = data.cover, data.cover.required.shape
    blocks = tuple(
        replace(
            block,
            shifts=replace(block.shifts, cost=draw.integers(-2, 3, len(block.shifts))),
            slacks=replace(block.slacks, price=draw.integers(0, 4, len(block.slacks))),
            constant=int(draw.integers(0, 3)),
        )
        for block in data.blocks
    )
    return replace(
        data,
        blocks=blocks,
        cover=replace(cover, under_cost=draw.integers(0, 4, shape), over_cost=draw.integers(0, 2, shape)),
        spreads=tuple(replace(one, price=min(one.price, int(draw.integers(0, 3)))) for one in data.spreads),
    )
