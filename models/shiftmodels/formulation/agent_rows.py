"""Shifts of each agent, the slacks of his rows, and the rows over them (``models/README.md``, section 2)."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import AtMostOne, Gaps, IntArray, SlackSum, SumRow
from shiftmodels.formulation.linear import OPEN, Terms
from shiftmodels.formulation.names import Name
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
        for day in np.unique(block.shifts.day).tolist():
            one = AtMostOne(np.flatnonzero(block.shifts.day == day))
            _add_at_most_one(parts, agent, ("one_a_day", (agent, day)), one)
        for number, row in enumerate(block.rows):
            match row:
                case AtMostOne():
                    _add_at_most_one(parts, agent, ("at_most_one", (agent, number)), row)
                case SumRow():
                    _add_sum(parts, agent, number, row)
                case Gaps():
                    _add_gaps(parts, agent, number, row)
                case SlackSum():
                    _add_slack_sum(parts, agent, number, row)


def _shift(parts: Parts, agent: int, shift: int, cost: int) -> int:
    return parts.model.variable(("work", (agent, shift)), 1, lambda known: int(known.works(agent, shift)), cost)


def _slack(parts: Parts, agent: int, slack: int) -> int:
    slacks = parts.data.blocks[parts.data.block_of[agent]].slacks
    upper, price = int(slacks.upper[slack]), int(slacks.price[slack])
    # A known assignment may be a mere hint and need more.
    name = ("slack", (agent, slack))
    return parts.model.variable(name, upper, lambda known: min(upper, int(known.slacks(agent)[slack])), price)


def _slack_terms(parts: Parts, agent: int, slack: int, factor: int) -> Terms:
    """A slack times a factor; nothing where the row is hard."""
    return [] if slack < 0 else [(parts.slacks[agent][slack], factor)]


def _add_at_most_one(parts: Parts, agent: int, name: Name, row: AtMostOne) -> None:
    if len(row.shifts) > 1:
        worked = [(parts.worked[agent][shift], 1) for shift in row.shifts.tolist()]
        parts.model.row(name, [*worked, *_slack_terms(parts, agent, row.slack, -1)], upper=1, tag=row.tag)


def _add_sum(parts: Parts, agent: int, number: int, row: SumRow) -> None:
    """A soft row gives way in one direction for each limit, so that two limits make two rows."""
    variables = [parts.worked[agent][shift] for shift in row.shifts.tolist()]
    worked = list(zip(variables, row.coefficients.tolist(), strict=True))
    lower, upper = -OPEN if row.lower is None else row.lower, OPEN if row.upper is None else row.upper
    if row.slack < 0:
        parts.model.row(("sum", (agent, number)), worked, lower, upper, tag=row.tag)
        return
    if row.lower is not None:
        terms = [*worked, *_slack_terms(parts, agent, row.slack, row.scale)]
        parts.model.row(("sum_least", (agent, number)), terms, lower=lower, tag=row.tag)
    if row.upper is not None:
        terms = [*worked, *_slack_terms(parts, agent, row.slack, -row.scale)]
        parts.model.row(("sum_most", (agent, number)), terms, upper=upper, tag=row.tag)


def _add_slack_sum(parts: Parts, agent: int, number: int, row: SlackSum) -> None:
    used = [(parts.slacks[agent][slack], 1) for slack in row.slacks.tolist()]
    terms = [*used, *_slack_terms(parts, agent, row.slack, -1)]
    parts.model.row(("slack_sum", (agent, number)), terms, upper=row.upper, tag=row.tag)


def _add_gaps(parts: Parts, agent: int, number: int, row: Gaps) -> None:
    """Enough gaps are kept: a variable for each, excluded by every shift that would break it."""
    days = parts.data.blocks[parts.data.block_of[agent]].shifts.day
    kept = []
    for index, option in enumerate(row.options):
        keep = _gap(parts, agent, number, row, index)
        kept.append(keep)
        for day in np.unique(days[option]).tolist():
            breaking = [(parts.worked[agent][shift], 1) for shift in option[days[option] == day].tolist()]
            parts.model.row(("gap_free", (agent, number, index, day)), [(keep, 1), *breaking], upper=1, tag=row.tag)
    for place, clique in enumerate(_overlapping(row)):
        apart = [(kept[index], 1) for index in clique.tolist()]
        parts.model.row(("gaps_apart", (agent, number, place)), apart, upper=1, tag=row.tag)
    enough: Terms = [*((keep, 1) for keep in kept), *_slack_terms(parts, agent, row.slack, 1)]
    if row.when < 0:
        parts.model.row(("gaps_needed", (agent, number)), enough, lower=row.needed, tag=row.tag)
    else:
        terms = [*enough, (_used(parts, agent, row.when), -row.needed)]
        parts.model.row(("gaps_needed", (agent, number)), terms, lower=0, tag=row.tag)


def _gap(parts: Parts, agent: int, number: int, row: Gaps, index: int) -> int:
    return parts.model.variable(("gap", (agent, number, index)), 1, lambda known: int(index in known.gaps(agent, row)))


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
    if (agent, slack) not in parts.used:
        used = parts.model.variable(("used", (agent, slack)), 1, lambda known: int(known.slacks(agent)[slack] > 0))
        parts.model.row(("use", (agent, slack)), [(variable, 1), (used, -most)], upper=0)
        parts.used[agent, slack] = used
    return parts.used[agent, slack]
