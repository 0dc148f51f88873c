"""The search close to a roster: never dearer than it, never below the optimum, and with a bound that holds."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import ModelData, SumRow
from shiftmodels.engines import close_by
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.one_more_row import with_row
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.alternatives import Alternatives
from tests.models.exact import exact_answer
from tests.random_plans import random_plan

EXACT = SolveOptions(time_limit_seconds=20.0, seed=0, workers=1)


Asked = tuple[ModelData, Assignment, ModelData, Assignment]
"""The problem with a row and a roster of it, then those without the row."""


def _asked(seed: int) -> Asked | None:
    """A plan of whose first agent who has the first day off a shift is wanted, and a roster that has it."""
    data = compile_problem(random_plan(seed, agents=4, days=3, units=False)).data
    best = exact_answer(data, EXACT).assignment
    if best is None:
        return None
    for agent in np.flatnonzero(best.shift[:, 0] < 0).tolist():
        shifts = np.flatnonzero(data.blocks[data.block_of[agent]].shifts.day == 0)
        row = SumRow(shifts, np.ones(len(shifts), dtype=np.int64), 1, None)
        other = Alternatives(data, best).with_row(agent, row)
        if other is not None and other.is_legal:
            return with_row(data, agent, row), other.found, data, best
    return None


@pytest.mark.parametrize("seed", [0, 5, 7])
def test_between_bound_and_roster_lies_the_optimum(seed: int) -> None:
    """With the bound from another process, on plans whose optimum CP-SAT proves."""
    asked = _asked(seed)
    if asked is None:
        pytest.skip("nobody who is off could work")
    data, start, *_ = asked
    optimum = exact_answer(data, EXACT).cost
    solution = close_by.solve(data, SolveOptions(3.0, seed, workers=2, start=start))
    assert optimum is not None
    assert solution.assignment is not None
    assert is_feasible(data, solution.assignment)
    assert cost_of(data, solution.assignment) == solution.cost
    assert optimum <= (solution.cost or 0) <= cost_of(data, start)
    assert solution.bound is None or solution.bound <= optimum


def test_one_worker_searches_alone() -> None:
    """There is no bound then, and a roster all the same."""
    asked = _asked(0)
    assert asked is not None
    solution = close_by.solve(asked[0], SolveOptions(1.0, 0, workers=1, start=asked[1]))
    assert solution.assignment is not None
    assert solution.bound is None


def test_both_problems_side_by_side() -> None:
    """The roster of the other problem is optimal already: the search finds none that is cheaper."""
    asked = _asked(0)
    assert asked is not None
    data, start, without, before = asked
    solution, other = close_by.solve_both(data, without, before, SolveOptions(6.0, 0, workers=2, start=start))
    assert other is not None
    assert cost_of(without, other) == cost_of(without, before) <= (solution.cost or 0)
    assert is_feasible(without, other)


def test_there_is_a_roster_to_begin_with() -> None:
    """Without one it says so."""
    data = compile_problem(random_plan(0, units=False)).data
    with pytest.raises(ValueError, match="without a roster to begin with"):
        close_by.solve(data, SolveOptions(1.0))
