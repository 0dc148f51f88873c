"""Moves of several shifts at once: hours are shared out anew where no shift alone can be longer, shorter or dropped."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import ModelData
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.annealing import DayMoves
from shiftmodels.tours.bounded import bounded_diagram
from shiftmodels.tours.insertion import Couplings
from shiftmodels.tours.relaxed import Relaxed
from shiftmodels.tours.search import insertions
from tests.builders import make_contract, make_pattern, make_problem, make_requirements


def _week(wanted: list[int], days: tuple[int, int]) -> ModelData:
    """
    A week of Anna alone, who works from nine, two to four hours a day, and on so many days.

    She is wanted on the phone for so many half hours of each day, and paid for as many in the week.
    """
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(120, 180, 240))
    minutes = 30 * sum(wanted)
    contract = make_contract(
        minimum_minutes_per_week=minutes,
        maximum_minutes_per_week=minutes,
        minimum_days_per_week=days[0],
        maximum_days_per_week=days[1],
    )
    requirements = tuple(
        one
        for day, length in enumerate(wanted)
        for one in make_requirements("phone", f"2026-{'11-30' if day == 0 else f'12-{day:02}'} 09:00", [1] * length)
    )
    problem = make_problem(patterns=(pattern,), contracts=(contract,), requirements=requirements)
    return softened(compile_problem(problem.model_copy(update={"agents": problem.agents[:1]})).data)


def _roster(data: ModelData, lengths: list[int]) -> Assignment:
    """The roster in which Anna works so many half hours on each day."""
    found, shifts = Assignment.empty(data), data.blocks[0].shifts
    for day, length in enumerate(lengths):
        if length:
            (number,) = np.flatnonzero((shifts.day == day) & (shifts.end - shifts.start == length)).tolist()
            found.shift[0, day] = number
            found.activity[0, shifts.start[number] : shifts.end[number]] = data.blocks[0].queues[0]
    return found


def _moved(data: ModelData, found: Assignment, *, varies: bool) -> int:
    """The least that the roster costs while Anna's shifts are moved."""
    moves = DayMoves(data, insertions(data), Couplings(data, found), np.random.default_rng(0))
    mover = moves._movers[0]
    assert mover is not None
    assert mover.varies
    moves._movers[0] = mover._replace(varies=varies)
    cost = least = cost_of(data, found)
    for _ in range(300):
        cost += sum(moves.visit(found, 0, 1e-6))
        least = min(least, cost)
    assert cost == cost_of(data, found)
    assert is_feasible(data, found)
    return least


@pytest.mark.parametrize(
    ("wanted", "worked", "days"),
    [
        # Fifteen hours on five days: one shift is longer only where another is shorter.
        ([8, 4, 6, 8, 4, 0, 0], [6, 6, 6, 6, 6, 0, 0], (5, 5)),
        # Twelve hours: two shifts can go only when three become longer.
        ([8, 8, 8, 0, 0, 0, 0], [6, 6, 4, 4, 4, 0, 0], (3, 5)),
        # The other way round: two are added when three become shorter.
        ([6, 6, 4, 4, 4, 0, 0], [8, 8, 8, 0, 0, 0, 0], (3, 5)),
    ],
)
def test_hours_are_shared_out_anew(wanted: list[int], worked: list[int], days: tuple[int, int]) -> None:
    """Moves of several shifts find the week that is wanted; those of one leave lengths alone, as hours are used."""
    data = _week(wanted, days)
    found = _roster(data, worked)
    before = cost_of(data, found)
    assert before > 0
    assert _moved(data, found.copy(), varies=False) > 0
    assert _moved(data, found, varies=True) == 0
    assert np.flatnonzero(found.shift[0] >= 0).tolist() == np.flatnonzero(wanted).tolist()


@pytest.mark.parametrize("seed", range(10))
def test_bound_of_a_single_multiplier_is_the_best(seed: int) -> None:
    """A single counter, the hours, left out: no multiplier gives a better bound than the one that is found."""
    data, draw = _week([8, 8, 6, 4, 0, 0, 0], (0, 7)), np.random.default_rng(seed)
    block = data.blocks[0]
    bounded = bounded_diagram(block, data.num_days, most_built=0, long=0)
    assert len(bounded.left_out) == 1
    length = block.shifts.end - block.shifts.start
    costs = draw.integers(100, 2000, len(length)) * length
    # Each day its shift that pays most when a half hour is worth the multiplier, or none.
    best = 0
    for worth in range(2001):
        paid = [min(0, (costs - worth * length)[block.shifts.day == day].min()) for day in range(7)]
        best = max(best, int(sum(paid)) + 26 * worth)
    found = Relaxed(bounded).cheapest(costs, 1)
    assert found is not None
    assert best <= found.bound <= found.cost
