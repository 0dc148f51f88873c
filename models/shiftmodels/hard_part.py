"""Whether a problem has any solution, whatever it costs: soft limits and prices are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.alike_shifts import without_alike
from shiftmodels.clock import clock
from shiftmodels.components import Component, coupled_components
from shiftmodels.data import (
    AgentRow,
    AtMostOne,
    Block,
    BreakProgram,
    Gaps,
    IntArray,
    ModelData,
    Slacks,
    SlackSum,
    Spread,
    SumRow,
    Transfers,
)
from shiftmodels.fixed_parts import fit_fixed_parts
from shiftmodels.formulation.agent_rows import add_agents
from shiftmodels.formulation.coupling import add_spreads
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.kept_shifts import with_shifts
from shiftmodels.least_held import is_any_pool_overfilled
from shiftmodels.reach import intervals_out_of_reach
from shiftmodels.room import most_room
from shiftmodels.some_solution import SMALL_ROWS, is_feasible

FEW_AGENTS = 20
"""Up to so many, presence is not looked at first, and a roster is searched for only where the model is large."""
BRIEF_SECONDS = 0.3
"""Wall time of such a search, and of the solver before it: what is found at all is mostly found at once."""
SEARCH_SHARE = 0.5
"""Of the time, for such a search at most: what has a roster mostly shows one at once."""

Proven = dict[object, bool]
"""What is known of tours, of shifts with fixed parts, and of components of problems, by what is in them."""


def has_roster(data: ModelData, limit_seconds: float, known: Proven | None = None) -> bool | None:
    """
    Whether a problem has any solution.

    Parameters
    ----------
    data
        The problem.
    limit_seconds
        Wall time.
    known
        What was proven of agents who share limits; what is found is added.

    Returns
    -------
    ``None`` where the time did not suffice. ``True`` and ``False`` are proofs.
    """
    until = clock.now() + limit_seconds
    known = {} if known is None else known
    hard = hard_part(data, known)
    alone = [_has_known_tour(hard, block, max(0.1, until - clock.now()), known) for block in distinct_blocks(hard)]
    if False in alone or is_beyond_everybody(hard):
        return False
    asked: list[bool | None] = []
    for part in coupled_components(hard):
        asked.append(has_coupled_roster(part.data, until - clock.now(), known))
        if asked[-1] is False:
            return False
    return None if None in alone or None in asked else True


def stuck_component(
    data: ModelData, limit_seconds: float, known: Proven | None = None, most_agents: int | None = None
) -> Component | None:
    """
    Agents who share limits and cannot work together; ``None`` where none were found in time.

    Parameters
    ----------
    data
        The problem; everybody has a tour.
    limit_seconds
        Wall time.
    known
        See ``has_roster``.
    most_agents
        Larger groups are not looked at.
    """
    until = clock.now() + limit_seconds
    parts = coupled_components(hard_part(data, known))
    for part in (part for part in parts if most_agents is None or part.data.num_agents <= most_agents):
        if has_coupled_roster(part.data, until - clock.now(), known) is False:
            return part
    return None


def has_coupled_roster(hard: ModelData, limit_seconds: float, known: Proven | None = None) -> bool | None:
    """
    Whether agents who share limits can work together.

    Parameters
    ----------
    hard
        A problem from ``hard_part``, or a component of one.
    limit_seconds
        Wall time.
    known
        See ``has_roster``.
    """
    if known is None:
        return _coupled_roster(hard, limit_seconds)
    content = _content(hard)
    if content not in known:
        answer = _coupled_roster(hard, limit_seconds)
        if answer is None:
            return None
        known[content] = answer
    return known[content]


def _coupled_roster(hard: ModelData, limit_seconds: float) -> bool | None:
    until, needed = clock.now() + limit_seconds, without_alike(_needed(hard))
    if intervals_out_of_reach(hard).any() or is_any_pool_overfilled(hard):
        return False
    if hard.num_agents <= FEW_AGENTS and _asks_for_queues(hard):
        model = Formulation(needed, individually=True).model
        return _of_few(needed, model, limit_seconds)
    if hard.num_agents > FEW_AGENTS and _has_some_roster(needed, SEARCH_SHARE * limit_seconds):
        return True
    if clock.now() >= until:
        # To write the model of a thousand agents takes seconds.
        return None
    present = is_feasible(_presence_model(needed), until - clock.now())
    if present is not True or not _asks_for_queues(hard):
        return present
    if clock.now() >= until:
        return None
    return is_feasible(Formulation(needed, individually=True).model, until - clock.now())


def _of_few(needed: ModelData, model: LinearModel[Known], limit_seconds: float) -> bool | None:
    """Whether few agents can work together; before a large model takes long, a roster is searched for."""
    until, brief = clock.now() + limit_seconds, min(BRIEF_SECONDS, SEARCH_SHARE * limit_seconds)
    if model.num_rows > SMALL_ROWS:
        # What is impossible is mostly seen in a tenth of a second, in which no search could tell.
        answer = is_feasible(model, brief)
        if answer is not None or _has_some_roster(needed, brief):
            return answer is not False
    return is_feasible(model, until - clock.now())


def _has_some_roster(hard: ModelData, limit_seconds: float) -> bool:
    """Whether a search comes upon a roster; who is only present needs no breaks and queues."""
    from shiftmodels.some_roster import has_some_roster

    plain = hard if _asks_for_queues(hard) else presence(hard)
    return has_some_roster(plain, limit_seconds)


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
    data = _alone(hard, block)
    parts = Parts(data, individually=True)
    add_agents(parts)
    return is_feasible(parts.model, limit_seconds)


def _has_known_tour(hard: ModelData, block: Block, limit_seconds: float, known: Proven) -> bool | None:
    """Whether a member of a block can work any tour, by what is known of blocks that allow the same tours."""
    content = "tour", _key(block)
    if content not in known:
        answer = has_tour(hard, block, limit_seconds)
        if answer is None:
            return None
        known[content] = answer
    return known[content]


def hard_part(data: ModelData, known: Proven | None = None) -> ModelData:
    """
    The problem with what can be had for a price left out, so that every solution of it costs nothing.

    Parameters
    ----------
    data
        The problem.
    known
        See ``has_roster``.
    """
    known = {} if known is None else known
    cover, pools = data.cover, data.pools
    nothing, hard = np.zeros_like(cover.required), cover.limit_cost < 0
    minimum = np.where(hard & (cover.minimum > cover.fixed_supply), cover.minimum, -1)
    fitting = [_fitting(data, block, known) for block in data.blocks]
    return replace(
        data,
        blocks=tuple(_hard_block(block, fits) for block, fits in zip(data.blocks, fitting, strict=True)),
        cover=replace(
            cover,
            required=nothing,
            minimum=minimum,
            maximum=np.where(hard, cover.maximum, -1),
            under_cost=nothing,
            over_cost=nothing,
        ),
        pools=replace(pools, capacity=np.where(_can_be_short(data), pools.capacity, -1)),
        spreads=tuple(_of_fitting(spread, fitting) for spread in data.spreads if spread.price < 0),
        budgets=(),
    )


def _fitting(data: ModelData, block: Block, known: Proven) -> NDArray[np.bool_]:
    """Shifts of a block into which what is fixed fits. Shape ``(S,)``."""
    if block.fixed_work or block.fixed_breaks:
        return fit_fixed_parts(data, block, known)
    return np.ones(len(block.shifts), dtype=bool)


def _of_fitting(spread: Spread, fitting: Sequence[NDArray[np.bool_]]) -> Spread:
    """A spread over the shifts that are left of each block; blocks without a part in it have no weights."""
    pairs = zip(spread.weights, fitting, strict=True)
    return replace(spread, weights=tuple(weights[fits] if len(weights) else weights for weights, fits in pairs))


def _presence_model(hard: ModelData) -> LinearModel[Known]:
    """Tours of agents who are present from start to end of their shifts; where they are only if it matters."""
    if _asks_for_queues(hard) or (hard.pools.capacity >= 0).any():
        return Formulation(presence(hard), individually=False).model
    parts = Parts(presence(hard), individually=False)
    add_agents(parts)
    add_spreads(parts)
    return parts.model


def presence(hard: ModelData) -> ModelData:
    """
    A relaxation of a problem from ``hard_part``: who is on shift works, without breaks, and changes queues at will.

    Where nothing is asked of queues it is no relaxation: agents who are on shift work anything.
    """
    no_breaks = BreakProgram((), (), (), (), ())
    return replace(
        hard, programs=(no_breaks,), blocks=tuple(_present(block, _asks_for_queues(hard)) for block in hard.blocks)
    )


def _present(block: Block, asks_for_queues: bool) -> Block:
    plain = replace(
        block,
        shifts=replace(block.shifts, program=np.zeros_like(block.shifts.program)),
        minimum_block=np.ones_like(block.minimum_block),
        fixed_work=(),
        fixed_breaks=(),
        transfers=Transfers(),
    )
    if asks_for_queues:
        return plain
    # One queue for all makes one group of all who sit at a site.
    one, nothing = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    return replace(
        plain, queues=one, proficiency=np.ones_like(one), minimum_block=np.ones_like(one), queue_cost=nothing
    )


def _asks_for_queues(hard: ModelData) -> bool:
    """Whether it matters who works which queue."""
    limited: list[bool] = np.any(hard.pools.capacity >= 0, axis=1).tolist()
    held = any(hold.queue >= 0 and limited[hold.pool] for block in hard.blocks for hold in block.holds)
    return held or bool((hard.cover.minimum >= 0).any() or (hard.cover.maximum >= 0).any())


def is_beyond_everybody(hard: ModelData) -> bool:
    """Whether limits are broken that no agent has a part in: a minimum without skilled agents, past shifts."""
    skilled = {queue for block in hard.blocks for queue in block.queues.tolist()}
    cover = hard.cover
    unskilled = [queue for queue in range(hard.num_queues) if queue not in skilled]
    if bool((cover.minimum[unskilled] > cover.fixed_supply[unskilled]).any()):
        return True
    above = (cover.maximum >= 0) & (cover.fixed_supply > cover.maximum)
    beyond = (hard.pools.capacity >= 0) & (most_room(hard) < 0)
    return bool(above.any() or beyond.any())


def distinct_blocks(hard: ModelData) -> list[Block]:
    """Blocks of a problem from ``hard_part``, one of those that allow the same tours."""
    return list({_key(block): block for block in hard.blocks}.values())


def _can_be_short(data: ModelData) -> NDArray[np.bool_]:
    """Where hard capacity of a pool would not do for everybody who could be there. Shape ``(P, T)``."""
    most = data.pools.fixed_use.copy()
    for block in data.blocks:
        for hold in (hold for hold in block.holds if hold.units > 0):
            begun = np.zeros(data.num_intervals + 1, dtype=np.int64)
            np.add.at(begun, block.shifts.start, 1)
            np.add.at(begun, np.minimum(block.shifts.end + hold.after, data.num_intervals), -1)
            # With a turnaround, the unit of the day before may be held still.
            units = hold.units * (1 + (hold.after > 0)) * len(block.members)
            most[hold.pool] += units * (np.cumsum(begun)[:-1] > 0)
    capacity = data.pools.capacity
    # What past shifts hold may be too much already.
    short: NDArray[np.bool_] = (capacity >= 0) & (most > capacity) & (data.pools.price < 0)[:, None]
    return short


def _hard_block(block: Block, fits: NDArray[np.bool_]) -> Block:
    rows = tuple(_hard_rows(block))
    prices = np.zeros_like(block.slacks.price)
    if not fits.all():
        block = with_shifts(replace(block, rows=rows), fits)
        rows = block.rows
    return replace(
        block,
        shifts=replace(block.shifts, cost=np.zeros_like(block.shifts.cost)),
        rows=rows,
        constant=0,
        slacks=Slacks(prices, block.slacks.upper),
        queue_cost=np.zeros_like(block.queue_cost),
        transfers=replace(block.transfers, cost=0),
    )


def _alone(data: ModelData, block: Block) -> ModelData:
    """One member of a block, without anything that binds several agents."""
    none, nothing = np.full_like(data.cover.minimum, -1), np.zeros_like(data.cover.required)
    return replace(
        data,
        num_agents=1,
        blocks=(replace(block, members=(0,)),),
        cover=replace(data.cover, minimum=none, maximum=none, under_cost=nothing, over_cost=nothing),
        pools=replace(data.pools, capacity=np.full_like(data.pools.capacity, -1)),
        spreads=(),
        budgets=(),
    )


def _hard_rows(block: Block) -> Iterator[AgentRow]:
    """Rows without those whose slack nothing limits and is never too small."""
    hard = [row for row in block.rows if _binds(block, row)]
    limited = {slack for row in hard if isinstance(row, SlackSum) for slack in row.slacks.tolist()}
    # What allows a breach at the price of gaps is no free slack.
    limited |= {row.when for row in hard if isinstance(row, Gaps)}
    for row in block.rows:
        if _binds(block, row) or row.slack in limited:
            yield row


def _binds(block: Block, row: AgentRow) -> bool:
    """Whether a row keeps anything from being worked, its slack at its upper bound."""
    if isinstance(row, SlackSum):
        return _limits(block, row)
    return row.slack < 0 or bool(block.slacks.upper[row.slack] < _most_slack(block, row))


def _limits(block: Block, row: SlackSum) -> bool:
    """Whether a sum of slacks keeps any of them from its upper bound."""
    upper = block.slacks.upper
    own = 0 if row.slack < 0 else int(upper[row.slack])
    return int(upper[row.slacks].sum()) > row.upper + own


def _most_slack(block: Block, row: AtMostOne | SumRow | Gaps) -> int:
    """Most that the slack of a row can need, with at most one shift a day."""
    days = block.shifts.day
    match row:
        case AtMostOne():
            return max(0, len(np.unique(days[row.shifts])) - 1)
        case Gaps():
            return row.needed
        case SumRow():
            above = 0 if row.upper is None else _reach(days[row.shifts], row.coefficients) - row.upper
            below = 0 if row.lower is None else _reach(days[row.shifts], -row.coefficients) + row.lower
            return max(0, -(-max(above, below) // row.scale))


def _reach(days: IntArray, coefficients: IntArray) -> int:
    most = np.zeros(days.max(initial=0) + 1, dtype=np.int64)
    np.maximum.at(most, days, coefficients)
    return int(most.sum())


def _may_stay_away(block: Block) -> bool:
    """Whether a tour without any shift is surely allowed."""
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
    return with_shifts(block, before[np.minimum(shifts.end, len(before) - 1)] > before[shifts.start])


def _only_forbids(block: Block) -> bool:
    if block.fixed_work or block.fixed_breaks or any(hold.units < 0 for hold in block.holds):
        return False
    sums = [row for row in block.rows if isinstance(row, SumRow)]
    return all((row.lower is None or row.lower <= 0) and bool((row.coefficients >= 0).all()) for row in sums)


def _content(hard: ModelData) -> object:
    """What problems share that allow the same rosters, as far as can be seen at once."""
    cover, pools = hard.cover, hard.pools
    limits = (cover.minimum, cover.maximum, cover.fixed_supply, pools.capacity, pools.fixed_use)
    spreads = tuple((s.agents.tobytes(), s.base.tobytes(), _plain(s.weights), s.upper) for s in hard.spreads)
    blocks = tuple(_whole_key(block) for block in hard.blocks)
    return tuple(array.tobytes() for array in limits), spreads, blocks, _programs_used(hard)


def _programs_used(hard: ModelData) -> tuple[tuple[int, BreakProgram], ...]:
    """What the numbers of programs stand for in a problem; the same number may be another one after a change."""
    used = {number for block in hard.blocks for number in np.flatnonzero(np.bincount(block.shifts.program)).tolist()}
    return tuple((number, hard.programs[number]) for number in sorted(used))


def _whole_key(block: Block) -> object:
    work = (block.queues.tobytes(), block.proficiency.tobytes(), block.minimum_block.tobytes())
    parts = (block.shifts.program.tobytes(), block.fixed_work, block.fixed_breaks, block.transfers)
    return _key(block), block.members, block.holds, work, parts


def _key(block: Block) -> object:
    """What blocks share that allow the same tours."""
    shifts = block.shifts
    arrays = (shifts.day, shifts.start, shifts.end, block.slacks.upper)
    rows = tuple(
        (type(row), *(_plain(value) for name, value in vars(row).items() if name != "tag")) for row in block.rows
    )
    return (*(array.tobytes() for array in arrays), rows)


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    return value
