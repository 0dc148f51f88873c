"""Sets of shifts by exchanges."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.clock import clock
from shiftmodels.design.data import DesignData
from shiftmodels.design.solution import fit_of
from shiftmodels.design.swaps import Swaps
from tests.models.design.small_designs import least_cost, make_design, random_design


def _swapped(data: DesignData, start: list[int] | None = None) -> Swaps:
    swaps = Swaps(data, math.inf)
    swaps.run(np.zeros(data.num_duties, dtype=np.int64) if start is None else np.array(start))
    return swaps


def test_an_exchange_by_hand() -> None:
    """Of three shifts one may be offered: it begins with that which covers least, and ends with that which fits."""
    data = replace(make_design([2, 2, 2, 0], [(0, 0, 1), (1, 0, 4), (2, 0, 3)], cyclic=False), most_shifts=1)
    swaps = _swapped(data, [2, 0, 0])
    assert swaps.chosen == [2]
    assert swaps.people().tolist() == [0, 0, 2]


def test_a_shift_that_is_not_worth_its_price_is_dropped() -> None:
    """Two shifts fit exactly; at a price of 5, a unit left undone is cheaper than the second."""
    data = make_design([1, 1, 1], [(0, 0, 2), (1, 2, 1)], cyclic=False, shift_cost=5, under_cost=4)
    assert _swapped(data, [1, 1]).chosen == [0]


@pytest.mark.parametrize("seed", range(20))
def test_good_sets(seed: int) -> None:
    """Whole people, never cheaper than the best design, and no dearer than nobody at all."""
    data = replace(random_design(seed), most_shifts=2)
    # Prices as plans have them: the solver's tolerances must not let people become fewer than none.
    data = replace(data, under_cost=data.under_cost * 60_000_000, over_cost=data.over_cost * 60_000_000)
    data = replace(data, shift_cost=data.shift_cost * 60_000_000)
    people = _swapped(data).people()
    assert people.min() >= 0
    fit = fit_of(data, people)
    assert fit.shifts <= 2
    assert least_cost(data) <= fit.cost
    if not data.is_cyclic:
        assert fit.cost <= fit_of(data, 0 * people).cost


def test_time() -> None:
    """Without time the set is that of the start, cut to what may be."""
    data = replace(random_design(1), most_shifts=1)
    swaps = Swaps(data, clock.now() - 1)
    swaps.run(np.ones(data.num_duties, dtype=np.int64))
    assert swaps.chosen == [0]


def test_promising_shifts_hold_the_chosen_ones() -> None:
    """And as many others as are asked for, if they promise anything."""
    data = make_design([2, 2, 2, 0], [(0, 0, 1), (1, 0, 4), (2, 0, 3)], cyclic=False, shift_cost=100)
    swaps = _swapped(data)
    assert swaps.chosen == []
    assert swaps.promising(1).tolist() == [False, False, True]
    assert swaps.promising(0).tolist() == [False, False, False]
