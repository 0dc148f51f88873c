"""Whether a problem has any solution, whatever it costs: soft limits and prices are left out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.clock import clock
from shiftmodels.data import AgentRow, Block, Gaps, IntArray, ModelData, Slacks, SlackSum, SumRow
from shiftmodels.formulation.agent_rows import add_agents
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.status import ModelStatus

SMALL_ROWS = 3000
"""Rows up to which a model is quicker without presolve."""


def has_roster(data: ModelData, limit_seconds: float) -> bool | None:
    """
    Whether a problem has any solution.

    Parameters
    ----------
    data
        The problem.
    limit_seconds
        Wall time.

    Returns
    -------
    ``None`` where the time did not suffice. ``True`` and ``False`` are proofs.
    """
    until = clock.now() + limit_seconds
    hard = hard_part(data)
    alone = [has_tour(hard, block, max(0.1, until - clock.now())) for block in distinct_blocks(hard)]
    if False in alone:
        return False
    if not is_coupled(hard):
        return None if None in alone else True
    return _is_feasible(Formulation(_needed(hard), individually=True).model, until - clock.now())


def blocks_without_tour(data: ModelData, limit_seconds: float) -> tuple[list[Block], list[Block]]:
    """
    Blocks whose members can work no tour at all, and those of which it is not known in time.

    Parameters
    ----------
    data
        The problem.
    limit_seconds
        Wall time for all.
    """
    until = clock.now() + limit_seconds
    hard = hard_part(data)
    known: dict[object, bool | None] = {}
    impossible, unknown = [], []
    for block, plain in zip(data.blocks, hard.blocks, strict=True):
        key = _key(plain)
        if key not in known:
            known[key] = has_tour(hard, plain, until - clock.now())
        if known[key] is False:
            impossible.append(block)
        elif known[key] is None:
            unknown.append(block)
    return impossible, unknown


def has_tour(hard: ModelData, block: Block, limit_seconds: float) -> bool | None:
    """
    Whether a member of a block can work any tour, the others aside.

    Parameters
    ----------
    hard
        A problem from ``hard_part``.
    block
        One of its blocks.
    limit_seconds
        Wall time.
    """
    if _may_stay_away(block):
        return True
    cover, pools = hard.cover, hard.pools
    none = np.full_like(cover.minimum, -1)
    data = replace(
        hard,
        num_agents=1,
        blocks=(replace(block, members=(0,)),),
        cover=replace(cover, minimum=none, maximum=none),
        pools=replace(pools, capacity=np.full_like(pools.capacity, -1)),
        spreads=(),
    )
    if block.fixed_work or block.fixed_breaks:
        return _is_feasible(Formulation(data, individually=True).model, limit_seconds)
    parts = Parts(data, individually=True)
    add_agents(parts)
    return _is_feasible(parts.model, limit_seconds)


def hard_part(data: ModelData) -> ModelData:
    """The problem with what can be had for a price left out, so that every solution of it costs nothing."""
    cover, pools = data.cover, data.pools
    nothing, hard = np.zeros_like(cover.required), cover.limit_cost < 0
    minimum = np.where(hard & (cover.minimum > cover.fixed_supply), cover.minimum, -1)
    return replace(
        data,
        blocks=tuple(_hard_block(block) for block in data.blocks),
        cover=replace(
            cover,
            required=nothing,
            minimum=minimum,
            maximum=np.where(hard, cover.maximum, -1),
            under_cost=nothing,
            over_cost=nothing,
        ),
        pools=replace(pools, capacity=np.where((pools.price < 0)[:, None], pools.capacity, -1)),
        spreads=tuple(spread for spread in data.spreads if spread.price < 0),
        budgets=(),
    )


def is_coupled(hard: ModelData) -> bool:
    """Whether anything in a problem from ``hard_part`` binds several agents."""
    cover = hard.cover
    limits = (cover.minimum >= 0).any() or (cover.maximum >= 0).any() or (hard.pools.capacity >= 0).any()
    return bool(limits) or bool(hard.spreads)


def distinct_blocks(hard: ModelData) -> list[Block]:
    """Blocks of a problem from ``hard_part``, one of those that allow the same tours."""
    return list({_key(block): block for block in hard.blocks}.values())


def _hard_block(block: Block) -> Block:
    rows = tuple(_hard_rows(block))
    prices = np.zeros_like(block.slacks.price)
    return replace(
        block,
        shifts=replace(block.shifts, cost=np.zeros_like(block.shifts.cost)),
        rows=rows,
        constant=0,
        slacks=Slacks(prices, block.slacks.upper),
        queue_cost=np.zeros_like(block.queue_cost),
        transfers=replace(block.transfers, cost=0),
    )


def _hard_rows(block: Block) -> Iterator[AgentRow]:
    """Rows without those whose slack nothing limits: it is never too small."""
    sums = [row for row in block.rows if isinstance(row, SlackSum) and row.slack < 0]
    limited = {slack for row in sums for slack in row.slacks.tolist()}
    for row in block.rows:
        if isinstance(row, SlackSum):
            if row.slack < 0:
                yield row
        elif isinstance(row, Gaps) and row.when >= 0:
            if row.when in limited:
                yield row
        elif row.slack < 0 or row.slack in limited:
            yield row


def _may_stay_away(block: Block) -> bool:
    """Whether a tour without any shift is surely allowed."""
    if block.fixed_work or block.fixed_breaks:
        return False
    for row in block.rows:
        if isinstance(row, SumRow) and not ((row.lower or 0) <= 0 and (row.upper is None or row.upper >= 0)):
            return False
        if isinstance(row, Gaps) and len(row.options) < row.needed:
            return False
        if isinstance(row, Gaps) and row.needed > 1:
            return False
        if isinstance(row, SlackSum) and row.upper < 0:
            return False
    return True


def _needed(hard: ModelData) -> ModelData:
    """
    The problem without shifts that nobody needs.

    An agent whose rows only forbid may leave out any shift, so that the ones that reach into no hard minimum are of
    no use where nothing is compared between agents.
    """
    if hard.spreads:
        return hard
    asked = (hard.cover.minimum >= 0).any(axis=0)
    before = np.concatenate([[0], np.cumsum(asked)])
    return replace(hard, blocks=tuple(_useful(block, before) for block in hard.blocks))


def _useful(block: Block, before: IntArray) -> Block:
    """A block with the shifts that reach into intervals that are asked for, of which ``before`` begin before each."""
    shifts = block.shifts
    if not _only_forbids(block) or not len(shifts):
        return block
    keep = before[np.minimum(shifts.end, len(before) - 1)] > before[shifts.start]
    number = np.cumsum(keep) - 1
    columns = {name: getattr(shifts, name)[keep] for name in ("day", "start", "end", "cost", "program")}
    rows = tuple(_kept_row(row, keep, number) for row in block.rows)
    return replace(block, shifts=replace(shifts, **columns), rows=rows)


def _kept_row(row: AgentRow, keep: IntArray, number: IntArray) -> AgentRow:
    match row:
        case SlackSum():
            return row
        case Gaps():
            return replace(row, options=tuple(number[some[keep[some]]] for some in row.options))
        case SumRow():
            kept = keep[row.shifts]
            return replace(row, shifts=number[row.shifts[kept]], coefficients=row.coefficients[kept])
        case _:
            return replace(row, shifts=number[row.shifts[keep[row.shifts]]])


def _only_forbids(block: Block) -> bool:
    if block.fixed_work or block.fixed_breaks or any(hold.units < 0 for hold in block.holds):
        return False
    sums = [row for row in block.rows if isinstance(row, SumRow)]
    return all((row.lower is None or row.lower <= 0) and bool((row.coefficients >= 0).all()) for row in sums)


def _is_feasible(model: LinearModel[Known], limit_seconds: float) -> bool | None:
    """Whether a model has a solution; that it has none is confirmed without presolve (or-tools issue 5003)."""
    if model.num_variables == 0:
        rows = zip(model.row_lower, model.row_upper, strict=True)
        return all(low <= 0 <= high for low, high in rows)
    until = clock.now() + limit_seconds
    for presolve in (False,) if model.num_rows <= SMALL_ROWS else (True, False):
        left = max(0.1, until - clock.now())
        stop = threading.Event()
        answer = solve_cp_sat(model, left, seed=0, workers=1, stop=stop, presolve=presolve, first_only=True)
        if answer.status in (ModelStatus.OPTIMAL, ModelStatus.FEASIBLE):
            return True
        if answer.status is ModelStatus.UNKNOWN:
            return None
    return False


def _key(block: Block) -> object:
    """What blocks share that allow the same tours."""
    shifts = block.shifts
    arrays = (shifts.day, shifts.start, shifts.end, shifts.program, block.slacks.upper)
    rows = tuple(
        (type(row), *(_plain(value) for name, value in vars(row).items() if name != "tag")) for row in block.rows
    )
    pinned = (block.fixed_work, block.fixed_breaks, block.queues.tobytes() if block.fixed_work else b"")
    return (*(array.tobytes() for array in arrays), rows, pinned)


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return value
