"""How many people can be of use on a duty."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData


def most_useful(data: DesignData) -> IntArray:
    """
    A number of people for each duty that some best design does not exceed. Shape ``(D,)``.

    What one person more on a duty saves never grows with what others supply, as the cost of an interval is convex in
    its cover. So more people than would be best if there were no other duty are never worth it.
    """
    most = np.zeros(data.num_duties, dtype=np.int64)
    indptr, indices, amounts = data.supply.indptr, data.supply.indices, data.supply.data
    for duty in range(data.num_duties):
        span = slice(indptr[duty], indptr[duty + 1])
        most[duty] = _best_alone(data, data.required[indices[span]], amounts[span].astype(np.int64))
    return most


def _best_alone(data: DesignData, required: IntArray, supply: IntArray) -> int:
    """The number of people at which misfit of the intervals of a duty is least, the smallest of several."""
    working = supply > 0
    if not working.any():
        return 0
    largest = int(np.ceil(required[working] / supply[working]).max())
    net = np.arange(largest + 1)[:, None] * supply - required
    cost = data.over_cost * net.clip(min=0).sum(axis=1) + data.under_cost * (-net).clip(min=0).sum(axis=1)
    return int(np.argmin(cost))
