"""The trade-off around a design."""

from __future__ import annotations

import threading

from shiftmodels.design.curve import DesignOptions, solve_designs
from shiftmodels.solution import ProgressPoint
from shiftmodels.status import ModelStatus
from tests.models.design.small_designs import make_design

HILL = [1, 2, 3, 4, 4, 3, 2, 1]
DUTIES = [(number, first, 4) for number, first in enumerate(range(5))]


def test_curve_by_hand() -> None:
    """
    A hill of eight intervals is five shifts of four, one person on each: five fit exactly, and a sixth is of no use.

    The design at a price of 3 each is the cheapest of all points.
    """
    seen: list[ProgressPoint] = []
    data = make_design(HILL, DUTIES, cyclic=False, shift_cost=3)
    found = solve_designs(data, DesignOptions(30, workers=1, curve=6), seen.append)
    costs = [point.fit.cost for point in found.curve]
    assert costs == sorted(costs, reverse=True)
    assert costs[-2:] == [0, 0]
    assert [point.bound for point in found.curve] == costs
    assert all(point.fit.shifts <= number for number, point in enumerate(found.curve, start=1))
    assert found.curve[-1].fit.shifts == 5
    assert found.design.fit.cost == min(cost + 3 * number for number, cost in enumerate(costs, start=1))
    assert found.design.status is ModelStatus.OPTIMAL
    assert (found.is_interrupted, found.is_cut_off, found.messages) == (False, False, ())
    assert seen[-1].cost == seen[-1].bound == found.design.fit.cost


def test_one_worker_repeats_itself() -> None:
    """The same people on every duty of every point."""
    data = make_design(HILL * 2, [(number, first, 4) for number, first in enumerate(range(13))], shift_cost=1)
    runs = [solve_designs(data, DesignOptions(30, seed=7, workers=1, curve=2)) for _ in range(2)]
    people = [[point.people.tolist() for point in (run.design, *run.curve)] for run in runs]
    assert people[0] == people[1]


def test_stopped_before_it_begins() -> None:
    """The answer is that nobody works, with a bound that says nothing."""
    stop = threading.Event()
    stop.set()
    found = solve_designs(make_design(HILL, DUTIES), DesignOptions(30, workers=1), stop=stop)
    assert found.is_interrupted
    assert (found.design.fit.under, found.design.bound) == (sum(HILL), 0)
