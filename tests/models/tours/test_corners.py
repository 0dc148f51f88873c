"""Rounded corners of the cost of supply: slopes, limits, prices that are learnt, and rosters found by them."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.clock import clock
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.annealing import ROUNDED_SHARE, DayMoves
from shiftmodels.tours.corners import FIRST_STEP, WIDE, Corners, rounded_change
from shiftmodels.tours.insertion import Couplings
from shiftmodels.tours.moved_rows import Rows, cover_change
from shiftmodels.tours.search import TourSearch, insertions
from tests.profiles import every
from tests.random_plans import random_plan

UNDER, OVER = 20, 5


def _corners() -> Corners:
    required, price = np.array([[30]]), np.array([[1]])
    return Corners(required, UNDER * price, OVER * price, units=10.0)


def test_slopes_change_evenly_between_those_of_both_sides() -> None:
    """With a price of 0 and 25 over 250 units, a tenth of a unit's slope: -20 up to 200 below, 5 from 50 above on."""
    bend = np.array([1 / 250])
    changes = [rounded_change(place, 1, (UNDER, OVER), 0.0, bend) for place in range(-400, 400)]
    assert changes == sorted(changes)
    assert changes[400] == pytest.approx(0.05)
    assert rounded_change(0, 10, (UNDER, OVER), 0.0, bend) == pytest.approx(0.1 * 10**2 / 2)
    assert changes[400 - 201] == pytest.approx(-UNDER)
    assert changes[400 - 200] == pytest.approx(-UNDER + 0.05)
    assert changes[450] == pytest.approx(OVER)
    # Far from the corner the cost is the true one, but for a constant.
    assert rounded_change(300, -5, (UNDER, OVER), 0.0, bend) == pytest.approx(-5 * OVER)


def test_rows_without_prices_cost_nothing() -> None:
    """Where neither side costs anything there is no corner."""
    assert rounded_change(-3, 7, (0, 0), 0.0, np.array([0.01])) == 0.0


def test_prices_fall_below_the_requirement_and_stay_between_the_slopes() -> None:
    """Ten units less than required make another unit worth more: by 0.6 of 10 / 160 of 25 at first."""
    corners = _corners()
    assert not corners.are_rounded
    corners.set_width(0.0)
    assert corners.are_rounded
    assert corners.price[0, 0] == OVER / 2
    corners.learn(np.array([[20]]))
    assert corners.price[0, 0] == pytest.approx(OVER / 2 - FIRST_STEP * (UNDER + OVER) * 10 / (2 * WIDE * 10))
    for _ in range(100):
        corners.learn(np.array([[20]]))
    assert corners.price[0, 0] == -UNDER
    for _ in range(100):
        corners.learn(np.array([[60]]))
    assert corners.price[0, 0] == OVER
    corners.sharpen()
    assert not corners.are_rounded


def test_corners_are_sharp_at_the_end() -> None:
    """Rounds learn from the ones before, widths and temperatures fall, and the true cost decides in the end."""
    data = softened(compile_problem(random_plan(3)).data)
    moves = DayMoves(data, insertions(data), Couplings(data, Assignment.empty(data)), np.random.default_rng(0))
    bends, prices = [], moves.corners.price.copy()
    for share in (0.0, 0.3 * ROUNDED_SHARE, 0.7 * ROUNDED_SHARE, ROUNDED_SHARE, 1.0):
        moves.begin_round(share)
        bends.append(float(moves.corners.bend[0]))
    assert 0 < bends[0] < bends[1] < bends[2]
    assert bends[3:] == [0.0, 0.0]
    assert (moves.corners.price != prices).any()
    temperatures = [moves.temperature(share) for share in (0.0, 0.5 * ROUNDED_SHARE, ROUNDED_SHARE, 1.0, 2.0)]
    assert temperatures[:4] == sorted(set(temperatures), reverse=True)
    assert temperatures[4] == temperatures[3]


@pytest.mark.parametrize("seed", every(2, range(20)))
def test_answers_are_counted_by_the_true_cost(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever moves go by, each answer truly costs less than the start and than the one before, and is legal."""
    monkeypatch.setattr(clock, "by_work", True)
    data = compile_problem(random_plan(seed)).data
    search, soft = TourSearch(data, Assignment.empty(data), seed), softened(data)
    if search.construct():
        pytest.skip("an agent has no legal tour")
    start, costs = clock.now(), [cost_of(soft, search.found)]
    for found in search.anneal(lambda: (clock.now() - start) / 0.3, start + 0.3, 0.01):
        assert is_feasible(soft, found)
        costs.append(cost_of(soft, found))
    assert costs == sorted(set(costs), reverse=True)
    assert search._total_cost() == cost_of(search._data, search.found)


def test_the_same_work_finds_the_same_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where time is counted by work, prices are learnt alike and rosters end alike."""
    monkeypatch.setattr(clock, "by_work", True)
    data, rosters = compile_problem(random_plan(1, agents=6, days=3)).data, []
    for _ in range(2):
        search = TourSearch(data, Assignment.empty(data), 1)
        assert search.construct() == []
        start = clock.now()
        list(search.anneal(lambda start=start: (clock.now() - start) / 0.2, start + 0.2, 0.05))
        rosters.append(search.found)
    assert np.array_equal(rosters[0].activity, rosters[1].activity)
    assert np.array_equal(rosters[0].shift, rosters[1].shift)


def test_hard_limits_stay_sharp() -> None:
    """From a minimum of 10 to 9 costs 1,000 and the slope far below the requirement; from 11 to 10 only the slope."""
    cell, nothing = np.ones((1, 1), dtype=np.int64), np.zeros((0, 1), dtype=np.int64)
    limits = (300 * cell, 10 * cell, -cell, UNDER * cell, OVER * cell, 1000 * cell)
    bend = np.array([1 / 250])
    for supplied, change in ((10, 1000 + UNDER), (11, UNDER)):
        state = (supplied * cell, nothing, np.zeros((1, 1)), bend)
        rows = Rows(*limits, nothing, np.zeros(0, dtype=np.int64), *state)
        assert cover_change(rows, 0, 0, -1) == change
