"""A plan and the shifts that may be offered, as arrays."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from scheduler.coverage import HUNDREDTHS
from scheduler.design.presence import presence
from shiftmodels.data import IntArray
from shiftmodels.design.data import DesignData

if TYPE_CHECKING:
    from scheduler.design.offers import Offer
    from scheduler.design.settings import DesignSettings
    from scheduler.problem import Problem

COST_UNITS = 10_000
"""Units of cost in 1; costs have four decimals at most."""

UNITS_PER_COST = COST_UNITS * HUNDREDTHS * 60
"""The model counts what a hundredth of a person costs in a minute, in units of cost."""


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
    duties: list[tuple[int, dt.date]] = []
    rows, columns, amounts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    total = problem.horizon.num_intervals
    for number, offer in enumerate(offers):
        present = presence(offer, problem)
        for day in _days(problem, offer):
            first = problem.horizon.minute_at(day, offer.start) // problem.interval_minutes
            intervals = first + np.arange(len(present))
            inside = np.ones(len(present), dtype=bool) if settings.repeats else intervals < total
            rows.append(intervals[inside] % total)
            columns.append(np.full(int(inside.sum()), len(duties)))
            amounts.append(present[inside])
            duties.append((number, problem.horizon.date(day)))
    entries = np.concatenate(amounts), (np.concatenate(rows), np.concatenate(columns))
    data = DesignData(
        required=required_hundredths(problem, settings.queues),
        supply=sparse.csc_matrix(entries, shape=(total, len(duties))),
        shift=np.array([number for number, _ in duties], dtype=np.int64),
        num_shifts=len(offers),
        under_cost=int(prices.understaffing * COST_UNITS) * problem.interval_minutes,
        over_cost=int(prices.overstaffing * COST_UNITS) * problem.interval_minutes,
        shift_cost=int(prices.shift * UNITS_PER_COST),
        most_shifts=settings.most_shifts,
        is_cyclic=settings.repeats,
    )
    return DesignProblem(data, duties, prices)


def _days(problem: Problem, offer: Offer) -> list[int]:
    """Days on which a shift may start: weekdays of its pattern on which the clock shows its start."""
    horizon = problem.horizon
    weekdays = {day.number for day in offer.days_of_week}
    return [
        day
        for day in range(problem.days)
        if horizon.date(day).weekday() in weekdays and horizon.exists(day, offer.start)
    ]


def required_hundredths(problem: Problem, queues: tuple[str, ...]) -> IntArray:
    """Hundredths of agents that some queues require together in each interval. Shape ``(T,)``."""
    required = np.zeros(problem.horizon.num_intervals, dtype=np.int64)
    for row in problem.requirements:
        if row.queue in queues:
            interval = problem.horizon.minute(row.interval_start) // problem.interval_minutes
            required[interval] += int(row.required * HUNDREDTHS)
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
