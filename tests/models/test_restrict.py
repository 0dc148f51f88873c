"""Parts of a problem with the rest held fixed."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.engines.run import SolveOptions
from shiftmodels.restrict import joined, restrict
from shiftmodels.solution import Assignment, cost_of
from tests.models.exact import exact_answer
from tests.profiles import every
from tests.random_plans import random_plan

OPTIONS = SolveOptions(time_limit_seconds=200.0, seed=0, workers=1)


@pytest.mark.parametrize("seed", every(1, range(10), slow=(2,)))
def test_part_costs_what_the_whole_costs(seed: int) -> None:
    """Fixing some agents on some days turns them into constants: the cost of part and whole are the same."""
    data = compile_problem(random_plan(seed, agents=4, days=3)).data
    found = exact_answer(data, OPTIONS).assignment
    assert found is not None
    free = np.random.default_rng(seed).random((data.num_agents, 3)) < 0.5
    part = restrict(data, found, free)
    inner = part.part_of(found)
    assert cost_of(part.data, inner) == cost_of(data, found)
    merged = part.merge(data, found, inner)
    np.testing.assert_array_equal(merged.activity, found.activity)
    np.testing.assert_array_equal(merged.shift, found.shift)
    np.testing.assert_array_equal(merged.breaks, found.breaks)


@pytest.mark.parametrize("seed", range(6))
def test_best_part_of_the_best_is_the_best(seed: int) -> None:
    """Solving a part of an optimal roster again gains nothing."""
    data = compile_problem(random_plan(seed, agents=3, days=2)).data
    best = exact_answer(data, OPTIONS)
    assert best.assignment is not None
    free = np.zeros((data.num_agents, 2), dtype=bool)
    free[:, 1] = True
    again = exact_answer(restrict(data, best.assignment, free).data, OPTIONS)
    assert again.cost == best.cost


def test_joined_moves_a_change_onto_another_roster() -> None:
    """What changed between two rosters is put into a third; unchanged shifts of the third stay."""
    data = compile_problem(random_plan(2, agents=3, days=2)).data
    best = exact_answer(data, OPTIONS).assignment
    assert best is not None
    empty = Assignment.empty(data)
    result = joined(data, best, best, empty)
    assert (result.shift < 0).all()
    np.testing.assert_array_equal(joined(data, empty, empty, best).activity, best.activity)
