"""Shifts of each agent and the rows over them (``models/README.md``, section 2)."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import AtMostOne, Gaps, IntArray, SumRow
from shiftmodels.formulation.linear import OPEN
from shiftmodels.formulation.parts import Known, Parts


def add_agents(parts: Parts) -> None:
    """``x[a, s]`` with its cost, at most one shift a day, and the rows of each block."""
    data = parts.data
    for agent in range(data.num_agents):
        block = data.blocks[data.block_of[agent]]
        parts.worked.append(
            [_shift(parts, agent, shift, cost) for shift, cost in enumerate(block.shifts.cost.tolist())]
        )
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


def _shift(parts: Parts, agent: int, shift: int, cost: int) -> int:
    return parts.model.variable(1, lambda known: int(known.works(agent, shift)), cost)


def _add_at_most_one(parts: Parts, agent: int, row: AtMostOne) -> None:
    if len(row.shifts) > 1:
        parts.model.row([(parts.worked[agent][shift], 1) for shift in row.shifts.tolist()], upper=1)


def _add_sum(parts: Parts, agent: int, row: SumRow) -> None:
    worked = [parts.worked[agent][shift] for shift in row.shifts.tolist()]
    lower, upper = -OPEN if row.lower is None else row.lower, OPEN if row.upper is None else row.upper
    parts.model.row(zip(worked, row.coefficients.tolist(), strict=True), lower, upper)


def _add_gaps(parts: Parts, agent: int, row: Gaps) -> None:
    """One of the gaps is kept: a variable for each, excluded by every shift that would break it."""
    days = parts.data.blocks[parts.data.block_of[agent]].shifts.day
    kept = []
    for option in row.options:
        keep = _gap(parts, agent, days, option)
        kept.append((keep, 1))
        for day in np.unique(days[option]):
            breaking = [(parts.worked[agent][shift], 1) for shift in option[days[option] == day].tolist()]
            parts.model.row([(keep, 1), *breaking], upper=1)
    parts.model.row(kept, lower=1)


def _gap(parts: Parts, agent: int, days: IntArray, option: IntArray) -> int:
    def is_kept(known: Known) -> int:
        return int(not np.any(known.found.shift[agent][days[option]] == option))

    return parts.model.variable(1, is_kept)
