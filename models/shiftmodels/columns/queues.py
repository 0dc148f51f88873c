"""Who works on which queue where shifts are decided: an assignment problem for each day, solved by branch and cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, eye_array, hstack

from shiftmodels.columns.curves import Curves
from shiftmodels.data import IntArray, ModelData
from shiftmodels.solution import OFF, Assignment, supply

LIMITS = {"time_limit": 5.0}
"""Of branch and cut, in seconds: it has hardly anything to do, as a queue more here is one less there."""


class _Option(NamedTuple):
    """A queue that an agent may work in a shift: the rows that it adds to, the units added, and what it costs."""

    agent: int
    start: int
    end: int
    queue: int
    rows: IntArray
    units: int
    cost: int


def with_best_queues(data: ModelData, curves: Curves, found: Assignment, days: int) -> Assignment:
    """
    The roster with the best queues for its shifts on the first days.

    Parameters
    ----------
    data
        A problem of cells, see ``cells/knows.py``, hard limits of coupling rows priced.
    curves
        Its rows.
    found
        The roster.
    days
        How many days.
    """
    options = list(_options(data, curves, found, days))
    if not options:
        return found
    better = found.copy()
    for option in _best(curves, options, _fixed(data, curves, options, found)):
        better.activity[option.agent, option.start : option.end] = option.queue
    return better


def _options(data: ModelData, curves: Curves, found: Assignment, days: int) -> Iterator[_Option]:
    for agent, day in np.argwhere(found.shift[:, :days] >= 0).tolist():
        block, shift = data.blocks[data.block_of[agent]], int(found.shift[agent, day])
        start, end = int(block.shifts.start[shift]), int(block.shifts.end[shift])
        if any(work.day == day for work in block.fixed_work):
            continue
        for place, queue in enumerate(block.queues.tolist()):
            rows = curves.row_of[queue, start:end]
            cost = int(block.queue_cost[place]) * (end - start)
            yield _Option(agent, start, end, queue, rows[rows >= 0], int(block.proficiency[place]), cost)


def _fixed(data: ModelData, curves: Curves, options: list[_Option], found: Assignment) -> IntArray:
    """Supply of each row without these shifts. Shape ``(R,)``."""
    rest = found.copy()
    for option in options:
        rest.activity[option.agent, option.start : option.end] = OFF
    is_row = curves.row_of >= 0
    fixed = curves.fixed.copy()
    fixed[curves.row_of[is_row]] = supply(data, rest)[is_row]
    return fixed


def _best(curves: Curves, options: list[_Option], fixed: IntArray) -> list[_Option]:
    """The options that cost least, one for each shift."""
    rows = np.unique(np.concatenate([option.rows for option in options]))
    supplied, count = _supplied(options, rows), len(options)
    by_shift = _by_shift(options)
    nothing = coo_array((by_shift.shape[0], len(rows)))
    limits = [LinearConstraint(hstack([by_shift, nothing]).tocsr(), 1, 1)]
    for slope, point, cost in _lines(curves, rows):
        # The curve is convex, so that it is the largest of its lines.
        line = hstack([-supplied.multiply(slope[:, None]), eye_array(len(rows))])
        limits.append(LinearConstraint(line.tocsr(), cost + slope * (fixed[rows] - point), np.inf))
    # Variables for the options, and one for what each row costs.
    costs = np.append([float(option.cost) for option in options], np.ones(len(rows)))
    lower, upper = np.repeat([0, -np.inf], [count, len(rows)]), np.repeat([1, np.inf], [count, len(rows)])
    whole = np.repeat([1, 0], [count, len(rows)])
    solved = milp(costs, integrality=whole, bounds=Bounds(lower, upper), constraints=limits, options=LIMITS)
    if solved.x is None:
        return []
    return [option for option, value in zip(options, solved.x, strict=False) if value > 0.5]


def _by_shift(options: list[_Option]) -> coo_array:
    """Which options are of which shift, each of which is worked on one queue."""
    shifts = {shift: place for place, shift in enumerate(dict.fromkeys((one.agent, one.start) for one in options))}
    places = [shifts[option.agent, option.start] for option in options]
    return coo_array((np.ones(len(options)), (places, range(len(options)))), shape=(len(shifts), len(options)))


def _supplied(options: list[_Option], rows: IntArray) -> coo_array:
    """Units that each option adds to each row."""
    sizes = [len(option.rows) for option in options]
    places = np.searchsorted(rows, np.concatenate([option.rows for option in options]))
    units = np.repeat([float(option.units) for option in options], sizes)
    numbers = np.repeat(np.arange(len(options)), sizes)
    return coo_array((units, (places, numbers)), shape=(len(rows), len(options)))


def _lines(curves: Curves, rows: IntArray) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
    """Slope of each part of each curve, a point on it, and what that costs. Shape of each ``(rows,)``."""
    knots, slopes, base = curves.knots[rows], curves.slopes[rows], curves.base[rows]
    low = base - slopes[:, 1] * (knots[:, 1] - knots[:, 0])
    high = base + slopes[:, 2] * (knots[:, 2] - knots[:, 1])
    points = (knots[:, 0], knots[:, 1], knots[:, 1], knots[:, 2])
    yield from zip(slopes.T, points, (low, base, base, high), strict=True)
