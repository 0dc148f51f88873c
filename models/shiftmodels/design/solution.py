"""What a shift design is: people on each duty, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData
from shiftmodels.status import ModelStatus


@dataclass(frozen=True)
class Fit:
    """
    How well people on duties fit the requirement.

    Parameters
    ----------
    under, over
        Units of work that lack, and that are too many, over all intervals.
    shifts
        Different shifts that are used.
    cost
        Of all three.
    """

    under: int
    over: int
    shifts: int
    cost: int


@dataclass(frozen=True, eq=False)
class DesignSolution:
    """
    Parameters
    ----------
    status
        ``optimal`` only with proof.
    people
        People on each duty. Shape ``(D,)``.
    fit
        What they cost.
    bound
        No design costs less.
    """

    status: ModelStatus
    people: IntArray
    fit: Fit
    bound: int


def fit_of(data: DesignData, people: IntArray) -> Fit:
    """
    Measure people on duties.

    Parameters
    ----------
    data
        The problem.
    people
        Shape ``(D,)``.
    """
    net = data.amount * (data.on_duty @ people) - data.required
    under, over = int((-net).clip(min=0).sum()), int(net.clip(min=0).sum())
    shifts = len(np.unique(data.shift[people > 0]))
    return Fit(under, over, shifts, data.under_cost * under + data.over_cost * over + data.shift_cost * shifts)
