"""How many people can be of use on a duty."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData


def most_useful(data: DesignData) -> IntArray:
    """
    A number of people for each duty that some best design does not exceed. Shape ``(D,)``.

    What one person more on a duty saves never grows with what others do, as the cost of an interval is convex in its
    cover. So more people than would be best if there were no other duty are never worth it.
    """
    starts, intervals = data.on_duty.indptr, data.on_duty.indices
    spans = (intervals[starts[duty] : starts[duty + 1]] for duty in range(data.num_duties))
    return np.fromiter((_best_alone(data, data.required[span]) for span in spans), np.int64, data.num_duties)


def _best_alone(data: DesignData, required: IntArray) -> int:
    """The number of people at which the misfit of the intervals of a duty is least, the smallest of several."""
    largest = -(-int(required.max(initial=0)) // data.amount)
    net = data.amount * np.arange(largest + 1)[:, None] - required
    cost = data.over_cost * net.clip(min=0).sum(axis=1) + data.under_cost * (-net).clip(min=0).sum(axis=1)
    return int(np.argmin(cost))
