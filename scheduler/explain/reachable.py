"""How far hard minima have to come down until agents can supply them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from scheduler.compile import Compiled
from scheduler.compile_cover import CoverBuilder
from scheduler.demand import Requirement
from shiftmodels.reach import most_supplied, subsets_of, teams_of


def reachable(compiled: Compiled, rows: Sequence[Requirement]) -> set[Decimal]:
    """
    What agents can supply to a queue at most in those of some intervals in which its minimum is above that.

    Parameters
    ----------
    compiled
        The plan.
    rows
        Minima of one queue.

    Returns
    -------
    The least of it, once with the minima of other queues kept and once without them; nothing where it is enough.
    """
    data, problem = compiled.data, compiled.problem
    units = CoverBuilder(problem, data.num_intervals).units_per_agent
    at = [problem.horizon.minute(row.interval_start) // problem.interval_minutes for row in rows]
    hard = np.where(data.cover.limit_cost < 0, np.maximum(data.cover.minimum, 0), 0)[:, at]
    queue, teams = compiled.queue_names.index(rows[0].queue), teams_of(data)
    alone = most_supplied(data, teams, (queue,))[at]
    beside = alone
    for subset in subsets_of(np.flatnonzero(hard.any(axis=1)).tolist()):
        if queue in subset:
            others = [other for other in subset if other != queue]
            beside = np.minimum(beside, most_supplied(data, teams, subset)[at] - hard[others].sum(axis=0))
    # Whatever agents work, it is a multiple of this.
    single = [team.proficiency[team.queues.index(queue)] for team in teams if queue in team.queues]
    step = int(np.gcd.reduce([*single, *data.cover.fixed_supply[queue, at].tolist(), 0])) or 1
    least = [most[hard[queue] > most].min(initial=np.iinfo(np.int64).max) for most in (alone, beside)]
    return {max(Decimal(0), Decimal(int(one) // step * step) / units) for one in least if one < np.iinfo(np.int64).max}
