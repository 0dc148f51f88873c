"""Which problems are made of cells."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import AtMostOne, Block, ModelData, SlackSum, SumRow


def knows_cells(data: ModelData) -> bool:
    """
    Whether every roster of a problem is made of cells: a shift on one queue from end to end, or nothing.

    So it is where there are no breaks and where agents work one queue, or shifts no longer than an interval. Pools,
    spreads and budgets, and rows that are not sums, are not known either.
    """
    if any(program.num_breaks for program in data.programs) or data.spreads or data.budgets:
        return False
    return not np.any(data.pools.capacity >= 0) and all(map(_knows_block, data.blocks))


def _knows_block(block: Block) -> bool:
    shifts, rows = block.shifts, block.rows
    on_one = len(block.queues) == 1 or not np.any(shifts.end - shifts.start > 1)
    by_day = not np.any(np.diff(shifts.day) < 0)
    parts = all(work.queue >= 0 for work in block.fixed_work) and not block.fixed_breaks
    sums = [row for row in rows if isinstance(row, SlackSum)]
    members = [int(slack) for row in sums for slack in row.slacks]
    own = [row.slack for row in sums if row.slack >= 0]
    others = {row.slack for row in rows if not isinstance(row, SlackSum)}
    apart = len(set(members)) == len(members) and len(set(own)) == len(own) and not others & set(own)
    return on_one and by_day and parts and apart and all(isinstance(row, SumRow | AtMostOne | SlackSum) for row in rows)
