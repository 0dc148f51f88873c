"""Hours beyond those that have to be worked: when they are priced, and that prices lead to fewer but are no costs."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.contracts import Break
from shiftmodels.data import IntArray, ModelData
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.annealing import DayMoves
from shiftmodels.tours.insertion import Couplings
from shiftmodels.tours.least_hours import NONE_LEAST, are_too_many, cost_beyond, hours_of, worked
from shiftmodels.tours.search import insertions
from tests.builders import make_contract, make_pattern, make_problem, make_requirements

HALF_HOUR = 30


def _week(wanted: int, least: int, *, paid_break: bool | None = None, minimum: int = 0) -> ModelData:
    """A week of Anna alone, who works two to four hours from nine, and is wanted on three days for some half hours."""
    lengths = (120, 180, 240)
    times = {"minutes": 30, "earliest_minutes": 30, "latest_minutes": 60}
    breaks = () if paid_break is None else (Break(name="rest", paid=paid_break, **times),)
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=lengths, breaks=breaks)
    contract = make_contract(
        minimum_minutes_per_week=HALF_HOUR * least,
        maximum_minutes_per_week=HALF_HOUR * 30,
        minimum_days_per_week=0,
        maximum_days_per_week=7,
    )
    days = ("2026-11-30", "2026-12-01", "2026-12-02")
    requirements = tuple(
        one for day in days for one in make_requirements("phone", f"{day} 09:00", [1] * wanted, minimum=minimum)
    )
    problem = make_problem(patterns=(pattern,), contracts=(contract,), requirements=requirements)
    return softened(compile_problem(problem.model_copy(update={"agents": problem.agents[:1]})).data)


def _price() -> IntArray:
    return np.array([3], dtype=np.int64)


def test_least_hours_are_those_of_the_contract() -> None:
    """They are told in intervals; the price is for each one beyond."""
    hours = hours_of(_week(2, 9).blocks[0], _price())
    assert hours.least == 9
    assert [cost_beyond(hours, total) for total in (0, 9, 10, 12)] == [0, 0, 3, 9]


def test_unpaid_breaks_tell_no_hours() -> None:
    """Where shifts of the same hours differ in length, intervals do not tell hours."""
    assert hours_of(_week(2, 9, paid_break=True).blocks[0], _price()).least == 9
    assert hours_of(_week(2, 9, paid_break=False).blocks[0], _price()).least == NONE_LEAST


@pytest.mark.parametrize(
    ("wanted", "least", "paid_break", "too_many"),
    [
        (2, 6, None, True),
        (2, 5, None, False),
        # Of two hours one quarter is a break, of which nothing is supplied.
        (2, 8, True, True),
        (2, 7, True, False),
    ],
)
def test_too_many_hours(wanted: int, least: int, paid_break: bool | None, too_many: bool) -> None:
    """Six half hours are wanted: least hours of which as much is left without breaks are too many."""
    data = _week(wanted, least, paid_break=paid_break)
    assert are_too_many(data, [hours_of(block, _price()) for block in data.blocks]) is too_many


@pytest.mark.parametrize(("least", "minimum", "is_priced"), [(8, 1, True), (8, 0, False), (5, 1, False)])
def test_hours_are_priced_where_all_that_is_wanted_has_to_be_done(least: int, minimum: int, is_priced: bool) -> None:
    """Elsewhere an hour more may be worth it."""
    data = _week(2, least, minimum=minimum)
    moves = DayMoves(data, insertions(data), Couplings(data, Assignment.empty(data)), np.random.default_rng(0))
    assert bool(moves._beyond[0] > 0) is is_priced


@pytest.mark.parametrize(("price", "intervals"), [(10_000, 8), (0, 12)])
def test_prices_lead_to_the_least_hours(price: int, intervals: int) -> None:
    """
    Three days of two hours stay where hours cost nothing, as an hour is wanted on each; with prices one is dropped.

    What the moves say of costs is right in both, so that the price is no cost.
    """
    data = _week(2, 8)
    found, shifts = Assignment.empty(data), data.blocks[0].shifts
    for number in np.flatnonzero((shifts.day < 3) & (shifts.end - shifts.start == 4)).tolist():
        found.shift[0, shifts.day[number]] = number
        found.activity[0, shifts.start[number] : shifts.end[number]] = data.blocks[0].queues[0]
    moves = DayMoves(data, insertions(data), Couplings(data, found), np.random.default_rng(0))
    mover = moves._movers[0]
    assert mover is not None
    mover.hours.price[0] = price
    cost = cost_of(data, found)
    for _ in range(100):
        cost += sum(moves.visit(found, 0, 1e-6))
    assert worked(mover.hours, found.shift[0]) == intervals
    assert cost == cost_of(data, found)
    assert is_feasible(data, found)


def test_hours_are_cheaper_while_limits_are_broken() -> None:
    """Only once corners are sharp; and dearer again, up to where they began, while limits are kept."""
    data = _week(2, 8, minimum=1)
    moves = DayMoves(data, insertions(data), Couplings(data, Assignment.empty(data)), np.random.default_rng(0))
    moves.begin_round(0.5)
    first = int(moves._beyond[0])
    moves.price_hours(keeps_limits=False)
    assert moves._beyond[0] == first
    moves.begin_round(1.0)
    moves.price_hours(keeps_limits=False)
    assert 0 < moves._beyond[0] < first
    for _ in range(10):
        moves.price_hours(keeps_limits=True)
    assert moves._beyond[0] == first
