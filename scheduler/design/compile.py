"""A plan and the shifts that may be offered, as arrays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData

if TYPE_CHECKING:
    from scheduler.design.offers import Offer
    from scheduler.design.settings import DesignSettings
    from scheduler.problem import Problem

COST_UNITS = 10_000
"""Units of cost in 1; costs have four decimals at most."""

PARTS = 10_000
"""Parts of a person in which work is counted: shares of breaks have four decimals, requirements two."""

UNITS_PER_COST = COST_UNITS * PARTS * 60
"""The model counts what a part of a person costs in a minute, in units of cost."""


@dataclass(frozen=True)
class Prices:
    """Cost of an agent-hour below and above the requirement, and of a different shift."""

    understaffing: Decimal
    overstaffing: Decimal
    shift: Decimal


@dataclass(frozen=True, eq=False)
class DesignProblem:
    """
    Parameters
    ----------
    data
        The arrays.
    duties
        Number of the offer, and shift date, of each duty.
    prices
        What the model charges.
    """

    data: DesignData
    duties: list[tuple[int, dt.date]]
    prices: Prices


def compile_design(problem: Problem, offers: list[Offer], settings: DesignSettings) -> DesignProblem:
    """
    The arrays of a design.

    Parameters
    ----------
    problem
        The plan, with requirements.
    offers
        Shifts that may be offered.
    settings
        Queues, price and number of shifts, and whether the plan repeats itself.
    """
    prices = Prices(*prices_of(problem, settings.queues), settings.shift_cost)
    duties = [(number, day) for number, offer in enumerate(offers) for day in _days(problem, offer)]
    spans = [_intervals(problem, offers[number], day, settings) for number, day in duties]
    columns = np.repeat(np.arange(len(duties)), [len(span) for span in spans])
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *spans])
    total = problem.horizon.num_intervals
    on_duty = sparse.csc_matrix((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(total, len(duties)))
    data = DesignData(
        required=required_parts(problem, settings.queues),
        on_duty=on_duty,
        shift=np.array([number for number, _ in duties], dtype=np.int64),
        num_shifts=len(offers),
        under_cost=int(prices.understaffing * COST_UNITS) * problem.interval_minutes,
        over_cost=int(prices.overstaffing * COST_UNITS) * problem.interval_minutes,
        shift_cost=int(prices.shift * UNITS_PER_COST),
        most_shifts=settings.most_shifts,
        amount=PARTS - int(settings.break_share * PARTS),
        is_cyclic=settings.repeats,
    )
    return DesignProblem(data, [(number, problem.horizon.date(day)) for number, day in duties], prices)


def _intervals(problem: Problem, offer: Offer, day: int, settings: DesignSettings) -> IntArray:
    """Intervals of a shift; those after the end of the plan are its first ones, or none."""
    grid, total = problem.interval_minutes, problem.horizon.num_intervals
    first = problem.horizon.minute_at(day, offer.start) // grid
    intervals: IntArray = first + np.arange(offer.minutes // grid)
    return intervals % total if settings.repeats else intervals[intervals < total]


def _days(problem: Problem, offer: Offer) -> list[int]:
    """Days on which a shift may start: weekdays of its pattern on which the clock shows its start."""
    horizon = problem.horizon
    return [
        day
        for day in range(problem.days)
        if horizon.date(day).weekday() in offer.weekdays and horizon.exists(day, offer.start)
    ]


def required_parts(problem: Problem, queues: tuple[str, ...]) -> IntArray:
    """Parts of agents that some queues require together in each interval. Shape ``(T,)``."""
    required = np.zeros(problem.horizon.num_intervals, dtype=np.int64)
    for row in problem.requirements:
        if row.queue in queues:
            interval = problem.horizon.minute(row.interval_start) // problem.interval_minutes
            required[interval] += int(row.required * PARTS)
    return required


def prices_of(problem: Problem, queues: tuple[str, ...]) -> tuple[Decimal, Decimal]:
    """Cost of an agent-hour below and above: that of the queues where it is the same for all, else the plan's."""
    chosen = [problem.queue_named[name] for name in queues]
    under, over = (
        {problem.understaffing_cost(queue) for queue in chosen},
        {problem.overstaffing_cost(q) for q in chosen},
    )
    return (
        under.pop() if len(under) == 1 else problem.weights.understaffing,
        over.pop() if len(over) == 1 else problem.weights.overstaffing,
    )
