"""Shift designs by branch and cut against numbers by hand and against trying everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.design.model import DesignModel, may_be_fractional
from shiftmodels.design.solution import fit_of
from shiftmodels.design.solve import solve_design
from shiftmodels.design.useful import most_useful
from shiftmodels.status import ModelStatus
from tests.models.design.small_designs import least_cost, make_design, random_design


def test_a_shift_that_is_worth_its_price() -> None:
    """Two shifts fit exactly and are cheapest at a price of 0 each; at 4 each, one that leaves a unit undone is."""
    data = make_design([2, 2, 2, 0, 1], [(0, 0, 3), (1, 4, 1), (2, 0, 5)], cyclic=False)
    solved = solve_design(data, 10)
    assert (solved.status, solved.fit.cost, solved.bound) == (ModelStatus.OPTIMAL, 0, 0)
    assert solved.people.tolist() == [2, 1, 0]
    dear = solve_design(replace(data, shift_cost=4), 10)
    assert (dear.fit.cost, dear.fit.shifts, dear.bound) == (4 + 1, 1, 5)


def test_no_half_people_around_a_cycle() -> None:
    """Half a person on each of three duties would fit exactly; whole people leave or exceed one unit."""
    data = make_design([1, 1, 1], [(0, 0, 2), (1, 1, 2), (2, 2, 2)])
    assert not may_be_fractional(data).all()
    solved = solve_design(data, 10)
    assert (solved.status, solved.fit.cost, solved.bound) == (ModelStatus.OPTIMAL, 1, 1)


def test_breaks_ask_for_more_people() -> None:
    """People who give 30 each leave 10 of 100 undone, or do 20 too many: at 2 to 1 three are as good as four."""
    data = make_design([100], [(0, 0, 1)], amount=30, under_cost=2)
    assert (fit_of(data, np.array([3])).cost, fit_of(data, np.array([4])).cost) == (20, 20)
    assert solve_design(data, 10).fit.cost == 20
    assert solve_design(replace(data, under_cost=3), 10).people.tolist() == [4]
    assert solve_design(replace(data, under_cost=1), 10).people.tolist() == [3]


@pytest.mark.parametrize("seed", range(30))
def test_the_best_of_all_designs(seed: int) -> None:
    """Cost and bound are those of the best design, with a limit on the number of shifts and without."""
    data = random_design(seed)
    for most in (None, 1, 2):
        limited = replace(data, most_shifts=most)
        solved, least = solve_design(limited, 20), least_cost(limited)
        assert (solved.fit.cost, solved.bound, solved.status) == (least, least, ModelStatus.OPTIMAL)
        assert solved.fit == fit_of(limited, solved.people)


@pytest.mark.parametrize("seed", range(30))
def test_useful_people_suffice(seed: int) -> None:
    """Some best design has no more people on any duty than are useful, and the model's cost of it is its cost."""
    data = random_design(seed)
    solved = solve_design(data, 20)
    assert (solved.people <= most_useful(data)).all()
    model = DesignModel(data)
    values = model.values(solved.people)
    linear = model.linear
    rows = linear.matrix @ values
    assert (rows >= np.array(linear.row_lower)).all()
    assert (rows <= np.array(linear.row_upper)).all()
    assert (values <= np.array(linear.upper)).all()
    assert model.cost(int(values @ np.array(linear.cost))) == solved.fit.cost
    assert model.people(values).tolist() == solved.people.tolist()


def test_more_shifts_never_fit_worse() -> None:
    """The cost falls with the number of shifts allowed, and a shift that may not be offered is not."""
    data = replace(random_design(5), shift_cost=0)
    costs = [solve_design(replace(data, most_shifts=most), 20).fit.cost for most in (1, 2, 3, 4)]
    assert costs == sorted(costs, reverse=True)
    model = DesignModel(data, np.array([True] + [False] * (data.num_shifts - 1)))
    assert set(data.shift[model.people(np.ones(model.linear.num_variables, dtype=np.int64)) > 0]) == {0}


def test_a_duty_with_a_hole_is_refused() -> None:
    """A network needs one run of intervals."""
    data = make_design([1, 1, 1, 1, 1], [(0, 0, 4)], cyclic=False)
    holed = data.on_duty.tolil()
    holed[1, 0] = 0
    with pytest.raises(ValueError, match="more than one run"):
        replace(data, on_duty=holed.tocsc())


def test_a_start_is_kept() -> None:
    """With no time at all the answer is no dearer than what it begins with."""
    data = replace(random_design(3), most_shifts=2)
    best = solve_design(data, 20)
    again = solve_design(data, 0.0, start=best.people)
    assert again.fit.cost == best.fit.cost
