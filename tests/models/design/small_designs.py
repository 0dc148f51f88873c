"""Small shift design problems, and their optimum by trying everything."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from shiftmodels.design.data import DesignData

Duty = tuple[int, int, int]
"""Shift, first interval, length."""


def make_design(required: Sequence[int], duties: Sequence[Duty], *, cyclic: bool = True, **others: int) -> DesignData:
    """Return a problem; what runs past the last interval goes on in the first one where time is cyclic."""
    rows, columns = [], []
    for number, (_, first, length) in enumerate(duties):
        for interval in range(first, first + length):
            if cyclic or interval < len(required):
                rows.append(interval % len(required))
                columns.append(number)
    on_duty = sparse.csc_matrix(
        (np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(len(required), len(duties))
    )
    fields = {"under_cost": 1, "over_cost": 1} | others
    shift = np.array([shift for shift, _, _ in duties])
    return DesignData(np.array(required), on_duty, shift, int(shift.max()) + 1, is_cyclic=cyclic, **fields)


def random_design(seed: int) -> DesignData:
    """Return two days of four intervals and three shifts, few enough to try everything."""
    draw = random.Random(seed)
    shifts = [(draw.randrange(4), draw.randint(1, 4)) for _ in range(3)]
    return make_design(
        [draw.randint(0, 3) for _ in range(8)],
        [(shift, 4 * day + shifts[shift][0], shifts[shift][1]) for shift in range(3) for day in range(2)],
        cyclic=draw.random() < 0.6,
        under_cost=draw.randint(0, 6),
        over_cost=draw.randint(1, 6),
        shift_cost=draw.choice([0, 3, 10]),
        amount=draw.choice([1, 1, 2, 3]),
    )


def least_cost(data: DesignData) -> int:
    """Return the cost of the best design with at most three people on a duty."""
    people = np.array(list(itertools.product(range(4), repeat=data.num_duties))).T
    net = data.amount * (data.on_duty @ people) - data.required[:, None]
    cost = data.over_cost * net.clip(min=0).sum(axis=0) + data.under_cost * (-net).clip(min=0).sum(axis=0)
    used = sum((people[data.shift == shift] > 0).any(axis=0).astype(int) for shift in range(data.num_shifts))
    cost += data.shift_cost * used
    return int(cost[used <= (data.num_shifts if data.most_shifts is None else data.most_shifts)].min())
