"""The optimum of a tiny problem by trying everything, sharing nothing with the formulation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product

import numpy as np

from shiftmodels.data import (
    AgentRow,
    AtMostOne,
    Block,
    Gaps,
    IntArray,
    ModelData,
    Slacks,
    SlackSum,
    Spread,
    SumRow,
    Transfers,
)
from shiftmodels.solution import BREAK, OFF, SETUP, Assignment, cost_of, cover_costs, supply

OPEN = -9
"""Code of an interval that is not decided."""
Tour = tuple[dict[int, int], IntArray, int]
"""Shift of each day worked, the code of each interval, and what its slacks and its transfers cost."""


def optimum(data: ModelData, counts: Callable[[Assignment], bool] = lambda _: True) -> int | None:
    """Least cost over all assignments that count; ``None`` when there is none."""
    every_tour = [list(tours(data, data.blocks[data.block_of[agent]])) for agent in range(data.num_agents)]
    costs, best = _costs(data, every_tour), None
    # What is added here is not negative: once more is asked for without it, nothing cheaper follows.
    for place in np.argsort(costs, axis=None, kind="stable"):
        index = np.unravel_index(place, costs.shape)
        if best is not None and costs[index] >= best:
            break
        found = assembled(data, tuple(tours[number] for tours, number in zip(every_tour, index, strict=True)))
        if _coupled(data, found) and counts(found):
            spread_cost = sum(max(0, spread.price) * _difference(data, spread, found) for spread in data.spreads)
            pool_cost = int((np.maximum(data.pools.price, 0)[:, None] * _overflow(data, found)).sum())
            cost = int(costs[index]) + spread_cost + pool_cost
            best = cost if best is None else min(best, cost)
    return best


def _costs(data: ModelData, every_tour: list[list[Tour]]) -> IntArray:
    """Cost of every choice of a tour for each agent, spreads and pools left out. Shape: tours of each agent."""
    parts = [_parts(data, agent, few) for agent, few in enumerate(every_tour)]
    own, units = np.array([data.constant_cost]), data.cover.fixed_supply[None]
    for costs, supplies in parts[:-1]:
        own = (own[:, None] + costs).ravel()
        units = (units[:, None] + supplies).reshape(-1, *data.cover.required.shape)
    costs, supplies = parts[-1]
    totals = [
        cost + costs + cover_costs(data.cover, slice(None), supplied + supplies).sum(axis=(1, 2))
        for cost, supplied in zip(own, units, strict=True)
    ]
    return np.array(totals, dtype=np.int64).reshape([len(few) for few in every_tour])


def _parts(data: ModelData, agent: int, few: list[Tour]) -> tuple[IntArray, IntArray]:
    """What each tour of an agent costs by itself, and what it supplies. Shapes ``(N,)`` and ``(N, Q, T)``."""
    bare_block = {"rows": (), "slacks": Slacks.none(), "transfers": Transfers()}
    blocks = tuple(replace(block, **bare_block) for block in data.blocks)
    free = replace(data.pools, price=np.full_like(data.pools.price, -1))
    nothing = np.zeros_like(data.cover.required)
    cover = replace(data.cover, under_cost=nothing, over_cost=nothing, limit_cost=nothing - 1)
    bare = replace(data, blocks=blocks, spreads=(), pools=free, cover=cover)
    nobody: list[Tour] = [({}, np.full(data.num_intervals, OFF), 0)] * agent
    alone = [assembled(data, (*nobody, tour)) for tour in few]
    costs = [cost_of(bare, one) - data.constant_cost + tour[2] for one, tour in zip(alone, few, strict=True)]
    supplies = [supply(bare, one) - data.cover.fixed_supply for one in alone]
    shape = (-1, *data.cover.required.shape)
    return np.array(costs, dtype=np.int64), np.array(supplies, dtype=np.int64).reshape(shape)


def assembled(data: ModelData, choice: tuple[Tour, ...]) -> Assignment:
    """The assignment in which each of the first agents works his tour, and others are off."""
    found = Assignment.empty(data)
    for agent, (shifts, activity, _) in enumerate(choice):
        found.activity[agent] = activity
        for day, shift in shifts.items():
            found.shift[agent, day] = shift
    return found


def _difference(data: ModelData, spread: Spread, found: Assignment) -> int:
    """Largest of the differences of two agents, less what is free."""
    values: list[int] = []
    for agent, base in zip(spread.agents.tolist(), spread.base.tolist(), strict=True):
        weights = spread.weights[data.block_of[agent]].tolist()
        values.append(base + sum(weights[shift] for shift in found.shift[agent].tolist() if shift >= 0))
    return max(0, *(first - second - spread.upper for first, second in product(values, repeat=2)))


def tours(data: ModelData, block: Block) -> Iterator[Tour]:
    """Every legal tour of a block."""
    by_day = [[None, *np.flatnonzero(block.shifts.day == day).tolist()] for day in range(data.num_days)]
    for chosen in product(*by_day):
        worked = [shift for shift in chosen if shift is not None]
        cost = cheapest_slacks(block, set(worked))
        if cost is None:
            continue
        for rows in product(*(list(_activities(data, block, shift)) for shift in worked)):
            activity = np.full(data.num_intervals, OFF)
            for shift, row in zip(worked, rows, strict=True):
                activity[block.shifts.start[shift] : block.shifts.end[shift]] = row
            moved = block.transfers.cost * sum(len(transfers(row)) for row in rows)
            yield {int(block.shifts.day[shift]): shift for shift in worked}, activity, cost + moved


def cheapest_slacks(block: Block, worked: set[int]) -> int | None:
    """Least cost of slacks with which a tour obeys every row, by trying all of them; ``None`` when there are none."""
    every = product(*(range(most + 1) for most in block.slacks.upper.tolist()))
    prices = block.slacks.price.tolist()
    legal = (slacks for slacks in every if all(_holds(row, worked, slacks) for row in block.rows))
    return min((sum(p * z for p, z in zip(prices, slacks, strict=True)) for slacks in legal), default=None)


def _holds(row: AgentRow, worked: set[int], slacks: tuple[int, ...]) -> bool:
    slack = slacks[row.slack] if row.slack >= 0 else 0
    match row:
        case AtMostOne():
            return len(worked.intersection(row.shifts.tolist())) <= 1 + slack
        case Gaps():
            asked = row.needed if row.when < 0 or slacks[row.when] else 0
            return asked <= slack or any(_apart(row, few) for few in combinations(_free(row, worked), asked - slack))
        case SlackSum():
            used: int = sum(slacks[index] for index in row.slacks.tolist())
            return used <= row.upper + slack
        case SumRow():
            pairs = zip(row.shifts.tolist(), row.coefficients.tolist(), strict=True)
            total: int = sum(coefficient for shift, coefficient in pairs if shift in worked)
            give = row.scale * slack
            return (row.lower is None or total >= row.lower - give) and (row.upper is None or total <= row.upper + give)


def _free(row: Gaps, worked: set[int]) -> list[int]:
    return [index for index, option in enumerate(row.options) if not worked & set(option.tolist())]


def _apart(row: Gaps, few: tuple[int, ...]) -> bool:
    """Whether no two gaps overlap; where their times are not known, any two do."""
    if row.starts is None:
        return len(few) <= 1
    begins = sorted(int(row.starts[index]) for index in few)
    return all(later >= begin + row.length for begin, later in pairwise(begins))


def _activities(data: ModelData, block: Block, shift: int) -> Iterator[tuple[int, ...]]:
    """Every legal row of codes of one shift: breaks in their windows, then queues in legal runs."""
    start, end = int(block.shifts.start[shift]), int(block.shifts.end[shift])
    program = data.programs[block.shifts.program[shift]]
    windows = [range(first, last + 1) for first, last in zip(program.earliest, program.latest, strict=True)]
    for starts in product(*windows):
        ends = [begin + length for begin, length in zip(starts, program.lengths, strict=True)]
        if any(starts[k] < ends[k - 1] + program.gaps[k] for k in range(1, len(starts))):
            continue
        base = [OPEN] * (end - start)
        for begin, stop in zip(starts, ends, strict=True):
            base[begin:stop] = [BREAK] * (stop - begin)
        open_places = [place for place, code in enumerate(base) if code == OPEN]
        codes = [*block.queues.tolist(), *([SETUP] if block.transfers.setup else [])]
        for queues in product(codes, repeat=len(open_places)):
            row = list(base)
            for place, queue in zip(open_places, queues, strict=True):
                row[place] = queue
            if is_legal_row(row, block):
                yield tuple(row)


def is_legal_row(row: Sequence[int], block: Block) -> bool:
    """Whether the codes of a shift keep minimum blocks and what transfers take."""
    least = dict(zip(block.queues.tolist(), block.minimum_block.tolist(), strict=True))
    own, runs, begun = block.transfers, _runs(row), transfers(row)
    for before, after in begun:
        if after - before != own.setup or (row[before - 1], row[after]) in own.barred | {(q, q) for q in least}:
            return False
    inner = {place for before, after in begun for place in range(before, after)}
    if {place for place, code in enumerate(row) if code == SETUP} != inner:
        return False
    beside = {before for before, _ in begun} | {after for _, after in begun}
    short = (s for s, e in runs if row[s] in least and {s, e} & beside and e - s < least[row[s]])
    return next(short, None) is None and (own.most < 0 or len(begun) <= own.most)


def transfers(row: Sequence[int]) -> list[tuple[int, int]]:
    """End of one queue and begin of the next, for each two with nothing or a set-up between them."""
    runs = _runs(row)
    found = []
    for (_, end), (start, stop) in pairwise(runs):
        between = row[start] == SETUP
        if row[end - 1] >= 0 and between and stop < len(row) and row[stop] >= 0:
            found.append((end, stop))
        elif row[end - 1] >= 0 and row[start] >= 0:
            found.append((end, start))
    return found


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    edges = [0, *(k for k in range(1, len(row)) if row[k] != row[k - 1]), len(row)]
    return list(pairwise(edges))


def held_units(data: ModelData, block: Block, worked: list[int], activity: IntArray) -> IntArray:
    """Units of each pool that an agent holds in each interval, counted one by one. Shape ``(P, T)``."""
    units = np.zeros(data.pools.capacity.shape, dtype=np.int64)
    for hold in block.holds:
        for interval in range(data.num_intervals):
            if hold.queue >= 0:
                units[hold.pool, interval] += hold.units * int(activity[interval] == hold.queue)
                continue
            for shift in worked:
                begin, end = int(block.shifts.start[shift]), int(block.shifts.end[shift])
                units[hold.pool, interval] += hold.units * int(begin <= interval < end + hold.after)
    return units


def _coupled(data: ModelData, found: Assignment) -> bool:
    """Whether hard spreads and pools are kept."""
    if any(spread.price < 0 and _difference(data, spread, found) > 0 for spread in data.spreads):
        return False
    return not np.any((data.pools.price < 0)[:, None] & (_overflow(data, found) > 0))


def _overflow(data: ModelData, found: Assignment) -> IntArray:
    """Units of each pool beyond its capacity. Shape ``(P, T)``."""
    used = data.pools.fixed_use.copy()
    for agent in range(data.num_agents):
        block, worked = data.blocks[data.block_of[agent]], found.shift[agent]
        used += held_units(data, block, worked[worked >= 0].tolist(), found.activity[agent])
    overflow: IntArray = np.where(data.pools.capacity >= 0, np.maximum(used - data.pools.capacity, 0), 0)
    return overflow
