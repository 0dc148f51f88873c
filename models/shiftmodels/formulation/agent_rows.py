"""Shifts of each agent, the slacks of his rows, and the rows over them (``models/README.md``, section 2)."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import AtMostOne, Gaps, IntArray, SlackSum, SumRow
from shiftmodels.formulation.linear import OPEN, Terms
from shiftmodels.formulation.parts import Parts


def add_agents(parts: Parts) -> None:
    """``x[a, s]`` and ``z[a, l]`` with their cost, at most one shift a day, and the rows of each block."""
    data = parts.data
    for agent in range(data.num_agents):
        block = data.blocks[data.block_of[agent]]
        parts.worked.append(
            [_shift(parts, agent, shift, cost) for shift, cost in enumerate(block.shifts.cost.tolist())]
        )
        parts.slacks.append([_slack(parts, agent, slack) for slack in range(len(block.slacks))])
        for day in np.unique(block.shifts.day):
            _add_at_most_one(parts, agent, AtMostOne(np.flatnonzero(block.shifts.day == day)))
        for row in block.rows:
            match row:
                case AtMostOne():
                    _add_at_most_one(parts, agent, row)
                case SumRow():
                    _add_sum(parts, agent, row)
                case Gaps():
                    _add_gaps(parts, agent, row)
                case SlackSum():
                    _add_slack_sum(parts, agent, row)


def _shift(parts: Parts, agent: int, shift: int, cost: int) -> int:
    return parts.model.variable(1, lambda known: int(known.works(agent, shift)), cost)


def _slack(parts: Parts, agent: int, slack: int) -> int:
    slacks = parts.data.blocks[parts.data.block_of[agent]].slacks
    upper, price = int(slacks.upper[slack]), int(slacks.price[slack])
    # A known assignment may be a mere hint and need more.
    return parts.model.variable(upper, lambda known: min(upper, int(known.slacks(agent)[slack])), price)


def _slack_terms(parts: Parts, agent: int, slack: int, factor: int) -> Terms:
    """A slack times a factor; nothing where the row is hard."""
    return [] if slack < 0 else [(parts.slacks[agent][slack], factor)]


def _add_at_most_one(parts: Parts, agent: int, row: AtMostOne) -> None:
    if len(row.shifts) > 1:
        worked = [(parts.worked[agent][shift], 1) for shift in row.shifts.tolist()]
        parts.model.row([*worked, *_slack_terms(parts, agent, row.slack, -1)], upper=1)


def _add_sum(parts: Parts, agent: int, row: SumRow) -> None:
    """A soft row gives way in one direction for each limit, so that two limits make two rows."""
    variables = [parts.worked[agent][shift] for shift in row.shifts.tolist()]
    worked = list(zip(variables, row.coefficients.tolist(), strict=True))
    lower, upper = -OPEN if row.lower is None else row.lower, OPEN if row.upper is None else row.upper
    if row.slack < 0:
        parts.model.row(worked, lower, upper)
        return
    if row.lower is not None:
        parts.model.row([*worked, *_slack_terms(parts, agent, row.slack, row.scale)], lower=lower)
    if row.upper is not None:
        parts.model.row([*worked, *_slack_terms(parts, agent, row.slack, -row.scale)], upper=upper)


def _add_slack_sum(parts: Parts, agent: int, row: SlackSum) -> None:
    used = [(parts.slacks[agent][slack], 1) for slack in row.slacks.tolist()]
    parts.model.row([*used, *_slack_terms(parts, agent, row.slack, -1)], upper=row.upper)


def _add_gaps(parts: Parts, agent: int, row: Gaps) -> None:
    """Enough gaps are kept: a variable for each, excluded by every shift that would break it."""
    days = parts.data.blocks[parts.data.block_of[agent]].shifts.day
    kept = []
    for index, option in enumerate(row.options):
        keep = _gap(parts, agent, row, index)
        kept.append(keep)
        for day in np.unique(days[option]):
            breaking = [(parts.worked[agent][shift], 1) for shift in option[days[option] == day].tolist()]
            parts.model.row([(keep, 1), *breaking], upper=1)
    for clique in _overlapping(row):
        parts.model.row([(kept[index], 1) for index in clique.tolist()], upper=1)
    enough: Terms = [*((keep, 1) for keep in kept), *_slack_terms(parts, agent, row.slack, 1)]
    if row.when < 0:
        parts.model.row(enough, lower=row.needed)
    else:
        parts.model.row([*enough, (_used(parts, agent, row.when), -row.needed)], lower=0)


def _gap(parts: Parts, agent: int, row: Gaps, index: int) -> int:
    return parts.model.variable(1, lambda known: int(index in known.gaps(agent, row)))


def _overlapping(row: Gaps) -> list[IntArray]:
    """
    Sets of gaps of which at most one is kept, where more than one is needed.

    All are of one length, so those that overlap a moment overlap each other; moments at which a gap begins are
    enough, and of these the ones whose set no other holds.
    """
    if row.needed == 1:
        return []
    if row.starts is None:
        return [np.arange(len(row.options))]
    cliques: list[IntArray] = []
    last = None
    for start in np.unique(row.starts).tolist():
        clique = np.flatnonzero((row.starts >= start) & (row.starts < start + row.length))
        end = int(row.starts[clique].max(initial=start))
        if len(clique) > 1 and (last is None or end > last):
            cliques.append(clique)
            last = end
    return cliques


def _used(parts: Parts, agent: int, slack: int) -> int:
    """Whether an allowance is used: itself where it is at most 1."""
    variable = parts.slacks[agent][slack]
    most = parts.model.upper[variable]
    if most <= 1:
        return variable
    used = parts.model.variable(1, lambda known: int(known.slacks(agent)[slack] > 0))
    parts.model.row([(variable, 1), (used, -most)], upper=0)
    return used
