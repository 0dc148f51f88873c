"""A problem in which something more is asked of one agent: a shift, a day off, time that his shifts must cover."""

from __future__ import annotations

from dataclasses import replace

from shiftmodels.data import AgentRow, Block, Budget, ModelData


def with_row(data: ModelData, agent: int, row: AgentRow) -> ModelData:
    """
    The problem with one more row for one agent, who gets a block of his own.

    Shifts keep their numbers, so that an assignment of the one is one of the other.

    Parameters
    ----------
    data
        The problem.
    agent
        Whom it binds.
    row
        Over the shifts of his block.
    """
    index = int(data.block_of[agent])
    others = _without(data.blocks[index], agent)
    own = replace(data.blocks[index], members=(agent,), rows=(*data.blocks[index].rows, row))
    kept = [others] if others.members else []
    blocks = (*data.blocks[:index], *kept, own, *data.blocks[index + 1 :])
    spreads = []
    for spread in data.spreads:
        # Weights are given by block.
        before, weights, after = spread.weights[:index], spread.weights[index], spread.weights[index + 1 :]
        spreads.append(replace(spread, weights=(*before, *[weights] * (len(kept) + 1), *after)))
    budgets = tuple(Budget(with_row(budget.prices, agent, row), budget.most) for budget in data.budgets)
    return replace(data, blocks=blocks, spreads=tuple(spreads), budgets=budgets)


def _without(block: Block, agent: int) -> Block:
    return replace(block, members=tuple(member for member in block.members if member != agent))
